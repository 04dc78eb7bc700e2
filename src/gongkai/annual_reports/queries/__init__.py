"""Questions about annual reports; nothing here writes."""

from gongkai.annual_reports.queries.archive import ArchiveFilters, archive, places, report, years
from gongkai.annual_reports.queries.comparing import (
    Selection,
    UnknownPlaces,
    comparison,
    comparisons,
    figures,
    named_places,
    subject,
)
from gongkai.annual_reports.queries.kept import kept_check

__all__ = [
    "ArchiveFilters",
    "Selection",
    "UnknownPlaces",
    "archive",
    "comparison",
    "comparisons",
    "figures",
    "kept_check",
    "named_places",
    "places",
    "report",
    "subject",
    "years",
]
