"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def number_written(value: int | Decimal, *, share: bool = False) -> str:
    """1,336,000 or 40.25; a share with two decimals, other decimals as many as they have."""
    if share:
        return f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{Decimal(value).normalize():,f}"
