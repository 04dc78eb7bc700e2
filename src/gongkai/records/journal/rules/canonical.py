"""Canonical JSON: one value, one sequence of bytes, on every machine and out of either database.

Keys in the order of their code points, no blanks, UTF-8 unescaped, no fractions of binary kind. What a
database might give back otherwise than it was given (floats, NUL, lone surrogates) is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
TYPE_NAMES = {float: "浮点数（请用整数、Decimal 或者文字）", bytes: "二进制内容（请只记摘要）"}
Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


class NotCanonical(ValueError):
    """A value that has no canonical form; the message says where it stands and what to write instead."""


def canonical(value: object) -> bytes:
    """The one sequence of bytes of `value`; NotCanonical for what has none."""
    text = json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def plain(value: object, where: str = "") -> Plain:
    """`value` in the types of JSON: days and instants in ISO 8601 (instants in UTC), decimals as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return _text(str(value), where)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotCanonical(f"{where}：时刻没有时区，请使用带时区的时刻。")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {_key(key, where): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}[{index}]") for index, item in enumerate(value)]
    name = TYPE_NAMES.get(type(value), type(value).__name__)
    raise NotCanonical(f"{where or '值'}：日志不能记录{name}。")


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"{where or '值'}：键应为文字，而不是 {key!r}。")
    return _text(str(key), where)


def _text(text: str, where: str) -> str:
    if UNKEEPABLE.search(text):
        raise NotCanonical(f"{where or '值'}：文字中有不能保存的字符（NUL 或者孤立代理项），请先去掉。")
    return text
