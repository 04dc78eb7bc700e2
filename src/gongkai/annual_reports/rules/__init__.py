"""Reading and checking annual reports: pure functions over the statutory forms, no database."""

from gongkai.annual_reports.rules.checks import ComparedFigure, Finding, FindingKind, Span, check, kinds
from gongkai.annual_reports.rules.export import as_csv
from gongkai.annual_reports.rules.forms import FORMATS, TABLE_KEYS, Form, for_year, form
from gongkai.annual_reports.rules.layout import GridCell
from gongkai.annual_reports.rules.reader import read
from gongkai.annual_reports.rules.reading import (
    Amount,
    Claim,
    Line,
    NotAReading,
    NothingRead,
    Position,
    Reading,
    Unread,
)

__all__ = [
    "FORMATS",
    "TABLE_KEYS",
    "Amount",
    "Claim",
    "ComparedFigure",
    "Finding",
    "FindingKind",
    "Form",
    "GridCell",
    "Line",
    "NotAReading",
    "NothingRead",
    "Position",
    "Reading",
    "Span",
    "Unread",
    "as_csv",
    "check",
    "for_year",
    "form",
    "kinds",
    "read",
]
