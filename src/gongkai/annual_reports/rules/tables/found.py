"""What the matchers found for one table: candidates per row, settled into a table and a list of refusals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gongkai.annual_reports.rules.cells import ReadCell, parse
from gongkai.annual_reports.rules.reading import Line, Unread, Value
from gongkai.annual_reports.rules.structure import FormTable

NOT_THERE = "文中没有找到这一行"
TWICE = "这一行出现了两次，数字不同，不能确定取哪一次"


@dataclass(slots=True)
class Found:
    """Candidates of `table`: for a row, the texts in its columns, or the reason why it was refused.

    `singly`: refusals tell row by row what was seen, even where no cell of the table could be read.
    """

    table: FormTable
    rows: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    doubts: dict[tuple[str, str], str] = field(default_factory=dict)
    singly: bool = False

    def take(self, row: str, texts: list[str], note: str = "") -> None:
        """A row read for certain; `note` says how, where it was not plain."""
        self.rows.setdefault(row, []).append(tuple(texts))
        if note:
            self.notes[row] = note

    def doubt(self, row: str, column: str, reason: str) -> None:
        """A cell of a row taken that is not certain itself."""
        self.doubts[row, column] = reason

    def complete(self, other: Found) -> None:
        """Take from `other` the rows that are missing here, unless both know a row and differ on it."""
        if any(self.rows[row] != texts for row, texts in other.rows.items() if row in self.rows):
            return
        for row, texts in other.rows.items():
            if row not in self.rows:
                self.rows[row] = texts
                self.refused.pop(row, None)
        missing = {row: reason for row, reason in other.refused.items() if row not in self.rows}
        self.refused |= missing
        self.notes |= other.notes
        self.doubts |= other.doubts
        self.singly = self.singly or other.singly
        if other.rows or missing:
            self.problem = ""

    def refuse(self, row: str, reason: str) -> None:
        """A row that was seen but is not certain."""
        self.refused.setdefault(row, reason)

    def settle(self) -> tuple[dict[str, Line] | None, list[Unread]]:
        """The table (None if no cell could be read) and what could not be read, cell by cell."""
        lines: dict[str, Line] = {}
        unread: list[Unread] = []
        for key, row in ((row.key, row) for row in self.table.rows_of(self._present())):
            reason = self._doubt(key)
            texts = self.rows[key][0] if not reason else ("",) * len(row.columns)
            line, notes = Line(), [self.notes[key]] if key in self.notes else []
            for col, text in zip(row.columns, texts, strict=True):
                cell = parse(text, self.table.column(key, col))
                why = reason or self.doubts.get((key, col)) or cell.reason
                if why:
                    unread.append(Unread(self.table.key, key, col, why))
                    continue
                line.cells[col] = _value(cell)
                if cell.note:
                    notes.append(f"{col}: {cell.note}")
            if line.cells:
                line.note = "；".join(notes)
                lines[key] = line
        if lines or (self.singly and not self.problem):
            return lines or None, unread
        return None, [Unread(self.table.key, None, None, self._whole_reason())]

    def _present(self) -> set[str]:
        """The rows that were met; one that stands for others only where none of these was met."""
        met = {*self.rows, *self.refused}
        return met - {
            row.key for row in self.table.combined.values() if any(part in met for part in row.instead_of)
        }

    def _doubt(self, key: str) -> str:
        candidates = self.rows.get(key, [])
        if not candidates:
            return self.refused.get(key) or self.problem or NOT_THERE
        if len({tuple("".join(text.split()) for text in texts) for texts in candidates}) > 1:
            return TWICE
        return self.refused.get(key, "")

    def _whole_reason(self) -> str:
        if self.problem:
            return self.problem
        reasons = Counter(self.refused.values()).most_common(1)
        return reasons[0][0] if reasons else f"文中没有找到{self.table.label}"


def _value(cell: ReadCell) -> Value:
    return cell.value if cell.state == "number" else None
