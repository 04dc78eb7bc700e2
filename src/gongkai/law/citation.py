"""Where a rule stands: instrument, article, paragraph, item, written and read as Chinese law writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from gongkai.law import instruments

_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_NUMBER = r"[零〇一二三四五六七八九十百千两\d]+"
_FORM = re.compile(
    rf"《(?P<title>.+)》"
    rf"(?:（(?P<year>\d{{4}})年）)?"
    rf"(?:第(?P<article>{_NUMBER})条(?:之(?P<suffix>{_NUMBER}))?)?"
    rf"(?:第(?P<paragraph>{_NUMBER})款)?"
    rf"(?:(?:第[（(]?|[（(])(?P<item>{_NUMBER})[）)]?项)?"
)


class NotACitation(ValueError):
    """The text does not name a place in an instrument that is registered; the message says what to write."""


def _chinese(number: int) -> str:
    """1…9999 in Chinese numerals as statutes write them: 10 → 十, 105 → 一百零五."""
    written = ""
    for place, unit in _PLACES:
        digit, number = divmod(number, place)
        if digit:
            written += _DIGITS[digit] + unit
        elif written and number and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def _number(written: str) -> int:
    """The inverse of `_chinese`; digits in a row (203, 二〇三) are read as well."""
    if written.isdecimal() and written.isascii():
        return int(written)
    written = written.replace("〇", "零").replace("两", "二")
    units = {"十": 10, "百": 100, "千": 1000}
    if not units.keys() & set(written):
        return int("".join(str(_DIGITS.index(sign)) for sign in written))
    total, digit = 0, 0
    for sign in written:
        if sign in units:
            total += (digit or 1) * units[sign]
            digit = 0
        else:
            digit = _DIGITS.index(sign)
    return total + digit


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an instrument. `article_suffix` is the n of 第…条之n (0: none)."""

    instrument: str
    article: int | None = None
    article_suffix: int = 0
    paragraph: int | None = None
    item: int | None = None

    def __post_init__(self) -> None:
        instruments.get(self.instrument)
        if self.article is None and (self.article_suffix or self.paragraph or self.item):
            raise NotACitation("引用了款或者项，却没有写明第几条。请先写条，再写款、项。")

    @classmethod
    def parse(cls, text: str, on: date | None = None) -> Citation:
        """Read 《…》第三十三条第二款第（一）项.

        The title may be a registered short one. Where instruments share a title, `on` chooses the one in
        force that day; without it the one not yet superseded is meant. Raises `NotACitation`.
        """
        match = _FORM.fullmatch("".join(text.split()))
        if match is None:
            raise NotACitation(
                f"“{text}”不是规范的引用。请写成《法规名称》第三十三条第二款第（一）项的样子。"
            )
        try:
            year = int(match["year"]) if match["year"] else None
            instrument = instruments.named(match["title"], on, year)
        except instruments.UnknownInstrument as unknown:
            raise NotACitation(str(unknown)) from None
        number = {
            key: _number(part)
            for key, part in match.groupdict().items()
            if part and key not in {"title", "year"}
        }
        return cls(
            instrument.id,
            number.get("article"),
            number.get("suffix", 0),
            number.get("paragraph"),
            number.get("item"),
        )

    @property
    def short(self) -> str:
        """第三十三条第二款: the place without the instrument; empty for an instrument as a whole."""
        if self.article is None:
            return ""
        suffix = f"之{_chinese(self.article_suffix)}" if self.article_suffix else ""
        paragraph = f"第{_chinese(self.paragraph)}款" if self.paragraph else ""
        item = f"第（{_chinese(self.item)}）项" if self.item else ""
        return f"第{_chinese(self.article)}条{suffix}{paragraph}{item}"

    @property
    def parent(self) -> Citation | None:
        """The next wider place: item → paragraph → article → instrument → None."""
        if self.item is not None:
            return replace(self, item=None)
        if self.paragraph is not None:
            return replace(self, paragraph=None)
        if self.article is not None:
            return Citation(self.instrument)
        return None

    def covers(self, other: Citation) -> bool:
        """True if `other` is this place or lies inside it."""
        place: Citation | None = other
        while place is not None:
            if place == self:
                return True
            place = place.parent
        return False

    def __str__(self) -> str:
        return f"{instruments.get(self.instrument).cited}{self.short}"
