"""JSON as a report: our own readings, what other programs parsed, or a page kept inside an answer.

A reading comes back as it was written, and strictly so; other shapes are read by a declared table of keys
(`json_keys.yaml`); of anything else only the texts are taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from gongkai.annual_reports.rules.forms import CHAPTER_TABLES, TABLE_KEYS, form
from gongkai.annual_reports.rules.reading import NotAReading, NothingRead, Reading, Unread
from gongkai.annual_reports.rules.sources import keyed

_BEGINS = re.compile(r"\s*[\[{]\s*[\"\[{]")
_MOST_VALUES = 200_000
_READING = frozenset(("place", "year", "format", "narrative", "unread", *TABLE_KEYS))
_DAMAGED = "这个JSON文件不完整或者写法有误，读不出来。请重新下载后再上传。"
_TWICE = "这个JSON文件里“{key}”写了两次而且内容不同，不能确定取哪一个。请改正后再上传。"
_SEVERAL = "这个JSON文件里有{count}份报告。请一份报告存一个文件后再上传。"
_UNKNOWN = "数据里的“{key}”不认识，里面的数字没有读"
_MISSING = "数据里没有这一格"
# A text that may be prose; shorter strings are codes and names of files.
_PROSE = re.compile(r"[\u3400-\u9fff]{2}|<[a-zA-Z!]")


def is_data(data: bytes) -> bool:
    """Whether the file may be JSON, by its first character; cheap, and only a guess."""
    return data[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"{", b"[")


def parse(text: str) -> Any:
    """The value that the text is in JSON, or None where it is no JSON at all.

    Raises NothingRead for JSON that is cut off, contradicts itself or is endless.
    """
    if not _BEGINS.match(text):
        return None
    try:
        value = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=str, parse_int=_integer
        )
    except RecursionError as problem:
        raise NothingRead(_DAMAGED) from problem
    except json.JSONDecodeError as problem:
        # Texts may begin with a bracket too: [索引号] … ; only what begins as an object is meant as one.
        if re.match(r"\s*(?:\[\s*)?\{\s*\"", text):
            raise NothingRead(_DAMAGED) from problem
        return None
    if sum(1 for _ in nodes(value)) > _MOST_VALUES:
        raise NothingRead("这个JSON文件里的内容太多，不像是一份年度报告。请只上传一份报告的数据。")
    return value


def reading(value: Any) -> Reading | None:
    """The report whose figures `value` holds, None if it holds none. Raises NothingRead."""
    own = [node for node in nodes(value) if isinstance(node, dict) and _is_reading(node)]
    if len(own) > 1:
        raise NothingRead(_SEVERAL.format(count=len(own)))
    return _own(own[0]) if own else keyed.reading(value)


def prose(value: Any) -> str:
    """The texts in `value`, one under the other, for the reader of pages and texts."""
    texts = [node for node in nodes(value) if isinstance(node, str) and _PROSE.search(node)]
    if any("<" in text for text in texts):
        texts = [text if "<" in text else f"<p>{text}</p>" for text in texts]
    return "\n".join(texts)


def nodes(value: Any) -> Iterator[Any]:
    """Every value inside `value`, itself first, in order; without recursion."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, dict):
            waiting += reversed(node.values())
        elif isinstance(node, list):
            waiting += reversed(node)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise NothingRead(_TWICE.format(key=key[:40]))
        found[key] = value
    return found


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= 20 else digits


def _is_reading(node: dict[str, Any]) -> bool:
    if "format" not in node or not {"year", "place"} & set(node):
        return False
    return any(key in node for key in TABLE_KEYS)


def _own(data: dict[str, Any]) -> Reading:
    """A reading, strictly; beside it only notes may stand: what holds figures and is unknown is said."""
    try:
        found = Reading.from_json({key: value for key, value in data.items() if key in _READING})
    except NotAReading as problem:
        raise NothingRead(str(problem)) from problem
    unread = [
        Unread(None, None, None, _UNKNOWN.format(key=key[:40]))
        for key, value in data.items()
        if key not in _READING and isinstance(value, dict) and any(map(_is_figure, nodes(value)))
    ]
    unread = [*found.unread, *unread, *_missing(found)]
    return Reading(
        found.place, found.year, found.format, found.tables, found.narrative, tuple(unread), found.paragraphs
    )


def _is_figure(node: Any) -> bool:
    return isinstance(node, int | float) and not isinstance(node, bool)


def _missing(found: Reading) -> list[Unread]:
    """Cells that are neither there nor said to be unread: nobody may take them for blanks."""
    said = {(item.table, item.row, item.col) for item in found.unread}
    missing = []
    for key in CHAPTER_TABLES:
        lines = found.tables.get(key)
        if lines is None or found.format is None:
            continue
        for row, col in form(found.format).tables[key].cells_of(lines):
            line = lines.get(row)
            if (line is None or col not in line.cells) and not said & {
                (key, row, col),
                (key, row, None),
                (key, None, None),
            }:
                missing.append(Unread(key, row, col, _MISSING))
    return missing
