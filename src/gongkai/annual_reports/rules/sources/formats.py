"""A number of a spreadsheet as its cell shows it; where the cell shows another number, both are said.

ECMA-376 part 1, 18.8.30 (number formats). What is stored and what is seen must agree before a figure is
certain: a cell that shows 12 over a stored 12.4 comes out as a text that no reader takes for a number.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\[\]\-]*+)[^\[\]]*\]|\[(?P<bracket>[^\[\]]*)\]'
    r"|(?P<general>General)|(?P<science>E[+-])|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOURS = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|dbnum\d|颜色\d*)", re.I)
_DATE_LETTERS = frozenset("ymdhseagbYMDHSEAGB")
# Formats 27–36 and 50–58 are dates in Chinese programs, without a code in the file.
_CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))
_LARGEST_EXPONENT = 30


def code_of(number: int, own: dict[int, str]) -> str:
    """The code of a format by its number: the file's own, a built-in one, or General."""
    if number in own:
        return own[number]
    if number in _CHINESE_DATES:
        return "yyyy/m/d"
    return str(BUILTIN_FORMATS.get(number, "General"))


def shown(raw: str, code: str, *, from_1904: bool = False) -> str:
    """The text of a stored number `raw` under the format `code`; “存的是…，显示为…” where they differ."""
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return f"数字{raw}"
    stored = _plain(Decimal(f"{number:.14e}"))
    sections = _sections(code)
    if any(token in _DATE_LETTERS for token in _others(sections[0])):
        return _date(number, from_1904=from_1904)
    if number == 0:
        # A dash or nothing in place of a zero is a matter of style.
        return _with_words("0", sections[0])
    return _in_section(stored, sections)


def _in_section(stored: str, sections: list[str]) -> str:
    negative = stored.startswith("-")
    section = sections[1] if negative and len(sections) > 1 else sections[0]
    digits, percent, sign, problem = "", False, False, False
    for token in _TOKEN.finditer(section):
        if token["digits"] is not None:
            problem = problem or bool(digits)
            digits = token["digits"]
        elif token["general"]:
            digits = "General"
        elif token["bracket"] is not None:
            problem = problem or not _COLOURS.fullmatch(token["bracket"])
        elif token["escaped"] in ("-", "(") or token["other"] in ("-", "("):
            sign = True
        elif token["other"] == "%":
            percent = True
        elif token["science"] or (token["other"] and token["other"] not in " )+@¥￥$"):
            problem = True
    if section.strip() == "@":
        return stored
    if not digits:
        return f"{stored}，没有显示出来"
    if problem or digits.endswith(",") or (negative and len(sections) > 1 and not sign):
        return f"{stored}，显示格式为{section}"
    value = Decimal(stored) * (100 if percent else 1)
    if digits != "General":
        places = len(digits.partition(".")[2])
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if rounded != value:
            return f"{stored}，显示为{_plain(rounded)}"
    return _with_words(_plain(value) + ("%" if percent else ""), section)


def _with_words(number: str, section: str) -> str:
    """The number between the words of the format: 12 under 0"件" is 12件, under ¥0.00 it is ¥12."""
    before, after, met = "", "", False
    for token in _TOKEN.finditer(section):
        word = token["quoted"] or token["currency"] or token["escaped"] or ""
        if token["other"] in ("¥", "￥", "$"):
            word = token["other"]
        if token["digits"] is not None or token["general"]:
            met = True
        elif word.strip(" -+()"):
            before, after = (before, after + word) if met else (before + word, after)
    return f"{before.strip()}{number}{after.strip()}"


def _sections(code: str) -> list[str]:
    sections = [""]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    return sections


def _others(section: str) -> list[str]:
    """The bare characters of a section; those of elapsed times ([h]) among them."""
    return [
        character
        for token in _TOKEN.finditer(section)
        for character in (
            token["other"]
            or (token["bracket"] if re.fullmatch("[hms]+", token["bracket"] or "", re.I) else "")
            or ""
        )
    ]


def _date(number: Decimal, *, from_1904: bool) -> str:
    try:
        day = from_excel(float(number), CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError, TypeError):
        return f"日期{number}"
    if isinstance(day, datetime):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.hour}时{day.minute}分" if isinstance(day, time) else f"时长{number}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
