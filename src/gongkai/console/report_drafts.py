"""What collections of annual reports have for a post to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Collection, Draft
from gongkai.console.inbox import Item, Source
from gongkai.console.request_context import RequestContext
from gongkai.organisations import access
from gongkai.organisations import queries as organisations


def waiting(here: RequestContext) -> Iterator[Item]:
    """Drafts that were read and wait for a person, until the day the collection is due."""
    for collection in _open(here, "draft.review"):
        count = queries.counts(collection)["read"]
        if count:
            query = urlencode({"collection": collection.pk, "state": Draft.State.READ.value})
            address = f"{reverse('console:drafts')}?{query}"
            yield Item(
                _("%(count)s份年报草稿待审：%(title)s") % {"count": count, "title": collection.title},
                address,
                organisations.name_of(collection.body, here.on),
                collection.due_on,
                verb=_("审核"),
                verb_href=address,
            )


def missing(here: RequestContext) -> Iterator[Item]:
    """Files that nobody knows whose they are; units that have not handed in, whom one waits for."""
    for collection in _open(here, "collection.manage"):
        counts = queries.counts(collection)
        name = organisations.name_of(collection.body, here.on)
        page = reverse("console:collection", args=[collection.pk])
        unknown = queries.drafts(collection, unmatched=True)
        if count := unknown.filter(state__in=(Draft.State.READ, Draft.State.UNREADABLE)).count():
            match = reverse("console:collection_match", args=[collection.pk])
            words = _("%(count)s份年报草稿还不知道是哪个单位的") % {"count": count}
            yield Item(words, match, name, collection.due_on, verb=_("选定单位"), verb_href=match)
        if counts["missing"]:
            words = _("%(count)s个单位还没有报送年报草稿：%(title)s") % {
                "count": counts["missing"],
                "title": collection.title,
            }
            yield Item(words, page, name, waiting=True)


def _open(here: RequestContext, action: str) -> QuerySet[Collection]:
    reach = access.bodies_in_reach(here.acting, action, here.on)
    return queries.collections(reach).filter(closed_at=None)


SOURCES: Final = (
    Source("draft.review", gettext_lazy("等待审核的年报草稿"), waiting),
    Source("collection.manage", gettext_lazy("没有报送年报草稿的单位"), missing),
)
