"""A report against the one of the year before."""

from __future__ import annotations

from gongkai.annual_reports.rules.checks import identities
from gongkai.annual_reports.rules.checks.filling import CODE
from gongkai.annual_reports.rules.checks.findings import Finding
from gongkai.annual_reports.rules.forms import Form
from gongkai.annual_reports.rules.reading import Reading


def check(shape: Form, reading: Reading, previous: Reading) -> list[Finding]:
    """What the year before contradicts; asks for the right year where `previous` is another."""
    years = (reading.year, previous.year)
    if None not in years and years[0] != (years[1] or 0) + 1:
        message = (
            f"本报告是{years[0]}年度，用来比较的是{years[1]}年度，不是上一年度，没有做跨年核对；"
            f"请换用{(years[0] or 0) - 1}年度报告。"
        )
        return [Finding(CODE, "ask", None, (), None, None, message)]
    found = []
    for identity in shape.identities:
        if identity.needs_previous:
            found += identities.check(identity, shape, reading, previous)
    return found
