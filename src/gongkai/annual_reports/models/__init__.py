"""Tables of annual reports."""

from gongkai.annual_reports.models.archive import AnnualReport, ArchivedFigure, EarlierVersion, Place
from gongkai.annual_reports.models.kept import KeptCheck

__all__ = ["AnnualReport", "ArchivedFigure", "EarlierVersion", "KeptCheck", "Place"]
