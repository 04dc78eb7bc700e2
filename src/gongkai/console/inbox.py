"""What a post has to do, by day: from the sources of all areas, each asked where its action is allowed.

An area that has work for a post names its sources (`Area.inbox`); the inbox knows no area by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.console import wording
from gongkai.console.request_context import RequestContext
from gongkai.law.workdays import CalendarUnknown
from gongkai.organisations.calendar import calendar

MOST: Final = 50  # items of one source
SOON: Final = timedelta(days=30)  # what ends within this time is told


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, where it is, who it concerns, until when, and the next verb.

    `waiting`: somebody else is to act; it is shown apart and never late.
    """

    what: str
    href: str
    who: str = ""
    due: date | None = None
    note: str = ""
    verb: str = ""
    verb_href: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where items come from: the action that opens it, and what would be here when there is nothing."""

    action: str
    promise: str | Promise
    read: Callable[[RequestContext], Iterable[Item]]


GROUPS: Final = (
    ("late", _("已逾期")),
    ("today", _("今天")),
    ("week", _("本周")),
    ("later", _("以后")),
    ("waiting", _("等待他人")),
)
_KINDS: Final = {"late": "late", "today": "today", "waiting": "waiting"}


def next_workday(after: date) -> date:
    """The working day after a day; the next day where the calendar is not announced."""
    try:
        return calendar().add(after, 1)
    except CalendarUnknown:
        return after + timedelta(days=1)


def items(here: RequestContext, sources: Iterable[Source]) -> list[Item]:
    """Everything the post has to do, soonest first."""
    found = [
        item for source in sources if here.may(source.action) for item in islice(source.read(here), MOST)
    ]
    return sorted(found, key=lambda item: (item.due is None, item.due or here.on))


def group_of(item: Item, today: date) -> str:
    """Which group an item belongs to; what has no day belongs to today. The week ends on Sunday."""
    if item.waiting:
        return "waiting"
    if item.due is None or item.due == today:
        return "today"
    if item.due < today:
        return "late"
    return "week" if item.due <= today + timedelta(days=6 - today.weekday()) else "later"


def groups(here: RequestContext, found: Iterable[Item]) -> list[dict[str, Any]]:
    """The groups that have something, as the component `inbox_group` draws them."""
    sorted_in: dict[str, list[Item]] = {}
    for item in found:
        sorted_in.setdefault(group_of(item, here.on), []).append(item)
    return [
        {
            "id": f"group-{name}",
            "title": title,
            "kind": _KINDS.get(name, "plain"),
            "count": len(sorted_in[name]),
            "rows": [_row(item, here.on) for item in sorted_in[name]],
        }
        for name, title in GROUPS
        if name in sorted_in
    ]


def _row(item: Item, today: date) -> dict[str, Any]:
    word, kind = wording.due(item.due, today) if item.due and not item.waiting else ("", "plain")
    return {
        "what": item.what,
        "href": item.href,
        "note": item.note,
        "who": item.who,
        "due": item.due.isoformat() if item.due else "",
        "iso": item.due.isoformat() if item.due else "",
        "due_word": word,
        "due_kind": kind,
        "verb": item.verb,
        "verb_href": item.verb_href,
    }
