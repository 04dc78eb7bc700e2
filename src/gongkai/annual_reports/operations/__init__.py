"""What can be done with annual reports. Each operation checks, changes and journals, in one transaction."""

from gongkai.annual_reports.operations.archive import (
    AlreadyArchived,
    FiguresAreNotAReading,
    FormDoesNotFit,
    NothingToReplace,
    ReasonMissing,
    Refused,
    Source,
    UnknownLevel,
    archive_report,
    check_can_archive,
    load_starting_archive,
    replace_report,
)
from gongkai.annual_reports.operations.kept import KEEP_FOR, forget_check, keep_check, purge_checks

__all__ = [
    "KEEP_FOR",
    "AlreadyArchived",
    "FiguresAreNotAReading",
    "FormDoesNotFit",
    "NothingToReplace",
    "ReasonMissing",
    "Refused",
    "Source",
    "UnknownLevel",
    "archive_report",
    "check_can_archive",
    "forget_check",
    "keep_check",
    "load_starting_archive",
    "purge_checks",
    "replace_report",
]
