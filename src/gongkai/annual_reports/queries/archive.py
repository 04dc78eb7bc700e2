"""Which reports are in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.annual_reports.models import AnnualReport, Place


@dataclass(frozen=True, slots=True)
class ArchiveFilters:
    """What a visitor asks of the archive: words of a place or title (or a year), a year, a level of place."""

    q: str = ""
    year: int | None = None
    level: str = ""


def archive(filters: ArchiveFilters | None = None) -> QuerySet[AnnualReport]:
    """Archived reports with their places, newest year first; every word of `q` must be found."""
    filters = filters or ArchiveFilters()
    reports = AnnualReport.objects.select_related("place")
    for word in filters.q.replace("\x00", " ").split()[:10]:
        year = Q(year=int(word[:4])) if word.removesuffix("年")[:4].isdecimal() and len(word) <= 5 else Q()
        words = Q(place__name__icontains=word) | Q(source_title__icontains=word)
        reports = reports.filter(words | year if year else words)
    if filters.year is not None:
        reports = reports.filter(year=filters.year)
    if filters.level:
        reports = reports.filter(place__level=filters.level)
    return reports


def years() -> list[int]:
    """The years of which there are reports, newest first."""
    found = AnnualReport.objects.order_by("-year").values_list("year", flat=True).distinct()
    return list(found)


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
