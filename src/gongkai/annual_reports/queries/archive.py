"""Which reports are in the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.records.filters import Filter, is_equal, narrow, split_words
from gongkai.records.keyset import Order


def archive(values: Mapping[str, Any] | None = None) -> QuerySet[AnnualReport]:
    """Archived reports with their places, newest year first, narrowed by values of REPORT_FILTERS."""
    return narrow(REPORT_FILTERS, AnnualReport.objects.select_related("place"), values or {})


def _narrow_words(reports: QuerySet[AnnualReport], text: str) -> QuerySet[AnnualReport]:
    """Every word must stand in the place's name or the title, or be the year."""
    for word in split_words(text):
        year = Q(year=int(word[:4])) if word.removesuffix("年")[:4].isdecimal() and len(word) <= 5 else Q()
        words = Q(place__name__icontains=word) | Q(source_title__icontains=word)
        reports = reports.filter(words | year if year else words)
    return reports


def years() -> list[int]:
    """The years of which there are reports, newest first."""
    found = AnnualReport.objects.order_by("-year").values_list("year", flat=True).distinct()
    return list(found)


REPORT_FILTERS = (
    Filter(
        "q",
        _("地名、标题或年度"),
        _narrow_words,
        longest=100,
        description=_("地方或者标题中的词，空格分开；也可以是年份。"),
    ),
    Filter(
        "year",
        _("年度"),
        is_equal("year"),
        kind="number",
        choices=lambda asker: [(str(year), _("%(year)d年") % {"year": year}) for year in years()],
        between=(2008, 2100),
        example=2019,
    ),
    Filter("level", _("层级"), is_equal("place__level"), kind="choice", choices=Place.Level.choices),
)
REPORT_ORDER = Order("-year", "place__code")


def places() -> QuerySet[Place]:
    """Places that have at least one report."""
    return Place.objects.filter(reports__isnull=False).distinct().order_by("code")


def of_place(place_code: str) -> QuerySet[AnnualReport]:
    """Every archived report of a place, newest first."""
    return AnnualReport.objects.select_related("place").filter(place__code=place_code).order_by("-year")


def years_before(reports: Iterable[AnnualReport]) -> dict[tuple[int, int], AnnualReport]:
    """The reports on the year before each of `reports`, by (place's key, that earlier year), in one query."""
    wanted = [(each.place_id, each.year - 1) for each in reports]
    found = AnnualReport.objects.filter(
        place_id__in={place for place, _year in wanted}, year__in={year for _place, year in wanted}
    )
    return {(each.place_id, each.year): each for each in found if (each.place_id, each.year) in wanted}


def report(place_code: str, year: int) -> AnnualReport | None:
    """The archived report of a place on a year, or None."""
    return AnnualReport.objects.select_related("place").filter(place__code=place_code, year=year).first()
