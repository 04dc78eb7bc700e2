"""From bytes to characters, and back from characters decoded wrongly; what was lost stays lost.

A report passes through many hands: UTF-8 read as GBK (鏀垮簻淇℃伅), GBK or UTF-8 read as Latin-1 (ÐÅÏ¢), once
or twice. Every byte that is still there is restored. A character of which bytes are gone becomes U+FFFD,
unless a label of the forms shows for certain which it was; digits beside a loss may have lost one, and go.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from gongkai.annual_reports.rules import forms
from gongkai.annual_reports.rules.reading import NothingRead

LOST = "\ufffd"
# Stands behind a character that was cut off, until the digits after it are dealt with.
_DOUBT = "\U000f0000"
_UNKNOWN = "文字的编码认不出来，请用记事本打开，另存为UTF-8编码后再试。"
_GONE = (
    "文字里的汉字大多已经变成问号或者乱码，不能还原；请回到原网页或者原文件重新保存，选择UTF-8编码后再试。"
)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*+=\s*+[\"']?\s*+(big5|utf-16)", re.IGNORECASE)
_REPORT = re.compile("信息公[开開]|政府|政[务務]|申[请請]|年度|统计|行政")
_WORDS = ("政府", "信息", "公开", "行政", "申请")
_DEEPEST = 3  # times a text was decoded wrongly
# Characters beyond ASCII; a report has some 30,000, read wrongly twice some three times as many.
_MOST_WIDE = 1_500_000
_ENDLESS = "文字太多，不像是一份年度报告；请只上传报告正文的网页或者文本。"
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_LOOKALIKES = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_TORN_TAG = re.compile(rf"((?:{LOST}|{_DOUBT})\??)(/(?:td|th|tr|p|span|div|table|font|strong|b|a|li|h\d)>)")


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8, UTF-16, GB 18030 or Big5, by its mark, its declaration and its content.

    Raises NothingRead if it is none of them.
    """
    text = _decoded(data)
    if len(text) - len(text.encode("ascii", "ignore")) > _MOST_WIDE:
        raise NothingRead(_ENDLESS)
    for _ in range(_DEEPEST):
        restored = _restored(text)
        if restored is None:
            break
        text = restored
    return tidy(_without_doubtful_digits(text) if LOST in text or _DOUBT in text else text)


def tidy(text: str) -> str:
    """The text without characters that have no width, look-alikes as the characters they look like.

    Line ends stay where they are.
    """
    if text.isascii():
        return _CONTROLS.sub(" ", text)
    text = _SPACES.sub(" ", _WIDTHLESS.sub("", _CONTROLS.sub(" ", text)))
    return _LOOKALIKES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def unescaped(text: str) -> str:
    """Text with the entities of HTML (&nbsp; &ldquo; &#20844;) as characters, where it has any."""
    return tidy(html.unescape(text)) if _ENTITY.search(text) else text


def refuse_lost(text: str) -> None:
    """Raises NothingRead where question marks and losses stand for most of what were characters."""
    lost = text.count(LOST) + sum(len(run) for run in re.findall(r"\?{2,}", text))
    if lost > 20 and lost > sum(1 for character in text if "\u3400" <= character <= "\u9fff"):
        raise NothingRead(_GONE)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:4096]:
        return _without_mark(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:2048])
    first = (
        ["big5hkscs", "gb18030"] if declared and declared[1].lower() == b"big5" else ["gb18030", "big5hkscs"]
    )
    whole = list(_strictly(data, first))
    if whole:
        return max(whole, key=lambda text: len(_REPORT.findall(text, 0, 100_000)))
    # A byte or two broken on the way: the rest is readable, and a broken cell stays unread.
    broken = (data.decode(encoding, "replace") for encoding in ("utf-8-sig", *first))
    best = min(broken, key=lambda text: text.count(LOST))
    if best.count(LOST) > max(3, len(best) // 500):
        raise NothingRead(_UNKNOWN)
    return best


def _strictly(data: bytes, encodings: list[str]) -> Iterator[str]:
    for encoding in encodings:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue


def _without_mark(data: bytes) -> str:
    """UTF-16 whose byte order mark was cut off; anything else with NULs is no text and stays as it is."""
    for text in _strictly(data[: len(data) // 2 * 2], ["utf-16-le", "utf-16-be"]):
        if _REPORT.search(text) and "\x00" not in text:
            return text
    return data.decode("latin-1")


# ——— characters decoded wrongly ———


def _narrow(data: bytes) -> str:
    """As Windows reads bytes for Western characters."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in data
    )


@cache
def _signs() -> tuple[tuple[str, frozenset[str]], ...]:
    """For each way of reading wrongly, what the most common words of reports look like read so."""
    once = [word.encode().decode("gb18030", "ignore") for word in _WORDS]
    twice = [sign.encode().decode("gb18030", "ignore")[:4] for sign in once]
    utf8 = [shown(word.encode()) for word in _WORDS for shown in (_narrow, _latin)]
    gbk = [shown(word.encode("gbk")) for word in _WORDS for shown in (_narrow, _latin)]
    again = [shown(sign.encode()) for sign in (*utf8, *gbk) for shown in (_narrow, _latin)]
    return (
        ("wide", frozenset((*once, *twice))),
        ("utf-8", frozenset((*utf8, *again))),
        ("gb18030", frozenset(gbk)),
    )


def _latin(data: bytes) -> str:
    return data.decode("latin-1")


def _restored(text: str) -> str | None:
    """The text decoded rightly, or None if it does not look as if it had been decoded wrongly."""
    if text.isascii():
        return None
    right = sum(text.count(word) for word in _WORDS)
    for way, signs in _signs():
        if sum(text.count(sign) for sign in signs) <= right:
            continue
        return _from_wide(text) if way == "wide" else _from_narrow(text, way)
    return None


_WESTERN = re.compile(
    "[\x00-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]+"
)


def _from_narrow(text: str, encoding: str) -> str:
    """Runs of Western characters as the bytes they were, decoded with `encoding`."""

    def again(run: re.Match[str]) -> str:
        data = b"".join(
            character.encode("latin-1") if character < "\u0100" else character.encode("cp1252", "replace")
            for character in run[0]
        )
        return data.decode(encoding, "replace")

    return _WESTERN.sub(again, text)


_RUN = re.compile(r"(?P<wide>[^\x00-\x7f]+)(?P<question>\?)?")
# UTF-8 as it should be; a character that was cut off; anything else.
_UTF8 = re.compile(
    rb"(?P<whole>(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+)"
    rb"|(?P<cut>[\xe0-\xef][\x80-\xbf]?)\xff*|(?P<stray>[\x80-\xff]+?)(?=[\xc2-\xf4]|$)|.",
    re.DOTALL,
)


# 公开 has a private character in the middle, which many programs drop without a trace.
_OPEN = "公开".encode().decode("gb18030")


def _from_wide(text: str) -> str:
    """Runs of wide characters as the bytes they were, decoded as UTF-8; a run that was right stays."""
    text = text.replace(_OPEN[0] + _OPEN[2], _OPEN)

    def again(run: re.Match[str]) -> str:
        shown = _run_again(run["wide"])
        if shown is None:
            return run[0]
        characters, cut = shown
        # The mark that stands for the loss goes; a digit after it is not certain.
        return characters + (_DOUBT if cut else run["question"] or "")

    return _RUN.sub(again, text)


def _run_again(wide: str) -> tuple[str, bool] | None:
    """(characters, whether the last one was cut off), or None if the bytes are no UTF-8."""
    best: tuple[int, str, bool] | None = None
    for euro in (b"\x80", b"\xa2\xe3") if "€" in wide else (b"",):
        data = b"".join(
            b"\xff"
            if character == LOST
            else euro
            if character == "€"
            else character.encode("gb18030", "replace")
            for character in wide
        )
        out, whole = "", 0
        for part in _UTF8.finditer(data):
            if part["whole"]:
                out += part["whole"].decode("utf-8", "replace")
                whole += len(part["whole"])
            else:
                out += _known().get((out[-2:], part["cut"] or part["stray"] or b""), LOST)
        cut = part["whole"] is None
        right = whole * 5 >= len(data) * 2 or (part["cut"] is not None and len(data) <= 4)
        if right and (best is None or out.count(LOST) < best[0]):
            best = (out.count(LOST), out, cut)
    return best[1:] if best else None


@cache
def _known() -> dict[tuple[str, bytes], str]:
    """For two characters of a label and two bytes of the next: that one, if only one can be meant."""
    found: dict[tuple[str, bytes], set[str]] = {}
    for label in _labels():
        for place in range(2, len(label)):
            data = label[place].encode()
            for left in (data[:2], data[1:]):
                found.setdefault((label[place - 2 : place], left), set()).add(label[place])
    return {key: characters.copy().pop() for key, characters in found.items() if len(characters) == 1}


def _labels() -> Iterator[str]:
    yield from (
        "人民政府信息公开工作年度报告",
        "政府信息公开年度报告",
        "人民政府办公室",
        "统计期限",
        "公开申请",
    )
    for name in forms.FORMATS:
        shape = forms.form(name)
        yield from shape.chapters
        for table in shape.tables.values():
            yield from (table.title, table.corner, table.over)
            yield from (block.title for block in table.blocks)
            for column in table.columns.values():
                yield from (column.label, *column.also)
            for row in (*table.rows.values(), *table.combined.values()):
                yield from (row.label, *row.also, *row.groups)


def _without_doubtful_digits(text: str) -> str:
    """Digits after a loss go, but for a year: with one digit more it would be none."""
    text = _TORN_TAG.sub(r"\1<\2", text)
    text = re.sub(rf"({LOST}|{_DOUBT})(?!20\d\d年)[\d.,]*\d%?", LOST, text)
    return text.replace(_DOUBT, "")
