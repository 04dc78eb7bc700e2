"""One measure over places and years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.annual_reports.rules.comparing.cells import ComparedPlace, Facts
from gongkai.annual_reports.rules.comparing.measures import ABSENT, Measure, MeasuredValue


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure for every place in every year; where no report is archived, that is what it says."""

    measure: Measure
    places: tuple[ComparedPlace, ...]
    years: tuple[int, ...]
    found: Mapping[tuple[str, int], MeasuredValue]

    def at(self, place: ComparedPlace, year: int) -> MeasuredValue:
        """The outcome of one place in one year."""
        return self.found.get((place.code, year), ABSENT)

    def of_year(self, year: int) -> list[tuple[ComparedPlace, MeasuredValue]]:
        """Every place with its outcome in one year, in the order of places."""
        return [(place, self.at(place, year)) for place in self.places]

    @property
    def latest(self) -> int | None:
        """The last year in which any place has a figure."""
        known = (
            year for year in reversed(self.years) if any(each.known for _place, each in self.of_year(year))
        )
        return next(known, None)

    def history(self, place: ComparedPlace) -> list[tuple[int, MeasuredValue]]:
        """Every year with its outcome for one place, oldest first."""
        return [(year, self.at(place, year)) for year in self.years]

    def trimmed(self) -> Comparison:
        """Without the first and last years in which no place has a figure; as it is where none has any."""
        known = [year for year in self.years if any(each.known for _place, each in self.of_year(year))]
        if not known:
            return self
        return self.over([year for year in self.years if known[0] <= year <= known[-1]])

    def over(self, years: Sequence[int]) -> Comparison:
        """The same in other years."""
        return Comparison(self.measure, self.places, tuple(years), self.found)

    def only(self, places: Sequence[ComparedPlace]) -> Comparison:
        """The same for some of the places."""
        return Comparison(self.measure, tuple(places), self.years, self.found)


def compare(
    measure: Measure,
    reports: Iterable[Facts],
    *,
    places: Iterable[ComparedPlace] = (),
    years: Sequence[int] = (),
) -> Comparison:
    """The measure in the reports. Places asked for come first and stay even without any report.

    `years` empty: all from the first to the last report, with the gaps between them.
    """
    found: dict[tuple[str, int], MeasuredValue] = {}
    known = {place.code: place for place in places}
    for facts in reports:
        known.setdefault(facts.place.code, facts.place)
        found[facts.place.code, facts.year] = measure.of(facts)
    if not years and found:
        seen = {year for _code, year in found}
        years = range(min(seen), max(seen) + 1)
    return Comparison(measure, tuple(known.values()), tuple(sorted(years)), found)
