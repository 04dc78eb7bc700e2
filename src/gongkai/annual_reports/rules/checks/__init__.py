"""Does the report close? What a form demands, across years, and what the text says beside its tables.

Nothing is ever held against a report because of what could not be read.
"""

from __future__ import annotations

from gongkai.annual_reports.rules.checks import filling, identities, years
from gongkai.annual_reports.rules.checks.findings import Figure, Finding, FindingKind, Span
from gongkai.annual_reports.rules.forms import form
from gongkai.annual_reports.rules.reading import Reading

__all__ = ["Figure", "Finding", "FindingKind", "Span", "check", "kinds"]


def kinds() -> tuple[FindingKind, ...]:
    """Every kind of finding there is, identities first; the reference page is made from this."""
    return (*identities.kinds(), *filling.KINDS)


def check(reading: Reading, previous: Reading | None = None) -> list[Finding]:
    """All findings of a report; `previous` (the same body, the year before) adds those across years.

    Pure: the same readings give the same findings in the same order (form, tables two to four, across years).
    """
    if reading.format is None:
        return []
    shape = form(reading.format)
    found = filling.check(reading, shape)
    for identity in shape.identities:
        if not identity.needs_previous:
            found += identities.check(identity, shape, reading, None)
    if previous is not None:
        found += years.check(shape, reading, previous)
    return found
