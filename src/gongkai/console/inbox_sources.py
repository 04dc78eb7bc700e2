"""The sources of the inbox that no area declares itself: what each package has for a post to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import wording
from gongkai.console.inbox import MOST, Item, Source
from gongkai.console.request_context import RequestContext
from gongkai.law.workdays import CalendarUnknown
from gongkai.organisations import access, queries
from gongkai.organisations.accounts import sessions
from gongkai.organisations.accounts.claims import LASTS as CLAIM_LASTS
from gongkai.organisations.calendar import calendar
from gongkai.organisations.models import AccountClaim, ApiToken, Confirmation, Person
from gongkai.organisations.rights import RIGHTS
from gongkai.records import files, journal
from gongkai.records.auditing.kinds import VERIFIED
from gongkai.records.jobs import queries as jobs

FEW: Final = 5  # more of the same kind stand in one line that leads to their list
SOON: Final = timedelta(days=30)
SEALED_WITHIN: Final = timedelta(minutes=5)
VERIFY_EVERY: Final = timedelta(days=7)


def next_workday(after: date) -> date:
    """The working day after a day; the next day where the calendar is not announced."""
    try:
        return calendar().add(after, 1)
    except CalendarUnknown:
        return after + timedelta(days=1)


def claims(here: RequestContext) -> Iterator[Item]:
    """People who claim their account and wait for the administrator's approval."""
    reach = access.bodies_in_reach(here.acting, "password.reset", here.on)
    held = queries.people_of(reach, here.on).filter(locked_at=None)
    people = Person.objects.filter(Q(pk__in=held.values("pk")) | Q(home__in=reach))
    waiting = AccountClaim.objects.filter(
        person__in=people, approved_at=None, used_at=None, asked_at__gt=here.at - CLAIM_LASTS
    )
    for person in Person.objects.filter(pk__in=waiting.values("person"))[:MOST]:
        if access.allowed_person(here.acting, "password.reset", person, on=here.on, facts=here.facts):
            yield Item(
                _("%(name)s申请设置密码，等您核准") % {"name": person.name},
                _person(person),
                _names(person, here.on),
                here.on,
                verb=_("核准"),
                verb_href=reverse("console:person_activation", args=[person.public_id]),
            )


def confirmations(here: RequestContext) -> Iterator[Item]:
    """What another administrator asked for and this one may confirm; what was asked oneself waits."""
    reach = access.bodies_in_reach(here.acting, "grant.confirm", here.on)
    waiting = Confirmation.objects.filter(state=Confirmation.State.PENDING, body__in=reach)
    for one in waiting.order_by("asked_at")[:MOST]:
        address = reverse("console:confirmation", args=[one.public_id])
        if one.asked_by == here.by.id:
            yield Item(one.label, address, waiting=True, note=_("等待另一名管理员确认"))
        elif not {str(role) for role in here.acting.roles} & set(one.asked_roles):
            due = next_workday(timezone.localdate(one.asked_at))
            yield Item(one.label, address, one.asked_by_name, due, verb=_("办理"), verb_href=address)


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


def appointments(here: RequestContext) -> Iterator[Item]:
    """Appointments that end within a month."""
    reach = access.bodies_in_reach(here.acting, "appointment.manage", here.on)
    ending = queries.holding(here.on).filter(post__body__in=reach, valid_to__lte=here.on + SOON)
    for held in ending.order_by("valid_to")[:MOST]:
        yield Item(
            _("%(name)s的任职即将结束：%(post)s") % {"name": held.person.name, "post": held.post.title},
            _person(held.person),
            queries.name_of(held.post.body, here.on),
            held.valid_to,
            verb=_("续任"),
            verb_href=reverse("console:person_appoint", args=[held.person.public_id]),
        )


def tokens(here: RequestContext) -> Iterator[Item]:
    """Tokens of machines that expire within a month."""
    reach = access.bodies_in_reach(here.acting, "token.manage", here.on)
    ending = ApiToken.objects.filter(
        body__in=reach, revoked_at=None, expires_at__gt=here.at, expires_at__lte=here.at + SOON
    )
    for token in ending.select_related("body").order_by("expires_at")[:MOST]:
        yield Item(
            _("接口令牌即将到期：%(name)s") % {"name": token.name},
            reverse("console:tokens"),
            queries.name_of(token.body, here.on),
            timezone.localdate(token.expires_at),
            note=token.prefix,
            verb=_("换新"),
            verb_href=reverse("console:token_new"),
        )


def refusals(here: RequestContext) -> Iterator[Item]:
    """Files with a mark of secrecy that were refused and nobody has dealt with."""
    for refused in files.open_refusals()[:MOST]:
        day = timezone.localdate(refused.refused_at)
        yield Item(
            _("有人上传带“%(mark)s”标志的文件，已拒收") % {"mark": refused.mark},
            reverse("console:refusals"),
            refused.body_name or refused.by_name,
            day,
            note=wording.instant(refused.refused_at),
            verb=_("处理"),
            verb_href=reverse("console:refusal_handle", args=[refused.pk]),
        )


def dead_jobs(here: RequestContext) -> Iterator[Item]:
    """Background work that used up its retries."""
    for row in jobs.dead_letters()[:MOST]:
        job = jobs.view(row)
        yield Item(
            _("后台任务失败：%(label)s") % {"label": job.label},
            reverse("console:job", args=[job.id]),
            due=next_workday(timezone.localdate(job.finished_at or job.enqueued_at)),
            note=_("已试%(count)s次") % {"count": job.attempts},
            verb=_("查看"),
            verb_href=reverse("console:job", args=[job.id]),
        )


def runner(here: RequestContext) -> Iterator[Item]:
    """The background runner, where it gives no sign."""
    seen = jobs.runner(here.at)
    if seen.state != "running":
        yield Item(
            _("后台程序没有运行，提醒、索引和日志封存都停着"),
            reverse("console:jobs"),
            due=here.on,
            note=_("最近一次：%(at)s") % {"at": wording.instant(seen.seen_at)} if seen.seen_at else "",
        )


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


def _person(person: Person) -> str:
    return reverse("console:person", args=[person.public_id])


def _names(person: Person, on: date) -> str:
    return "、".join(queries.name_of(body, on) for body in queries.bodies_of(person, on)[:3])


SOURCES: Final = (
    Source("password.reset", gettext_lazy("等待核准设置密码的人员"), claims),
    Source("grant.confirm", gettext_lazy("等待确认的授权、重置"), confirmations),
    Source("journal.view", gettext_lazy("上次登录以来的授权、重置"), rights),
    Source("appointment.manage", gettext_lazy("一个月内到期的任职"), appointments),
    Source("token.manage", gettext_lazy("一个月内到期的接口令牌"), tokens),
    Source("secrecy_alert.view", gettext_lazy("带密级标志而拒收的文件"), refusals),
    Source("job.view", gettext_lazy("失败的后台任务"), dead_jobs),
    Source("job.view", gettext_lazy("后台程序停止的提醒"), runner),
    Source("journal.view", gettext_lazy("没有及时封存的审计日志"), unsealed),
    Source("journal.verify", gettext_lazy("每周一次的日志校验"), verification),
)
