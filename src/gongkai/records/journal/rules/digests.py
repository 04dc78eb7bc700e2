"""Digest algorithms an entry may name: SHA-256, and SM3 (GB/T 32905) where the system's OpenSSL offers it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

ALGORITHMS = {"sha256": "SHA-256", "sm3": "SM3（GB/T 32905）"}


class NoSuchDigest(ValueError):
    """The algorithm is not one of ours, or this machine's OpenSSL does not offer it."""


def digest(algorithm: str, data: bytes) -> str:
    """The digest of `data` in lower-case hexadecimal (64 digits for both algorithms); raises NoSuchDigest."""
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    return hasher(algorithm)(data)


def hasher(algorithm: str) -> Callable[[bytes], str]:
    """What computes many digests of one algorithm; raises NoSuchDigest."""
    if algorithm not in ALGORITHMS:
        raise NoSuchDigest(f"不认识的摘要算法 {algorithm!r}，可用：{'、'.join(ALGORITHMS)}。")
    try:
        hashlib.new(algorithm)
    except ValueError:
        raise NoSuchDigest(
            f"本机的 OpenSSL 不提供 {ALGORITHMS[algorithm]}，请换用提供它的 OpenSSL，或者改用 sha256。"
        ) from None
    if algorithm == "sha256":
        return lambda data: hashlib.sha256(data).hexdigest()
    return lambda data: hashlib.new(algorithm, data).hexdigest()
