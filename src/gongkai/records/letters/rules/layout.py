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

    With a seal (7.3.5.1) the date stands four characters from the right and the signatory is centred on it. Where
    the signatory is so long that it would pass the margin, it keeps to the margin and the date is centred on it.
    Without (7.3.5.2) the signatory stands two characters from the right and the date begins two characters after
    its first; a date that is the longer keeps two characters, and the signatory gives way.

    >>> signature("云河市人民政府", "2026年3月16日", sealed=True)
    Signature(signatory=3.75, date=4)
    """
    organ, day = width(signatory), width(dated)
    if sealed:
        right = PAGE.date_from_right + (day - organ) / 2
        return Signature(right, PAGE.date_from_right) if right >= 0 else Signature(0, (organ - day) / 2)
    margin = PAGE.unsealed_from_right
    date_right = margin + organ - 2 - day
    return Signature(margin, date_right) if date_right >= margin else Signature(margin + day + 2 - organ, margin)


def mark_size(mark: str) -> int:
    """Points of the organ's mark: the largest size that keeps it on one line, else the smallest."""
    room = PAGE.text_width * MM_TO_PT
    for size in PAGE.mark_sizes_pt:
        if width(mark) * size <= room:
            return size
    return PAGE.mark_sizes_pt[-1]


def column_widths(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """Shares of the table's width in percent, by what stands in the columns; sum 100, none below 8."""
    longest = [
        min(24.0, max([4.0, *(width(cell) for cell in column)]))
        for column in zip(head, *rows, strict=True)
    ]
    floor = min(8.0, 100 / len(head))
    spare = 100 - floor * len(head)
    shares = [int(floor + spare * one / sum(longest)) for one in longest]
    shares[longest.index(max(longest))] += 100 - sum(shares)
    return shares
