"""Figures in running text: found whole, at their place, or left out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.numerals import NotANumber, find, parse, to_chinese

PROSE = [
    # Figures with measure words, as reports tell them
    ("公开政府信息18.6万余条,办结申请298件(含上年结转1件)", ["18.6万余", "298", "1"]),
    ("建议1,336条；受理１２，３４５件", ["1,336", "１２，３４５"]),
    ("办结率99.7%，同比提高3.2个百分点", ["99.7%", "3.2"]),
    ("占百分之四十，约240人参加，超过6000万次", ["百分之四十", "约240", "超过6000万"]),
    ("阅读量10万+，100+篇", ["10万+", "100+"]),
    ("制定一百二十件，其中三十余件、近百件、百余件", ["一百二十", "三十余", "近百", "百余"]),
    ("统计期限自2019年1月1日起", ["2019", "1", "1"]),
    ("二〇一九年收到,260件，一九九八年", ["二〇一九", "260", "一九九八"]),
    # ASCII commas and stops as punctuation
    ("办结298,一是加强;2.十五件", ["298", "2", "十五"]),
    # A full-width comma between ASCII digits is a comma of the sentence, or nobody knows
    ("2019，297件", ["2019", "297"]),
    ("受理12，345件", []),
    # Words with 近, 约, 超 that are no approximation
    ("节约30万元，最近3年，近5年，不超过20件", ["30万", "3", "5", "20"]),
    # 余 and 多 that belong to the next word
    ("贷款100亿余额90亿", ["100亿", "90亿"]),
    ("30多样化服务，三十几乎", ["30", "三十"]),
    ("20多部门，3000多元", ["20多", "3000多"]),
    # Words, not figures
    ("统一、一定、万一、千方百计、百姓、三公经费、一体化、十四五规划、两会", []),
    ("一点一滴，九点三十分，七八件，九三学社，一二三四线城市", []),
    # Headings, ordinals, congresses
    ("第三十六条第(一)项、第711号、第1季度", []),
    ("十二是加强，（十二）强化，十九大、十九届、二十一世纪", []),
    ("\n十二、其他事项", []),
    ("3.2019年", []),
    # Codes, telephone numbers, ranges, ratios, dates with separators, signs
    ("电话:0555-8356203 IPv6 A4 5G bm55000001 11500000009275780L/2020-11304", []),
    ("8-10件，2019—2022年，1:3，9:30，4•2•1+N，2020-03-31，2020.3.31", []),
    ("较上年-5件，－5件，+5件", []),
    # Other fractions
    ("三分之一，3‰，万分之二", []),
    # Amounts in words are left to parse
    ("大陆三千，伍佰元，一万贰仟", []),
]


@pytest.mark.parametrize(("text", "figures"), PROSE)
def test_figures_of_a_sentence(text: str, figures: list[str]) -> None:
    assert [mention.number.text for mention in find(text)] == figures


@pytest.mark.parametrize(("text", "figures"), PROSE)
def test_what_is_found_reads_the_same_alone(text: str, figures: list[str]) -> None:
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.number.text
        assert parse(mention.number.text) == mention.number


_FIGURES = "1 30 2019 1.5 十 二百 万 亿 ０ ，０００ 近 约 余 多 来 几 百分之 %"
_SURROUNDINGS = "， , . - 件 年 第 ( ) 。 是 、 \n A 陆"
_TOKENS = st.sampled_from([*_FIGURES.split(" "), *_SURROUNDINGS.split(" ")])


@given(st.lists(_TOKENS, max_size=12).map("".join))
def test_nothing_is_found_that_parse_would_refuse(text: str) -> None:
    end = 0
    for mention in find(text):
        assert mention.start >= end
        end = mention.end
        assert text[mention.start : end] == mention.number.text
        assert parse(mention.number.text) == mention.number


@given(st.text())
def test_any_text_may_be_searched(text: str) -> None:
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.number.text


@given(st.integers(10, 10**9), st.sampled_from(["件", "条", "次", "万元"]))
def test_every_integer_before_a_measure_word_is_found(n: int, measure: str) -> None:
    for figure in (str(n), f"{n:,}"):
        (mention,) = find(f"收到申请{figure}{measure[-1]}。")
        assert mention.number.value == n


@given(st.integers(11, 10**8).filter(lambda n: len(to_chinese(n)) > 1))
def test_every_chinese_integer_before_a_measure_word_is_found(n: int) -> None:
    (mention,) = find(f"收到申请{to_chinese(n)}件。")
    assert mention.number.value == n


@pytest.mark.parametrize("digit", "零一二三四五六七八九十百千万亿")
def test_a_single_chinese_numeral_is_not_taken_for_a_figure(digit: str) -> None:
    assert find(f"统{digit}个") == []


@pytest.mark.corpus
def test_every_figure_transcribed_from_the_prose_of_real_reports_is_found(corpus: Path) -> None:
    missing = []
    for golden in sorted([*corpus.glob("seeds/*.json"), *corpus.glob("reports/golden/*.json")]):
        sources = list(corpus.glob(f"*/{golden.stem}.txt"))
        if not sources:
            continue
        found = {mention.number.value for mention in find(sources[0].read_text(encoding="utf-8"))}
        for claim in json.loads(golden.read_text(encoding="utf-8")).get("narrative") or []:
            if not claim["value"]:  # a zero is told in words (未发生)
                continue
            order = {"万": 10**4, "亿": 10**8}.get(str(claim.get("unit"))[:1], 1)
            if Decimal(str(claim["value"])) * order not in found:
                missing.append((golden.stem, claim))
    assert missing == []


@pytest.mark.corpus
def test_real_reports_yield_only_figures_that_parse_reads(corpus: Path) -> None:
    count = 0
    for report in [*corpus.glob("seeds/*.txt"), *corpus.glob("reports/*.txt")]:
        text = report.read_text(encoding="utf-8")
        for mention in find(text):
            count += 1
            assert text[mention.start : mention.end] == mention.number.text
            try:
                assert parse(mention.number.text) == mention.number
            except NotANumber as refusal:
                pytest.fail(f"{report.name}: {refusal}")
    assert count > 1000
