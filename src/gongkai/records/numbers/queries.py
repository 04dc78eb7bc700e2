"""Questions about numbers; nothing here writes."""

from __future__ import annotations

from django.db.models import Count, F, QuerySet

from gongkai.records.numbers.models import Number, Series


def numbers(*, body: str, kind: str, year: int) -> QuerySet[Number]:
    """The numbers of a series in order, voids included."""
    return Number.objects.filter(series__body=body, series__kind=kind, series__year=year).order_by("serial")


def gaps() -> list[tuple[Series, list[int]]]:
    """Series whose numbers have a gap, with the serials that are missing; empty when all is well."""
    uneven = Series.objects.annotate(taken=Count("numbers")).exclude(taken=F("last") - F("first") + 1)
    found: list[tuple[Series, list[int]]] = []
    for series in uneven:
        taken = set(series.numbers.values_list("serial", flat=True))
        found.append(
            (series, [serial for serial in range(series.first, series.last + 1) if serial not in taken])
        )
    return found
