"""Collections of drafts: how far they are, who is missing, what was handed in; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Collection, Draft
from gongkai.annual_reports.rules.units import UnitNames
from gongkai.organisations import access
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, BodyVersion
from gongkai.records.filters import Filter, has_words, is_equal, narrow, split_words
from gongkai.records.jobs import queries as jobs

State = Draft.State
# In which states a person says whose a draft is: one that waits is placed by the reading.
PLACED_BY_HAND = frozenset(DRAFT_LIFECYCLE["assign"].from_) - {State.WAITING}
LEVELS = {"error": "errors", "warn": "warnings", "ask": "asks"}


def _clean(year: Any) -> Q:
    """Read, of the collection's year, without a finding and without a cell that was not read."""
    return Q(state=State.READ, errors=0, warnings=0, asks=0, unread_cells=0, year=year)


def _narrow_level(rows: QuerySet[Draft], level: str) -> QuerySet[Draft]:
    if level == "clean":
        return rows.filter(_clean(F("collection__year")))
    return rows.filter(**{f"{LEVELS[level]}__gt": 0})


def _narrow_words(rows: QuerySet[Draft], text: str) -> QuerySet[Draft]:
    for word in split_words(text):
        named = BodyVersion.objects.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
        rows = rows.filter(Q(path__icontains=word) | Q(body__in=named.values("body")))
    return rows


def _narrow_collection(rows: QuerySet[Draft], pk: str) -> QuerySet[Draft]:
    return rows.filter(collection=int(pk)) if pk.isdecimal() and len(pk) < 10 else rows.none()


def _collection_choices(asker: Any) -> list[tuple[str, str]]:
    """The collections within reach of who asks."""
    reach = access.bodies_in_reach(asker.acting, "collection.view", asker.on)
    return [(str(pk), title) for pk, title in collections(reach).values_list("pk", "title")[:200]]


COLLECTION_FILTERS = (
    Filter("q", _("名称"), has_words("title")),
    Filter(
        "state",
        _("进展"),
        lambda rows, state: rows.filter(closed_at__isnull=state == "open"),
        kind="choice",
        choices=(("open", _("进行中")), ("closed", _("已结束"))),
    ),
)
DRAFT_FILTERS = (
    Filter("collection", _("收集"), _narrow_collection, kind="choice", choices=_collection_choices),
    Filter("state", _("状态"), is_equal("state"), kind="choice", choices=State.choices),
    Filter(
        "level",
        _("核查结果"),
        _narrow_level,
        kind="choice",
        choices=(
            ("error", _("有错误")),
            ("warn", _("有提醒")),
            ("ask", _("有请核实")),
            ("clean", _("待审且没有问题")),
        ),
    ),
    Filter(
        "matched",
        _("单位依据"),
        lambda rows, text: rows.filter(matched_by="" if text == "none" else text),
        kind="choice",
        choices=[(str(value) or "none", label) for value, label in Draft.MatchedBy.choices],
    ),
    Filter("q", _("单位或文件名"), _narrow_words),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a collection as it was called on the collection's day, with its current draft if any."""

    body: Body
    name: str
    level: str
    draft: Draft | None = None

    @property
    def code(self) -> str:
        """The body's code."""
        return self.body.code


@dataclass(frozen=True, slots=True)
class Progress:
    """How many files of a collection have been read. `job`: the last reading job, if it is still known."""

    total: int
    waiting: int
    job: jobs.JobView | None

    @property
    def done(self) -> int:
        """Files that are read or found unreadable."""
        return self.total - self.waiting

    @property
    def running(self) -> bool:
        """Whether files wait and a job will read them."""
        return self.waiting > 0 and self.job is not None and self.job.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Overview:
    """A collection as its page shows it, asked at once: what its body was called, how many drafts are in each
    state (`counts`), how far the reading is, and its units with their drafts.
    """

    body_name: str
    counts: dict[str, int]
    progress: Progress
    units: list[Unit]

    @property
    def missing(self) -> list[Unit]:
        """The units of which there is no draft."""
        return [unit for unit in self.units if unit.draft is None]


def collections(bodies: QuerySet[Body] | None = None) -> QuerySet[Collection]:
    """Collections of the given bodies (None: of all), newest first."""
    found = Collection.objects.select_related("body")
    return found if bodies is None else found.filter(body__in=bodies)


def collection(pk: int) -> Collection | None:
    """The collection of this id, or None."""
    return Collection.objects.select_related("body", "case_key").filter(pk=pk).first()


def draft(pk: int) -> Draft | None:
    """The draft of this id with collection, unit, file, report and letter, or None."""
    related = (
        "collection__body",
        "collection__case_key",
        "body",
        "file__case_key",
        "report",
        "letter__number",
    )
    return Draft.objects.select_related(*related).filter(pk=pk).first()


def drafts(
    collection: Collection,
    *,
    state: str = "",
    level: str = "",
    q: str = "",
    unmatched: bool = False,
    superseded: bool = False,
) -> QuerySet[Draft]:
    """The current drafts of a collection (with the superseded ones if asked), by path.

    `state`, `level` and `q` are values of DRAFT_FILTERS.
    """
    found = Draft.objects.filter(collection=collection).select_related("body", "file", "letter__number")
    if not superseded:
        found = found.filter(superseded_by=None)
    if unmatched:
        found = found.filter(body=None)
    return narrow(DRAFT_FILTERS, found, {"state": state, "level": level, "q": q})


def unplaced(collection: Collection) -> QuerySet[Draft]:
    """The current drafts of which a person has to say whose they are."""
    return drafts(collection, unmatched=True).filter(state__in=PLACED_BY_HAND)


def progress(collection: Collection) -> Progress:
    """How far the reading is: counted from the drafts themselves, so it is true after any stop."""
    counted = _counted(collection)
    return Progress(counted["files"], counted["unread"], _job(collection.reading_job))


def counts(collection: Collection) -> dict[str, int]:
    """How many current drafts are in each state, with errors, clean, unplaced; units expected, missing."""
    counted, asked = _counted(collection), collection.expected.count()
    return {**counted, "expected": asked, "missing": asked - counted["came"]}


def overview(collection: Collection) -> Overview:
    """The collection as its page shows it, in five questions."""
    counted = _counted(collection)
    tree = organisations.tree(day_of(collection))
    units = _units(collection, tree)
    node = tree.nodes.get(collection.body_id)
    name = node.name if node else organisations.name_of(collection.body, tree.on)
    counted |= {"expected": len(units), "missing": len(units) - counted["came"]}
    reading = Progress(counted["files"], counted["unread"], _job(collection.reading_job))
    return Overview(name, counted, reading, units)


def _counted(collection: Collection) -> dict[str, int]:
    """Counts of drafts in one question. `files` and `unread` are of all drafts, the others of current ones;
    `came` are those of units that are asked.
    """
    current = Q(superseded_by=None)
    read = current & Q(state=State.READ)
    return Draft.objects.filter(collection=collection).aggregate(
        files=Count("pk"),
        unread=Count("pk", filter=Q(state=State.WAITING)),
        total=Count("pk", filter=current),
        **{state.value: Count("pk", filter=current & Q(state=state)) for state in State},
        with_errors=Count("pk", filter=read & Q(errors__gt=0)),
        clean=Count("pk", filter=current & _clean(collection.year)),
        unplaced=Count("pk", filter=current & Q(body=None, state__in=PLACED_BY_HAND)),
        came=Count("pk", filter=current & Q(body__in=collection.expected.values("body"))),
    )


def day_of(collection: Collection) -> date:
    """The day whose tree and names a collection goes by: 31 December of its year, or its opening before."""
    return min(date(collection.year, 12, 31), timezone.localdate(collection.opened_at))


def expected(collection: Collection) -> list[Unit]:
    """The units that should hand in a draft, in the order of the tree, each with its current draft."""
    return _units(collection, organisations.tree(day_of(collection)))


def _units(collection: Collection, tree: organisations.Tree) -> list[Unit]:
    asked = {row.body_id: row.body for row in collection.expected.select_related("body")}
    handed_in = {one.body_id: one for one in drafts(collection).filter(body__in=asked)}
    for one in handed_in.values():
        one.collection = collection
    order = {node.id: node for _depth, node in tree.walk()}
    found = [
        Unit(asked[id], node.name, node.level, handed_in.get(id)) for id, node in order.items() if id in asked
    ]
    gone = sorted((body for id, body in asked.items() if id not in order), key=lambda body: body.code)
    names = organisations.names_of(gone, tree.on)
    return found + [Unit(body, names[body.pk], "", handed_in.get(body.pk)) for body in gone]


def missing(collection: Collection) -> list[Unit]:
    """The expected units of which there is no draft."""
    return [unit for unit in expected(collection) if unit.draft is None]


def unit_choices(collection: Collection) -> list[Unit]:
    """The units a draft may be assigned to: the expected ones, and the collecting body itself."""
    units = expected(collection)
    if any(unit.body.pk == collection.body_id for unit in units):
        return units
    own = drafts(collection).filter(body=collection.body_id).first()
    name = organisations.name_of(collection.body, day_of(collection))
    return [Unit(collection.body, name, "", own), *units]


def unit_name(draft: Draft) -> str:
    """What the draft's unit was called on the collection's day; empty while nobody knows the unit."""
    return organisations.name_of(draft.body, day_of(draft.collection)) if draft.body else ""


def matching_names(collection: Collection) -> list[UnitNames]:
    """Every choice with the names it bore since the year began, to find whose a draft is."""
    choices = [unit.body.pk for unit in unit_choices(collection)]
    since = Q(valid_to=None) | Q(valid_to__gt=date(collection.year, 1, 1))
    versions = BodyVersion.objects.filter(since).order_by("body", "-valid_from")
    named: dict[int, list[str]] = {}
    above: dict[int, int | None] = {}
    for version in versions:
        called = (version.name, version.short_name)
        named.setdefault(version.body_id, []).extend(name for name in called if name)
        above.setdefault(version.body_id, version.parent_id)
    return [
        UnitNames(id, tuple(dict.fromkeys(named.get(id, ()))), _regions(id, above, named)) for id in choices
    ]


def _regions(id: int, above: dict[int, int | None], named: dict[int, list[str]]) -> tuple[str, ...]:
    found: list[str] = []
    here, seen = above.get(id), {id}
    while here is not None and here not in seen:
        seen.add(here)
        found += named.get(here, [])[:1]
        here = above.get(here)
    return tuple(found)


def _job(id: str) -> jobs.JobView | None:
    try:
        UUID(id)
    except ValueError:
        return None
    return jobs.job(id)
