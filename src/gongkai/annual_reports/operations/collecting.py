"""Opening a collection, saying who should hand in a draft, and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import Collection, ExpectedUnit
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, Kind
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.keys import create_case_key
from gongkai.records.names import validate_name
from gongkai.records.numbers.operations import NumberRefused, check_pattern
from gongkai.records.refusals import Refused

DEFAULT_PATTERN = "政务公开退〔{year}〕{serial}号"
FIRST_YEAR, LAST_YEAR = 2008, 2100


class CollectionRefused(Refused):
    """A collection cannot be opened or changed like this; `field` names what is at fault."""


class CollectionClosed(Refused):
    """The collection is closed; nothing in it changes until it is reopened."""


@transaction.atomic
def open_collection(
    *,
    title: str,
    year: int,
    body: Body,
    due_on: date,
    expected: Iterable[Body] | None = None,
    number_pattern: str = "",
    contact: str = "",
    by: Actor,
    at: datetime,
) -> Collection:
    """Begin to collect the drafts on `year`; `expected` None expects every body below `body`.

    Public utilities (公共企事业单位) compile no such report and are not among them unless named.

    Raises CollectionRefused.
    """
    title, pattern = validate_name(title, "title"), number_pattern.strip() or DEFAULT_PATTERN
    _check(title, pattern, due_on, year)
    if Collection.objects.filter(body=body, year=year, title=title).exists():
        raise CollectionRefused(_("这一年度已经有同名的收集，请换一个名称，或者打开已有的那一个。"), "title")
    day = timezone.localdate(at)
    units = list(expected) if expected is not None else _below(body, day)
    key = create_case_key(
        object=ObjectRef("report_collection", f"{body.code}/{year}", title), act=SystemAct(by, at)
    )
    made = Collection.objects.create(
        title=title,
        year=year,
        body=body,
        due_on=due_on,
        number_pattern=pattern,
        contact=contact.strip()[:200],
        case_key=key,
        opened_by=by.name,
        opened_at=at,
    )
    ExpectedUnit.objects.bulk_create(
        ExpectedUnit(collection=made, body=unit) for unit in {unit.pk: unit for unit in units}.values()
    )
    journal.record(
        verb="collection.opened",
        object=collection_ref(made),
        by=by,
        at=at,
        after={"year": year, "body": body.code, "due_on": due_on.isoformat(), "units": len(units)},
    )
    return made


@transaction.atomic
def change_collection(
    *,
    collection: Collection,
    title: str,
    due_on: date,
    number_pattern: str,
    contact: str,
    by: Actor,
    at: datetime,
) -> Collection:
    """Correct what a collection is called, when it is due, how its letters are numbered and signed.

    Raises CollectionRefused, CollectionClosed.
    """
    collection = locked(collection)
    title, pattern = validate_name(title, "title"), number_pattern.strip() or DEFAULT_PATTERN
    _check(title, pattern, due_on, collection.year)
    others = Collection.objects.filter(body=collection.body, year=collection.year, title=title)
    if others.exclude(pk=collection.pk).exists():
        raise CollectionRefused(_("这一年度已经有同名的收集，请换一个名称。"), "title")
    before = {"title": collection.title, "due_on": collection.due_on.isoformat()}
    collection.title, collection.due_on = title, due_on
    collection.number_pattern, collection.contact = pattern, contact.strip()[:200]
    collection.save(update_fields=["title", "due_on", "number_pattern", "contact"])
    after = {"title": title, "due_on": due_on.isoformat()}
    journal.record(
        verb="collection.changed", object=collection_ref(collection), by=by, at=at, before=before, after=after
    )
    return collection


@transaction.atomic
def set_expected(*, collection: Collection, bodies: Iterable[Body], by: Actor, at: datetime) -> int:
    """Say anew which units should hand in a draft; how many. Drafts of others stay.

    Raises CollectionClosed.
    """
    collection = locked(collection)
    wanted = {body.pk: body for body in bodies}
    known = dict(collection.expected.values_list("body_id", "body__code"))
    collection.expected.exclude(body__in=wanted).delete()
    added = [body for pk, body in wanted.items() if pk not in known]
    ExpectedUnit.objects.bulk_create(ExpectedUnit(collection=collection, body=body) for body in added)
    changes = {
        "added": sorted(body.code for body in added),
        "removed": sorted(code for pk, code in known.items() if pk not in wanted),
    }
    journal.record(
        verb="collection.expected_changed", object=collection_ref(collection), by=by, at=at, after=changes
    )
    return len(wanted)


@transaction.atomic
def close_collection(*, collection: Collection, by: Actor, at: datetime) -> Collection:
    """Nothing more is handed in, judged, sent back or accepted. Raises CollectionClosed."""
    collection = locked(collection)
    collection.closed_at = at
    collection.save(update_fields=["closed_at"])
    journal.record(verb="collection.closed", object=collection_ref(collection), by=by, at=at)
    return collection


@transaction.atomic
def reopen_collection(*, collection: Collection, by: Actor, at: datetime) -> Collection:
    """Go on with a closed collection. Raises CollectionRefused where it is open."""
    collection = Collection.objects.select_for_update().get(pk=collection.pk)
    if collection.closed_at is None:
        raise CollectionRefused(_("这次收集没有结束，可以直接办理。"))
    collection.closed_at = None
    collection.save(update_fields=["closed_at"])
    journal.record(verb="collection.reopened", object=collection_ref(collection), by=by, at=at)
    return collection


def locked(collection: Collection) -> Collection:
    """The collection as it is now, locked until the transaction ends. Raises CollectionClosed."""
    rows = Collection.objects.select_for_update(of=("self",)).select_related("body", "case_key")
    collection = rows.get(pk=collection.pk)
    check_open(collection)
    return collection


def check_open(collection: Collection) -> None:
    """Raise CollectionClosed if the collection is closed."""
    if collection.closed_at is not None:
        raise CollectionClosed(_("这次收集已经结束，不能再办理；确有需要的，请先恢复收集。"))


def collection_ref(collection: Collection) -> ObjectRef:
    """A collection as the journal names it."""
    return ObjectRef("report_collection", str(collection.pk), collection.title)


def _below(body: Body, day: date) -> list[Body]:
    below = organisations.subtree(body, day).exclude(pk=body.pk)
    return list(below.exclude(kind=Kind.PUBLIC_SERVICE))


def _check(title: str, pattern: str, due_on: date, year: int) -> None:
    if not title or len(title) > 100:
        raise CollectionRefused(_("请填写名称，不超过100个字。"), "title")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CollectionRefused(_("年度应在2008年以后，请核对。"), "year")
    if not year <= due_on.year <= year + 5:
        raise CollectionRefused(
            _("截止日期与%(year)s年度相差太远，请核对年度和日期。") % {"year": year}, "due_on"
        )
    try:
        check_pattern(pattern)
    except NumberRefused as problem:
        raise CollectionRefused(str(problem), "number_pattern") from problem
