"""What lies on the review desk of a draft: findings with verdicts, tables to correct, edits, the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import CellEdit, Draft, Verdict
from gongkai.annual_reports.queries import Judged, JudgedFinding, statement
from gongkai.annual_reports.rules import Claim, Reading, Span, form
from gongkai.annual_reports.rules.edits import YEAR
from gongkai.annual_reports.rules.return_letter import cell_words, number, place_of
from gongkai.console import wording
from gongkai.console.areas.drafts import marked
from gongkai.console.areas.drafts.marked import MarkedPlace
from gongkai.console.request_context import RequestContext
from gongkai.design.table import TableCell, TableMark

Address = tuple[str, str, str]
FEW_CLAIMS: Final = 12
SHORT: Final = 40  # characters of a place in the text, where it is named


@dataclass(frozen=True)
class Trouble:
    """What was refused just now: a verdict (`of` the finding's key) or an undoing (of the edit's id)."""

    of: str
    sentence: str
    typed: str


@dataclass(frozen=True)
class Desk:
    """A draft as it lies on the desk; nobody changes anything unless it is `open`."""

    draft: Draft
    now: Judged
    open: bool
    trouble: Trouble | None = None
    cell: Address | None = None  # being changed
    fill: str = ""  # the missing table that is to be filled in by hand

    def to(self, page: str) -> str:
        """The address of a page of the draft."""
        return reverse(f"console:{page}", args=[self.draft.collection_id, self.draft.pk])

    @property
    def standing(self) -> list[JudgedFinding]:
        """The findings that nobody dismissed, in the order in which they are numbered."""
        return in_order(self.now)

    def statement(self) -> statement.Statement:
        """Tables, findings and what was not read, with every cell leading to its change."""
        reading, fill = self.now.reading, self.fill
        if fill and reading.format and fill in form(reading.format).tables and not reading.tables.get(fill):
            reading = replace(reading, tables={**reading.tables, fill: {}})
        drawn = statement.statement(reading, [one.finding for one in self.standing])
        tables = [self._table(table, reading) for table in drawn.tables]
        return replace(drawn, tables=tables)

    def _table(self, table: dict[str, Any], reading: Reading) -> dict[str, Any]:
        key = table["key"]
        shape = form(reading.format or "").tables[key]
        rows = shape.rows_of(reading.tables.get(key) or ())
        at = {
            statement.cell_id(key, row.key, col): (key, row.key, col) for row in rows for col in row.columns
        }
        lines = [
            [self._cell(cell, at[cell.id]) if cell.id in at else cell for cell in line]
            for line in table["rows"]
        ]
        current = self.cell is not None and self.cell[0] == key
        fill = f"?fill={key}#{key}-title" if self.open and not lines else ""
        return {**table, "rows": lines, "current": current, "fill": fill}

    def _cell(self, cell: TableCell, address: Address) -> TableCell:
        note = cell.note
        if address in self.now.edits:
            note = _("原读数：%(value)s") % {"value": self.as_read(address)}
        if not self.open:
            return replace(cell, note=note)
        return replace(
            cell,
            note=note,
            href=f"?{asking(address)}#cell",
            label=_("%(text)s，修改") % {"text": cell.text},
            current=address == self.cell,
        )

    def as_read(self, address: Address) -> str:
        """What was read in a cell, before anybody changed it."""
        return written(self.now.as_read, address)

    def findings(self) -> list[dict[str, Any]]:
        """Every finding that stands with its places and its verdict, as the page draws them."""
        drawn = statement.statement(self.now.reading, [one.finding for one in self.standing]).findings
        return [
            {**shown, "cells": [*shown["cells"], *_said(index, one)], "says": one.says}
            | {"verdict": self._verdict(index, one)}
            for index, (shown, one) in enumerate(zip(drawn, self.standing, strict=True), 1)
        ]

    def dismissed(self) -> list[dict[str, Any]]:
        """The findings that somebody found not to hold."""
        return [
            {
                "message": one.finding.message,
                "place": place_of(one.finding, self.now.reading),
                "code": one.finding.code,
                "verdict": self._verdict(index, one, "dismissed"),
            }
            for index, one in enumerate((one for one in self.now.findings if one.dismissed), 1)
        ]

    def _verdict(self, index: int, one: JudgedFinding, prefix: str = "verdict") -> dict[str, Any]:
        trouble = self.trouble if self.trouble and self.trouble.of == one.key else None
        said = one.verdict
        return {
            "id": f"{prefix}-{index}",
            "key": one.key,
            "says": one.says or "open",
            "told": _told(said) if said else "",
            "reason": said.reason if said else "",
            "error": trouble.sentence if trouble else "",
            "typed": trouble.typed if trouble else "",
        }

    def edits(self) -> list[dict[str, Any]]:
        """Every change of a figure, newest first; the latest of each cell can be undone."""
        drawn: list[dict[str, Any]] = []
        last: dict[Address, str] = {}
        in_force = {edit.pk for edit in self.now.edits.values()}
        for edit in self.now.every_edit:
            address = (edit.table, edit.row, edit.column)
            after = _after(edit)
            before = last.get(address) or self.as_read(address)
            last[address] = after if edit.kind != CellEdit.Kind.AS_READ else self.as_read(address)
            trouble = self.trouble if self.trouble and self.trouble.of == str(edit.pk) else None
            drawn.append(
                {
                    "id": edit.pk,
                    "cell": _name(address, self.now.reading.format),
                    "href": "" if address == YEAR else f"#{statement.cell_id(*address)}",
                    "before": before,
                    "after": after,
                    "who": f"{edit.by_name} · {wording.instant(edit.at)}",
                    "reason": edit.reason,
                    "undo": self.open and edit.pk in in_force,
                    "field": f"undo-{edit.pk}-reason",
                    "typed": trouble.typed if trouble else "",
                    "error": trouble.sentence if trouble else "",
                }
            )
        return drawn[::-1]

    def claims(self) -> list[dict[str, str]]:
        """The figures of the text, each leading to its place."""
        return [
            {
                "label": claim.claim,
                "value": _claimed(claim),
                "href": f"#said-c{index}" if claim.position else "",
                "note": _beside(claim),
            }
            for index, claim in enumerate(self.now.reading.narrative, 1)
        ]

    def text(self) -> list[dict[str, Any]]:
        """The text of the report with the places of claims and findings marked."""
        places = []
        for index, one in enumerate(self.standing, 1):
            found = one.finding
            word = statement.level_word(found.level)
            mark = TableMark(index, found.level, word, found.message, f"#finding-{index}")  # type: ignore[arg-type]
            places += [
                MarkedPlace(
                    span.paragraph, span.start, span.end, _id(index, nth), found.level, found.message, mark
                )
                for nth, span in enumerate(found.spans, 1)
            ]
        for index, claim in enumerate(self.now.reading.narrative, 1):
            if (at := claim.position) is not None:
                title = f"{claim.claim}：{_claimed(claim)}"
                places.append(MarkedPlace(at.paragraph, at.start, at.end, f"said-c{index}", "claim", title))
        return marked.paragraphs(self.now.reading.paragraphs, places)


def judged(draft: Draft, here: RequestContext) -> Judged | None:
    """The draft checked as it stood when this request began, once for its page and all its verbs."""
    return here.once(("judged", draft.pk), lambda: queries.judged(draft))


def in_order(now: Judged) -> list[JudgedFinding]:
    """The findings that stand, gravest first, as they are numbered."""
    return sorted(now.standing, key=lambda one: statement.LEVELS.index(one.finding.level))


def asking(address: Address) -> str:
    """The question in an address that asks to change a cell."""
    return urlencode(dict(zip(("table", "row", "column"), address, strict=True)))


def asked(given: Mapping[str, str]) -> Address | None:
    """The cell that a question or a form names, None where it names none."""
    table, row, column = (given.get(name, "") for name in ("table", "row", "column"))
    return (table, row, column) if table and row and column else None


def written(reading: Reading, address: Address) -> str:
    """What stands in a cell (or the year), in words where it is no figure."""
    if address == YEAR:
        return str(reading.year) if reading.year else _("未读出")
    table, row, column = address
    return statement.figure_written((reading.tables.get(table) or {}).get(row), column)[0]


def next_open(now: Judged, after: int) -> str:
    """The anchor of the first finding without a verdict from place `after` (from 0) on, else before it."""
    ordered = in_order(now)
    indexes = [*range(after, len(ordered)), *range(min(after, len(ordered)))]
    undecided = next((index for index in indexes if not ordered[index].says), None)
    return "findings" if undecided is None else f"finding-{undecided + 1}"


def waiting(draft: Draft) -> Draft | None:
    """The next draft of the collection that waits for review, from this one on and round."""
    others = queries.drafts(draft.collection, state=Draft.State.READ).exclude(pk=draft.pk)
    before = Case(When(path__gte=draft.path, then=Value(0)), default=Value(1))
    return others.order_by(before, "path", "pk").first()


def _id(index: int, nth: int) -> str:
    return f"said-f{index}-{nth}"


def _said(index: int, one: JudgedFinding) -> list[dict[str, str]]:
    """The places of the text that a finding is about, as links."""
    return [
        {"href": f"#{_id(index, nth)}", "label": _quote(span)}
        for nth, span in enumerate(one.finding.spans, 1)
    ]


def _quote(span: Span) -> str:
    text = span.text if len(span.text) <= SHORT else f"{span.text[:SHORT]}…"
    return _("第%(paragraph)s段“%(text)s”") % {"paragraph": span.paragraph + 1, "text": text}


def _told(said: Verdict) -> str:
    return f"{Verdict.Says(said.says).label} · {said.by_name} · {wording.instant(said.at)}"


def _after(edit: CellEdit) -> str:
    if edit.kind == CellEdit.Kind.AS_READ:
        return _("恢复原读数")
    return _("空白") if edit.value is None else f"{number(edit.value)}{edit.unit}"


def _name(address: Address, format: str | None) -> str:
    return _("报告年度") if address == YEAR else cell_words(format, *address)


def _beside(claim: Claim) -> str:
    """Whose figure it is and of which year, where the words say so."""
    year = _("%(year)s年") % {"year": claim.year} if claim.year else ""
    return _("；").join(filter(None, (claim.scope, year)))


def _claimed(claim: Any) -> str:
    value = statement.number_written(claim.value) + claim.unit
    return _("约%(value)s") % {"value": value} if claim.approximate else value
