"""What was read from a report: figures by row and column, what the prose claims, and what could not be read.

Four things stay apart: a blank cell (null), a zero (0), a cell marked as not applicable (null, with the mark
kept in the row's note) and an unreadable cell (absent from the table and listed in `unread`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.annual_reports.rules.forms import CHAPTER_TABLES, FORMATS, TABLE_KEYS, form
from gongkai.annual_reports.rules.structure import FormTable
from gongkai.records.refusals import Refused


class NothingRead(Refused):
    """Nothing in the file could be read as an annual report; the message names the remedy."""


class NotAReading(Refused):
    """JSON that is not a reading (wrong shape, unknown row or column, a text where a number belongs)."""


# The units in which reports write sums of money.
MONEY_UNITS = ("元", "千元", "万元", "百万元", "亿元")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money with the unit it was written with (万元, 亿元 …)."""

    value: int | Decimal
    unit: str


Value = int | Decimal | Amount | None


@dataclass(slots=True)
class Line:
    """One row of a table as read: column key → value; `note` keeps annotated cells as "列: 原文"."""

    cells: dict[str, Value] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a figure stands in the prose: `Reading.paragraphs[paragraph][start:end]` is its number."""

    paragraph: int
    start: int
    end: int

    def as_json(self) -> dict[str, int]:
        """`{paragraph, start, end}`."""
        return {"paragraph": self.paragraph, "start": self.start, "end": self.end}


CLAIM_KINDS = ("count", "share", "growth", "change", "listed")
LISTINGS = ("closed", "open")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of the prose: the phrase it belongs to, its value as written, its measure word or %.

    `kind`: count (so many); share (a part of `whole` in %: 办结率, 占); growth (in % against last year,
    signed); change (so many more or fewer than last year, signed); listed (a line of a table of no form).
    `subject`: a key of `prose/subjects.yaml` where the phrase says for certain what is counted, else empty.
    `scope`: the words that say whose figure it is (全市, 市政府办公室, 政府网站), empty if none do.
    `year`: the year that the words name; None: the report's own. `whole`: the index in the narrative of the
    figure of which this is a part or a share, or which grew; `listing`: whether the parts named beside it are
    all there are (closed: 分别为) or may be fewer (open: 其中, 包括, 等).
    """

    claim: str
    value: int | Decimal
    unit: str
    approximate: bool = False
    kind: str = "count"
    subject: str = ""
    scope: str = ""
    year: int | None = None
    whole: int | None = None
    listing: str = ""
    position: Position | None = None

    def as_json(self) -> dict[str, Any]:
        """`{claim, value, unit}` and, where they say more, approximate, kind (if not count) … position."""
        shape: dict[str, Any] = {"claim": self.claim, "value": _plain(self.value), "unit": self.unit}
        if self.approximate:
            shape["approximate"] = True
        if self.kind != "count":
            shape["kind"] = self.kind
        for name in ("subject", "scope", "year", "whole", "listing"):
            if (value := getattr(self, name)) not in ("", None):
                shape[name] = value
        return shape | ({"position": self.position.as_json()} if self.position else {})


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read and why. No row and column: the whole table; no table: place or year."""

    table: str | None
    row: str | None
    col: str | None
    reason: str

    def as_json(self) -> dict[str, Any]:
        """`{table, row, col, reason}`."""
        return {"table": self.table, "row": self.row, "col": self.col, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as read. `tables` has the keys table2, table3 and table4 (None where a table is missing) and
    statistics where the report has that table.

    `paragraphs` is the prose, from which spans and positions count; `as_json` leaves it out, so a reading
    that comes back from JSON has none and what needs the words themselves is not checked again.
    `published` is the day of publication where the source states it.
    """

    place: str | None
    year: int | None
    format: str | None
    tables: Mapping[str, dict[str, Line] | None]
    narrative: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    paragraphs: tuple[str, ...] = field(default=(), compare=False)
    published: date | None = None

    def value(self, table: str, row: str, col: str) -> int | Decimal | None:
        """The number in a cell; None if it is blank, absent or its table is missing."""
        line = (self.tables.get(table) or {}).get(row)
        value = line.cells.get(col) if line else None
        return value.value if isinstance(value, Amount) else value

    def as_json(self) -> dict[str, Any]:
        """Plain data for JSON: place, year, format, table2–4 (and statistics), narrative, unread."""
        return {
            "place": self.place,
            "year": self.year,
            "format": self.format,
            **({"published": self.published.isoformat()} if self.published else {}),
            **{key: self._table_json(key) for key in _keys(self.tables)},
            "narrative": [claim.as_json() for claim in self.narrative],
            "unread": [item.as_json() for item in self.unread],
        }

    def _table_json(self, key: str) -> dict[str, Any] | None:
        lines = self.tables.get(key)
        if lines is None or self.format is None:
            return None
        table = form(self.format).tables[key]
        return {row: _line_json(table, row, line) for row, line in lines.items()}

    @classmethod
    def from_json(cls, data: Any) -> Reading:
        """The inverse of as_json. Strict: raises NotAReading with a sentence naming what does not fit."""
        _shape(isinstance(data, dict), "数据不是一份年度报告")
        _shape(
            not set(data) - {"place", "year", "format", "published", "narrative", "unread", *TABLE_KEYS},
            "数据里有不认识的项目",
        )
        place, year, format = data.get("place"), data.get("year"), data.get("format")
        _shape(place is None or (isinstance(place, str) and len(place) <= 100), "地方名称不是文字")
        _shape(year is None or (_integer(year) and 1990 <= year <= 2100), "年份不是四位数")
        _shape(format is None or format in FORMATS, f"格式应为{'、'.join(FORMATS)}之一")
        tables = {key: _table_from(key, format, data.get(key)) for key in _keys(data)}
        narrative = tuple(_claim_from(item) for item in _list(data.get("narrative", []), "narrative"))
        unread = tuple(_unread_from(item) for item in _list(data.get("unread", []), "unread"))
        day = _day_from(data.get("published"))
        reading = cls(place, year, format, tables, narrative, unread, published=day)
        _shape(_storable(reading.as_json()), "文字里有不能保存的字符")
        return reading


def _day_from(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value is not None else None
    except (TypeError, ValueError):
        raise NotAReading("发布日期应写成2024-01-31这样，请改正后再试。") from None


def _keys(tables: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(key for key in TABLE_KEYS if key in CHAPTER_TABLES or tables.get(key) is not None)


def _storable(data: dict[str, Any]) -> bool:
    """Whether every text can be kept in any of the databases: no NUL, no half of a surrogate pair."""
    text = json.dumps(data, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _plain(value: int | Decimal) -> int | float:
    return value if isinstance(value, int) else float(value)


def _line_json(table: FormTable, row: str, line: Line) -> dict[str, Any]:
    shape: dict[str, Any] = {}
    for col, value in line.cells.items():
        if isinstance(value, Amount):
            shape[col] = {"value": _plain(value.value), "unit": value.unit}
        else:
            shape[col] = None if value is None else _plain(value)
    units = [unit for col in line.cells if (unit := table.column(row, col).unit)]
    return shape | ({"unit": units[0]} if units else {}) | ({"note": line.note} if line.note else {})


def _shape(holds: bool, sentence: str) -> None:
    if not holds:
        raise NotAReading(f"{sentence}，请使用本站下载的JSON文件，不要改动它的结构。")


def _integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15


def _list(value: Any, name: str) -> Sequence[Any]:
    _shape(isinstance(value, list) and len(value) <= 5000, f"{name}不是列表")
    return list(value)


def _number_from(value: Any, where: str) -> int | Decimal:
    if _integer(value):
        return int(value)
    _shape(isinstance(value, float) and abs(value) < 1e15 and value == value, f"{where}不是数字")
    return Decimal(repr(value))


def _table_from(key: str, format: str | None, data: Any) -> dict[str, Line] | None:
    if data is None:
        return None
    _shape(isinstance(data, dict), f"{key}不是表格")
    table = form(format).tables.get(key) if format else None
    if table is None:
        raise NotAReading("没有注明格式的报告不能带有表格，请补上format。")
    lines = {}
    for row, cells in data.items():
        _shape(table.has(row) and isinstance(cells, dict), f"{table.label}没有“{row}”这一行")
        line = Line(note=str(cells.get("note", ""))[:1000])
        for col, value in cells.items():
            if col in ("note", "unit"):
                _shape(isinstance(value, str), f"{table.label}“{row}”行的{col}不是文字")
                continue
            _shape(col in table.row(row).columns, f"{table.label}“{row}”行没有“{col}”这一列")
            line.cells[col] = _value_from(
                value, table.column(row, col).kind, f"{table.label}“{row}”行“{col}”"
            )
        lines[row] = line
    return lines


def _value_from(value: Any, kind: str, where: str) -> Value:
    if value is None:
        return None
    if isinstance(value, dict):
        _shape(
            kind == "amount" and set(value) == {"value", "unit"} and isinstance(value["unit"], str),
            f"{where}不是金额",
        )
        return Amount(_number_from(value["value"], where), value["unit"][:10])
    return _number_from(value, where)


def _claim_from(data: Any) -> Claim:
    _shape(isinstance(data, dict) and {"claim", "value", "unit"} <= set(data), "narrative里有不完整的条目")
    known = {field.name for field in fields(Claim)}
    _shape(not set(data) - known, "narrative里有不认识的项目")
    texts = [data.get(name, "") for name in ("claim", "unit", "subject", "scope")]
    _shape(all(isinstance(text, str) for text in texts), "narrative里的说法不是文字")
    kind, listing = data.get("kind", "count"), data.get("listing", "")
    _shape(kind in CLAIM_KINDS and listing in ("", *LISTINGS), "narrative里有不认识的类别")
    year, whole = data.get("year"), data.get("whole")
    _shape(
        all(number is None or _integer(number) for number in (year, whole)),
        "narrative里的年份不是整数",
    )
    value = _number_from(data["value"], "narrative里的数值")
    claim, unit, subject, scope = texts
    return Claim(
        claim=claim[:100],
        value=value,
        unit=unit[:20],
        approximate=data.get("approximate") is True,
        kind=kind,
        subject=subject[:60],
        scope=scope[:60],
        year=year,
        whole=whole,
        listing=listing,
        position=_position_from(data.get("position")),
    )


def _position_from(data: Any) -> Position | None:
    if data is None:
        return None
    _shape(
        isinstance(data, dict)
        and set(data) == {"paragraph", "start", "end"}
        and all(_integer(number) and number >= 0 for number in data.values()),
        "narrative里的位置不完整",
    )
    return Position(data["paragraph"], data["start"], data["end"])


def _unread_from(data: Any) -> Unread:
    _shape(
        isinstance(data, dict) and set(data) == {"table", "row", "col", "reason"}, "unread里有不完整的条目"
    )
    _shape(data["table"] is None or data["table"] in TABLE_KEYS, "unread里的表不存在")
    for key in ("row", "col"):
        _shape(data[key] is None or isinstance(data[key], str), f"unread里的{key}不是文字")
    _shape(isinstance(data["reason"], str), "unread里的原因不是文字")
    return Unread(data["table"], data["row"], data["col"], data["reason"][:300])
