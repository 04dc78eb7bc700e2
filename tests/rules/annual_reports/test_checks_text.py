"""The text against the tables: only the body's own figures, of its own year, said exactly."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from gongkai.annual_reports.rules import Finding, check
from gongkai.annual_reports.rules.checks import scopes
from tests.material.statements import reading, tables

RECEIVED = tables(
    new={"natural": 20, "commercial": 5, "total": 25},
    carried_in={"natural": 3, "total": 3},
    total={"natural": 21, "commercial": 5, "total": 26},
    carried_out={"natural": 2, "total": 2},
    review={"upheld": 4, "total": 4},
    litigation_direct={"pending": 1, "total": 1},
    litigation_after_review={"upheld": 2, "total": 2},
)


def texts(*paragraphs: str, **more: Any) -> list[Finding]:
    """The findings that set the text against a table; the tables here need not close."""
    found = check(reading(*paragraphs, **(RECEIVED | more)))
    return [finding for finding in found if finding.code.startswith("TXT")]


@pytest.mark.parametrize(
    "sentence",
    [
        "全市共收到申请<25 applications.received scope=全市>件。",
        # 受理 may mean what was carried in as well
        "全市共受理申请<28 applications.received scope=全市>件。",
        "全市办结申请<26 applications.closed scope=全市>件。",
        "其中自然人<20 applications.natural scope=全市>件。",
        "其中自然人<23 applications.natural scope=全市>件。",
        "全市因政府信息公开被诉<3 litigation.total scope=全市>件。",
        "复议、诉讼案件<7 remedies.total scope=全市>件。",
        # 办理 may mean all that was due
        "全市办理申请<28 applications.closed scope=全市>件。",
        # somebody else's figure
        "市政府办公室收到申请<7 applications.received scope=市政府办公室>件。",
        "各县区收到申请<19 applications.received scope=各县区>件。",
        "政府网站收到申请<19 applications.received scope=政府网站>件。",
        # another year's figure
        "2022年全市收到申请<31 applications.received scope=全市 year=2022>件。",
        # about so many
        "全市收到申请<20 applications.received scope=全市 about>余件。",
        "全市收到申请近<26 applications.received scope=全市 about>件。",
    ],
)
def test_a_text_that_agrees_or_speaks_of_something_else_is_silent(sentence: str) -> None:
    assert texts(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "table", "cells", "expected", "value"),
    [
        ("全市收到申请<24 applications.received scope=全市>件。", "table3", [("new", "total")], 25, 24),
        ("全市办结申请<25 applications.closed scope=全市>件。", "table3", [("total", "total")], 26, 25),
        ("结转下年<1 applications.carried_out scope=全市>件。", "table3", [("carried_out", "total")], 2, 1),
        ("云溪市行政复议<5 review.total scope=云溪市>件。", "table4", [("review", "total")], 4, 5),
        ("我市未发生复议，为<0 review.total scope=我市>件。", "table4", [("review", "total")], 4, 0),
        (
            "全市行政诉讼<2 litigation.total scope=全市>件。",
            "table4",
            [("litigation_direct", "total"), ("litigation_after_review", "total")],
            3,
            2,
        ),
    ],
)
def test_the_bodys_own_exact_figure_that_no_cell_holds_is_an_error(
    sentence: str, table: str, cells: list[Any], expected: int, value: int
) -> None:
    [finding] = texts(sentence)
    assert (finding.code, finding.level, finding.table) == ("TXT", "error", table)
    assert list(finding.cells) == cells
    assert (finding.expected, finding.found) == (expected, value)
    assert [figure.value for figure in finding.values] == [value, expected]
    assert [span.text for span in finding.spans] == [str(value)]
    for word in ("第1段", str(expected), str(value), f"相差{abs(expected - value)}", "请"):
        assert word in finding.message


@pytest.mark.parametrize(
    "sentence",
    [
        # a government that names its office or departments beside a figure without words of whose it is
        "办公室认真登记，全年共收到申请<24 applications.received>件。",
        "全年共收到申请<24 applications.received>件，涉及各部门。",
        "市政府收到申请<24 applications.received scope=市政府>件。",
        # a figure said to be more than so many, and it is fewer
        "全市收到申请<30 applications.received scope=全市 about>余件。",
    ],
)
def test_what_is_open_is_asked_about(sentence: str) -> None:
    [finding] = texts(sentence)
    assert (finding.code, finding.level) == ("TXT", "ask")


def test_a_government_that_names_nobody_speaks_of_the_whole_but_does_not_say_so() -> None:
    [finding] = texts("全年共收到申请<24 applications.received>件。办公室已登记。")
    assert (finding.code, finding.level) == ("TXT", "warn")


def test_a_department_that_names_nobody_speaks_of_itself() -> None:
    [finding] = texts("全年共收到申请<24 applications.received>件。", place="云溪市林业局")
    assert finding.level == "error"
    assert texts("全市收到申请<24 applications.received scope=全市>件。", place="云溪市林业局") == []


def test_one_statement_repeated_is_one_finding_with_all_its_places() -> None:
    said = "全市收到申请<24 applications.received scope=全市>件。"
    [finding] = texts(said, "（二）依申请公开。" + said)
    assert [span.paragraph for span in finding.spans] == [0, 1]


@pytest.mark.parametrize("missing", ["blank", "absent"])
def test_a_cell_that_was_not_read_is_never_held_against_the_text(missing: str) -> None:
    report = tables(new={"total": 25})
    if missing == "blank":
        report["table3"]["new"]["total"] = None
    else:
        del report["table3"]["new"]["total"]
    assert texts("全市收到申请<24 applications.received scope=全市>件。", **report) == []
    assert texts("全市收到申请<24 applications.received scope=全市>件。", table3=None) == []


def test_figures_are_compared_without_the_words_but_words_are_not() -> None:
    whole = reading("全市收到申请<24 applications.received scope=全市>件。2023年2月30日。", **RECEIVED)
    bare = dataclasses.replace(whole, paragraphs=())
    codes = {finding.code for finding in check(whole)} - {finding.code for finding in check(bare)}
    assert codes == {"DATE"}
    keys = [[f.key for f in check(each) if f.code == "TXT"] for each in (whole, bare)]
    assert keys[0] == keys[1] != []


def test_rounded_figures_agree_with_what_they_were_rounded_from() -> None:
    penalties = {"行政处罚": {"本年处理决定数量": 13049}}
    said = "全市作出行政处罚<1.3 penalties. scope=全市>万件。".replace("penalties.", "penalties")
    assert texts(said, table2=penalties) == []


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("我局收到申请<4 applications.received scope=我局>件。", "error"),
        ("我局主动公开信息<4 disclosure.total scope=我局>条。", "ask"),
        ("我局收到申请<3 applications.received scope=我局>件。", None),
        ("全系统收到申请<4 applications.received scope=全系统>件。", None),
    ],
)
def test_a_table_of_no_form_is_held_against_the_text(sentence: str, level: str | None) -> None:
    found = check(
        reading(
            sentence,
            "受理申请数 <3 applications.received kind=listed>件",
            "公开信息数 <3 disclosure.total kind=listed>条",
            place="云溪县林业局",
            year=2012,
            format="pre2019",
        )
    )
    assert [(f.code, f.level) for f in found] == ([("TXT-TABLE", level)] if level else [])


@pytest.mark.parametrize(
    ("place", "scope", "whose"),
    [
        ("云溪市", "全市", "own"),
        ("云溪市", "全市各级行政机关", "own"),
        ("云溪市", "云溪市", "own"),
        ("江宁省云溪市", "云溪市", "own"),
        ("云溪市", "", "likely"),
        ("云溪市", "市政府", "likely"),
        ("云溪市", "市政府办公室", "other"),
        ("云溪市", "市级机关", "other"),
        ("云溪市", "市本级", "other"),
        ("云溪市", "各县区", "other"),
        ("云溪市", "全县", "other"),
        ("云溪市", "市政府门户网站", "other"),
        ("云溪县林业局", "", "own"),
        ("云溪县林业局", "我局", "own"),
        ("云溪县林业局", "县林业局", "own"),
        ("云溪县林业局", "本机关", "own"),
        ("云溪县林业局", "全县", "other"),
        ("云溪县林业局", "县政府", "other"),
        ("白石镇", "全镇", "own"),
        ("白石镇", "镇政府", "own"),
        ("白石镇", "各村", "other"),
        ("东湖街道", "本街道", "own"),
        ("云溪综合实验区", "全区", "own"),
        ("云溪市人民政府办公室", "市政府办公室", "own"),
        (None, "我局", "own"),
        (None, "全县", "likely"),
        (None, "县政府办", "other"),
    ],
)
def test_whose_figure_it_is(place: str | None, scope: str, whose: str) -> None:
    assert scopes.whose(place, scope) == whose
