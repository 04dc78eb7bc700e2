"""The journal as a person reads it on a page: the time line of a thing, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.console import wording
from gongkai.console.request_context import RequestContext
from gongkai.organisations.models import ADMINISTRATORS, Body
from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.kinds import Field, all_kinds, find_kind
from gongkai.records.operations import field_of

MOST: Final = 100
LONGEST: Final = 120  # characters of one value

_WORDS: Final[Mapping[str, str | Promise]] = {"True": _("是"), "False": _("否")}


def kind_name(kind: str) -> str:
    """What kind of thing a journal entry is about."""
    known = find_kind(kind)
    return str(known.label) if known is not None else kind


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of thing that the journal tells of, for a filter."""
    return [(code, str(kind.label)) for code, kind in all_kinds().items()]


def _value_words(value: Any, field: Field | None) -> str:
    """A value of the journal in words."""
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, list):
        return "、".join(_value_words(one, field) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{name} {_value_words(one, None)}" for name, one in value.items())
    if field is not None and field.choices:
        return field.words(value)
    return str(_WORDS.get(str(value), value))


def list_changes(entry: journal.Entry) -> list[dict[str, str]]:
    """What the entry changed, in words: name, before (empty where there was nothing), after."""
    before, after = entry.before or {}, entry.after or {}
    found = []
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        field = field_of(entry.verb, entry.object_kind, key)
        was = _value_words(before[key], field) if key in before else ""
        now = _value_words(after[key], field) if key in after else "—"
        if was or now != "—":
            found.append({"name": str(field.label) if field else key, "before": was, "after": now})
    return found


def timeline_row(entry: journal.Entry, here: RequestContext) -> dict[str, Any]:
    """An entry as the component `time_line` draws it; only an auditor is led on to the whole entry."""
    return {
        "what": journal.label(entry.verb),
        "when": wording.instant(entry.at),
        "iso": timezone.localtime(entry.at).isoformat(timespec="seconds"),
        "who": wording.who(entry.by),
        "href": reverse("console:entry", args=[entry.pk]) if here.may("journal.view") else "",
        "changes": [
            {key: _shortened(text) for key, text in change.items()} for change in list_changes(entry)
        ],
        "reason": entry.reason,
    }


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def may_read_timeline(here: RequestContext, body: Body | None) -> bool:
    """Whether the time line of a thing of this body is shown: to business by its reach, to administrators."""
    return bool(here.acting.roles & ADMINISTRATORS) or here.may("timeline.view", body)


def timeline_of(ref: ObjectRef, here: RequestContext) -> list[dict[str, Any]]:
    """The latest entries of a thing, first things first."""
    newest = journal.timeline(ref).reverse()[:MOST]
    return [timeline_row(entry, here) for entry in reversed(newest)]
