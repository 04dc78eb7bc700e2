"""Which numbers of the prose are figures, what they are worth and where they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.annual_reports.rules.prose import find

Value = int | Decimal


def values(text: str) -> list[tuple[Value, str, bool]]:
    return [(claim.value, claim.unit, claim.approximate) for claim in find([text], 2023)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收到申请１２件，占９０．５％。", [(12, "件", False), (Decimal("90.5"), "%", False)]),
        ("全年发布信息三百二十条，召开会议十余次。", [(320, "条", False), (10, "次", True)]),
        ("全年投入经费13.5万元，点击量达30万+次。", [(Decimal("13.5"), "万元", False), (30, "万次", True)]),
        ("收到政府信息公开申请三件，均已答复。", [(3, "件", False)]),
        ("每月更新不少于3期，研究工作150次以上。", [(3, "期", True), (150, "次", True)]),
        ("培训近百人次，发放手册约240册。", [(100, "人次", True), (240, "册", True)]),
        ("依申请公开比重提高3.2个百分点，较好。", [(Decimal("3.2"), "个百分点", False)]),
        ("回应社会关切50余万件(次)，回应率100%。", [(50, "万件", True), (100, "%", False)]),
    ],
)
def test_a_number_with_a_measure_is_a_figure(text: str, expected: list[tuple[Value, str, bool]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月1日起，办公地址在3号楼201室，电话12345。",
        "根据国办公开办函〔2021〕30号和第三十六条，落实三审三校。",
        "本届第3次会议，名列前3名，位列第2位。",
        "在20个工作日内、3个月内、15分钟内答复。",
        "每周发布3至5条，全年8-10件。",
        "全年共收到申请 1 136 件，另有第 2 0 条。",
        "推进“五公开”，十四五期间一起抓，一条龙服务。",
        "规章0本年制发件数，行政强制42第二十条。",
        "申请总数10件4，当面申请数3件1。",
    ],
)
def test_what_counts_nothing_or_has_two_readings_is_no_figure(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("全市各级行政机关通过各种渠道共收到政府信息公开申请1\n136件，均已办结。", "1\n136"),
        ("2 0 2 3 年，我 县 共 收 到 政 府 信 息 公 开 申 请 1 2 件，均 已 办 结。", "1 2"),
        ("2023 年，全县共收到政府信息公开申请 749 件，均已办结。", "749"),
    ],
)
def test_blanks_and_line_breaks_of_the_layout_do_not_part_a_number(text: str, number: str) -> None:
    [claim] = find([text], 2023)
    assert claim.position is not None
    assert text[claim.position.start : claim.position.end] == number
    assert (claim.value, claim.subject) == (int("".join(number.split())), "applications.received")
    assert claim.year is None


def test_a_position_counts_within_its_paragraph() -> None:
    paragraphs = ["一、总体情况", "全年收到政府信息公开申请7件。", "其中公开3件，培训2次。"]
    found = find(paragraphs, 2023)
    assert [
        paragraphs[c.position.paragraph][c.position.start : c.position.end] for c in found if c.position
    ] == [
        "7",
        "3",
        "2",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年未收到政府信息公开申请。", [("applications.received", "件")]),
        ("我局没有收到信息公开申请。", [("applications.received", "件")]),
        ("2023年，本单位未接到公民、法人或其他组织申请。", [("applications.received", "件")]),
        ("未发生因政府信息公开引起的行政复议。", [("review.total", "件")]),
        (
            "没有发生行政复议和行政诉讼，成效良好。",
            [("review.total", "件"), ("litigation.total", "件")],
        ),
        ("全年无行政诉讼，成效良好。", [("litigation.total", "件")]),
        ("我局政府信息公开未收取任何费用。", [("processing_fee", "元")]),
        ("全年未收取信息处理费。", [("processing_fee", "元")]),
    ],
)
def test_what_did_not_happen_is_a_zero(text: str, expected: list[tuple[str, str]]) -> None:
    found = find([text], 2023)
    assert [(claim.subject, claim.unit) for claim in found] == expected
    assert {claim.value for claim in found} == {0}
    assert all(claim.position and text[claim.position.start : claim.position.end] for claim in found)


@pytest.mark.parametrize(
    "text",
    [
        "如未收到答复，请与我们联系。",
        "未收到通过传真提出的申请，其他渠道正常。",
        "没有发生因政府信息公开引起的行政复议败诉案件。",
        "未按要求公开的单位，已经整改。",
        "对未收到申请的单位，不作要求。",
    ],
)
def test_a_narrower_or_a_supposed_denial_is_no_zero(text: str) -> None:
    assert find([text], 2023) == []


@given(st.text(alphabet="收到申请件条次，。；：()、0123456789 \n万%其中分别为未行政复议年全市", max_size=200))
def test_every_position_is_within_the_text_and_every_whole_stands_in_the_list(text: str) -> None:
    found: list[Any] = find([text, text], 2023)
    for index, claim in enumerate(found):
        assert claim.position is not None
        assert text[claim.position.start : claim.position.end].strip()
        assert claim.whole is None or 0 <= claim.whole < len(found)
        assert claim.whole != index
        assert bool(claim.listing) <= (claim.whole is not None)
