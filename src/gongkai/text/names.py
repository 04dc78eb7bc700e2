"""What a name may consist of: the names of people, bodies, posts, sites, tokens, files, lists.

A name stands in journals and letters for years and is judged by the eye, so whatever the eye cannot see is
kept out. Blanks of every width are one blank, written forms that mean the same character are one (NFC), and
characters that are invisible, that turn the order of writing or that have no agreed shape are refused. Every
script is welcome otherwise: rare ideographs, 々, the dots of minority names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Written by a person, and never by accident: what the refusal says after the place and the code point.
_CONTROL: Final = "是换行、制表一类的控制字符，请删去"
_TURNS: Final = "会颠倒文字的显示次序，请删去"
_UNSEEN: Final = "是看不见的字符，请删去后重新输入"
_PRIVATE: Final = "是自造字，别的电脑上显示不出或者显示成别的字，请改用国家标准（GB 18030）收录的字"
_BROKEN: Final = "是乱码，请重新输入这个字"
_STACKED: Final = "是没有所附字母或者叠加过多的附加符号，请删去"

_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Drawn as nothing, though their category is that of letters, marks or symbols (the rest is Cf).
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U00016fe4\U0001d159\U000e0000-\U000e0fff]"
)
# Ideographs younger than the Unicode data of this Python (14.0), as of 17.0: of Extensions C, E, H, I and J.
# Most were added for names of people and places of China.
_NEWER: Final = (
    (0x2B739, 0x2B73F),
    (0x2CEA2, 0x2CEAD),
    (0x2EBF0, 0x2EE5D),
    (0x31350, 0x33479),
)
_BLANKS: Final = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_PLAIN: Final = re.compile("[\x20-\x7e\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e·•、。]*")
MOST_MARKS: Final = 4


class NotAName(ValueError):
    """Not fit to be a name; the message says in Chinese which character is in the way and what to do."""


def compact(s: str) -> str:
    """One blank for blanks of any width and number, none at the ends, and one form of each character (NFC).

    >>> compact("　演示 　审计 ")
    '演示 审计'
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", s)).strip(" ")


def validate(s: str) -> str:
    """The name in its one form, or raise ``NotAName``. Emptiness and length are for the caller to judge.

    >>> validate("买买提·吐尔逊 ")
    '买买提·吐尔逊'
    >>> validate("演示\\u202e审计")
    Traceback (most recent call last):
    gongkai.text.names.NotAName: 第3个字符（U+202E）会颠倒文字的显示次序，请删去。
    """
    check_visible(s)
    return compact(s)


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(s)
    except NotAName:
        return False
    return True


def format(s: str) -> str:
    """The form in which the name is kept and shown; raises ``NotAName``."""
    return validate(s)


def check_visible(s: str, *, lines: bool = False) -> None:
    """Raise ``NotAName`` for the first character that deceives the eye. For sentences, which stay as written.

    `lines` lets line breaks and tabs pass.
    """
    for position, character, why in hidden(s):
        if lines and character in "\r\n\t":
            continue
        raise NotAName(f"第{position + 1}个字符（U+{ord(character):04X}）{why}。")


def without_hidden(s: str) -> str:
    """The text without the characters that ``validate`` refuses: for names that computers gave, as of files.

    >>> without_hidden("报告\\u200b.docx")
    '报告.docx'
    """
    places = {position for position, _character, _why in hidden(s)}
    if not places:
        return s
    return "".join(character for position, character in enumerate(s) if position not in places)


def hidden(s: str) -> Iterator[tuple[int, str, str]]:
    """Each character that may not stand in a name: its position from 0, the character, and why."""
    if _PLAIN.fullmatch(s):
        return
    marks, stands = 0, False  # marks in a row; whether there is a character that they can belong to
    for position, character in enumerate(s):
        category = unicodedata.category(character)
        if category in ("Mn", "Mc", "Me") and not _BLANK.match(character):
            marks += 1
            if category == "Me" or not stands or marks > MOST_MARKS:
                yield position, character, _STACKED
            continue
        marks, stands = 0, not _BLANKS.match(character)
        why = _why_hidden(character, category)
        if why:
            yield position, character, why


def _why_hidden(character: str, category: str) -> str:
    if category == "Cc":
        return _CONTROL
    if character in _DIRECTIONS:
        return _TURNS
    if category in ("Cf", "Zl", "Zp") or _BLANK.match(character):
        return _UNSEEN
    if category == "Co":
        return _PRIVATE
    if category == "Cs" or character == "\ufffd":
        return _BROKEN
    if category == "Cn" and not any(first <= ord(character) <= last for first, last in _NEWER):
        return _BROKEN
    return ""
