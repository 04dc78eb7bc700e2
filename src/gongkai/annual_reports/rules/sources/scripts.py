"""Tables that a page keeps inside its scripts: string literals that are markup, found and never executed.

Sites write a report's table as `var html = "<table>"`, as JSON with \\u003ctable, line by line through
document.write, percent-escaped, or as CDATA records of a data store. Pieces with nothing but plus signs and
calls between them are one piece; where a variable stands between, the place is unreadable.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from gongkai.annual_reports.rules.document import LONGEST_TEXT
from gongkai.annual_reports.rules.sources.encodings import LOST

# Bounds on what is looked at: a report's tables take some 100,000 characters of markup.
_LONGEST = 4 * LONGEST_TEXT
_MOST_LITERALS = 50_000
# Every part ends at the next of its kind, so that what is never closed is looked at once.
_TOKEN = re.compile(
    r"""//[^\n"'`<]{0,300}+(?=\n|$)|/\*(?:(?!/\*).)*?\*/"""
    r"""|<!\[CDATA\[(?=\s?<)(?P<data>(?:(?!<!\[CDATA\[).)*?)\]\]>"""
    r"""|(?<!\\)"(?P<double>(?:[^"\\\n]|\\.)*+)"|(?<!\\)'(?P<single>(?:[^'\\\n]|\\.)*+)'|(?<!\\)`(?P<back>(?:[^`\\]|\\.)*+)`""",
    re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))", re.DOTALL
)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " ", "v": " ", "0": "", "\n": "", "\r\n": ""}
_TAG = re.compile(r"<\s?/?(?:table|tbody|thead|tr|td|th)\b", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    r"(?:\\u003c|\\x3c|&lt;|%3C)(?:/|%2F|\\/)?(?:table|tbody|tr|td|th|p|div)\b", re.IGNORECASE
)
_MARKUP = re.compile(r"<\s?/?(?:table|tbody|thead|tr|td|th|p|div|br|span|h\d)\b", re.IGNORECASE)
# What may stand between two pieces of one string, and what a variable in its midst looks like.
_LONGEST_JOINT = 200
_JOINT = re.compile(
    r"\s*+(?:\+|\)?\s*+;?\s*+(?:(?:window\.)?document\.write(?:ln)?\s*\(|[\w.$]{1,60}\s*\+="
    r"|[\w.$]{1,60}\.(?:push|append|html)\s*\())\s*+"
)
_VARIABLE = re.compile(r"\s*\+[^;\"'`]{1,200}\+\s*")
_CODE = re.compile(r"\s*(?:[\[{]\s?[\"{\[]|(?:var|let|const)\s\w|document\.write|\w{1,40}\([{\"'])")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")


def is_code(text: str) -> bool:
    """Whether the whole text is a script or JSON, not a page."""
    return _CODE.match(text) is not None


def markup(code: str) -> Iterator[str]:
    """The pieces of markup with cells or paragraphs that stand in the string literals of a script."""
    if len(code) > _LONGEST or not (_TAG.search(code) or _ESCAPED_TAG.search(code) or "<p" in code):
        return
    parts: list[str] = []
    end = 0
    for count, token in enumerate(_TOKEN.finditer(code)):
        if count > _MOST_LITERALS:
            break
        if token.lastgroup is None:
            continue
        text = token["data"] if token.lastgroup == "data" else _unescaped(token[token.lastgroup])
        between = code[end : token.start()]
        if parts and token.lastgroup != "data" and _joins(between, text):
            parts.append(text)
        elif parts and len(between) <= _LONGEST_JOINT and _VARIABLE.fullmatch(between):
            parts += [LOST, text]
        elif parts and token.lastgroup == "data" and "<" in parts[-1]:
            parts.append(text)
        else:
            yield from _whole(parts)
            parts = [text]
        end = token.end()
    yield from _whole(parts)


def _joins(between: str, text: str) -> bool:
    """Whether the literal `text` goes on with what stands before `between`; in a list only markup does."""
    if len(between) > _LONGEST_JOINT:
        return False
    return ("<" in text) if between.strip() == "," else _JOINT.fullmatch(between) is not None


def _whole(parts: list[str]) -> Iterator[str]:
    text = "".join(parts)
    if _MARKUP.search(text) is None:
        return
    yield (
        text
        if re.search(r"<\s*table\b", text, re.IGNORECASE) or not _TAG.search(text)
        else f"<table>{text}</table>"
    )


def _unescaped(text: str) -> str:
    """The string that the literal means; markup that is escaped once more (as JSON, HTML or a URL) too."""
    for _ in range(3):
        if "\\" in text:
            text = _ESCAPE.sub(_character, text)
        if not _ESCAPED_TAG.search(text):
            break
        if re.search("%3C", text, re.IGNORECASE):
            text = unquote(_PERCENT_U.sub(lambda match: chr(int(match[1], 16)), text), errors="replace")
        if "&lt;" in text:
            text = html.unescape(text)
    return text


def _character(match: re.Match[str]) -> str:
    if digits := match[1] or match[2] or match[3]:
        code = int(digits, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else LOST
    return _PLAIN.get(match[4], match[4])
