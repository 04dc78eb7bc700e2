"""Traditional script is shown and compared in simplified; vocabulary and positions stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.script import fold_width, to_simplified

CONVERTED = [
    ("臺灣省諮詢委員會公佈信息公開年度報告", "台湾省咨询委员会公布信息公开年度报告"),
    ("徵求意見，餘額覆蓋", "征求意见，余额覆盖"),
    # 著 is a particle in these words …
    ("著力推進", "着力推进"),
    ("著手、著眼、著重", "着手、着眼、着重"),
    ("沿著、隨著、執著、意味著", "沿着、随着、执着、意味着"),
    # … and a word of its own in these.
    ("著名作家的著作，效果顯著", "著名作家的著作，效果显著"),
    ("編著力學教材，原著手稿", "编著力学教材，原著手稿"),
    ("本著作權條款", "本著作权条款"),
    # Words are not exchanged for mainland ones: a citation keeps its words.
    ("執行核心計畫的資訊", "执行核心计划的资讯"),
    # Rare characters of names and half of a surrogate pair pass through.
    ("𠮷䶮國", "𠮷䶮国"),
    ("國\ud800國", "国\ud800国"),
    ("", ""),
]


@pytest.mark.parametrize(("traditional", "simplified"), CONVERTED)
def test_traditional_text_becomes_simplified_word_for_word(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize("simplified", [after for _, after in CONVERTED])
def test_simplified_text_stays_as_it_is(simplified: str) -> None:
    assert to_simplified(simplified) == simplified


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("１，３３６", "1,336"),
        ("４０．２５％", "40.25%"),
        ("（ＡＢｃ＋－）", "(ABc+-)"),
        ("全角　空格", "全角 空格"),
        # Chinese punctuation that carries meaning stays.
        ("、。《公告》〔2020〕“五公开”；：", "、。《公告》〔2020〕“五公开”；："),
    ],
)
def test_full_width_forms_become_ascii(wide: str, narrow: str) -> None:
    assert fold_width(wide) == narrow


@given(st.text())
def test_folding_keeps_every_position_and_is_done_once(text: str) -> None:
    folded = fold_width(text)
    assert len(folded) == len(text)
    assert fold_width(folded) == folded


@given(st.text(alphabet="著力手作名編显顯隨着國国公開开政府信息，。0\x00𠮷"))
def test_converting_twice_is_converting_once(text: str) -> None:
    assert to_simplified(to_simplified(text)) == to_simplified(text)


# Enough to know a text in traditional script by; none of them occurs in simplified script.
TRADITIONAL = re.compile("[開報據國務電門網發佈諮詢餘徵鎮縣區蓋單點專個種類級聯關題與將來實現條]")


@pytest.mark.corpus
@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_real_simplified_reports_are_unchanged(corpus: Path, number: str) -> None:
    (report,) = (corpus / "seeds").glob(f"{number}_*.txt")
    text = report.read_text(encoding="utf-8")
    assert to_simplified(text) == text


@pytest.mark.corpus
def test_a_real_traditional_report_converts_fully(corpus: Path) -> None:
    (report,) = (corpus / "seeds").glob("004_*.txt")
    text = report.read_text(encoding="utf-8")
    simplified = to_simplified(text)
    assert TRADITIONAL.search(text)
    assert not TRADITIONAL.search(simplified)
    assert "著力" in text
    assert "著力" not in simplified
    assert "着力" in simplified
    assert len(simplified) == len(text)
