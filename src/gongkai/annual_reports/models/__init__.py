"""Tables of annual reports."""

from gongkai.annual_reports.models.archive import AnnualReport, ArchivedFigure, EarlierVersion, Place
from gongkai.annual_reports.models.collecting import (
    CellEdit,
    Collection,
    Draft,
    ExpectedUnit,
    ReturnBatch,
    Verdict,
)
from gongkai.annual_reports.models.kept import KeptCheck

__all__ = [
    "AnnualReport",
    "ArchivedFigure",
    "CellEdit",
    "Collection",
    "Draft",
    "EarlierVersion",
    "ExpectedUnit",
    "KeptCheck",
    "Place",
    "ReturnBatch",
    "Verdict",
]
