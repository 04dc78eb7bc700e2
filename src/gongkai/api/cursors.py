"""Pages of a list by cursor: where the last page ended, signed, good for the same question only.

A cursor names the last row by its keys, never by its number, so that rows added meanwhile neither repeat nor
hide another. It is opaque to clients and may change its form at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.utils.translation import gettext as _

from gongkai.api.problems import Problem

LARGEST = 100
USUAL = 50
_SALT = "gongkai.api.cursor"

Keys = list[int | str]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Question:
    """What a list was asked: the operation and the parameters that decide which rows it has."""

    operation: str
    parameters: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Sixteen characters that differ for another question."""
        text = json.dumps([self.operation, dict(self.parameters)], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def cursor(self, keys: Keys) -> str:
        """The cursor after the row with these keys."""
        return signing.Signer(salt=_SALT).sign_object([self.digest, keys])

    def keys(self, cursor: str | None) -> Keys | None:
        """The keys in a cursor; None for the first page. Raises Problem at the field `cursor`."""
        if not cursor:
            return None
        try:
            digest, keys = signing.Signer(salt=_SALT).unsign_object(cursor)
        except (signing.BadSignature, ValueError) as broken:
            raise Problem.at("cursor", _("翻页标记不完整，请原样使用上一页答复的 next_cursor。")) from broken
        if digest != self.digest:
            raise Problem.at("cursor", _("翻页标记属于另一次查询，换了查询条件请不带 cursor 从第一页开始。"))
        return list(keys)


def split(rows: Sequence[Row], limit: int) -> tuple[Sequence[Row], bool]:
    """Of up to limit + 1 rows: those of the page, and whether there are more."""
    return rows[:limit], len(rows) > limit
