"""Questions about annual reports; nothing here writes."""

from gongkai.annual_reports.queries.archive import ArchiveFilters, archive, places, report, years
from gongkai.annual_reports.queries.kept import kept_check

__all__ = ["ArchiveFilters", "archive", "kept_check", "places", "report", "years"]
