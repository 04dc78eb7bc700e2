"""Numbers as official prose writes them: 三十余万, 1.3万, 40.25%, 1,336,000, 一千二百三十四, 二〇一九.

``parse`` reads a string that is one number; ``find`` finds the numbers in running text. Both refuse what has
two readings (一万二, 三五, 8-10) instead of choosing one. A sign is not read here: what 减少 or ``-`` means
belongs to the table or sentence in which it stands.

A percentage keeps the figure that is written: 40.25% has the value 40.25 and ``percent`` set.
``approximate`` is set where the text says so: 余, 多, 几, 来, + after a figure, 近, 约, 逾, 超 before it.
What follows the measure word (150次以上) is not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gongkai.text.script import fold_width

LARGEST: Final = 10**16 - 1
"""The largest integer that ``to_chinese`` writes and ``parse`` reads (九千九百九十九万亿 …)."""

_DIGITS: Final = "零一二三四五六七八九"
_VARIANTS: Final = str.maketrans("○〇两兩萬億餘幾點來", "零零二二万亿余几点来")
# Amounts in words. ``find`` leaves them alone: 陆 and 伍 are names and places more often than figures.
_FORMAL: Final = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_PLAIN: Final = _VARIANTS | str.maketrans(_FORMAL, "一二二三三四五六六七八九十百千")
_LONGEST: Final = 40  # characters of a figure; the longest up to LARGEST in words has 31

_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# 亿万 and 万万 are words, not orders of magnitude; 万亿 is one.
_ORDER: Final = "(?:[十百千]?[万亿]|万亿|[十百千])?"
_WESTERN_CORE: Final = re.compile(
    rf"((?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?)(余|多)?({_ORDER})"
)
# 1亿3000万, 3万5000: a tail fills its order exactly, for 3万5 means 35000 to one reader and 30005 to another.
_WESTERN_CHAIN: Final = re.compile(r"([1-9][0-9]*)亿([1-9][0-9]{0,3})万([0-9]{4})?|([1-9][0-9]*)万([0-9]{4})")
_CHINESE_CORE: Final = re.compile(rf"([零一二三四五六七八九十百千万亿]+)(?:(余|多|几|来)({_ORDER}))?")
_CHINESE_DECIMAL: Final = re.compile(
    rf"([零一二三四五六七八九十百千]+)点([零一二三四五六七八九]{{1,6}})({_ORDER})"
)


class NotANumber(ValueError):
    """The text is not one number with one reading; the message says so in Chinese."""

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= 30 else text[:30] + "…"
        super().__init__(f"“{shown}”不是能够确定读出的数，请改用阿拉伯数字填写，例如 1336 或 1.3万。")
        self.text = text


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """One figure: its exact value, how it was meant, and how it was written.

    ``value`` is in ones (1.3万 is 13000), or in hundredths where ``percent``; never negative.
    """

    value: Decimal
    approximate: bool
    percent: bool
    text: str


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in running text: ``source[start:end] == number.text``."""

    start: int
    end: int
    number: WrittenNumber


def to_chinese(n: int) -> str:
    """Write ``n`` (0 … ``LARGEST``) in Chinese numerals, as articles of law are numbered.

    >>> to_chinese(36), to_chinese(110), to_chinese(100010)
    ('三十六', '一百一十', '十万零一十')

    Raises ``ValueError`` outside the range.
    """
    if not 0 <= n <= LARGEST:
        raise ValueError(f"只能写出0至{LARGEST}之间的整数，收到的是{n}。")
    return re.sub("^一十", "十", _spell(n))


def _spell(n: int) -> str:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if n >= size:
            high, low = divmod(n, size)
            gap = "零" if low and low < size // 10 else ""
            return _spell(high) + unit + gap + (_spell(low) if low else "")
    if n < 10:
        return _DIGITS[n]
    unit, size = next((u, s) for u, s in (("千", 1000), ("百", 100), ("十", 10)) if n >= s)
    high, low = divmod(n, size)
    gap = "零" if low and low < size // 10 else ""
    return _DIGITS[high] + unit + gap + (_spell(low) if low else "")


def _sum_of_units(text: str) -> int | None:
    """The value of a numeral with units, read without judging whether it is well formed."""
    for unit in ("亿", "万"):
        head, found, tail = text.rpartition(unit)
        if found:
            high = _sum_of_units(head)
            low = _sum_of_units(tail) if tail else 0
            return None if high is None or low is None else high * _SCALES[unit] + low
    total, digit = 0, 0
    for character in text:
        if character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit if text else None


def _canonical(text: str) -> str:
    text = re.sub(r"(?<![一二三四五六七八九])十", "一十", text)
    # 一百万零一千 beside 一百万一千: both are written, both mean the same.
    return re.sub(r"(?<=[万亿])零(?=[一二三四五六七八九]千)", "", text)


def _chinese_integer(text: str) -> int | None:
    """The value of well-formed Chinese numerals (一千二百三十四) or of a row of digits (二〇一九)."""
    if len(text) > _LONGEST:
        return None
    if not any(unit in text for unit in _SCALES):
        # 三五 and 七八 are ranges, 一二三 an enumeration; a zero or four digits make it a figure.
        if len(text) == 1 or "零" in text[1:] or len(text) >= 4:
            return int("".join(str(_DIGITS.index(character)) for character in text))
        return None
    value = _sum_of_units(text)
    # The value is right exactly if writing it again gives the same words: refuses 一万二, 一百二, 十四五.
    if value is None or value > LARGEST or _canonical(text) != _canonical(_spell(value)):
        return None
    return value


def _scaled(figure: Decimal, order: str) -> Decimal:
    """1.3 and 万 → 13000, without a trailing .0."""
    for unit in order:
        figure *= _SCALES[unit]
    return figure.to_integral_value() if order and figure == figure.to_integral_value() else figure


def _western(text: str) -> tuple[Decimal, bool] | None:
    if chain := _WESTERN_CHAIN.fullmatch(text):
        hundred_millions, myriads, rest, leading, tail = (int(part or 0) for part in chain.groups())
        return Decimal(hundred_millions * 10**8 + (myriads + leading) * 10**4 + rest + tail), False
    match = _WESTERN_CORE.fullmatch(text)
    # 007 is somebody's number, not a figure; 28 digits are what decimal arithmetic keeps exactly.
    if not match or re.match("0[0-9,]", text) or len(match[1]) > 28:
        return None
    digits, about, order = match.groups()
    return _scaled(Decimal(digits.replace(",", "")), order), bool(about)


def _chinese(text: str) -> tuple[Decimal, bool] | None:
    if decimal := _CHINESE_DECIMAL.fullmatch(text):
        whole, fraction, order = decimal.groups()
        value = _chinese_integer(whole)
        digits = "".join(str(_DIGITS.index(character)) for character in fraction)
        return None if value is None else (_scaled(Decimal(f"{value}.{digits}"), order), False)
    match = _CHINESE_CORE.fullmatch(text)
    if not match:
        return None
    head, about, order = match.groups()
    if about:
        # 余 follows a round figure (三十余万); 千余 is one thousand and more.
        head = "一" + head if head in {"百", "千", "万", "亿"} else head
        if head[-1] not in _SCALES:
            return None
    value = _chinese_integer(head)
    return None if value is None else (_scaled(Decimal(value), order or ""), bool(about))


_BEFORE: Final = ("超过", "将近", "接近", "大约", "近", "约", "逾", "超")
_WHOLE: Final = re.compile(
    rf"(?P<about>{'|'.join(_BEFORE)})?(?P<share>百分之)?(?P<core>.+?)(?P<more>余|多|\+)?(?P<sign>[ \xa0]?%)?"
)


def _read(text: str) -> tuple[Decimal, bool, bool] | None:
    """(value, approximate, percent) of a string in ASCII digits and plain Chinese numerals, or None."""
    match = _WHOLE.fullmatch(text)
    if not match or len(text) > 2 * _LONGEST or (match["share"] and match["sign"]):
        return None
    core, more = match["core"], match["more"] or ""
    if (match["share"] and core == "百") or (match["about"] and not more and core[0] in "百千万亿"):
        core = "一" + core  # 百分之百, 近百: the one is understood
    if len(core) > _LONGEST:
        return None
    # 余 may follow any figure in Western digits (18.6万余); in Chinese ones the pattern of the core decides.
    western = core[0].isascii()
    read = _western(core) if western else _chinese(core + more)
    if read is None:
        return None
    value, inner = read
    if value > LARGEST:
        return None  # an identifier, or a row of a table run together
    approximate = inner or bool(match["about"] or more)
    return value, approximate, bool(match["share"] or match["sign"])


def parse(s: str) -> WrittenNumber:
    """Read a string that is exactly one number.

    >>> parse("三十余万")
    WrittenNumber(value=Decimal('300000'), approximate=True, percent=False, text='三十余万')
    >>> parse("40.25%").value, parse("百分之四十").percent
    (Decimal('40.25'), True)

    Raises ``NotANumber`` for anything else, a sign included.
    """
    text = s.strip()
    read = _read(fold_width(text).translate(_PLAIN)) if text else None
    if read is None:
        raise NotANumber(s)
    value, approximate, percent = read
    return WrittenNumber(value, approximate, percent, text)


_ORDINAL: Final = re.compile(r"第\(?(?P<figure>[0-9]{1,9}|[零一二三四五六七八九十百千万]+)\)?[^\W\d_]?")


def parse_ordinal(s: str) -> int:
    """Read 第三十六条, 第(一)项, 第36条 or a bare 第十二 as an integer of at least 1.

    Raises ``NotANumber``.
    """
    match = _ORDINAL.fullmatch(fold_width(s.strip()).translate(_PLAIN))
    figure = match["figure"] if match else ""
    value = int(figure) if figure.isascii() and figure else _chinese_integer(figure) if figure else None
    if not value or figure[0] == "0":
        raise NotANumber(s)
    return value


# A lexeme is everything that hangs together as a figure, a code, a date or a range. It is read whole or not
# at all: 0555-8356203, 1.2.3, A4, 8-10 and 十四五 yield nothing, rather than a piece of themselves.
_FIGURE: Final = rf"[0-9A-Za-z_零一二三四五六七八九十百千万亿{_FORMAL}]"
# A comma or full stop joins Western digits; before 一是 it ends a clause.
_JOINT: Final = (
    r"(?:(?<=[0-9A-Za-z_])[.,/:+](?=[0-9A-Za-z_])|[~•·・\-−～]|[–—]{1,2}|分之|点|[余多几来](?=[十百千万亿]))"
)
_LEXEME: Final = re.compile(
    # Thousands or two numbers with a comma between them? 12，345 in ASCII digits is left alone.
    rf"(?P<open>[0-9]{{1,3}}(?:，[0-9]{{3}})+(?![0-9]))"
    rf"|(?P<lexeme>{_FIGURE}+(?:{_JOINT}{_FIGURE}+)*)"
    r"(?P<more>余(?![额款])|\+(?![0-9A-Za-z])|多(?!样|媒|边|元化)|(?<=[十百千万])(?:几(?!乎)|来(?=[个件条次人份家项名篇期场])))?"
    r"(?P<sign>[ \xa0]?[%‰])?"
)
_WIDE_COMMA: Final = re.compile("(?<=[０-９])，(?=[０-９])")
_LAST_OF_BEFORE: Final = frozenset(word[-1] for word in _BEFORE)
# Words in which 近, 约, 超 say something else: 最近, 节约, 赶超; 不超过 names a limit.
_OTHER_WORD: Final = {"近": "最附邻靠远就不未", "约": "节预签条公合违履契制不未", "超": "赶高反不未"}
_SPAN_OF_TIME: Final = ("年", "个月", "月", "日", "天", "周", "期", "届")


def _plain_for_finding(s: str) -> str:
    """``s`` with ASCII digits and plain numerals, position by position; 一，二 keeps its comma."""
    narrow = _WIDE_COMMA.sub(",", s)
    return "，".join(fold_width(part).translate(_VARIANTS) for part in narrow.split("，"))


def _qualifier(plain: str, start: int, end: int, lone: bool) -> str:
    """近, 约, 超过 … directly before a figure, where it qualifies that figure; else the empty string."""
    if plain[start - 1 : start] not in _LAST_OF_BEFORE:
        return ""
    word = next((w for w in _BEFORE if plain[max(0, start - len(w)) : start] == w), "")
    previous = plain[start - len(word) - 1 : start - len(word)] if start > len(word) else ""
    if not word or previous in (*_OTHER_WORD.get(word, "不未"),):
        return ""
    # 近三年 is the last three years, exactly; 近百年 is about a hundred.
    if word == "近" and not lone and plain.startswith(_SPAN_OF_TIME, end):
        return ""
    return word


def _is_a_figure(plain: str, start: int, end: int, lexeme: str) -> bool:
    """Whether what stands around a lexeme lets it be a figure, and not an ordinal, a heading or a word."""
    before, after = plain[max(0, start - 2) : start], plain[end : end + 1]
    if before.endswith(("第", "第(", "-", "−", "+", "分之")):
        return False
    if lexeme[0].isascii():
        # .5 lacks its beginning; “3.2019年” is a heading number and a year.
        return before[-1:] != "." and not (after == "年" and re.search(r"\.(?:19|20)[0-9]{2}$", lexeme))
    if "点" in lexeme and "分之" not in lexeme:
        return False  # 一点一滴, 九点三十
    if (before.endswith("(") and after == ")") or (
        after == "、" and (not before or before[-1] in "\n\r 。；")
    ):
        return False  # （十二） and 十二、 are headings
    # 一九九八 is a year; without 年 a row of digits without zero enumerates (一二三四线城市).
    if len(lexeme) > 1 and not re.search("[零十百千万亿]", lexeme) and after != "年":
        return False
    return after not in (*"是大届世",)  # 十二是…, 十九大, 十九届, 二十一世纪


def find(s: str) -> list[NumberMention]:
    """Find the numbers in running text, in order, in time linear in its length.

    Left out, because they would be guesses: a single Chinese numeral (一 is a word more often than a figure),
    ordinals (第三条), ranges with a dash, ratios, fractions other than per cent, codes, telephone numbers,
    dates with separators, signed numbers, and whatever ``parse`` refuses.

    >>> [(m.number.text, str(m.number.value)) for m in find("公开18.6万余条，第三批近百件，电话0555-8356203")]
    [('18.6万余', '186000'), ('近百', '100')]
    """
    plain = _plain_for_finding(s)
    mentions = []
    for match in _LEXEME.finditer(plain):
        lexeme, start, end = match["lexeme"], match.start(), match.end()
        if lexeme is None or len(lexeme) > 2 * _LONGEST or (match["sign"] or "").endswith("‰"):
            continue
        if not _is_a_figure(plain, start, end, lexeme):
            continue
        lone = end - start == 1 and not lexeme.isascii()
        word = _qualifier(plain, start, end, lone)
        if lone and (not word or lexeme not in "十百千万亿" or plain.startswith("姓", end)):
            continue
        start -= len(word)
        read = _read(plain[start:end])
        if read is not None:
            value, approximate, percent = read
            mentions.append(
                NumberMention(start, end, WrittenNumber(value, approximate, percent, s[start:end]))
            )
    return mentions
