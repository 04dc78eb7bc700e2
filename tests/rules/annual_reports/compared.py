"""Reports of which only some cells were read, to be compared: places and figures are invented."""

from __future__ import annotations

from gongkai.annual_reports.rules.comparing import ComparedPlace, Comparison, Facts, compare, measure
from gongkai.annual_reports.rules.comparing.cells import Cell
from gongkai.annual_reports.rules.reading import Value

NEW, IN, DONE = ("table3", "new", "total"), ("table3", "carried_in", "total"), ("table3", "total", "total")
REVIEWS, CORRECTED = ("table4", "review", "total"), ("table4", "review", "corrected")
CITY = ComparedPlace("yunhe", "云河市", "city")


def report(
    values: dict[Cell, Value], *, place: ComparedPlace = CITY, year: int = 2023, form: str = "2021"
) -> Facts:
    """A report of which only these cells were read."""
    return Facts(place, year, form, values)


def city(number: int, level: str = "city") -> ComparedPlace:
    return ComparedPlace(f"c{number:02}", f"第{number}市", level)


def over_years(*values: int | None, key: str = "table3/new/total") -> Comparison:
    """One place, its new applications year by year from 2016 on; None: no report."""
    made = [
        report({NEW: value}, year=2021 + index) for index, value in enumerate(values) if value is not None
    ]
    return compare(measure(key), made, years=range(2021, 2021 + len(values)))


def among(*values: int | None, year: int = 2023, level: str = "city") -> Comparison:
    """New applications of many places in one year; None: left blank."""
    places = [city(number, level) for number in range(len(values))]
    made = [report({NEW: value}, place=place, year=year) for place, value in zip(places, values, strict=True)]
    return compare(measure("applications_new"), made)
