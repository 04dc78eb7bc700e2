"""Collections of drafts: how far they are, who is missing, what was handed in; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Collection, Draft
from gongkai.annual_reports.rules.units import UnitNames
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, BodyVersion
from gongkai.records.jobs import queries as jobs

State = Draft.State
# In which states a person says whose a draft is: one that waits is placed by the reading.
PLACED_BY_HAND = frozenset(DRAFT_LIFECYCLE["assign"].from_) - {State.WAITING}


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

    `level`: error, warn or ask: those with such findings; `q`: words of path or unit.
    """
    found = Draft.objects.filter(collection=collection).select_related("body", "file", "letter__number")
    if not superseded:
        found = found.filter(superseded_by=None)
    if state:
        found = found.filter(state=state)
    column = {"error": "errors", "warn": "warnings", "ask": "asks"}.get(level)
    if column:
        found = found.filter(**{f"{column}__gt": 0})
    if unmatched:
        found = found.filter(body=None)
    for word in q.replace("\x00", " ").split()[:10]:
        named = BodyVersion.objects.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
        found = found.filter(Q(path__icontains=word) | Q(body__in=named.values("body")))
    return found


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
    clean = Q(errors=0, warnings=0, asks=0, unread_cells=0, year=collection.year)
    return Draft.objects.filter(collection=collection).aggregate(
        files=Count("pk"),
        unread=Count("pk", filter=Q(state=State.WAITING)),
        total=Count("pk", filter=current),
        **{state.value: Count("pk", filter=current & Q(state=state)) for state in State},
        with_errors=Count("pk", filter=read & Q(errors__gt=0)),
        clean=Count("pk", filter=read & clean),
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
