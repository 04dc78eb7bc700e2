"""No pattern of the tree takes more than linear time, whatever text it meets.

Patterns are found by what `re` compiles (tests.material.patterns); the texts are made from each pattern's own
literals and classes (tests.material.pumps). `re` holds the interpreter: one superlinear pattern over what a
stranger sends stops every page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.material import growth, patterns, pumps

SIZE = 1 << 13
# Seconds that SIZE characters may take; a linear pattern takes some hundredths.
LIMIT = 0.4


def work(compiled: re.Pattern[Any], way: str, pump: pumps.Pump) -> Callable[[int], Callable[[], object]]:
    """What is measured at a size: the pattern used in a way on its text."""

    def at(size: int) -> Callable[[], object]:
        text: Any = pump(size)
        if isinstance(compiled.pattern, bytes):
            text = text.encode("utf-8")
        if way == "scan":
            return lambda: sum(1 for _ in compiled.finditer(text))
        return lambda: getattr(compiled, way)(text)

    return at


def fault(compiled: re.Pattern[Any], way: str) -> str:
    """The text on which the pattern takes more than linear time and how much; "" if there is none."""
    for name, pump in pumps.pumps(compiled.pattern, compiled.flags):
        at = work(compiled, way, pump)
        try:
            # Small first: what doubles with every character would not come to an end.
            growth.spent(at(32), LIMIT)
            quarter, whole = growth.spent(at(SIZE // 4), LIMIT, times=2), growth.spent(at(SIZE), LIMIT)
        except growth.TooLong:
            return f"{name}: more than {LIMIT} s"
        suspect = whole > 0.0005 and whole > growth.LARGEST_RATIO**2 * quarter
        if suspect and (grown := growth.grows_faster(at, SIZE)):
            return f"{name}: {grown}"
    return ""


@cache
def found() -> patterns.Found:
    return patterns.every()


def test_every_pattern_is_found() -> None:
    assert not found().unseen, "no sample of tests.material.patterns leads here: add one"
    assert len(found().patterns) > 300


def test_every_pattern_takes_linear_time() -> None:
    faults = []
    tried: set[tuple[str, int, bool, str]] = set()
    for pattern in found().patterns:
        for way in pattern.ways:
            key = (pattern.source, pattern.flags, pattern.bytes, way)
            if key not in tried and (said := fault(pattern.compiled(), way)):
                faults.append(f"{pattern.path}:{pattern.line} by {way}: {said}\n    {pattern.source[:120]}")
            tried.add(key)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("source", "way"),
    [
        # Two that stood in the tree: quotes that are never closed, bars without end.
        ("[“《「][^”》」]*[”》」]", "scan"),
        (r"\s*\|.*[^|\s].*\|\s*", "fullmatch"),
        # One repetition in another; a run that is begun at each of its places; two that share a run.
        ("(a+)+b", "scan"),
        ("(a+)+b", "match"),
        (r"\s*x\s*$", "scan"),
        (r"(?:共|有|共有)+$", "scan"),
        (r"\d+\.?\d*元", "match"),
        (r'"(?:[^"\\]|\\.)*+"', "scan"),
        (r"a(?=.*b)", "scan"),
        (r"<!--.*?-->", "scan"),
        (r"<(?:\w+:)?item\b[^>]*>", "scan"),
    ],
)
def test_a_pattern_that_does_not_is_found_out(source: str, way: str) -> None:
    assert fault(re.compile(source), way)


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("[“《「][^”》」]{0,300}[”》」]", "scan"),
        ("[“《「][^“《「”》」]*[”》」]", "scan"),
        (r"(?:(?<!\s)\s++)?x", "scan"),
        (r"\s*+x\s*+", "match"),
        (r"(?:a++)++b", "match"),
        (r"(?P<a>[^，]{2,60}?)分别", "scan"),
    ],
)
def test_a_pattern_that_does_is_left_alone(source: str, way: str) -> None:
    assert not fault(re.compile(source), way)
