"""A paragraph as it was meant: blanks and line breaks that only the layout made are gone, places are kept.

Files put blanks between characters, break a number at the end of a line, write `2 0 2 3 年`. What could be
two numbers as well as one (`1 136 条`) keeps its blank and is no figure. Pure text, no errors, linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.text.script import fold_width

_BLANK = re.compile(r"\s+")
_SPACED_YEAR = re.compile(r"(?<![\d.])(?<!\d )2 ?0 ?\d ?\d(?= ?年)")
_SPACED_OUT = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]?")
_CLAUSE = re.compile(r"[^，,。；;：:()！？!?\n]+")
_LEFT_OUT = re.compile(r"\[\[[A-Z]{2,10}[^\[\]]{0,80}\]\]")  # a copyist's mark: here text is missing
_SHORT_LINE = 16  # a line of fewer characters was not broken for want of room: it is a heading


@dataclass(frozen=True, slots=True)
class Plain:
    """The text without the layout's blanks; `places[i]` is where character i stands in the paragraph."""

    text: str
    places: tuple[int, ...] | None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of the paragraph that `text[start:end]` was taken from."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def plain(paragraph: str) -> Plain:
    """`paragraph` folded to ASCII digits and brackets (，stays) without blanks that mean nothing."""
    text = fold_width(paragraph.replace("，", "\0")).replace("\0", "，")
    if "[[" in text:
        text = _LEFT_OUT.sub(lambda mark: "。" + " " * (len(mark[0]) - 1), text)
    if not _BLANK.search(text):
        return Plain(text, None)
    joined = {
        place
        for year in _SPACED_YEAR.finditer(text)
        for place in range(*year.span())
        if text[place].isspace()
    }
    spaced_out = len(_SPACED_OUT.findall(text)) * 5 > len(text)
    kept: list[str] = []
    places: list[int] = []
    last, line = 0, 0
    for blank in _BLANK.finditer(text):
        start, end = blank.span()
        kept.append(text[last:start])
        places.extend(range(last, start))
        sign = "" if start in joined else _sign(text, start, end, line, spaced_out)
        if "\n" in blank[0]:
            line = end
        if sign:
            kept.append(sign)
            places.append(start)
        last = end
    kept.append(text[last:])
    places.extend(range(last, len(text)))
    return Plain("".join(kept), tuple(places))


def _sign(text: str, start: int, end: int, line: int, spaced_out: bool) -> str:
    """What stays of the blank text[start:end]: nothing, one blank, or a line break that ends a heading."""
    if not start or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if "\n" in text[start:end]:
        if start - line < _SHORT_LINE:
            return "\n"
        # A full line that ends within a number: prose sets no two numbers side by side.
        return "" if not (before.isascii() and before.isalpha() and after.isascii()) else " "
    if before.isdigit() and (after.isdigit() or after == "."):
        return "" if spaced_out and end - start == 1 else " "
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text`; a semicolon ends none."""
    for match in _SENTENCE.finditer(text):
        yield match.span()


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between commas, colons, semicolons and brackets of `text[start:end]`; 、 parts none."""
    for match in _CLAUSE.finditer(text, start, end):
        yield match.span()
