"""The statutory report forms as objects: one YAML file per form drives reader, checker and exports.

Files: `gongkai/law/report_forms/<format>.yaml` (国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号).
The loader refuses unknown keys, duplicates and identities that name no cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.annual_reports.rules import layout
from gongkai.annual_reports.rules.structure import FormBlock, FormColumn, FormRow, FormTable, Identity, Term

FORMATS = ("pre2019", "2019", "2021")
# Tables two to four are those of the forms since 2019; the statistics are the one table of 2014–2018.
CHAPTER_TABLES = ("table2", "table3", "table4")
TABLE_KEYS = (*CHAPTER_TABLES, "statistics")


class FormError(ValueError):
    """A form file that contradicts itself; raised when it is loaded, never while reading a report."""


@dataclass(frozen=True, slots=True)
class Form:
    """A report form: which years it serves, its chapters, tables and identities."""

    format: str
    title: str
    citation: str
    sure: str
    first_year: int
    last_year: int | None
    chapters: tuple[str, ...]
    tables: Mapping[str, FormTable]
    identities: tuple[Identity, ...]

    def serves(self, year: int) -> bool:
        """Whether a report on `year` must use this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def grid(self, table_key: str, rows: Iterable[str] = ()) -> list[list[layout.GridCell]]:
        """The table exactly as prescribed, rows of cells with spans; KeyError for a table it has not.

        `rows`: the keys of the rows that a reading has, for a table in which one stands for several.
        """
        return layout.grid(self.tables[table_key], rows)


def form(format: str) -> Form:
    """The form `format` ("pre2019", "2019" or "2021"); raises FormError for any other."""
    if format not in FORMATS:
        raise FormError(f"没有“{format}”这种年度报告格式，可用的有：{'、'.join(FORMATS)}。")
    return _load(format)


def for_year(year: int) -> Form:
    """The form a report on `year` must use."""
    return next((form(name) for name in reversed(FORMATS) if form(name).first_year <= year), form(FORMATS[0]))


class _Loader(yaml.SafeLoader):
    """Plain YAML that refuses a key written twice."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = loader.construct_pairs(node, deep=True)
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise FormError(f"{node.start_mark}: a key stands twice in {keys}")
    return dict(pairs)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@cache
def _load(format: str) -> Form:
    text = (files("gongkai.law") / "report_forms" / f"{format}.yaml").read_text("utf-8")
    return parse(text)


def parse(text: str) -> Form:
    """Build a form from YAML text; raises FormError naming what contradicts what."""
    data = yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    _only(data, "form", "format title citation sure years chapters tables identities")
    tables = {key: _table(key, value) for key, value in data["tables"].items()}
    if set(tables) - set(TABLE_KEYS):
        raise FormError(f"unknown tables {sorted(set(tables) - set(TABLE_KEYS))}")
    identities = tuple(_identity(item, tables) for item in data["identities"])
    _distinct([identity.code for identity in identities], "identities")
    _only(data["years"], "years", "from through")
    return Form(
        format=data["format"],
        title=data["title"],
        citation=data["citation"],
        sure=data["sure"],
        first_year=data["years"]["from"],
        last_year=data["years"]["through"],
        chapters=tuple(data["chapters"]),
        tables=tables,
        identities=identities,
    )


def _table(key: str, data: dict[str, Any]) -> FormTable:
    _only(data, key, "label title layout columns", optional="rows blocks corner over")
    columns = [_column(item) for item in data["columns"]]
    _distinct([column.key for column in columns], f"columns of {key}")
    names = tuple(column.key for column in columns)
    blocks = []
    rows = [_row(item, names) for item in data.get("rows", ())]
    for block in data.get("blocks", ()):
        _only(block, "block", "title columns rows")
        _known(block["columns"], names, f"block {block['title']}")
        members = [_row(item, tuple(block["columns"])) for item in block["rows"]]
        rows += members
        blocks.append(FormBlock(block["title"], tuple(block["columns"]), tuple(row.key for row in members)))
    _distinct([row.key for row in rows], f"rows of {key}")
    prescribed = [row.key for row in rows if not row.instead_of]
    _distinct([part for row in rows for part in row.instead_of], f"instead_of in {key}")
    for row in rows:
        _known(row.instead_of, prescribed, f"row {row.key}")
    if data["layout"] not in layout.LAYOUTS:
        raise FormError(f"{key}: unknown layout {data['layout']}")
    return FormTable(
        key=key,
        label=data["label"],
        title=data["title"],
        layout=data["layout"],
        columns={column.key: column for column in columns},
        rows={row.key: row for row in rows if not row.instead_of},
        combined={row.key: row for row in rows if row.instead_of},
        blocks=tuple(blocks),
        corner=data.get("corner", ""),
        over=data.get("over", ""),
    )


def _column(data: dict[str, Any]) -> FormColumn:
    _only(data, "column", "key label", optional="also group kind unit")
    if data.get("kind", "count") not in ("count", "change", "amount"):
        raise FormError(f"column {data['key']}: unknown kind {data['kind']}")
    return FormColumn(**{**data, "also": tuple(data.get("also", ()))})


def _row(data: dict[str, Any], columns: tuple[str, ...]) -> FormRow:
    _only(data, "row", "key label", optional="also groups instead_of unit")
    return FormRow(
        key=data["key"],
        label=data["label"],
        columns=columns,
        also=tuple(data.get("also", ())),
        groups=tuple(data.get("groups", ())),
        instead_of=tuple(data.get("instead_of", ())),
        unit=data.get("unit", ""),
    )


def _identity(data: dict[str, Any], tables: Mapping[str, FormTable]) -> Identity:
    known = "code level table along left right citation rule message"
    _only(data, "identity", known, optional="over relation")
    code, table = data["code"], tables.get(data["table"])
    if table is None or data["along"] not in ("row", "column"):
        raise FormError(f"{code}: no such table or direction")
    lines = tuple(table.columns) if data["along"] == "column" else tuple(table.rows)
    over = tuple(data.get("over", lines))
    _known(over, lines, code)
    identity = Identity(
        code=code,
        level=data["level"],
        table=data["table"],
        along=data["along"],
        left=tuple(_term(item) for item in data["left"]),
        right=tuple(_term(item) for item in data["right"]),
        over=over,
        citation=data["citation"],
        rule=data["rule"],
        message=data["message"],
        relation=data.get("relation", "equal"),
    )
    if identity.level not in ("error", "warn", "ask"):
        raise FormError(f"{code}: unknown level {identity.level}")
    if identity.relation not in ("equal", "at_most"):
        raise FormError(f"{code}: unknown relation {identity.relation}")
    cells = set(table.cells)
    for line in over:
        for term in (*identity.left, *identity.right):
            if identity.cell(line, term) not in cells:
                raise FormError(f"{code}: names no cell {identity.cell(line, term)}")
    return identity


def _term(text: str) -> Term:
    sign, key = (-1, text[1:]) if text.startswith("-") else (1, text)
    previous = key.startswith("previous.")
    return Term(key.removeprefix("previous."), sign, previous)


def _only(data: Mapping[str, Any], where: str, required: str, optional: str = "") -> None:
    missing = set(required.split()) - set(data)
    unknown = set(data) - set(required.split()) - set(optional.split())
    if unknown or missing:
        raise FormError(f"{where}: unknown keys {sorted(unknown)}, missing keys {sorted(missing)}")


def _known(names: Sequence[str], among: Sequence[str], where: str) -> None:
    if unknown := [name for name in names if name not in among]:
        raise FormError(f"{where}: unknown names {unknown}")


def _distinct(names: Sequence[str], where: str) -> None:
    if len(names) != len(set(names)):
        raise FormError(f"{where}: a name stands twice in {list(names)}")
