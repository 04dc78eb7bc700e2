"""A report against those of the years before and after."""

from __future__ import annotations

from gongkai.annual_reports.rules.checks import identities
from gongkai.annual_reports.rules.checks.filling import CODE
from gongkai.annual_reports.rules.checks.findings import Finding
from gongkai.annual_reports.rules.forms import Form, form
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


def check_following(reading: Reading, following: Reading) -> list[Finding]:
    """What the year after contradicts: the same relations, seen from the report that handed over."""
    years = (reading.year, following.year)
    if None not in years and years[1] != (years[0] or 0) + 1:
        message = (
            f"本报告是{years[0]}年度，用来比较的是{years[1]}年度，不是下一年度，没有做跨年核对；"
            f"请换用{(years[0] or 0) + 1}年度报告。"
        )
        return [Finding(CODE, "ask", None, (), None, None, message)]
    if following.format is None:
        return []
    shape, found = form(following.format), []
    for identity in shape.identities:
        if identity.needs_previous:
            found += identities.check_handed_over(identity, shape, following, reading)
    return found
