"""Figures of the archive across places and years: from rows of figures, never by reading reports again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from gongkai.annual_reports.models import AnnualReport, ArchivedFigure, Place
from gongkai.annual_reports.rules import Amount
from gongkai.annual_reports.rules.comparing import ComparedPlace, Comparison, Facts, Measure, compare
from gongkai.annual_reports.rules.comparing.cells import Cell
from gongkai.annual_reports.rules.reading import Value
from gongkai.records.refusals import Refused


class UnknownPlaces(Refused):
    """Words that name no place of the archive, or more than one; `words` are they."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        super().__init__("、".join(self.words))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports: places by code (empty: all), a level, a span of years (None: open)."""

    places: tuple[str, ...] = ()
    level: str = ""
    first: int | None = None
    last: int | None = None

    def condition(self, prefix: str = "") -> Q:
        """As a condition on reports; `prefix` leads to them from another table."""
        wanted = Q()
        if self.places:
            wanted &= Q(**{f"{prefix}place__code__in": self.places})
        if self.level:
            wanted &= Q(**{f"{prefix}place__level": self.level})
        if self.first is not None:
            wanted &= Q(**{f"{prefix}year__gte": self.first})
        if self.last is not None:
            wanted &= Q(**{f"{prefix}year__lte": self.last})
        return wanted


def comparison(measure: Measure, selection: Selection) -> Comparison:
    """The measure in every report selected; places asked for stay even where they have no report."""
    (made,) = comparisons([measure], selection)
    return made


def comparisons(measures: Sequence[Measure], selection: Selection) -> list[Comparison]:
    """Several measures at once, with the same places and years in each."""
    wanted = {cell for measure in measures for cell in measure.cells}
    found = list(_facts(selection, wanted))
    asked = [subject(place) for place in _asked(selection)]
    years: Sequence[int] = ()
    if selection.first is not None and selection.last is not None:
        years = range(selection.first, selection.last + 1)
    return [compare(measure, found, places=asked, years=years) for measure in measures]


def subject(place: Place) -> ComparedPlace:
    """A place as comparisons have it."""
    return ComparedPlace(place.code, place.name, place.level)


def named_places(words: Iterable[str]) -> list[Place]:
    """The places called by code or by name, each word one place; raises UnknownPlaces with all that fail.

    A part of a name does where only one place has it.
    """
    found: dict[str, Place] = {}
    failed = []
    for word in words:
        exact = list(Place.objects.filter(Q(code=word) | Q(name=word))[:2])
        matches = exact or list(Place.objects.filter(name__icontains=word)[:2])
        if len(matches) == 1:
            found[matches[0].code] = matches[0]
        else:
            failed.append(word)
    if failed:
        raise UnknownPlaces(failed)
    return list(found.values())


def known_codes(codes: Iterable[str]) -> list[str]:
    """Those of the codes that are places of the archive."""
    return list(Place.objects.filter(code__in=list(codes)).values_list("code", flat=True))


def figures(cells: Iterable[Cell] | None, selection: Selection) -> QuerySet[ArchivedFigure]:
    """Rows of figures with report and place, in the order of their keys; `cells` None: every cell."""
    rows = ArchivedFigure.objects.select_related("report__place").filter(selection.condition("report__"))
    if cells is not None:
        rows = rows.filter(_any_of(cells))
    return rows.order_by("pk")


def _asked(selection: Selection) -> list[Place]:
    """The places whose absence matters: those named, or all of the level that ever reported."""
    if selection.places:
        named = {place.code: place for place in Place.objects.filter(code__in=selection.places)}
        return [named[code] for code in selection.places if code in named]
    places = Place.objects.filter(level=selection.level) if selection.level else Place.objects.all()
    return list(places.filter(reports__isnull=False).distinct().order_by("code"))


def _facts(selection: Selection, wanted: set[Cell]) -> Iterable[Facts]:
    """Every report selected, with those of the wanted cells that it has: two queries, however many."""
    values: dict[int, dict[Cell, Value]] = defaultdict(dict)
    rows = ArchivedFigure.objects.filter(_any_of(wanted)).order_by()
    if selection != Selection():
        rows = rows.filter(selection.condition("report__"))
    columns = ("report_id", "table", "row", "column", "value", "unit")
    for report, table, row, column, value, unit in rows.values_list(*columns).iterator(chunk_size=5000):
        values[report][table, row, column] = _value(value, unit)
    reports = AnnualReport.objects.filter(selection.condition()).order_by("place__code", "year")
    heads = ("pk", "year", "form", "place__code", "place__name", "place__level")
    subjects: dict[str, ComparedPlace] = {}
    for key, year, form, code, name, level in reports.values_list(*heads).iterator(chunk_size=5000):
        place = subjects.setdefault(code, ComparedPlace(code, name, level))
        yield Facts(place, year, form, values.get(key, {}))


def _value(value: Decimal | None, unit: str) -> Value:
    if value is None:
        return None
    whole = int(value)
    number = whole if whole == value else value.normalize()
    return Amount(number, unit) if unit else number


def _any_of(cells: Iterable[Cell]) -> Q:
    """One of the cells: rows of one table and column together, so that the index by cell answers."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, row, column in sorted(cells):
        rows[table, column].append(row)
    wanted = Q(pk__in=())
    for (table, column), keys in rows.items():
        wanted |= Q(table=table, column=column, row__in=keys)
    return wanted
