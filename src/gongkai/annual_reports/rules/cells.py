"""One cell's text as a value: a number, a blank, a mark for "not applicable", or something unreadable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules.reading import Amount, Value
from gongkai.annual_reports.rules.structure import FormColumn
from gongkai.text.script import fold_width

# More digits than any figure of these tables has: a row whose cells ran together.
LONGEST = 15

_DIGITS = r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
_COUNTED = "(?:人次|件次|条次|[件个项条次宗起份家笔批例篇部户人])"
# Units of money as powers of ten of 元.
_POWERS = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}
_MONEY = "|".join(_POWERS)
_PLAIN = re.compile(
    rf"(?P<sign>[-−–—+])?{_DIGITS}\s*+(?:(?P<money>{_MONEY})|{_COUNTED})?\s*+(?P<note>\([^()]*\))?"
)
# “减少1,共12”: the change in words, and sometimes what is left after it.
_CHANGE = re.compile(
    rf"(?P<word>增加|减少|新增|增|减)了?\s*+{_DIGITS}\s*+{_COUNTED}?(?P<note>[,;、]?\s*+共\s*+\d+\s*+{_COUNTED}?)?"
)
_NOT_APPLICABLE = re.compile(r"[-−–—―─‐‑﹣/／\\]{1,4}|不适用")
_LIKE_A_VALUE = re.compile(r"[-−–—+]?\d[\d.,\s⏎]*|[无○〇]|(?:约|近)?\d[\d.,]*[余多万亿]+.{0,3}")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """`state`: number, blank, dash (not applicable) or unreadable; `note` is the original if annotated."""

    state: str
    value: Value = None
    note: str = ""
    reason: str = ""


BLANK = ReadCell("blank")


def tidy(text: str) -> str:
    """The text with half-width digits and single spaces."""
    return _SPACE.sub(" ", fold_width(text)).strip()


def is_value(text: str) -> bool:
    """Whether a piece of flattened text stands where a figure stands (readable or not), and is no label."""
    text = tidy(text)
    return any(p.fullmatch(text) for p in (_PLAIN, _CHANGE, _NOT_APPLICABLE, _LIKE_A_VALUE))


def parse(text: str, column: FormColumn) -> ReadCell:
    """The cell's value in `column`; what is not certain comes back unreadable, with a reason."""
    text = tidy(text)
    if not text:
        return BLANK
    if _NOT_APPLICABLE.fullmatch(text):
        return ReadCell("dash", note=text)
    if column.kind == "change" and (change := _CHANGE.fullmatch(text)):
        value = _number(change)
        if value is None:
            return _unreadable(text)
        return ReadCell("number", -value if change["word"].startswith("减") else value, text)
    match = _PLAIN.fullmatch(text)
    if match is None:
        return _unreadable(text)
    return _plain_number(match, text, column)


def _plain_number(match: re.Match[str], text: str, column: FormColumn) -> ReadCell:
    value, money, sign = _number(match), match["money"], match["sign"]
    if value is None:
        return ReadCell("unreadable", reason=f"原文“{_short(text)}”像是几格的数字连在了一起，分不开")
    if sign in ("–", "—") and column.kind != "change":
        return _unreadable(text)
    if sign and sign != "+":
        value = -value
    note = text if match["note"] else ""
    if not money:
        return ReadCell("number", value, note)
    if column.kind != "amount":
        return ReadCell("unreadable", reason=f"原文“{_short(text)}”带有金额单位，这一格应填件数")
    if column.unit and money != column.unit:
        return _converted(value, money, column, text)
    return ReadCell("number", value if column.unit else Amount(value, money), note)


def _converted(value: int | Decimal, money: str, column: FormColumn, text: str) -> ReadCell:
    """The sum in the head's unit, exactly; the note keeps it as written."""
    if column.unit not in _POWERS:
        return ReadCell("unreadable", reason=f"原文“{_short(text)}”的单位与表头的{column.unit}不同")
    exact = Decimal(value).scaleb(_POWERS[money] - _POWERS[column.unit])
    whole = exact == exact.to_integral_value()
    return ReadCell("number", int(exact) if whole else exact.normalize(), text)


def _number(match: re.Match[str]) -> int | Decimal | None:
    digits, fraction = match["digits"].replace(",", ""), match["fraction"] or ""
    # 0000000 and 640020470…: rows whose cells lost their borders, not numbers.
    if (len(digits) > 1 and digits[0] == "0") or len(digits) + len(fraction) > LONGEST:
        return None
    return Decimal(digits + fraction) if fraction else int(digits)


def _unreadable(text: str) -> ReadCell:
    return ReadCell("unreadable", reason=f"原文“{_short(text)}”不是能够确定的数字")


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
