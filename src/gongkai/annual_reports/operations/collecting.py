"""Opening a collection, saying who should hand in a draft, and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import COLLECTION
from gongkai.annual_reports.lifecycle import OPEN, CollectionClosed
from gongkai.annual_reports.models import Collection, ExpectedUnit
from gongkai.annual_reports.queries.collecting import day_of
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, BodyKind
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act
from gongkai.records.keys import create_case_key
from gongkai.records.names import validate_name
from gongkai.records.numbers.operations import NumberRefused, check_pattern
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused

DEFAULT_PATTERN = "政务公开退〔{year}〕{serial}号"
FIRST_YEAR, LAST_YEAR = 2008, 2100


class CollectionRefused(Refused):
    """A collection cannot be opened or changed like this; `field` names what is at fault."""


class UnitNotBelow(Refused):
    """A unit stands elsewhere in the tree: this body does not collect its report."""


@operation(
    "collection.opened",
    gettext_lazy("建立年报收集"),
    of=COLLECTION,
    action="collection.manage",
    elsewhere={"expected": "the units stand below the collecting body, which is checked here"},
)
def open_collection(
    *,
    title: str,
    year: int,
    body: Body,
    due_on: date,
    expected: Iterable[Body] | None = None,
    number_pattern: str = "",
    contact: str = "",
    act: Act,
) -> Done[Collection]:
    """Begin to collect the drafts on `year`; `expected` None expects every body below `body`.

    Public utilities (公共企事业单位) compile no such report and are not among them unless named.

    Raises CollectionRefused, UnitNotBelow.
    """
    title, pattern = validate_name(title, "title"), number_pattern.strip() or DEFAULT_PATTERN
    contact = validate_name(contact, "contact")
    _check(title, pattern, due_on, year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CollectionRefused(_("年度应在2008年以后，请核对。"), "year")
    if Collection.objects.filter(body=body, year=year, title=title).exists():
        raise CollectionRefused(_("这一年度已经有同名的收集，请换一个名称，或者打开已有的那一个。"), "title")
    units = _below(body, act.on) if expected is None else _distinct(expected)
    _check_below(units, body, min(date(year, 12, 31), act.on), act.on)
    ref = ObjectRef(COLLECTION.code, f"{body.code}/{year}", title)
    made = Collection.objects.create(
        title=title,
        year=year,
        body=body,
        due_on=due_on,
        number_pattern=pattern,
        contact=contact[:200],
        case_key=create_case_key(object=ref, act=act.delegated()),
        opened_by=act.actor.name,
        opened_at=act.at,
    )
    ExpectedUnit.objects.bulk_create(ExpectedUnit(collection=made, body=unit) for unit in units)
    after = {"year": year, "body": body.code, "due_on": due_on.isoformat(), "units": len(units)}
    return Done(made, made, after=after)


@operation("collection.changed", gettext_lazy("修改年报收集"), of=COLLECTION, action="collection.manage")
def change_collection(
    *, collection: Collection, title: str, due_on: date, number_pattern: str, contact: str, act: Act
) -> Done[Collection]:
    """Correct what a collection is called, when it is due, how its letters are numbered and signed.

    Raises CollectionRefused, CollectionClosed.
    """
    check_open(collection)
    title, pattern = validate_name(title, "title"), number_pattern.strip() or DEFAULT_PATTERN
    contact = validate_name(contact, "contact")
    _check(title, pattern, due_on, collection.year)
    others = Collection.objects.filter(body=collection.body, year=collection.year, title=title)
    if others.exclude(pk=collection.pk).exists():
        raise CollectionRefused(_("这一年度已经有同名的收集，请换一个名称。"), "title")
    before = {"title": collection.title, "due_on": collection.due_on.isoformat()}
    collection.title, collection.due_on = title, due_on
    collection.number_pattern, collection.contact = pattern, contact[:200]
    collection.save(update_fields=["title", "due_on", "number_pattern", "contact"])
    return Done(collection, before=before, after={"title": title, "due_on": due_on.isoformat()})


@operation(
    "collection.expected_changed",
    gettext_lazy("调整应报单位"),
    of=COLLECTION,
    action="collection.manage",
    elsewhere={"bodies": "the units stand below the collecting body, which is checked here"},
)
def set_expected(*, collection: Collection, bodies: Iterable[Body], act: Act) -> Done[int]:
    """Say anew which units should hand in a draft; how many. Drafts of others stay.

    A unit is named that stood below the collecting body on the day of the collection, or stands there now;
    one that is on the list already may stay. Raises CollectionClosed, UnitNotBelow.
    """
    check_open(collection)
    wanted = {body.pk: body for body in bodies}
    known = dict(collection.expected.values_list("body_id", "body__code"))
    added = [body for pk, body in wanted.items() if pk not in known]
    _check_below(added, collection.body, day_of(collection), act.on)
    collection.expected.exclude(body__in=wanted).delete()
    ExpectedUnit.objects.bulk_create(ExpectedUnit(collection=collection, body=body) for body in added)
    changes = {
        "added": sorted(body.code for body in added),
        "removed": sorted(code for pk, code in known.items() if pk not in wanted),
    }
    return Done(len(wanted), after=changes)


@operation("collection.closed", gettext_lazy("结束年报收集"), of=COLLECTION, action="collection.manage")
def close_collection(*, collection: Collection, act: Act) -> Done[Collection]:
    """Nothing more is handed in, judged, sent back or accepted. Raises CollectionClosed."""
    check_open(collection)
    collection.closed_at = act.at
    collection.save(update_fields=["closed_at"])
    return Done(collection)


@operation("collection.reopened", gettext_lazy("恢复年报收集"), of=COLLECTION, action="collection.manage")
def reopen_collection(*, collection: Collection, act: Act) -> Done[Collection]:
    """Go on with a closed collection. Raises CollectionRefused where it is open."""
    if collection.closed_at is None:
        raise CollectionRefused(_("这次收集没有结束，可以直接办理。"))
    collection.closed_at = None
    collection.save(update_fields=["closed_at"])
    return Done(collection)


def check_open(collection: Collection) -> None:
    """Raise CollectionClosed if the collection is closed."""
    if collection.closed_at is not None:
        raise CollectionClosed(str(OPEN.sentence))


def _below(body: Body, day: date) -> list[Body]:
    below = organisations.subtree(body, day).exclude(pk=body.pk)
    return list(below.exclude(kind=BodyKind.PUBLIC_SERVICE))


def _distinct(bodies: Iterable[Body]) -> list[Body]:
    return list({body.pk: body for body in bodies}.values())


def _check_below(units: Iterable[Body], body: Body, *days: date) -> None:
    """Raise UnitNotBelow unless each unit is the body itself or stands below it on one of the days."""
    below = {pk for day in days for pk in organisations.subtree(body, day).values_list("pk", flat=True)}
    others = [unit for unit in units if unit.pk not in below]
    if others:
        names = "、".join(organisations.name_of(unit, days[-1]) for unit in others[:5])
        raise UnitNotBelow(
            _("%(names)s不是收集单位的下级机构，不能列入名单；请由它的上级机构收集。") % {"names": names}
        )


def _check(title: str, pattern: str, due_on: date, year: int) -> None:
    if not title or len(title) > 100:
        raise CollectionRefused(_("请填写名称，不超过100个字。"), "title")
    if not year <= due_on.year <= year + 5:
        raise CollectionRefused(
            _("截止日期与%(year)s年度相差太远，请核对年度和日期。") % {"year": year}, "due_on"
        )
    try:
        check_pattern(pattern)
    except NumberRefused as problem:
        raise CollectionRefused(str(problem), "number_pattern") from problem
