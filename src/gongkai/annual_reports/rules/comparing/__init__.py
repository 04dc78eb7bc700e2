"""Reports as data: measures over places and years, rankings, what stands out, sums. Pure as all rules."""

from gongkai.annual_reports.rules.comparing.anomalies import Anomaly, anomalies
from gongkai.annual_reports.rules.comparing.cells import ComparedPlace, Facts, cells, facts
from gongkai.annual_reports.rules.comparing.export import as_csv, as_json, as_xlsx, number_written
from gongkai.annual_reports.rules.comparing.measures import (
    GROUPS,
    STATES,
    Measure,
    MeasuredValue,
    UnknownMeasure,
    measure,
    measures,
)
from gongkai.annual_reports.rules.comparing.rankings import Ranked, Ranking, rank
from gongkai.annual_reports.rules.comparing.series import Comparison, compare
from gongkai.annual_reports.rules.comparing.sums import Total, total

__all__ = [
    "GROUPS",
    "STATES",
    "Anomaly",
    "ComparedPlace",
    "Comparison",
    "Facts",
    "Measure",
    "MeasuredValue",
    "Ranked",
    "Ranking",
    "Total",
    "UnknownMeasure",
    "anomalies",
    "as_csv",
    "as_json",
    "as_xlsx",
    "cells",
    "compare",
    "facts",
    "measure",
    "measures",
    "number_written",
    "rank",
    "total",
]
