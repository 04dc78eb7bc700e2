"""Where things stand that depend on their length: the mark of the organ, the signature above its date."""

from __future__ import annotations

from typing import NamedTuple

from gongkai.records.letters.rules.page import MM_TO_PT, PAGE
from gongkai.records.letters.rules.title import width


class Signature(NamedTuple):
    """Characters left free at the right of the signatory and of the date, both set flush right."""

    signatory: float
    date: float


def signature(signatory: str, dated: str, *, sealed: bool) -> Signature:
    """The signature block.

    With a seal (7.3.5.1) the date stands four characters from the right and the signatory is centred on it.
    Where the signatory is so long that it would pass the margin, it keeps to the margin and the date is
    centred on it. Without (7.3.5.2) the signatory stands two characters from the right and the date begins
    two characters after its first; a date that is the longer keeps two characters and moves the signatory.

    >>> signature("云河市人民政府", "2026年3月16日", sealed=True)
    Signature(signatory=3.75, date=4)
    """
    organ, day = width(signatory), width(dated)
    if sealed:
        right = PAGE.date_from_right + (day - organ) / 2
        return Signature(right, PAGE.date_from_right) if right >= 0 else Signature(0, (organ - day) / 2)
    margin = PAGE.unsealed_from_right
    date_right = margin + organ - 2 - day
    return (
        Signature(margin, date_right) if date_right >= margin else Signature(margin + day + 2 - organ, margin)
    )


def mark_size(mark: str) -> int:
    """Points of the organ's mark: the largest size that keeps it on one line, else the smallest."""
    room = PAGE.text_width * MM_TO_PT
    for size in PAGE.mark_sizes_pt:
        if width(mark) * size <= room:
            return size
    return PAGE.mark_sizes_pt[-1]


def column_widths(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """Shares of the table's width in percent, sum 100: short columns get what they need, long ones the rest.

    >>> column_widths(("序号", "内容"), (("1", "云东区城市更新改造项目房屋征收补偿安置方案以及历次变更"),))
    [10, 90]
    """
    padding = 16.0  # both sides of a cell and its rules, in points
    room = PAGE.text_width * MM_TO_PT
    needs = [
        max(width(cell) for cell in column) * PAGE.table_pt + padding
        for column in zip(head, *rows, strict=True)
    ]
    given: dict[int, float] = {}
    left = room
    for place in sorted(range(len(needs)), key=needs.__getitem__):
        given[place] = min(needs[place], left / (len(needs) - len(given)))
        left -= given[place]
    # What nobody needs goes to the longest.
    given[needs.index(max(needs))] += max(0.0, left)
    shares = [max(1, round(given[place] * 100 / room)) for place in range(len(needs))]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    return shares


def centred_columns(rows: tuple[tuple[str, ...], ...]) -> list[bool]:
    """Which columns are set in the middle: those of short entries, such as numbers and yes or no."""
    return [max(width(cell) for cell in column) <= 6 for column in zip(*rows, strict=True)]
