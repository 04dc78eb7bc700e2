"""A report as a page shows it: the prescribed tables with findings as marks, what was not read, the prose.

The tables come from `Form.grid`, so that a page only loops over them; this module fills in figures, marks and
anchors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal, cast

from django.utils.translation import gettext as _

from gongkai.annual_reports.rules import (
    Amount,
    Claim,
    Finding,
    Form,
    GridCell,
    Line,
    Reading,
    Span,
    Unread,
    form,
)
from gongkai.annual_reports.rules.forms import CHAPTER_TABLES
from gongkai.annual_reports.rules.structure import FormTable
from gongkai.design.table import TableCell, TableMark

LEVELS = ("error", "warn", "ask")
LINKED_CELLS = 8
# Places of the prose that are quoted for a finding, and the characters before and after each.
QUOTES, AROUND = 4, 40
FEW_CLAIMS = 12
Level = Literal["error", "warn", "ask"]
State = Literal["", "blank", "missing"]
Address = tuple[str, str, str]  # table, row, column


@dataclass(frozen=True)
class Statement:
    """Everything below the title of a report page, ready to be drawn."""

    tables: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    counts: str
    clean: bool
    complete: bool
    unread: list[dict[str, str]]
    claims: list[dict[str, str]]
    checkable: bool
    fold_claims: bool = field(default=False)


def statement(reading: Reading, findings: Sequence[Finding]) -> Statement:
    """The presentation of a reading with its findings, which are numbered in their order."""
    shape = form(reading.format) if reading.format else None
    findings = sorted(findings, key=lambda each: LEVELS.index(each.level))
    drawn = [
        _finding(number, each, shape) | {"quotes": _quotes(each, reading.paragraphs)}
        for number, each in enumerate(findings, start=1)
    ]
    tables = _tables(reading, shape, findings) if shape else []
    claims = [_claim(each) for each in reading.narrative]
    return Statement(
        tables=tables,
        findings=drawn,
        counts=_counts(findings),
        clean=not any(each.level in ("error", "warn") for each in findings),
        complete=not reading.unread,
        unread=_unread(reading, shape),
        claims=claims,
        checkable=any(table["rows"] for table in tables),
        fold_claims=bool(tables) and len(claims) > FEW_CLAIMS,
    )


def number_written(value: int | Decimal) -> str:
    """1,336,000 or 40.25: grouped by thousands, decimals as they are."""
    return f"{value:,}"


def level_word(level: str) -> str:
    """错误, 提醒 or 请核实."""
    return {"error": _("错误"), "warn": _("提醒"), "ask": _("请核实")}[level]


def cell_id(table: str, row: str, col: str) -> str:
    """The id of a cell on the page."""
    return f"{table}-{row}-{col}".replace(" ", "")


def shown_at(finding: Finding) -> Sequence[tuple[str, str]]:
    """The cells that carry the finding's number: the total of a sum that does not fit, else every cell."""
    return finding.cells[:1] if finding.expected is not None else finding.cells


def _finding(number: int, finding: Finding, shape: Form | None) -> dict[str, Any]:
    cells = []
    if finding.table and shape:
        cells = [
            {
                "href": f"#{cell_id(finding.table, row, col)}",
                "label": _cell_name(shape, finding.table, row, col),
            }
            for row, col in shown_at(finding)[:LINKED_CELLS]
        ]
    return {
        "number": number,
        "id": f"finding-{number}",
        "level": finding.level,
        "word": level_word(finding.level),
        "message": finding.message,
        "code": finding.code,
        "table": finding.table or "",
        "cells": cells,
    }


def _quotes(finding: Finding, paragraphs: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The words around the places in the prose that the finding is about; places close together in one."""
    spans = sorted(set(finding.spans), key=lambda span: (span.paragraph, span.start))
    near: list[list[Span]] = []
    for span in spans:
        text = paragraphs[span.paragraph] if span.paragraph < len(paragraphs) else ""
        if text[span.start : span.end] != span.text:
            continue
        last = near[-1][-1] if near else None
        if last and last.paragraph == span.paragraph and last.end <= span.start <= last.end + 2 * AROUND:
            near[-1].append(span)
        else:
            near.append([span])
    return [_quote(group, paragraphs[group[0].paragraph]) for group in near[:QUOTES]]


def _quote(spans: Sequence[Span], text: str) -> list[dict[str, Any]]:
    """Parts of a quotation, those marked that `spans` name."""
    at = max(0, spans[0].start - AROUND)
    parts: list[dict[str, Any]] = [{"text": "…"}] if at else []
    for span in spans:
        parts += [{"text": text[at : span.start]}, {"text": span.text, "marked": True}]
        at = span.end
    rest = text[at : at + AROUND]
    return [*parts, {"text": rest + ("…" if at + AROUND < len(text) else "")}]


def _cell_name(shape: Form, table: str, row: str, col: str) -> str:
    shown = shape.tables[table]
    if not shown.has(row) or col not in shown.columns:
        return f"{row}·{col}"
    return f"{shown.row(row).label}·{shown.columns[col].label}"


def verdict(findings: Sequence[Finding]) -> str:
    """错误2处，提醒1处; 没有发现不符 where nothing was found."""
    parts = []
    for level in LEVELS:
        if number := sum(each.level == level for each in findings):
            parts.append(_("%(word)s%(number)d处") % {"word": level_word(level), "number": number})
    return _("，").join(parts) or _("没有发现不符")


def _counts(findings: Sequence[Finding]) -> str:
    counts = verdict(findings)
    if any(each.level == "error" for each in findings):
        return _("共发现%(counts)s。") % {"counts": counts}
    return _("没有发现错误；%(counts)s。") % {"counts": counts}


def _tables(reading: Reading, shape: Form, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    marks = _Marks(findings)
    keys = [key for key in shape.tables if key in CHAPTER_TABLES or reading.tables.get(key) is not None]
    return [_table(reading, shape, key, marks, findings) for key in keys]


class _Marks:
    """Which cells carry the numbers of findings, and which only take part."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.at: dict[Address, list[TableMark]] = {}
        self.touched: set[Address] = set()
        for number, each in enumerate(findings, start=1):
            word = level_word(each.level)
            mark = TableMark(number, cast(Level, each.level), word, each.message, f"#finding-{number}")
            self.touched.update((each.table or "", row, col) for row, col in each.cells)
            for row, col in shown_at(each):
                self.at.setdefault((each.table or "", row, col), []).append(mark)


def _table(
    reading: Reading,
    shape: Form,
    key: str,
    marks: _Marks,
    findings: Sequence[Finding],
) -> dict[str, Any]:
    table = shape.tables[key]
    missing = reading.tables.get(key) is None
    reasons = [each.reason for each in reading.unread if each.table == key and each.row is None]
    rows = []
    for line in [] if missing else shape.grid(key, reading.tables.get(key) or ()):
        rows.append(_line(reading, key, line, marks))
    return {
        "key": key,
        "id": key,
        "label": table.label,
        "title": table.title,
        "caption": _("%(label)s　%(title)s") % {"label": table.label, "title": table.title},
        "rows": rows,
        "missing": (reasons[0] if reasons else _("报告中没有读到这张表。")) if missing else "",
        "findings": [
            _finding(number, each, shape)
            for number, each in enumerate(findings, start=1)
            if each.table == key
        ],
    }


def _line(reading: Reading, key: str, line: Sequence[GridCell], marks: _Marks) -> list[TableCell]:
    drawn = []
    for cell in line:
        if cell.kind == "data":
            drawn.append(_data(reading, key, cell, marks))
            continue
        # Group labels carry no row key; the label next to the figures does.
        last = cell.kind == "label" and bool(cell.row)
        note = (reading.tables.get(key) or {})[cell.row].note if last and _has(reading, key, cell.row) else ""
        depth = 0 if cell.kind == "head" else 2 if last else 1
        drawn.append(
            TableCell(
                "head" if cell.kind == "head" else "label",
                cell.label,
                rowspan=cell.rowspan,
                colspan=cell.colspan,
                depth=depth,
                last_label=last,
                note=note,
            )
        )
    return drawn


def _has(reading: Reading, key: str, row: str) -> bool:
    return row in (reading.tables.get(key) or {})


def _data(reading: Reading, key: str, cell: GridCell, marks: _Marks) -> TableCell:
    address = (key, cell.row, cell.col)
    text, state = figure_written((reading.tables.get(key) or {}).get(cell.row), cell.col)
    return TableCell(
        "data",
        text,
        rowspan=cell.rowspan,
        colspan=cell.colspan,
        id=cell_id(key, cell.row, cell.col),
        state=state,
        marks=tuple(marks.at.get(address, ())),
        touched=address in marks.touched,
    )


def figure_written(line: Line | None, col: str) -> tuple[str, State]:
    """What stands in the cell and, if it is no figure, why."""
    if line is None or col not in line.cells:
        return _("未读出"), "missing"
    value = line.cells[col]
    if value is None:
        return _("空白"), "blank"
    if isinstance(value, Amount):
        return f"{number_written(value.value)}{value.unit}", ""
    return number_written(value), ""


def _unread(reading: Reading, shape: Form | None) -> list[dict[str, str]]:
    """What could not be read, one line per table and reason, the cells named together."""
    lines = []
    for (table, reason), members in groupby(reading.unread, key=lambda each: (each.table, each.reason)):
        cells = list(members)
        names = _names(shape.tables[table], cells) if shape and table in shape.tables else []
        label = shape.tables[table].label if shape and table in shape.tables else _("标题")
        shown = _("、").join(names[:LINKED_CELLS])
        if len(names) > LINKED_CELLS:
            shown = _("%(names)s等%(count)d格") % {"names": shown, "count": len(names)}
        lines.append({"label": label, "value": reason, "note": shown})
    return lines


def _names(table: FormTable, cells: Sequence[Unread]) -> list[str]:
    """The cells by their labels; a whole row is named once."""
    names = []
    for key, members in groupby(cells, key=lambda each: each.row):
        if not table.has(key):
            continue
        row, columns = table.row(key), [each.col for each in members]
        if set(columns) >= set(row.columns):
            names.append(_("“%(row)s”整行") % {"row": row.label})
        else:
            known = [table.columns[col].label for col in columns if col and col in table.columns]
            names += [f"{row.label}·{label}" for label in known] or [row.label]
    return names


def _claim(claim: Claim) -> dict[str, str]:
    value = number_written(claim.value) + claim.unit
    return {
        "label": claim.claim,
        "value": _("约%(value)s") % {"value": value} if claim.approximate else value,
    }
