"""Reports that other programs parsed into JSON: `json_keys.yaml` says which key is which cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.annual_reports.rules import cells
from gongkai.annual_reports.rules.forms import CHAPTER_TABLES, form
from gongkai.annual_reports.rules.reading import Line, NothingRead, Reading, Unread
from gongkai.annual_reports.rules.structure import FormTable
from gongkai.text.script import to_simplified

_SEVERAL = "这个JSON文件里的{table}有两份，内容不同，不能确定取哪一份。请一份报告存一个文件后再上传。"
_NO_CELL = "数据里没有这一格"
_NO_TABLE = "数据里没有{table}"
_OTHER_FORM = "数据的项目是{format}年格式的，与{year}年度应当使用的格式不同，不能确定各项的含义"
_UNKNOWN = "数据里的“{key}”不认识，没有读"
_NO_PLACE = "没有找到能够确定的报告单位名称"
_NO_YEAR = "没有找到报告是哪一年度的"
_LOST = "文字已经变成问号（编码转错），没有读；请用没有转错的原文件再读一次"
_QUESTION_MARKS = re.compile(r"[?？\ufffd]{3,}")
_MOST_UNKNOWN = 10


@dataclass(frozen=True, slots=True)
class _Keys:
    """`json_keys.yaml` with every key without case and underscores; cells by table and path."""

    format: str
    year: frozenset[str]
    place: frozenset[str]
    text: frozenset[str]
    containers: Mapping[str, str]
    cells: Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(slots=True)
class _Seen:
    """What a walk through the JSON came across."""

    tables: dict[str, Any] = field(default_factory=dict)
    years: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def reading(value: Any) -> Reading | None:
    """The report in `value`, None where no table stands under a known key.

    Raises NothingRead if a table stands there twice. What is missing or unknown is in `unread`.
    """
    keys, seen = _keys(), _Seen()
    _walk(value, keys, seen)
    if not seen.tables:
        return None
    unread: list[Unread] = []
    place, year = _heading(seen, unread)
    shape = form(keys.format)
    tables: dict[str, dict[str, Line] | None] = dict.fromkeys(CHAPTER_TABLES)
    for key in CHAPTER_TABLES:
        table = shape.tables[key]
        if year is not None and not shape.serves(year):
            unread.append(Unread(key, None, None, _OTHER_FORM.format(format=shape.format, year=year)))
        elif key not in seen.tables:
            unread.append(Unread(key, None, None, _NO_TABLE.format(table=table.label)))
        else:
            tables[key] = _lines(table, dict(_leaves(seen.tables[key])), keys.cells[key], unread)
    lost = [text for text in seen.texts if _QUESTION_MARKS.search(text)]
    if lost:
        unread.append(Unread(None, None, None, f"正文的{_LOST}"))
    whole = "\n".join(text for text in seen.texts if text not in lost)
    paragraphs = tuple(line.strip() for line in to_simplified(whole).splitlines() if line.strip())
    return Reading(place, year, shape.format, tables, (), tuple(unread), paragraphs)


def _walk(value: Any, keys: _Keys, seen: _Seen) -> None:
    """Fill `seen` in one pass, without recursion; what stands inside a table is not looked at."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        if not isinstance(node, dict):
            continue
        prose = str(node.get("type", "")) == "text"
        for key, inner in node.items():
            name = _bare(key)
            table = keys.containers.get(name)
            if table is not None and isinstance(inner, dict):
                if seen.tables.setdefault(table, inner) != inner:
                    raise NothingRead(_SEVERAL.format(table=form(keys.format).tables[table].label))
            elif name in keys.year and isinstance(inner, int):
                seen.years.append(inner)
            elif name in keys.place and isinstance(inner, str):
                seen.places.append(inner.strip())
            elif prose and name in keys.text and isinstance(inner, str):
                seen.texts.append(inner)
        waiting += reversed([inner for key, inner in node.items() if _bare(key) not in keys.containers])


def _heading(seen: _Seen, unread: list[Unread]) -> tuple[str | None, int | None]:
    years = {year for year in seen.years if 2000 <= year <= 2100}
    year = years.pop() if len(years) == 1 else None
    if year is None:
        unread.append(Unread(None, None, None, _NO_YEAR))
    names = set(filter(None, seen.places))
    if len(names) == 1 and not any("?" in name or "\ufffd" in name for name in names):
        return names.pop()[:100], year
    lost = any("?" in name for name in names)
    unread.append(Unread(None, None, None, f"单位名称的{_LOST}" if lost else _NO_PLACE))
    return None, year


def _lines(
    table: FormTable, leaves: dict[str, Any], paths: Mapping[str, tuple[str, str]], unread: list[Unread]
) -> dict[str, Line] | None:
    """The table's lines; every cell that is not there for certain goes to `unread`."""
    values = {paths[path]: value for path, value in leaves.items() if path in paths}
    unknown = [path for path, value in leaves.items() if path not in paths and value not in (None, "")]
    unread += [Unread(None, None, None, _UNKNOWN.format(key=path)) for path in unknown[:_MOST_UNKNOWN]]
    lines: dict[str, Line] = {}
    for row, col in table.cells:
        if (row, col) not in values:
            unread.append(Unread(table.key, row, col, _NO_CELL))
            continue
        cell = cells.parse(_written(values[row, col]), table.column(row, col))
        if cell.state == "unreadable":
            unread.append(Unread(table.key, row, col, cell.reason))
            continue
        line = lines.setdefault(row, Line())
        line.cells[col] = cell.value if cell.state == "number" else None
        if cell.note:
            line.note = "；".join(filter(None, (line.note, f"{col}: {cell.note}")))
    return lines or None


def _written(value: Any) -> str:
    """A JSON value as it would stand in a cell; null is a blank cell."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return f"“{value}”"
    if isinstance(value, float):
        number = Decimal(repr(value))
        return f"{number.to_integral_value() if number == number.to_integral_value() else number:f}"
    return str(value)


def _leaves(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(dotted path of bare keys, value) for everything in a table that is no object."""
    waiting: list[tuple[str, Any]] = [("", node)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{_bare(key)}" if path else _bare(key), value[key]) for key in value]
        else:
            yield path, value


def _bare(key: str) -> str:
    return key.replace("_", "").lower()


@cache
def _keys() -> _Keys:
    data = yaml.safe_load((files(__package__) / "json_keys.yaml").read_text("utf-8"))
    paths: dict[str, dict[str, tuple[str, str]]] = {}
    containers: dict[str, str] = {}
    for name, table in data["tables"].items():
        containers |= {_bare(key): name for key in table["containers"]}
        found = {path: (row, col) for path, (row, col) in table.get("cells", {}).items()}
        for row_path, row in table.get("rows", {}).items():
            for col_path, col in table.get("columns", {}).items():
                first, second = (col_path, row_path) if name == "table3" else (row_path, col_path)
                found[f"{first}.{second}"] = (row, col)
        paths[name] = {_bare(path): cell for path, cell in found.items()}
    return _Keys(
        format=data["format"],
        year=frozenset(map(_bare, data["year"])),
        place=frozenset(map(_bare, data["place"])),
        text=frozenset(map(_bare, data["text"])),
        containers=containers,
        cells=paths,
    )
