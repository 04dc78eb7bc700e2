"""Searching does no more than linear work: a megabyte of the worst text is searched to its end.

No clock is asked. A search that went back over its text would not come to an end in this test's lifetime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from gongkai.text import dates, document_number, numerals

SEARCHES: list[Callable[[str], Sequence[Any]]] = [numerals.find, dates.find, document_number.find]

HOPELESS = [
    "1",
    "一",
    "1,",
    "12，345，",
    "近",
    "余万",
    "1.",
    "第(",
    "—",
    "1——",
    "百分之",
    "2020-1-",
    "二〇二〇年",
    "〔2014",
    "令第",
    "号和",
    "国",
]


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("piece", HOPELESS)
def test_a_megabyte_without_a_hit_is_searched_to_its_end(
    search: Callable[[str], Sequence[Any]], piece: str
) -> None:
    text = piece * (1_000_000 // len(piece))
    tail = "。自2020年3月31日起，国办发〔2014〕32号，共298件。"
    hits = search(text + tail)
    assert hits
    assert hits[-1].end > len(text)


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        (numerals.find, "公开18.6万余条。"),
        (dates.find, "自2020年3月31日起"),
        (document_number.find, "（国办发〔2014〕32号）"),
    ],
)
def test_a_megabyte_of_hits_yields_each_of_them(
    search: Callable[[str], Sequence[Any]], sentence: str
) -> None:
    times = 1_000_000 // len(sentence)
    assert len(search(sentence * times)) == times
