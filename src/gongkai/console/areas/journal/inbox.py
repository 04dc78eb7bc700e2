"""What the journal has for the auditor to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.inbox import Item, Source
from gongkai.console.request_context import RequestContext
from gongkai.organisations.accounts import sessions
from gongkai.organisations.rights import RIGHTS
from gongkai.records import journal
from gongkai.records.auditing.kinds import VERIFIED

SEALED_WITHIN: Final = timedelta(minutes=5)
VERIFY_EVERY: Final = timedelta(days=7)


def rights(here: RequestContext) -> Iterator[Item]:
    """For the auditor: what was granted or reset since the last visit."""
    since = sessions.sign_in_before(here.sign_in)
    entries = journal.entries().filter(verb__in=RIGHTS)
    if since is not None:
        entries = entries.filter(at__gt=since)
    count = entries[:1000].count()
    if count:
        query = urlencode(
            {"rights": "1", **({"since": timezone.localdate(since).isoformat()} if since else {})}
        )
        address = f"{reverse('console:journal')}?{query}"
        words = _("自您上次登录以来，授予、重置了%(count)s项权限") % {"count": count}
        yield Item(words, address, due=here.on, verb=_("查看"), verb_href=address)


def unsealed(here: RequestContext) -> Iterator[Item]:
    """Entries of the journal that have been waiting too long for their seal."""
    waiting = journal.entries().filter(position=None, at__lt=here.at - SEALED_WITHIN)
    count = waiting[:1000].count()
    if count:
        yield Item(
            _("审计日志有%(count)s条超过5分钟没有封存") % {"count": count},
            reverse("console:journal"),
            due=here.on,
            note=_("请系统管理员检查后台程序"),
        )


def verification(here: RequestContext) -> Iterator[Item]:
    """The journal is to be verified once a week; a verification that found something stays on top."""
    last = journal.entries(journal.EntryFilters(verb=VERIFIED)).first()
    verb, start = _("校验"), reverse("console:journal_verify")
    if last is None:
        yield Item(_("审计日志还没有校验过"), start, due=here.on, verb=verb, verb_href=start)
        return
    day = timezone.localdate(last.at)
    if not (last.after or {}).get("ok"):
        entry = reverse("console:entry", args=[last.pk])
        yield Item(_("审计日志校验发现问题"), entry, due=day, verb=_("查看"), verb_href=entry)
    elif day + VERIFY_EVERY <= here.on + timedelta(days=1):
        yield Item(_("每周校验审计日志"), start, due=day + VERIFY_EVERY, verb=verb, verb_href=start)


SOURCES: Final = (
    Source("journal.view", gettext_lazy("上次登录以来的授权、重置"), rights),
    Source("journal.view", gettext_lazy("没有及时封存的审计日志"), unsealed),
    Source("journal.verify", gettext_lazy("每周一次的日志校验"), verification),
)
