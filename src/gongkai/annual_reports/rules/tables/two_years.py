"""Two years side by side: the report's own columns, if the heads over them say for certain which they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.annual_reports.rules.document import Box
from gongkai.text.script import fold_width

_YEAR = re.compile(r"20\d\d")
_ONE_YEAR = re.compile(r"(20\d\d)年?度?")
_THIS = re.compile(r"(?:本年度?|今年|当年|本期)(?:数|情况)?")
_LAST = re.compile(r"(?:上一?年度?|去年|上期)(?:数|情况)?")

Range = tuple[int, int]


def own_half(halves: Sequence[Range], heads: Sequence[Box], year: int | None) -> int | None:
    """Which of the two halves of a table is that of `year`; None if the heads over them do not settle it.

    Each half needs one head over it alone that names a year, or says 本年 and 上年; one must be the report's
    and the other must not.
    """
    said = [_years(half, heads) for half in halves]
    if any(len(names) != 1 for names in said):
        return None
    names = [each.pop() for each in said]
    if set(names) == {"this", "last"}:
        return names.index("this")
    if year is not None and all(name.isdecimal() for name in names) and names.count(str(year)) == 1:
        return names.index(str(year))
    return None


def own_line(labels: Sequence[str], year: int | None) -> int | None:
    """Which of several lines of figures, each with its year before it, is that of `year`; None if unsettled.

    Every line must name a year and nothing else, or say 本年 or 上年; only one may be the report's.
    """
    said = [_said(text) for text in labels]
    if not all(said):
        return None
    own = ["this"] if set(said) <= {"this", "last"} else [str(year)] if "this" not in said else []
    mine = [index for index, name in enumerate(said) if name in own]
    return mine[0] if len(mine) == 1 and len(set(said)) == len(said) else None


def _said(label: str) -> str:
    text = "".join(fold_width(label).split())
    if match := _ONE_YEAR.fullmatch(text):
        return match[1]
    return "this" if _THIS.fullmatch(text) else "last" if _LAST.fullmatch(text) else ""


def _years(half: Range, heads: Sequence[Box]) -> set[str]:
    """What the heads over this half alone call it."""
    found: set[str] = set()
    for box in heads:
        if box.left < half[0] or box.right > half[1] or not box.text:
            continue
        text = "".join(fold_width(box.text).split())
        found |= set(_YEAR.findall(text))
        if _THIS.fullmatch(text):
            found.add("this")
        elif _LAST.fullmatch(text):
            found.add("last")
    return found
