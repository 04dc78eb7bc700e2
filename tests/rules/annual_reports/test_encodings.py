"""Whatever a report's characters went through, what is there is read and what is lost is not made up."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from gongkai.annual_reports.rules import NothingRead, Reading, read
from gongkai.annual_reports.rules.sources import encodings
from tests import material

TABLES = ("table2", "table3", "table4")


def traditional(text: str) -> str:
    return str(OpenCC("s2t").convert(text))


def misread(text: str, right: str, wrong: str, times: int = 1) -> bytes:
    """The text as UTF-8, after its bytes in `right` were taken for `wrong`; what does not fit is lost."""
    for _ in range(times):
        text = text.encode(right).decode(wrong, "replace")
    return text.encode()


def wrong_cells(reading: Reading, truth: dict[str, Any]) -> list[tuple[str, str, str]]:
    shape = reading.as_json()
    return [
        (key, row, column)
        for key in TABLES
        for row, line in (shape[key] or {}).items()
        for column, value in line.items()
        if column != "note" and value != truth[key][row][column]
    ]


LOSSLESS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "GBK": lambda text: text.encode("gb18030"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16 of the other order": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "Big5": lambda text: traditional(text).encode("big5hkscs", "ignore"),
    "traditional characters": lambda text: traditional(text).encode(),
    "UTF-8 taken for Latin-1": lambda text: misread(text, "utf-8", "latin-1"),
    "UTF-8 taken for Latin-1 twice": lambda text: misread(text, "utf-8", "latin-1", 2),
    "GBK taken for Latin-1": lambda text: misread(text, "gb18030", "latin-1"),
    "zero-width characters": lambda text: "\u200b".join(text).encode(),
    "entities": lambda text: "".join(f"&#{ord(c)};" if ord(c) > 0x2000 else c for c in text).encode(),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0").replace("</p>", "&nbsp;</p>").encode(),
}


@pytest.mark.parametrize("way", LOSSLESS)
@pytest.mark.parametrize("publish", [material.html, material.bars, material.tabs])
def test_what_was_only_written_otherwise_reads_back_whole(way: str, publish: Callable[..., str]) -> None:
    truth = material.figures("2021", 5, 900)
    reading = read(LOSSLESS[way](publish(truth, material.full_width)))
    assert (reading.place, reading.year) == ("云溪市", 2023)
    assert not reading.unread
    assert {key: value for key, value in reading.as_json().items() if key in TABLES} == {
        key: truth[key] for key in TABLES
    }


@pytest.mark.parametrize("damaged", ["鏀垮簻淇℃伅鍏紑", "Õþ¸®ÐÅÏ¢¹«¿ª"])
def test_the_known_faces_of_misread_words(damaged: str) -> None:
    assert encodings.decode(damaged.encode()) == "政府信息公开"


@pytest.mark.parametrize(
    "publish", [material.html, material.bars, material.tabs, material.lines, material.markdown]
)
@pytest.mark.parametrize("wrong", ["gb18030", "gbk"])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_where_bytes_were_lost_no_figure_is_made_up(publish: Any, wrong: str, seed: int) -> None:
    truth = material.figures("2021", seed, 90)
    damaged = misread(publish(truth), "utf-8", wrong)
    for data in (damaged, damaged.decode().replace("\ufffd", "?").encode()):
        try:
            reading = read(data)
        except NothingRead:
            continue
        assert not wrong_cells(reading, truth)
        assert reading.year in (None, 2023)


@pytest.mark.parametrize("lost", ["\ufffd", "?"])
def test_a_digit_that_may_have_been_swallowed_takes_its_number_with_it(lost: str) -> None:
    # 共 has three bytes; a reader that counts in pairs takes the first digit of 15 with the third.
    def damaged(text: str) -> str:
        return misread(text, "utf-8", "gb18030").decode()

    torn = "共".encode()[:2].decode("gb18030") + lost
    text = "".join(
        (
            damaged("政府信息公开工作\n年度报告，今年答复\n全年办理公开申请"),
            "12",
            damaged("件答复，"),
            torn,
            "5件。",
        )
    )
    values = {claim.value for claim in read(text.encode()).narrative}
    assert values == {12}


def test_a_text_of_question_marks_is_refused_with_the_remedy() -> None:
    with pytest.raises(NothingRead, match="请回到原网页"):
        read(("政府信息公开年度报告" + "????2023????" * 40).encode())


def test_a_broken_byte_harms_its_own_word_only() -> None:
    truth = material.figures("2021", 6, 900)
    data = material.html(truth).encode().replace("行政处罚".encode(), "行政处罚".encode()[:-1])
    reading = read(data)
    assert not wrong_cells(reading, truth)
    assert "行政许可" in (reading.tables["table2"] or {})
    assert "行政处罚" not in (reading.tables["table2"] or {})


@given(data=st.binary(max_size=400), seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_any_bytes_end_in_a_reading_or_a_refusal(data: bytes, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (test material)
    whole = bytearray(
        material.html(material.figures("2021", seed, 9)).encode(dice.choice(("utf-8", "gb18030")))
    )
    spot = dice.randrange(len(whole))
    whole[spot:spot] = data
    for tried in (data, bytes(whole)):
        try:
            read(tried)
        except NothingRead as refusal:
            assert "请" in str(refusal)
