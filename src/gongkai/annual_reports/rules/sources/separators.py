"""Lines on which punctuation parts the cells of a row: 规章, 12, 3, 7 or 行政许可；198.

A line is such a row only if everything before its figures is labels of the forms. A comma between digits with
no blank beside it may group thousands (1,107): where it may, it parts nothing and the line stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.sources.vocabulary import is_label, units
from gongkai.text.script import fold_width

_LONGEST_LINE = 400
_MARK = re.compile(r"[,，;；、/]")
_GROUPED = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")
# All blanks before a mark, taken up at the first of them alone.
_BEFORE = r"(?:(?<![ \t])[ \t]++)?"
_SEPARATORS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEFORE}[,，][ \t]+",
        rf"{_BEFORE}[;；][ \t]*",
        rf"{_BEFORE}[,，][ \t]*",
        rf"{_BEFORE}、[ \t]*",
    )
)
# A lone slash is also how an office writes that a cell does not apply; only between figures does it part.
_SLASHES = re.compile(rf"{_BEFORE}/[ \t]*")
_MIXED = re.compile(rf"{_BEFORE}[,，;；、/][ \t]*|[ \t]+")
_MOST_PARTS = 6  # a label broken by its own punctuation or blanks has no more
_FEWEST_FIGURES = 7  # of a line of nothing but figures; less may be a date


def cells(line: str) -> list[str]:
    """The cells of the row that `line` is, blank ones included; empty if it is none for certain."""
    if len(line) > _LONGEST_LINE or not _MARK.search(line):
        return []
    return list(_cells(line.strip()))


@lru_cache(maxsize=1024)  # lines of a table repeat
def _cells(line: str) -> list[str]:
    for separator in _SEPARATORS:
        found = _row(separator.split(line), units()) if _parts(separator, line) else []
        if found:
            return found
    # Where several marks part the cells, a blank one cannot be seen, nor which mark is a label's own.
    for separator in (_SLASHES, _MIXED):
        parts = separator.split(line) if _parts(separator, line) else [""]
        beside = units() if separator is _SLASHES else frozenset()
        if found := _row(parts, beside) if all(parts) else []:
            return found
    return []


def _parts(separator: re.Pattern[str], line: str) -> bool:
    """Whether there is something to part, and no comma of it may stand inside a figure."""
    if not separator.search(line):
        return False
    bare = "".join(fold_width(line).split(" ")) if separator is _MIXED else fold_width(line)
    return separator is _SEPARATORS[0] or separator is _SEPARATORS[1] or not _GROUPED.search(bare)


def _row(parts: list[str], beside: frozenset[str]) -> list[str]:
    """`parts` as labels and the figures behind them; empty if not. `beside`: units that may stand so."""
    end = len(parts)
    while end and (not parts[end - 1] or is_value(parts[end - 1])):
        end -= 1
    labels, figures = _labels(parts[:end], beside), parts[end:]
    if labels is None or (len(labels) < 2 and not figures):
        return []
    if not labels and (len(figures) < _FEWEST_FIGURES or not all(figures)):
        return []
    return [*labels, *figures]


def _labels(texts: list[str], beside: frozenset[str]) -> list[str] | None:
    """`texts` put together to labels of the forms, the longest first; None if they are not labels."""
    labels: list[str] = []
    start = 0
    while start < len(texts):
        ends = range(min(len(texts), start + _MOST_PARTS), start, -1)
        end = next((end for end in ends if is_label("".join(texts[start:end]))), None)
        if end is None and labels and texts[start] in beside:
            end = start + 1
        if end is None:
            return None
        labels.append("，".join(texts[start:end]) if end - start > 1 else texts[start])
        start = end
    return labels
