"""What the words say against themselves: years, days, whose report it is, and the outline of the text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.annual_reports.rules import Finding, check, kinds
from tests import material
from tests.material.statements import reading

TITLE = "云溪市2023年政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
SIX = (
    "一、总体情况",
    "全市公开工作平稳推进。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "人手不足，下一步加强培训。",
    "六、其他需要报告的事项",
    "无。",
)


def words(*paragraphs: str, **more: Any) -> list[Finding]:
    return check(reading(*paragraphs, **more))


def levels(*paragraphs: str, **more: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in words(*paragraphs, **more)]


def test_a_report_in_order_is_silent() -> None:
    assert words(TITLE, PERIOD, *SIX, "云溪市人民政府", "2024年3月20日") == []


@pytest.mark.parametrize(
    ("paragraphs", "year", "found"),
    [
        # the title's year and the period's
        ((TITLE, PERIOD.replace("2023", "2022")), None, [("YEAR", "error")]),
        ((TITLE, "统计期限为2023年1月1日至12月31日。"), 2023, []),
        ((TITLE, "统计期限为2023 年1月1日 至 12月31日。"), 2023, []),
        # the introduction speaks of another year's report
        ((TITLE, "现将2022年度政府信息公开工作年度报告公布如下。"), 2023, [("YEAR", "warn")]),
        ((TITLE, "现将2023年度政府信息公开工作年度报告公布如下。"), 2023, []),
        ((TITLE, PERIOD, "云溪市2022年政府信息公开工作年度报告"), 2023, []),
        ((TITLE, "编制并公布2022年度政府信息公开工作年度报告。"), 2023, []),
        ((TITLE, "已按期公布各单位报告。上年的2022年度政府信息公开工作年度报告见附件。"), 2023, []),
        # a paragraph that opens with an earlier year and never comes to this one
        (("2022年，全市推进公开工作。",), 2023, [("YEAR", "ask")]),
        (("（一）主动公开。2022年，全市推进公开工作。",), 2023, [("YEAR", "ask")]),
        (("2022年，全市试点公开工作；2023年全面推开。",), 2023, []),
        (("2022年以前，全市没有专栏。",), 2023, []),
        (("2024年，我们将加强培训。",), 2023, []),
        (("2022年底启动的专栏已建成。",), 2023, []),
    ],
)
def test_years(paragraphs: tuple[str, ...], year: int | None, found: list[tuple[str, str]]) -> None:
    assert levels(*paragraphs, year=year, format=None) == found


@pytest.mark.parametrize(
    ("year", "value", "found"),
    [(2022, 25, [("YEAR", "ask")]), (2022, 24, []), (2023, 25, [])],
)
def test_this_years_figure_given_to_last_year_is_asked_about(
    year: int, value: int, found: list[tuple[str, str]]
) -> None:
    report = material.figures("2021", 0, 0)
    report["table3"]["new"] |= {"natural": 25, "total": 25}
    report["table3"]["1"] |= {"natural": 25, "total": 25}
    report["table3"]["total"] |= {"natural": 25, "total": 25}
    text = f"全市收到申请<{value} new scope=全市 year={year}>件。"
    assert levels(text, table3=report["table3"]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年2月29日召开会议。", []),
        ("2023年2月29日召开会议。", [("DATE", "error")]),
        ("2023年2月30日召开会议。", [("DATE", "error")]),
        ("9月31日召开会议。", [("DATE", "error")]),
        ("2023年13月1日召开会议。", [("DATE", "error")]),
        ("2月29日召开会议。", []),
        ("期限自2023年12月31日至2023年1月1日。", [("DATE", "error")]),
        ("期限自2023年1月1日起至2022年12月31日止。", [("DATE", "error")]),
        ("热线12345全年受理，12月每日更新，每10日一报。", []),
        ("国办发〔2023〕30号，电话0555-8356203，2.30日元。", []),
    ],
)
def test_days_that_do_not_exist(text: str, found: list[tuple[str, str]]) -> None:
    assert levels(text, format=None) == found


def test_an_impossible_day_is_shown_in_its_place() -> None:
    [finding] = words("会议于 2023 年 2 月 30 日召开。", format=None)
    [span] = finding.spans
    assert span.text == "2023 年 2 月 30 日"
    assert "请" in finding.message


@pytest.mark.parametrize(
    ("lines", "place", "year", "published", "found"),
    [
        # a department by 31 January, a government by 31 March
        (("发布时间：2024-01-31",), "云溪县林业局", 2023, None, []),
        (("发布时间：2024-02-01",), "云溪县林业局", 2023, None, [("LATE", "warn")]),
        (("发布时间：2024-02-01",), "云溪县", 2023, None, []),
        (("发布时间：2024-04-01",), "云溪县", 2023, None, [("LATE", "warn")]),
        # the office publishes for its government
        (("发布时间：2024-03-01",), "云溪市人民政府办公室", 2023, None, []),
        (("[ 公开日期 ] | 2024-04-01 |",), "白石镇", 2023, None, [("LATE", "warn")]),
        # before 2019 everybody by 31 March
        (("发布时间：2019-03-31",), "云溪县林业局", 2018, None, []),
        (("发布时间：2010-05-12", "二○一○年四月十日"), "云溪县林业局", 2009, None, [("LATE", "warn")]),
        # what the caller knows goes before what the page says
        (("发布时间：2024-04-01",), "云溪县", 2023, date(2024, 3, 1), []),
        ((), "云溪县", 2023, date(2024, 4, 2), [("LATE", "warn")]),
        (("2024年4月2日",), "云溪县", 2023, None, [("LATE", "warn")]),
        # pages moved to a new site years later
        (("发布时间：2020-06-01",), "云溪县", 2016, None, []),
        # before the year was over
        (("（2023年12月20日）",), "云溪县", 2023, None, [("DATE", "ask")]),
        ((), "云溪县", 2023, date(2023, 11, 2), [("DATE", "ask")]),
        (("2023年12月20日召开了会议，部署全年工作。",), "云溪县", 2023, None, []),
    ],
)
def test_publication(
    lines: tuple[str, ...], place: str, year: int, published: date | None, found: list[tuple[str, str]]
) -> None:
    findings = check(reading(*lines, place=place, year=year, format=None), published=published)
    assert [(finding.code, finding.level) for finding in findings] == found


@pytest.mark.parametrize(
    ("place", "text", "level"),
    [
        # its own guide under another body's name
        ("云溪县财政局", "我局编制了《云溪县林业局政府信息公开指南》。", "warn"),
        ("云溪县财政局", "我局编制了《云溪县财政局政府信息公开指南》。", None),
        ("云溪县发展和改革局", "我局编制了《县发改局政府信息公开指南》。", None),
        ("云溪县财政局", "我局编制了《政府信息公开指南》。", None),
        ("云溪县", "编制了《白石县政府信息公开指南》。", "warn"),
        ("云溪县", "本报告由云溪县人民政府办公室编制。", None),
        ("云溪县", "本报告由白石县人民政府编制。", "warn"),
        # superiors, subordinates, courts and media are named in every report
        ("云溪县财政局", "按照云溪县林业局的要求，联合县公安局公开信息，经云溪县人民法院审理。", None),
        # the body speaks of itself as what it is not
        ("云溪县", "今年，我局公开信息。", "ask"),
        ("云溪县", "开展“我局我做主”活动。", None),
        ("云溪县财政局", "我局公开信息，我县各部门配合。", None),
        ("云溪县财政局", "我镇公开信息。", "ask"),
        ("白石镇", "我镇公开信息，我乡公开信息。", "ask"),
        ("白石镇", "我镇公开信息，本镇公开信息。", None),
        ("云溪县财政局", "根据镇街报送，我局公开信息。", None),
        (None, "我镇公开信息，我局公开信息。", None),
    ],
)
def test_another_bodys_name_is_found_only_where_the_text_speaks_of_itself(
    place: str | None, text: str, level: str | None
) -> None:
    assert levels(text, place=place, format=None) == ([("BODY", level)] if level else [])


@pytest.mark.parametrize(
    ("place", "column", "level"),
    [
        ("云溪县", "本年制发件数", "warn"),
        ("云溪县", "现行有效件数", "ask"),
        ("白石镇", "本年制发件数", "warn"),
        ("云溪市林业局", "本年制发件数", "warn"),
        ("云溪市东湖区", "本年制发件数", "warn"),
        # a city may have districts or be one of a county's rank: its name does not say
        ("云溪市", "本年制发件数", None),
        ("江宁省", "本年制发件数", None),
        ("江宁自治区", "本年制发件数", None),
        ("国家林业局", "本年制发件数", None),
        ("云溪市人民政府办公室", "现行有效件数", None),
        (None, "本年制发件数", None),
    ],
)
def test_rules_by_a_body_that_cannot_make_them(place: str | None, column: str, level: str | None) -> None:
    table = {"规章": {"本年制发件数": 0, "本年废止件数": 0, "现行有效件数": 0} | {column: 2}}
    findings = check(reading(place=place, table2=table))
    assert [(f.code, f.level, f.cells) for f in findings] == (
        [("RULES", level, (("规章", column),))] if level else []
    )


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (("一、甲", "文。", "二、乙", "文。", "四、丙", "文。"), [("ITEM", "warn")]),
        (("一、甲", "文。", "二、乙", "文。", "二、丙", "文。"), [("ITEM", "warn")]),
        (("一、甲", "文。", "二、乙", "文。", "三、丙", "文。", "二、丁", "文。"), [("ITEM", "warn")]),
        (("一、甲", "（一）子", "文。", "（三）丑", "文。"), [("ITEM", "warn")]),
        # a new chapter, or number one, begins a new series
        (("一、甲", "（一）子", "文。", "（二）丑", "文。", "二、乙", "（一）子", "文。"), []),
        (("（一）子", "1.文。", "2.文。", "（二）丑", "1.文。", "1.文。", "2.文。"), []),
        (("1.文。", "3.文。"), [("ITEM", "ask")]),
        (("1.文。", "2.2023年文。", "3、2023年文。"), []),
        (("## 一、甲", "文。", "## 二、乙", "文。"), []),
        (("一是文。二是文。", "三是文。"), []),
        (("一是文。", "三是文。"), [("ITEM", "ask")]),
        (("文，三是文。",), []),
        (("比上年增加12.5%，3.5万条。",), []),
        # excerpts leave things out
        (("一、甲", "文。", "三、丙", "文。", "[[CUT]]"), []),
        (("（节选）", "一、甲", "文。", "三、丙", "文。"), []),
        (("（一）主动公开情况。文。", "（二）依申请公开情况。文。"), []),
        (("（一）主动公开情况。文。", "（三）依申请公开情况。文。"), [("ITEM", "warn")]),
        # rows of a table are no headings
        (("三、收到情况", "一、本年新收政府信息公开申请数量", "三、本年度办理结果", "文。"), []),
    ],
)
def test_numbered_items(paragraphs: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    if paragraphs[0].startswith("三、收到"):
        paragraphs = ("一、甲", "文。", "二、乙", "文。", *paragraphs)
    assert [each for each in levels(*paragraphs) if each[0] == "ITEM"] == found


def test_a_chapter_under_another_number_is_found_even_in_an_excerpt() -> None:
    [finding] = words("（节选）", "三是收到和处理政府信息公开申请情况", "文。")
    assert (finding.code, finding.level) == ("ITEM", "warn")
    assert "应为“三、”" in finding.message


@pytest.mark.parametrize(
    ("removed", "found"),
    [
        ((), []),
        (("无。",), [("EMPTY", "ask")]),
        (("人手不足，下一步加强培训。",), [("EMPTY", "ask")]),
        # chapters of tables may have no prose
        (("六、其他需要报告的事项", "无。"), [("CHAPTER", "warn")]),
    ],
)
def test_empty_sections_and_missing_chapters(removed: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    assert levels(*(line for line in SIX if line not in removed)) == found


def test_a_list_of_contents_is_not_an_empty_chapter() -> None:
    assert words(*(line for line in SIX if line[1] == "、"), *SIX) == []


def test_renamed_chapters_are_still_chapters() -> None:
    renamed = [line.replace("存在的主要问题及改进情况", "存在问题和下一步打算") for line in SIX]
    assert words(*renamed) == []


def test_the_reference_lists_every_code_that_a_check_can_give() -> None:
    listed = {kind.code for kind in kinds()}
    text = {"TXT", "TXT-TABLE", "TXT-SUM", "TXT-PCT", "TXT-GROWTH", "TXT-ORDER", "TXT-SELF"}
    assert listed >= text | {"YEAR", "DATE", "LATE", "BODY", "RULES", "ITEM", "EMPTY", "CHAPTER", "FMT"}
    assert {kind.level for kind in kinds()} == {"error", "warn", "ask"}


@pytest.mark.parametrize(("read", "level"), [(True, "ask"), (False, "warn")])
def test_the_heading_of_a_table_that_was_read_is_only_asked_about(read: bool, level: str) -> None:
    lines = [line for line in SIX if not line.startswith("三、")]
    table = material.figures("2021", 0, 0)["table3"] if read else None
    found = [each for each in levels(*lines, table3=table) if each[0] == "ITEM"]
    assert found == [("ITEM", level)]
