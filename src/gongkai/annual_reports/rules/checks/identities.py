"""The relations that a form demands between its cells, within one report and with the year before.

They come from the form's YAML. One that touches an unread cell stays silent, so that nothing is ever held
against a report because of what could not be read. A blank may stand for nought as well as for a figure left
out, but never for less than nought: parts that already exceed their total are wrong whatever the blanks hold,
parts that fall short of it are asked about, and a total left blank says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules import forms
from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind
from gongkai.annual_reports.rules.forms import Form, form
from gongkai.annual_reports.rules.reading import Reading
from gongkai.annual_reports.rules.structure import FormTable, Identity, Term


def kinds() -> tuple[FindingKind, ...]:
    """A kind for each relation, with the forms that have it."""
    found: dict[str, FindingKind] = {}
    for name in forms.FORMATS:
        for item in form(name).identities:
            formats = (*(found[item.code].formats if item.code in found else ()), name)
            found[item.code] = FindingKind(item.code, item.level, item.rule, item.citation, formats)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side of a relation adds up to: `total` of what stands there, how many cells are `blank`."""

    total: int | Decimal
    blank: int = 0


def check(identity: Identity, shape: Form, reading: Reading, previous: Reading | None) -> list[Finding]:
    """A finding for every line of the table on which the relation does not hold."""
    if reading.tables.get(identity.table) is None:
        return []
    table, found = shape.tables[identity.table], []
    identity = identity.among(table, reading.tables[identity.table] or ())
    for line in identity.over:
        left = _side(identity, identity.left, line, reading, previous)
        right = _side(identity, identity.right, line, reading, previous)
        if left is None or right is None or identity.holds(left.total, right.total):
            continue
        level = _level(identity, left, right)
        terms = [term for term in (*identity.left, *identity.right) if not term.previous]
        cells = tuple(identity.cell(line, term) for term in terms)
        message = identity.message.format(
            line=_line_words(table, identity, line),
            left=left.total,
            right=right.total,
            difference=abs(left.total - right.total),
        )
        if left.blank or right.blank:
            message += _about_blanks(level, abs(left.total - right.total))
        found.append(Finding(identity.code, level, table.key, cells, right.total, left.total, message))
    return found


def _level(identity: Identity, left: _Side, right: _Side) -> str:
    """How sure a difference is: a blank can fill what its side lacks, but takes nothing away."""
    smaller = left if left.total < right.total else right
    return "ask" if smaller.blank else identity.level


def _about_blanks(level: str, difference: object) -> str:
    if level == "ask":
        return f"有空白的格，请核对空白处是否漏填了{difference}，没有的请填0。"
    return "空白的格按0计算也已超出。"


def check_handed_over(identity: Identity, shape: Form, following: Reading, reading: Reading) -> list[Finding]:
    """The same relation from the year before: cells are those of `reading`, which handed its figures over."""
    if following.tables.get(identity.table) is None or reading.tables.get(identity.table) is None:
        return []
    table, found = shape.tables[identity.table], []
    for line in identity.over:
        taken_up = _side(identity, identity.left, line, following, reading)
        handed_over = _side(identity, identity.right, line, following, reading)
        if taken_up is None or handed_over is None:
            continue
        left, right, level = taken_up.total, handed_over.total, _level(identity, taken_up, handed_over)
        if identity.holds(left, right):
            continue
        terms = [term for term in (*identity.left, *identity.right) if term.previous]
        cells = tuple(identity.cell(line, term) for term in terms)
        message = (
            f"{_line_words(table, identity, line)}：按本报告，下一年度报告的“{_named(table, identity)}”"
            f"应为{right}，下一年度报告填报为{left}，相差{abs(left - right)}；请核对两个年度的报告。"
        )
        found.append(Finding(identity.code, level, table.key, cells, left, right, message))
    return found


def _named(table: FormTable, identity: Identity) -> str:
    key = identity.left[0].key
    return table.row(key).label if identity.along == "column" else table.columns[key].label


def _side(
    identity: Identity, terms: tuple[Term, ...], line: str, reading: Reading, previous: Reading | None
) -> _Side | None:
    """The sum of one side; None where a cell is unread, or where it is blank and nothing can be said."""
    total: int | Decimal = 0
    blank = []
    for term in terms:
        source = previous if term.previous else reading
        row, column = identity.cell(line, term)
        value = source.value(identity.table, row, column) if source else None
        if value is not None:
            total += term.sign * value
        elif source is not None and _may_be_nought(identity, source, row, column):
            blank.append(term)
        else:
            return None
    # a total or a first item left blank, or nothing filled in at all, is for the check of blanks to say
    if blank and (len(blank) == len(terms) if len(terms) != 2 else terms[0] in blank):
        return _Side(0, 1) if _handed_over(identity, line, terms, reading, previous) else None
    return _Side(total, len(blank))


def _may_be_nought(identity: Identity, source: Reading, row: str, column: str) -> bool:
    """Whether a cell of the tables three and four was read and is blank (or has a dash)."""
    line = (source.tables.get(identity.table) or {}).get(row)
    counted = identity.table in ("table3", "table4") and identity.relation == "equal"
    return counted and line is not None and column in line.cells


def _handed_over(
    identity: Identity, line: str, terms: tuple[Term, ...], reading: Reading, previous: Reading | None
) -> bool:
    """Whether a blank that one year hands to the other stands in a row that is otherwise filled in."""
    if not identity.needs_previous or identity.along != "column" or len(terms) != 1:
        return False
    source = previous if terms[0].previous else reading
    row = (source.tables.get(identity.table) or {}).get(terms[0].key) if source else None
    return row is not None and any(value is not None for value in row.cells.values())


def _line_words(table: FormTable, identity: Identity, line: str) -> str:
    if identity.along == "column":
        return f"{table.label}“{table.columns[line].label}”列"
    row = table.row(line)
    if table.layout == "across":
        return f"{table.label}“{'·'.join((*row.groups, row.label))}”"
    return f"{table.label}“{row.label}”行"
