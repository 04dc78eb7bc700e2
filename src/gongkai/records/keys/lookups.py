"""Digests by which a person is found again without the name, number or address being kept (HMAC-SHA256)."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from gongkai.records.keys import keyring


def lookup_digest(purpose: str, text: str) -> str:
    """The digest to store, `version:hex`; `purpose` ("id_number", "phone" …) keeps kinds of text apart."""
    current = keyring.read().current(keyring.LOOKUP)
    return _digest(current, purpose, text)


def lookup_candidates(purpose: str, text: str) -> tuple[str, ...]:
    """The digests to look for, newest version first: rows written before a rotation are found too."""
    versions = keyring.read().purposes[keyring.LOOKUP]
    return tuple(_digest(one, purpose, text) for one in reversed(versions))


def _digest(key: keyring.KeyVersion, purpose: str, text: str) -> str:
    # Width, case and spaces don't make another person: １３８ 0000 and 1380000 are one number.
    same = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    found = hmac.new(key.key, f"{purpose}\x00{same}".encode(), hashlib.sha256).hexdigest()
    return f"{key.version}:{found}"
