"""No way of reading what strangers write takes more than linear time: whole readers, not patterns alone.

A fixed sample of the kinds of tests.material.hostile_texts, and every kind that once took superlinear time.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from tests.material import growth, hostile_texts
from tests.material.hostile_readers import READERS
from tests.material.hostile_texts import Kind

SIZE = 6_000  # bytes; and four times as many
LIMIT = 5.0  # seconds of processor time
ONE_OF = 24
MENDED = (
    "attributes",
    "attributes in quotes",
    "running numbers that no day is",
    "docx of fallbacks",
    "labels that lost characters",
    "pdf of figures in a frame",
    "pdf of lines beside each other",
    "shares of many wholes",
    "template of ends",
    "template of openings and lines",
    "template of otherwise",
    "template of rows",
    "template of unknown fields",
    "table three glued, of twos",
    "xlsx of hidden columns",
    "xlsx of large merges",
)


def sample() -> list[Kind]:
    """The kinds of the test: the same in every run."""
    drawn = [kind for kind in hostile_texts.kinds() if zlib.crc32(kind.name[::-1].encode()) % ONE_OF == 0]
    mended = [kind for kind in hostile_texts.kinds() if kind.name in MENDED and kind not in drawn]
    return [*drawn, *mended]


def work(kind: Kind) -> Callable[[int], Callable[[], object]]:
    """What is measured at a size."""

    def at(size: int) -> Callable[[], object]:
        data = kind.make(size)
        return lambda: READERS[kind.reader](data)

    return at


def fault(kind: Kind) -> str:
    """How the time of reading grows faster than the text; "" where it does not."""
    at = work(kind)
    at(1_000)()  # what is loaded or made once
    try:
        small, large = growth.spent(at(SIZE), LIMIT), growth.spent(at(4 * SIZE), LIMIT)
    except growth.TooLong:
        return f"more than {LIMIT} s"
    suspect = large > 0.02 and large > growth.LARGEST_RATIO**2 * small
    return growth.grows_faster(at, SIZE) if suspect else ""


def test_every_mended_kind_is_still_made() -> None:
    assert set(MENDED) <= {kind.name for kind in hostile_texts.kinds()}


def test_reading_takes_linear_time_whatever_the_text() -> None:
    faults = {kind.name: said for kind in sample() if (said := fault(kind))}
    assert not faults, "\n".join(f"{name}: {said}" for name, said in faults.items())


def quadratic(data: bytes) -> str:
    """A reader that looks for every mark through the whole text."""
    return str(sum(data.count(b"x", at) for at in range(0, len(data), 4)))


def test_a_reader_that_does_not_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, "quadratic", quadratic)
    assert fault(Kind("x", "quadratic", lambda size: b"x" * size))
