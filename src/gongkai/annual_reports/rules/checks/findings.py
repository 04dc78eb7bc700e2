"""What a check says: findings with their evidence, and the kinds of findings there are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Cell = tuple[str, str]

# Of one check; a report has a few, a text made to have thousands is told so once.
MOST_ALIKE = 100
_MORE = "同样的问题超过{most}处，后面的没有逐一列出；请先改正已经列出的。"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A line of the reference of findings: what is checked, how serious, on which ground, in which forms."""

    code: str
    level: str
    rule: str
    citation: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the prose: the paragraph's index, where it begins and ends in it, and the words there."""

    paragraph: int
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """`{paragraph, start, end, text}`."""
        return {"paragraph": self.paragraph, "start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A figure that was compared, with the words a clerk knows it by."""

    label: str
    value: int | Decimal

    def as_json(self) -> dict[str, Any]:
        """`{label, value}`."""
        return {"label": self.label, "value": plain(self.value)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. `level`: error, warn or ask. `cells`: (row, column), the total first.

    `expected` and `found` are the two figures that differ, where there are just two; `values` are all that
    were compared; `spans` are the places in the prose.
    """

    code: str
    level: str
    table: str | None
    cells: tuple[Cell, ...]
    expected: int | Decimal | None
    found: int | Decimal | None
    message: str
    values: tuple[ComparedFigure, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same finding in the same file, however often it is checked: verdicts hang on it.

        Made of what was found (code, cells, figures, words of the prose), not of the sentence that says it.
        """
        parts = [
            self.code,
            self.table,
            self.cells,
            str(self.expected),
            str(self.found),
            [(figure.label, str(figure.value)) for figure in self.values],
            [(span.start, span.text) for span in self.spans],
        ]
        if not (self.cells or self.values or self.spans):
            parts.append(self.message)
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """`{key, code, level, table, cells: [{row, col}], expected, found, values, spans, message}`."""
        return {
            "key": self.key,
            "code": self.code,
            "level": self.level,
            "table": self.table,
            "cells": [{"row": row, "col": col} for row, col in self.cells],
            "expected": plain(self.expected),
            "found": plain(self.found),
            "values": [figure.as_json() for figure in self.values],
            "spans": [span.as_json() for span in self.spans],
            "message": self.message,
        }


def limited(found: Iterable[Finding]) -> Iterator[Finding]:
    """The first `MOST_ALIKE` findings of a check, then one that says that there are more."""
    for number, finding in enumerate(found):
        if number == MOST_ALIKE:
            message = _MORE.format(most=MOST_ALIKE)
            yield Finding(finding.code, finding.level, None, (), None, None, message)
            return
        yield finding


def plain(value: int | Decimal | None) -> int | float | None:
    """A figure as JSON can say it."""
    return float(value) if isinstance(value, Decimal) else value
