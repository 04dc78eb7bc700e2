"""What can be compared, from one table (measures.yaml), and any single cell besides.

A figure that is missing is never 0: an outcome is known or says why it is not (空白, 未读出, 不可比 …).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from gongkai.annual_reports.rules.comparing.cells import Cell, Facts, converted
from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.annual_reports.rules.reading import Amount, Value
from gongkai.records.refusals import Refused

State = Literal["known", "blank", "unread", "absent", "incomparable", "undefined"]
# What stands in a table where there is no figure.
STATES: dict[str, str] = {
    "blank": "空白",
    "unread": "未读出",
    "absent": "未收录",
    "incomparable": "不可比",
    "undefined": "分母为0",
}
# What measures are about, in the order of a report's chapters.
GROUPS = {
    "applications": "申请",
    "outcomes": "办理结果",
    "remedies": "复议诉讼",
    "publication": "主动公开",
    "cell": "单元格",
}
CHAPTER_FORMS = ("2019", "2021")
_PLACES = Decimal("0.0001")


class UnknownMeasure(Refused):
    """Neither a measure nor a cell of any form; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """The value of a measure in one report, or why there is none.

    `part` and `whole` are numerator and denominator of a share; `cell` is the first cell it was made of.
    """

    state: State
    value: int | Decimal | None = None
    part: int | Decimal | None = None
    whole: int | Decimal | None = None
    reason: str = ""
    cell: Cell | None = None

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.state == "known"

    @property
    def word(self) -> str:
        """What stands in place of the figure; empty where there is one."""
        return STATES.get(self.state, "")


ABSENT = MeasuredValue("absent", reason="没有收录这一年度的报告")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to compare. `parts` and `whole`: form → cells to add up; `whole` is empty for a plain sum."""

    key: str
    group: str
    label: str
    unit: str
    parts: Mapping[str, tuple[Cell, ...]]
    whole: Mapping[str, tuple[Cell, ...]]
    denominator: str
    citation: str

    @property
    def share(self) -> bool:
        """Whether it is a share in percent."""
        return bool(self.whole)

    @property
    def cells(self) -> frozenset[Cell]:
        """Every cell that may take part, in whichever form: what a query has to fetch."""
        wanted = {cell for cells in (*self.parts.values(), *self.whole.values()) for cell in cells}
        for table, row, column in tuple(wanted):
            for merged, split in _equivalents().get(table, {}).items():
                if row == merged:
                    wanted |= {(table, part, column) for part in split}
                elif row in split:
                    wanted.add((table, merged, column))
        return frozenset(wanted)

    def of(self, facts: Facts) -> MeasuredValue:
        """The measure in one report; never raises."""
        if facts.form not in self.parts:
            return MeasuredValue("incomparable", reason=f"{_form_words(facts.form)}没有这一项")
        parts = self.parts[facts.form]
        part = _added(facts, parts, self.unit)
        if not part.known or not self.share:
            return part
        whole = _added(facts, self.whole[facts.form], self.unit)
        if not whole.known or part.value is None or whole.value is None:
            return whole
        if whole.value <= 0:
            return MeasuredValue(
                "undefined", None, part.value, whole.value, f"{self.denominator}为0", parts[0]
            )
        share = (Decimal(100) * part.value / whole.value).quantize(_PLACES, ROUND_HALF_UP)
        return MeasuredValue("known", share, part.value, whole.value, cell=part.cell)


def measures() -> Mapping[str, Measure]:
    """The measures with a name, by key, in the order of the table."""
    return _table()


def measure(key: str) -> Measure:
    """The measure called `key`, or the cell written table/row/column; raises UnknownMeasure."""
    known = measures().get(key)
    return known if known is not None else _single(key)


def _single(key: str) -> Measure:
    words = key.split("/", 2)
    # A column may itself contain a stroke (本年增/减), a row never does.
    for format in reversed(FORMATS):
        table = form(format).tables.get(words[0])
        if len(words) == 3 and table and table.has(words[1]) and words[2] in table.row(words[1]).columns:
            cell: Cell = (words[0], words[1], words[2])
            row, column = table.row(cell[1]), table.column(cell[1], cell[2])
            unit = "万元" if column.kind == "amount" else "件" if words[0] in ("table3", "table4") else ""
            return Measure(
                key=key,
                group="cell",
                label=f"{table.label}　{row.label}·{column.label}",
                unit=column.unit or row.unit or unit,
                parts=_forms_of(cell),
                whole={},
                denominator="",
                citation=form(format).citation,
            )
    raise UnknownMeasure(
        f"没有“{key[:60]}”这项数据，请写指标代码（如 completion_rate）或者单元格（如 table3/new/total）。"
    )


def _forms_of(cell: Cell) -> dict[str, tuple[Cell, ...]]:
    """The forms that have the cell, or rows that together are it."""
    table, row, column = cell
    found: dict[str, tuple[Cell, ...]] = {}
    for format in FORMATS:
        shape = form(format).tables.get(table)
        if shape and shape.has(row) and column in shape.row(row).columns:
            found[format] = (cell,)
    return found


def _added(facts: Facts, cells: Sequence[Cell], unit: str) -> MeasuredValue:
    """The sum of cells, each of which must have a figure."""
    total: int | Decimal = 0
    for cell in cells:
        value, why = _value(facts, cell)
        if why:
            return MeasuredValue(why, reason=_reason(facts, cell, why), cell=cell)
        number = converted(value, unit) if isinstance(value, Amount) else value
        if number is None:
            return MeasuredValue("incomparable", reason="金额的单位不能换算", cell=cell)
        total += number
    return MeasuredValue("known", total, cell=_shown(facts, cells[0]))


def _value(facts: Facts, cell: Cell) -> tuple[Value, State | None]:
    """The value of a cell or of the rows that together are it, else the state it is in."""
    if cell in facts.cells:
        value = facts.cells[cell]
        return (None, "blank") if value is None else (value, None)
    table, row, column = cell
    equivalents = _equivalents().get(table, {})
    if row in equivalents:
        return _together([_value(facts, (table, part, column)) for part in equivalents[row]])
    if any(row in split and (table, merged, column) in facts.cells for merged, split in equivalents.items()):
        return None, "incomparable"
    return None, "unread"


def _together(parts: Sequence[tuple[Value, State | None]]) -> tuple[Value, State | None]:
    total: int | Decimal = 0
    for value, why in parts:
        if why or value is None or isinstance(value, Amount):
            return None, why or "incomparable"
        total += value
    return total, None


def _shown(facts: Facts, cell: Cell) -> Cell:
    """The cell itself, or the first of the rows that stand for it in this report."""
    table, row, column = cell
    split = _equivalents().get(table, {}).get(row, ())
    return (table, split[0], column) if split and cell not in facts.cells else cell


def _reason(facts: Facts, cell: Cell, why: State) -> str:
    table, row, column = cell
    shape = form(facts.form).tables.get(table)
    name = f"{table}/{row}/{column}"
    if shape and shape.has(row) and column in shape.columns:
        name = f"{shape.label}“{shape.row(row).label}·{shape.columns[column].label}”"
    return f"{name}{ {'blank': '是空白', 'unread': '没有读出', 'incomparable': '在这份报告里没有分项'}[why] }"


def _form_words(format: str) -> str:
    return "2019年以前的统计表" if format == "pre2019" else f"{format}年格式"


@cache
def _table() -> Mapping[str, Measure]:
    text = (files("gongkai.annual_reports.rules.comparing") / "measures.yaml").read_text("utf-8")
    found: dict[str, Measure] = {}
    for item in yaml.safe_load(text)["measures"]:
        made = _measure(item)
        if made.key in found:
            raise ValueError(f"measures.yaml: {made.key} stands twice")
        found[made.key] = made
    return found


@cache
def _equivalents() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Table → row → the rows of another form that together are it (（六）其他处理)."""
    return {
        key: {row.key: row.instead_of for row in table.combined.values()}
        for format in FORMATS
        for key, table in form(format).tables.items()
        if table.combined
    }


def _measure(item: dict[str, Any]) -> Measure:
    if item["group"] not in GROUPS:
        raise ValueError(f"measures.yaml: {item['key']}: unknown group {item['group']}")
    parts, whole = _by_form(item["sum"]), _by_form(item["over"]) if "over" in item else {}
    if bool(whole) != (item["unit"] == "%") or bool(whole) != ("denominator" in item):
        raise ValueError(
            f"measures.yaml: {item['key']}: a share has %, over and denominator, nothing else has"
        )
    tables = sorted({cell[0] for cells in (*parts.values(), *whole.values()) for cell in cells})
    latest = form(max(parts))
    labels = "、".join(latest.tables[table].label for table in tables)
    return Measure(
        key=item["key"],
        group=item["group"],
        label=item["label"],
        unit=item["unit"],
        parts=parts,
        whole=whole,
        denominator=item.get("denominator", ""),
        citation=f"{latest.citation}附件{labels}" + ("〔本项目理解〕" if whole else ""),
    )


def _by_form(value: Any) -> dict[str, tuple[Cell, ...]]:
    by_form = value if isinstance(value, dict) else dict.fromkeys(CHAPTER_FORMS, value)
    return {format: tuple(_cell(text) for text in cells) for format, cells in by_form.items()}


def _cell(text: str) -> Cell:
    table, row, column = text.split("/", 2)
    return table, row, column
