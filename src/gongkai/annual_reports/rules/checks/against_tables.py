"""The text against the tables: what the prose says was received or reviewed must stand in cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules.checks import scopes, stated
from gongkai.annual_reports.rules.checks.findings import ComparedFigure, Finding, FindingKind
from gongkai.annual_reports.rules.checks.stated import Stated
from gongkai.annual_reports.rules.forms import FORMATS, Form, form
from gongkai.annual_reports.rules.prose import subjects
from gongkai.annual_reports.rules.reading import Amount, Reading

CODE, TABLE_CODE = "TXT", "TXT-TABLE"
_GROUND = "《中华人民共和国政府信息公开条例》第五十条；正文与表格为同一份报告的两处说法"
KINDS = (
    FindingKind(CODE, "error", "正文中属于本机关、本年度的确数，等于表格中的同一数字", _GROUND, FORMATS),
    FindingKind(CODE, "warn", "政府报告的正文没有说明范围的确数，等于表格中的同一数字", _GROUND, FORMATS),
    FindingKind(CODE, "ask", "说法的范围不明确或者是约数的，与表格不符时请核对", _GROUND, FORMATS),
    FindingKind(
        TABLE_CODE, "error", "正文中的数字，等于报告自附表格（无统一格式）中的同一数字", _GROUND, FORMATS
    ),
)
# Subjects whose cells the prose quotes in the form's own words; others (许可, 处罚, 收费) only ask.
_SURE = ("applications.", "review.", "litigation.", "remedies.", "normative.", "regulations.")
_FINISHED = ("办结", "答复", "办毕")
_MONEY = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}
_MORE, _LESS, _FAR = "余多超逾", "近不足", Decimal("0.8")


@dataclass(frozen=True, slots=True)
class _Sum:
    """Cells that may hold the figure: their sum in ones, and the words for them."""

    table: str
    cells: tuple[tuple[str, str], ...]
    value: int | Decimal
    words: str


def check(reading: Reading, figures: Iterable[Stated]) -> list[Finding]:
    """A finding for each subject and value that no cell holds; restatements are one finding."""
    shape = form(reading.format) if reading.format else None
    groups: dict[tuple[str, int | Decimal, bool], list[Stated]] = {}
    listed = [item for item in figures if item.claim.kind == "listed" and item.claim.subject]
    for item in stated.comparable(figures):
        key = (item.claim.subject, item.amount, item.exact)
        groups.setdefault(key, []).append(item)
    found = []
    for group in groups.values():
        sums = _sums(reading, shape, group[0]) if shape else []
        finding = _against(reading, group, sums) if sums else _against_lines(reading, group, listed)
        found += [finding] if finding else []
    return found


def _sums(reading: Reading, shape: Form, item: Stated) -> list[_Sum]:
    """The sums of cells that the phrase may mean, the likeliest first; none if one of them is not read."""
    try:
        cells = subjects.subject(item.claim.subject).cells.get(shape.format, ())
    except KeyError:
        return []
    choices = [cells]
    if cells and all(row == "new" for _, row, _ in cells):
        choices.append((*cells, *((table, "carried_in", column) for table, _, column in cells)))
    if item.claim.subject == "applications.closed" and not any(w in item.claim.claim for w in _FINISHED):
        # 办理 may be said of all that was due as well as of what was finished
        choices += [(("table3", "new", "total"), ("table3", "carried_in", "total"))]
    sums = [_sum(reading, shape, choice) for choice in choices if choice]
    return [each for each in sums if each] if sums and sums[0] else []


def _sum(reading: Reading, shape: Form, cells: tuple[tuple[str, str, str], ...]) -> _Sum | None:
    table = shape.tables.get(cells[0][0])
    if table is None or reading.tables.get(table.key) is None:
        return None
    lines = reading.tables[table.key] or {}
    instead = {part: row.key for row in table.rows_of(lines) for part in row.instead_of}
    rows = dict.fromkeys((instead.get(row, row), column) for _, row, column in cells)
    total: int | Decimal = 0
    for row, column in rows:
        value = reading.value(table.key, row, column)
        if value is None:
            return None
        total += value * _factor(reading, table.key, row, column, table.columns[column].unit)
    first = table.row(next(iter(rows))[0])
    words = f"{table.label}“{first.label}”" + (f"等{len(rows)}格之和" if len(rows) > 1 else "")
    return _Sum(table.key, tuple(rows), total, words)


def _factor(reading: Reading, table: str, row: str, column: str, unit: str) -> int:
    value = (reading.tables[table] or {})[row].cells[column]
    return _MONEY.get(value.unit if isinstance(value, Amount) else unit, 1)


def _against(reading: Reading, group: list[Stated], sums: list[_Sum]) -> Finding | None:
    item = group[0]
    if not item.exact:
        fits = any(_roughly(reading, item, each.value) for each in sums)
        return None if fits else _rough(reading, group, sums)
    if any(stated.apart(item.amount, each.value) <= item.slack for each in sums):
        return None
    nearest = sums[0]
    message = (
        f"正文{stated.where(group)}称{stated.label(item.claim.subject)}{item.words}，"
        f"{nearest.words}为{nearest.value}，相差{abs(item.amount - nearest.value)}；"
        "请核对后改正写错的一处。"
    )
    return _finding(reading, group, nearest, _level(reading, item), message)


def _level(reading: Reading, item: Stated) -> str:
    """error where the words say whose figure it is; warn where a government's figure names nobody."""
    if not item.claim.subject.startswith(_SURE) or item.whose != scopes.OWN:
        return "ask"
    unsaid = not item.scope and scopes.kind_of(reading.place) == scopes.GOVERNMENT
    return "warn" if unsaid else "error"


def _rough(reading: Reading, group: list[Stated], sums: list[_Sum]) -> Finding:
    item, nearest = group[0], sums[0]
    message = (
        f"正文{stated.where(group)}称{stated.label(item.claim.subject)}约{item.words}，"
        f"{nearest.words}为{nearest.value}，约数与表格对不上；请核对。"
    )
    return _finding(reading, group, nearest, "ask", message)


def _roughly(reading: Reading, item: Stated, value: int | Decimal) -> bool:
    """Whether a figure said to be about so much (余 more, 近 fewer) can be `value`."""
    around = _around(reading, item)
    if any(mark in around for mark in _MORE):
        return bool(
            value >= item.amount * _FAR if any(mark in around for mark in _LESS) else value >= item.amount
        )
    return bool(item.amount * _FAR <= value <= item.amount / _FAR)


def _around(reading: Reading, item: Stated) -> str:
    place = item.claim.position
    if place is None or place.paragraph >= len(reading.paragraphs):
        return _MORE + _LESS
    text = reading.paragraphs[place.paragraph]
    return text[max(0, place.start - 3) : place.end + 2]


def _against_lines(reading: Reading, group: list[Stated], listed: list[Stated]) -> Finding | None:
    """A table of no form: the prose must agree with one of the lines that name the same thing."""
    item = group[0]
    lines = [line for line in listed if line.claim.subject == item.claim.subject and line.exact]
    if not lines or not item.exact or any(stated.agree(item, line) for line in lines):
        return None
    line = lines[0]
    sure = item.whose == scopes.OWN and item.claim.subject.startswith(_SURE) and stated.same_unit(item, line)
    difference = abs(item.amount - line.amount)
    message = (
        f"正文{stated.where(group)}称{stated.label(item.claim.subject)}{item.words}，"
        f"报告自附表格“{line.claim.claim}”为{line.words}，相差{difference}；请核对后改正写错的一处。"
    )
    return Finding(
        code=TABLE_CODE,
        level="error" if sure else "ask",
        table=None,
        cells=(),
        expected=line.amount,
        found=item.amount,
        message=message,
        values=(item.figure(), ComparedFigure(f"表格“{line.claim.claim}”", line.claim.value)),
        spans=stated.spans(reading, [*group, line]),
    )


def _finding(reading: Reading, group: list[Stated], place: _Sum, level: str, message: str) -> Finding:
    return Finding(
        code=CODE,
        level=level,
        table=place.table,
        cells=place.cells,
        expected=place.value,
        found=group[0].amount,
        message=message,
        values=(group[0].figure(), ComparedFigure(place.words, place.value)),
        spans=stated.spans(reading, group),
    )
