"""Does the report close? What a form demands, across years, and what the text says beside its tables.

Nothing is ever held against a report because of what could not be read.
"""

from __future__ import annotations

from datetime import date

from gongkai.annual_reports.rules.checks import (
    against_tables,
    bodies,
    filling,
    identities,
    lists,
    moments,
    order,
    outline,
    ratios,
    stated,
    years,
)
from gongkai.annual_reports.rules.checks.findings import ComparedFigure, Finding, FindingKind, Span
from gongkai.annual_reports.rules.forms import Form, form
from gongkai.annual_reports.rules.reading import Reading

__all__ = ["ComparedFigure", "Finding", "FindingKind", "Span", "check", "kinds"]


def kinds() -> tuple[FindingKind, ...]:
    """Every kind of finding there is, identities first; the reference page is made from this."""
    text = (against_tables, lists, ratios, order, moments, bodies, outline)
    return (*identities.kinds(), *filling.KINDS, *(kind for module in text for kind in module.KINDS))


def check(
    reading: Reading,
    previous: Reading | None = None,
    following: Reading | None = None,
    *,
    published: date | None = None,
) -> list[Finding]:
    """All findings of a report; `previous` and `following` (the same body) add those across years.

    `published`: the day of publication, if it is known better than the page says. Pure: the same readings
    give the same findings in the same order (form, tables, across years, figures of the text, its words).
    A reading without paragraphs (restored from JSON) is not asked about words.
    """
    found: list[Finding] = []
    if reading.format is not None:
        found += _tables(form(reading.format), reading, previous, following)
    figures = stated.figures(reading)
    found += against_tables.check(reading, figures)
    found += lists.check(reading, figures)
    found += ratios.check(reading, figures, previous)
    found += order.check(reading, figures)
    found += moments.check(reading, figures, published)
    found += bodies.check(reading)
    return found + outline.check(reading)


def _tables(
    shape: Form, reading: Reading, previous: Reading | None, following: Reading | None
) -> list[Finding]:
    found = filling.check(reading, shape)
    for identity in shape.identities:
        if not identity.needs_previous:
            found += identities.check(identity, shape, reading, None)
    if previous is not None:
        found += years.check(shape, reading, previous)
    if following is not None:
        found += years.check_following(reading, following)
    return found
