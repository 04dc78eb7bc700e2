"""Where a page ended (records.keyset), signed, good for the same question only.

A cursor is opaque to clients and may change its form at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from gongkai.api.problems import Problem
from gongkai.records.keyset import Order, Place

USUAL = 50
_SALT = "gongkai.api.cursor"

Keys = list[int | str]


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

    def cursor(self, place: Sequence[Any]) -> str:
        """The cursor after the row at this place."""
        keys = [one.isoformat() if isinstance(one, date) else one for one in place]
        return signing.Signer(salt=_SALT).sign_object([self.digest, keys])

    def place(self, cursor: str | None, order: Order) -> Place | None:
        """The place in an order that a cursor tells; None for the first page. Raises Problem at `cursor`."""
        keys = self.keys(cursor)
        if keys is not None and len(keys) != len(order.fields):
            raise _broken()
        return None if keys is None else tuple(keys)

    def keys(self, cursor: str | None) -> Keys | None:
        """The keys in a cursor; None for the first page. Raises Problem at the field `cursor`."""
        if not cursor:
            return None
        try:
            digest, keys = signing.Signer(salt=_SALT).unsign_object(cursor)
        except (signing.BadSignature, ValueError) as broken:
            raise _broken() from broken
        if digest != self.digest:
            raise Problem.at("cursor", _("翻页标记属于另一次查询，换了查询条件请不带 cursor 从第一页开始。"))
        return list(keys)


def _broken() -> Problem:
    return Problem.at("cursor", _("翻页标记不完整，请原样使用上一页答复的 next_cursor。"))
