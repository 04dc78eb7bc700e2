"""Addresses of many things of one kind, as lists need them: worked out once, then filled in."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

_SAMPLE = "7777777"  # a number, a slug and a text alike


@cache
def _shape(name: str) -> tuple[str, str]:
    before, _sample, after = reverse(f"console:{name}", args=[_SAMPLE]).rpartition(_SAMPLE)
    return before, after


def to(name: str, of: int | str) -> str:
    """The address `console:name` of the thing with this number or identifier (letters, digits, hyphens)."""
    before, after = _shape(name)
    return f"{before}{of}{after}"
