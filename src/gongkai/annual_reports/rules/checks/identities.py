"""The relations that a form demands between its cells, within one report and with the year before.

They come from the form's YAML. One that touches a blank or unread cell stays silent, so that nothing is ever
held against a report because of what could not be read.
"""

from __future__ import annotations

from decimal import Decimal

from gongkai.annual_reports.rules import forms
from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind
from gongkai.annual_reports.rules.forms import Form, form
from gongkai.annual_reports.rules.reading import Reading
from gongkai.annual_reports.rules.structure import Identity, Table, Term


def kinds() -> tuple[FindingKind, ...]:
    """A kind for each relation, with the forms that have it."""
    found: dict[str, FindingKind] = {}
    for name in forms.FORMATS:
        for item in form(name).identities:
            formats = (*(found[item.code].formats if item.code in found else ()), name)
            found[item.code] = FindingKind(item.code, item.level, item.rule, item.citation, formats)
    return tuple(found.values())


def check(identity: Identity, shape: Form, reading: Reading, previous: Reading | None) -> list[Finding]:
    """A finding for every line of the table on which the relation does not hold."""
    if reading.tables.get(identity.table) is None:
        return []
    table, found = shape.tables[identity.table], []
    identity = identity.among(table, reading.tables[identity.table] or ())
    for line in identity.over:
        left = _sum(identity, identity.left, line, reading, previous)
        right = _sum(identity, identity.right, line, reading, previous)
        if left is None or right is None or identity.holds(left, right):
            continue
        terms = [term for term in (*identity.left, *identity.right) if not term.previous]
        cells = tuple(identity.cell(line, term) for term in terms)
        message = identity.message.format(
            line=_line_words(table, identity, line), left=left, right=right, difference=abs(left - right)
        )
        found.append(Finding(identity.code, identity.level, table.key, cells, right, left, message))
    return found


def check_handed_over(identity: Identity, shape: Form, following: Reading, reading: Reading) -> list[Finding]:
    """The same relation from the year before: cells are those of `reading`, which handed its figures over."""
    if following.tables.get(identity.table) is None or reading.tables.get(identity.table) is None:
        return []
    table, found = shape.tables[identity.table], []
    for line in identity.over:
        left = _sum(identity, identity.left, line, following, reading)
        right = _sum(identity, identity.right, line, following, reading)
        if left is None or right is None or identity.holds(left, right):
            continue
        terms = [term for term in (*identity.left, *identity.right) if term.previous]
        cells = tuple(identity.cell(line, term) for term in terms)
        message = (
            f"{_line_words(table, identity, line)}：按本报告，下一年度报告的“{_named(table, identity)}”"
            f"应为{right}，下一年度报告填报为{left}，相差{abs(left - right)}；请核对两个年度的报告。"
        )
        found.append(Finding(identity.code, identity.level, table.key, cells, left, right, message))
    return found


def _named(table: Table, identity: Identity) -> str:
    key = identity.left[0].key
    return table.row(key).label if identity.along == "column" else table.columns[key].label


def _sum(
    identity: Identity, terms: tuple[Term, ...], line: str, reading: Reading, previous: Reading | None
) -> int | Decimal | None:
    total: int | Decimal = 0
    for term in terms:
        source = previous if term.previous else reading
        value = source.value(identity.table, *identity.cell(line, term)) if source else None
        if value is None:
            return None
        total += term.sign * value
    return total


def _line_words(table: Table, identity: Identity, line: str) -> str:
    if identity.along == "column":
        return f"{table.label}“{table.columns[line].label}”列"
    row = table.row(line)
    if table.layout == "across":
        return f"{table.label}“{'·'.join((*row.groups, row.label))}”"
    return f"{table.label}“{row.label}”行"
