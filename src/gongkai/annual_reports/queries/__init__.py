"""Questions about annual reports; nothing here writes."""

from gongkai.annual_reports.queries.archive import (
    ArchiveFilters,
    archive,
    of_place,
    places,
    report,
    years,
    years_before,
)
from gongkai.annual_reports.queries.collecting import (
    Progress,
    Unit,
    collection,
    collections,
    counts,
    draft,
    drafts,
    expected,
    missing,
    progress,
    unit_choices,
    unit_name,
)
from gongkai.annual_reports.queries.comparing import (
    Selection,
    UnknownPlaces,
    comparison,
    comparisons,
    figures,
    known_codes,
    named_places,
    subject,
)
from gongkai.annual_reports.queries.judging import (
    Judged,
    JudgedFinding,
    history,
    judged,
    previous,
    versions,
)
from gongkai.annual_reports.queries.kept import kept_check
from gongkai.annual_reports.queries.return_letters import (
    letter_preview,
    letters_zip,
)
from gongkai.annual_reports.queries.rolling_up import (
    RollUp,
    roll_up,
)

__all__ = [
    "ArchiveFilters",
    "Judged",
    "JudgedFinding",
    "Progress",
    "RollUp",
    "Selection",
    "Unit",
    "UnknownPlaces",
    "archive",
    "collection",
    "collections",
    "comparison",
    "comparisons",
    "counts",
    "draft",
    "drafts",
    "expected",
    "figures",
    "history",
    "judged",
    "kept_check",
    "known_codes",
    "letter_preview",
    "letters_zip",
    "missing",
    "named_places",
    "of_place",
    "places",
    "previous",
    "progress",
    "report",
    "roll_up",
    "subject",
    "unit_choices",
    "unit_name",
    "versions",
    "years",
    "years_before",
]
