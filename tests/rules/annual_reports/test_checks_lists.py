"""What the text says of parts and wholes: sums, percentages, growth, order, and one thing said twice."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.annual_reports.rules import Finding, check
from tests.material.statements import reading, tables


def said(*paragraphs: str, **more: Any) -> list[Finding]:
    shape = {"year": 2023, "format": None} | more
    return [finding for finding in check(reading(*paragraphs, **shape)) if finding.code.startswith("TXT-")]


def levels(*paragraphs: str, **more: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in said(*paragraphs, **more)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a list that says it is complete must add up
        ("公开信息<10>条，分别为甲类<4 all=0>条、乙类<6 all=0>条。", None),
        ("公开信息<10>条，分别为甲类<4 all=0>条、乙类<5 all=0>条。", "error"),
        ("公开信息<10>条，分别为甲类<4 all=0>条、乙类<7 all=0>条。", "error"),
        # one that may leave something out may be fewer, not more
        ("公开信息<10>条，其中甲类<4 of=0>条、乙类<5 of=0>条。", None),
        ("公开信息<10>条，其中甲类<4 of=0>条、乙类<7 of=0>条。", "ask"),
        # one part alone cannot exceed the whole
        ("公开信息<10>条，其中甲类<11 of=0>条。", "error"),
        # natural and legal persons never overlap
        (
            "收到<10 new>件，其中自然人<8 applications.natural of=0>件、法人<3 applications.legal of=0>件。",
            "error",
        ),
        # other things are counted in other words
        ("公开信息<10>条，其中视频播放<4000 of=0>次。", "ask"),
        ("公开信息<10>条，其中培训<4000 of=0>人次。", None),
        # about so many
        ("公开信息<10 about>余条，分别为甲类<4 all=0>条、乙类<7 all=0>条。", None),
        # no word makes them parts; or the first figure is a remark that has ended
        ("抽查甲类<10>项，乙类<40 of=0>项。", None),
        ("（含结转<1>件），其中本年<40 of=0>件。", None),
        # figures in 万 were rounded
        ("公开信息<13.3>万条，分别为甲类<5.2 all=0>万条、乙类<8.0 all=0>万条。", None),
        ("公开信息<13.3>万条，分别为甲类<5.2 all=0>万条、乙类<7.0 all=0>万条。", "error"),
    ],
)  # fmt: skip
def test_parts_and_their_whole(text: str, found: str | None) -> None:
    assert levels(text) == ([("TXT-SUM", found)] if found else [])


def test_the_finding_names_whole_parts_sum_and_difference() -> None:
    [finding] = said("公开信息<10>条，分别为甲类<4 all=0>条、乙类<5 all=0>条。")
    assert (finding.expected, finding.found) == (10, 9)
    assert [figure.value for figure in finding.values] == [10, 4, 5]
    assert [span.text for span in finding.spans] == ["10", "4", "5"]
    assert "合计9，相差1" in finding.message and "请" in finding.message


CHANNELS = (
    "收到申请<20 new>件。当面<5 applications.in_person>件，传真<1 applications.fax>件，"
    "网络<{} applications.online>件，信函<4 applications.letter>件。"
)
OUTCOMES = (
    "办结申请<10 done>件。予以公开<4 applications.granted>件，部分公开<1 applications.partly>件，"
    "不予公开<1 applications.refused>件，无法提供<{} applications.unavailable>件，"
    "不予处理<1 applications.not_processed>件，其他处理<0 applications.other_handling>件。"
)
REVIEWS = (
    "行政复议<9 review.total>件。维持<5 review.upheld>件，纠正<{} review.corrected>件，"
    "其他<2 review.other>件。"
)
BOTH = "全市复议<3 review.total scope=全市>件。"


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        (CHANNELS.format(10), 2017, []),
        (CHANNELS.format(9), 2017, [("TXT-SUM", "warn")]),
        # since 2019 nothing says that these four are all
        (CHANNELS.format(9), 2023, []),
        (OUTCOMES.format(3), 2023, []),
        (OUTCOMES.format(2), 2023, [("TXT-SUM", "error")]),
        (REVIEWS.format(2), 2017, []),
        (REVIEWS.format(1), 2017, [("TXT-SUM", "error")]),
        # since 2019 some may be pending
        (REVIEWS.format(1), 2023, []),
    ],
)
def test_divisions_that_the_forms_know_add_up_without_a_word_for_it(
    text: str, year: int, found: list[tuple[str, str]]
) -> None:
    assert levels(text, year=year) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # new + carried in = closed + carried out
        ("收到<7 new>件，上年结转<1 in>件，办结<6 done>件，结转下年<2 out>件。", []),
        ("收到<7 new>件，上年结转<1 in>件，办结<6 done>件，结转下年<3 out>件。", [("TXT-SUM", "error")]),
        # without what was carried in, less may have come in than went out, but not more
        ("收到<5 new>件，办结<6 done>件，结转下年<2 out>件。", []),
        ("收到<9 new>件，办结<6 done>件，结转下年<2 out>件。",
         [("TXT-SUM", "error")]),
        # 收到 may be said of all that was due
        ("受理<8 new>件，上年结转<1 in>件，办结<6 done>件，结转下年<2 out>件。", []),
    ],
)  # fmt: skip
def test_what_comes_in_goes_out_or_is_carried_over(text: str, found: list[tuple[str, str]]) -> None:
    assert levels(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # rounded to the places it is written with
        ("收到<7522 new>件，办理<7498 done>件，办结率<99.7 share=0>%。", None),
        ("收到<7522 new>件，办理<7498 done>件，办结率<99.68 share=0>%。", None),
        ("收到<7522 new>件，办理<7498 done>件，办结率<99.8 share=0>%。", "error"),
        # cut off instead of rounded
        ("收到<7522 new>件，办理<7498 done>件，办结率<99.6 share=0>%。", "ask"),
        # of all that was due
        ("收到<100 new>件，上年结转<20 in>件，办结<90 done>件，办结率<75.0 share=0>%。", None),
        ("公开信息<339>条，其中统计类<146 of=0>条，占<43.07 share=0>%。", None),
        ("公开信息<339>条，其中统计类<146 of=0>条，占<45.07 share=0>%。", "error"),
        # the share is of something else than what stands before it
        ("公开信息<339>条，其中不予公开<146 of=0>条，在可以答复的情形中公开比例为<84.2 share=0>%。", None),
        ("收到申请<9 new>件，答复率<110 share=0>%。", "error"),
        # a number of clicks is no share
        ("公开信息<9>条，增长<110 share=0>%。", None),
        ("公开信息<339 about>余条，其中统计类<146 of=0>条，占<50 share=0>%。", None),
    ],
)  # fmt: skip
def test_shares_are_recomputed(text: str, found: str | None) -> None:
    assert levels(text) == ([("TXT-PCT", found)] if found else [])


@pytest.mark.parametrize(
    ("shares", "listing", "found"),
    [
        (("58.5", "7.3", "28.9", "5.2"), "all", None),
        (("58.5", "7.3", "28.9", "6.2"), "all", "error"),
        (("58.5", "7.3"), "of", None),
        (("58.5", "47.3"), "of", "ask"),
    ],
)
def test_shares_of_a_complete_list_are_the_whole(
    shares: tuple[str, ...], listing: str, found: str | None
) -> None:
    listed = "，".join(f"第{i}类占<{s} {listing}=0 kind=share>%" for i, s in enumerate(shares))
    assert levels(f"办理申请<1527>件，其中{listed}。") == ([("TXT-PCT", found)] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年收到<20 new year=2022>件。2023年收到<25 new>件，增长<25 grew=1>%。", None),
        ("2022年收到<20 new year=2022>件。2023年收到<25 new>件，增长<20 grew=1>%。", "error"),
        ("2022年收到<25 new year=2022>件。2023年收到<20 new>件，下降<-20 grew=1>%。", None),
        # without last year's figure: is there any whole number that gives it?
        ("复议<98 review.total>件，增长<15.29 grew=0>%。", None),
        ("复议<98 review.total>件，增长<15.92 grew=0>%。", "ask"),
    ],
)  # fmt: skip
def test_growth_is_recomputed(text: str, found: str | None) -> None:
    assert levels(text) == ([("TXT-GROWTH", found)] if found else [])


@pytest.mark.parametrize(("last", "found"), [(20, []), (16, ["error"])])
def test_growth_is_held_against_last_years_report(last: int, found: list[str]) -> None:
    text = "全市收到<25 new scope=全市>件，增长<25 kind=growth scope=全市 whole=0>%。"
    before = reading(year=2022, **tables(new={"total": last}))
    findings = check(reading(text, format=None), before)
    assert [f.level for f in findings if f.code == "TXT-GROWTH"] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到<7 new>件，上年结转<1 in>件。办结<9 done>件。",
         [("TXT-ORDER", "error")]),
        # what was carried in may explain it
        ("收到<7 new>件。办结<9 done>件。", []),
        ("办结<9 done>件，按时办结<10 applications.on_time>件。", [("TXT-ORDER", "error")]),
        ("复议<3 review.total>件。维持<4 review.upheld>件。", [("TXT-ORDER", "error")]),
        (BOTH + "维持<4 review.upheld>件。", [("TXT-ORDER", "error")]),
        (BOTH + "办公室维持<4 review.upheld>件。", [("TXT-ORDER", "ask")]),
        # the same thing in two figures
        (BOTH, []),
        (BOTH + "全市复议<4 review.total scope=全市>件。", [("TXT-SELF", "error")]),
        (BOTH + "市政府办公室复议<2 review.total scope=市政府办公室>件。", []),
        (BOTH + "去年复议<2 review.total scope=全市 year=2022>件。", []),
        # 收到 and 受理 may be counted differently
        ("全市收到<3 new scope=全市>件。全市受理<5 new scope=全市>件。",
         [("TXT-SELF", "ask")]),
        ("全市收到<3 new scope=全市>件，结转<2 in scope=全市>件。全市受理<5 new scope=全市>件。", []),
        # many things are counted in many ways
        ("公开信息<3 disclosure.total>条。公开信息<5 disclosure.total>条。", []),
    ],
)  # fmt: skip
def test_order_and_one_thing_said_twice(text: str, found: list[tuple[str, str]]) -> None:
    assert levels(text) == found


def test_consistent_statements_are_silent_whatever_their_number() -> None:
    text = (
        "收到<12 new>件，其中自然人<9 applications.natural all=0>件、法人<3 applications.legal all=0>件，"
        "办结<11 done>件，结转下年<1 out>件。"
    )
    assert said(*[text.replace("all=0", f"all={5 * at}") for at in range(8)]) == []
