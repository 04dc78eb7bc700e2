"""Whole reports with one thing wrong, each in a manner of its own, and whole reports with nothing wrong.

One consistent report of a city and one of a bureau; a case changes words of the text or cells of the tables.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gongkai.annual_reports.rules import Finding, check, read
from tests import material
from tests.material import drawing
from tests.material.texts import html_table

CITY, BUREAU = "云溪市人民政府", "云溪市水务局"
APPLICATIONS = {
    "new": {"natural": 90, "commercial": 10, "total": 100},
    "carried_in": {"natural": 4, "total": 4},
    "1": {"natural": 50, "commercial": 6, "total": 56},
    "2": {"natural": 12, "total": 12},
    "3.6": {"natural": 5, "commercial": 1, "total": 6},
    "4.1": {"natural": 14, "commercial": 3, "total": 17},
    "5.1": {"natural": 4, "total": 4},
    "6.3": {"natural": 3, "total": 3},
    "total": {"natural": 88, "commercial": 10, "total": 98},
    "carried_out": {"natural": 6, "total": 6},
}
PROCEEDINGS = {
    "review": {"upheld": 6, "corrected": 1, "other": 2, "total": 9},
    "litigation_direct": {"upheld": 2, "pending": 1, "total": 3},
    "litigation_after_review": {"upheld": 1, "total": 1},
}
PUBLISHED: dict[str, dict[str, Any]] = {
    "行政规范性文件": {"本年制发件数": 8, "本年废止件数": 3, "现行有效件数": 41},
    "行政许可": {"本年处理决定数量": 520},
    "行政处罚": {"本年处理决定数量": 77},
    "行政强制": {"本年处理决定数量": 5},
    "行政事业性收费": {"本年收费金额": 12.5},
}
# whole city or one bureau: who speaks, and the words of the paragraphs (the tables are the same)
WHO = {CITY: ("全市", "我市"), BUREAU: ("我局", "我局")}
# fmt: off
TEXT = (
    ("根据《中华人民共和国政府信息公开条例》要求，现公布{place}2023年政府信息公开工作年度报告。"
    "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"),
    "一、总体情况",
    ("（一）主动公开情况。2023年，{who}通过政府网站主动公开政府信息640条，其中工作动态410条，通知公告130条，其他信息100条。"
    "制发行政规范性文件8件，废止3件，现行有效41件。作出行政许可决定520件、行政处罚决定77件、行政强制决定5件。"),
    ("（二）依申请公开情况。2023年，{who}新收政府信息公开申请100件，比上年增长25%，其中自然人90件，商业企业10件；"
    "上年结转4件。全年办结98件，其中予以公开56件，占57.14%；部分公开12件，不予公开6件，无法提供17件，不予处理4件，其他处理3件。"
    "结转下年度继续办理6件。未收取信息处理费。"),
    "（三）政府信息管理情况。一是严格审核。二是定期清理。三是及时更新。",
    ("（四）监督保障情况。{who}举办培训班4期，培训人员310人次。因政府信息公开引起的行政复议9件，其中维持6件，纠正1件，其他结果2件；"
    "行政诉讼4件，其中结果维持3件，尚未审结1件。"),
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "2023年，{own}政府信息公开工作仍有不足：一是解读形式单一；二是人员变动较多。2024年，{own}将加强培训。",
    "六、其他需要报告的事项",
    "本年度没有其他需要报告的事项。",
)
# fmt: on


def cells(**changed: dict[str, Any]) -> dict[str, Any]:
    """The tables of the report; `changed` is by row."""
    report = copy.deepcopy(material.figures("2021", 0, 0))
    for row, values in (APPLICATIONS | PROCEEDINGS | PUBLISHED).items():
        _line(report, row).update(values)
    for row, values in changed.items():
        _line(report, row).update(values)
    return report


def _line(report: dict[str, Any], row: str) -> dict[str, Any]:
    return next(report[table][row] for table in ("table2", "table3", "table4") if row in report[table])


def findings(
    place: str, *changes: tuple[str, str], add: str = "", without: str = "", **changed: dict[str, Any]
) -> list[Finding]:
    """What is found when words are changed, a sentence is added to the second section, a line left out."""
    text = [line for line in TEXT if not without or not line.startswith(without)]
    words = "\n".join(text).format(place=place, who=WHO[place][0], own=WHO[place][1])
    for old, new in changes:
        assert old in words, old
        words = words.replace(old, new)
    if add:
        words = words.replace("未收取信息处理费。", "未收取信息处理费。" + add)
    drawn = dict(zip("二三四", (rows for _, rows in drawing.tables(cells(**changed))), strict=True))
    body = [f"<h1>{place}2023年政府信息公开工作年度报告</h1>"]
    for line in words.split("\n"):
        body.append(f"<p>{line}</p>")
        if line[1:2] == "、" and line[0] in drawn:
            body.append(html_table(drawn[line[0]]))
    data = f"<html><meta charset='utf-8'><body>{''.join(body)}</body></html>".encode()
    reading = read(data)
    assert reading.place is not None
    return check(reading)


def codes(found: list[Finding]) -> set[str]:
    return {finding.code for finding in found}


@pytest.mark.parametrize("place", [CITY, BUREAU])
def test_the_report_as_it_stands_is_clean(place: str) -> None:
    assert [finding.message for finding in findings(place)] == []


PLANTED: list[tuple[str, str, str, str]] = [
    # what is planted, the words changed, the words in their place, the code that finds it
    ("received", "新收政府信息公开申请100件", "新收政府信息公开申请110件", "TXT"),
    ("carried in", "上年结转4件", "上年结转5件", "TXT"),
    ("carried out", "继续办理6件", "继续办理7件", "TXT"),
    ("closed", "全年办结98件", "全年办结97件", "TXT"),
    ("granted", "予以公开56件，占57.14%", "予以公开55件，占56.12%", "TXT"),
    ("partly", "部分公开12件", "部分公开13件", "TXT"),
    ("unavailable", "无法提供17件", "无法提供16件", "TXT"),
    ("one of a complete list", "不予处理4件", "不予处理5件", "TXT-SUM"),
    ("natural persons", "自然人90件", "自然人91件", "TXT"),
    ("a part of a complete list", "通知公告130条", "通知公告135条", "TXT-SUM"),
    ("review", "引起的行政复议9件", "引起的行政复议8件", "TXT"),
    ("a result of review", "纠正1件，其他结果2件", "纠正2件，其他结果1件", "TXT"),
    ("litigation", "行政诉讼4件", "行政诉讼5件", "TXT"),
    ("licences", "行政许可决定520件", "行政许可决定502件", "TXT"),
    ("penalties", "行政处罚决定77件", "行政处罚决定7件", "TXT"),
    ("documents made", "制发行政规范性文件8件", "制发行政规范性文件18件", "TXT"),
    ("documents repealed", "废止3件", "废止4件", "TXT"),
    ("documents in force", "现行有效41件", "现行有效46件", "TXT"),
    ("a share", "占57.14%", "占75.14%", "TXT-PCT"),
    ("a change that growth contradicts", "，比上年增长25%", "，比上年增加30件，增长25%", "TXT-GROWTH"),
    ("a change against last year's figure",
     "，比上年增长25%",
     "，比上年增加25件，2022年收到申请80件",
     "TXT-GROWTH"),
    ("a period that ends too early", "2023年12月31日止", "2023年12月30日止", "DATE"),
    ("a list given at once", "二是定期清理。", "二是发布解读12条，分别为图解5条、文字6条。", "TXT-SUM"),
    ("the report of a template",
     "要求，现公布",
     "要求，编制了《云溪2022年政府信息公开工作年度报告》，现公布",
     "YEAR"),
    ("growth no base can give", "比上年增长25%", "比上年增长24.7%", "TXT-GROWTH"),
    ("more closed than due", "全年办结98件", "全年办结108件", "TXT-ORDER"),
    ("a fee denied and charged", "未收取信息处理费。", "收取信息处理费300元。未收取信息处理费。", "TXT-SELF"),
    ("the period of last year",
     "自2023年1月1日起至2023年12月31日止",
     "自2022年1月1日起至2022年12月31日止",
     "YEAR"),
    ("last year's report",
     "2023年政府信息公开工作年度报告。本",
     "2022年政府信息公开工作年度报告。本",
     "YEAR"),
    ("a paragraph of last year",
     "2023年，{own}政府信息公开工作仍有",
     "2022年，{own}政府信息公开工作仍有",
     "YEAR"),
    ("a day that does not exist", "2023年12月31日止", "2023年11月31日止", "DATE"),
    ("a missing point", "二是定期清理。三是", "三是", "ITEM"),
    ("a section's number", "（四）监督", "（五）监督", "ITEM"),
    ("another body's name", "现公布{place}2023年", "现公布云浦{tail}2023年", "BODY"),
    ("an application denied", "未收取信息处理费。", "未收取信息处理费。未收到政府信息公开申请。", "TXT"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "old", "new", "code"), PLANTED, ids=[each[0] for each in PLANTED])
@pytest.mark.parametrize("place", [CITY, BUREAU])
def test_one_thing_planted_is_found(place: str, what: str, old: str, new: str, code: str) -> None:
    tail = place.removeprefix("云溪")
    words = [text.format(place=place, own=WHO[place][1], tail=tail) for text in (old, new)]
    assert code in codes(findings(place, (words[0], words[1]))), what


@pytest.mark.parametrize(
    ("row", "values", "code"),
    [
        ("规章", {"本年制发件数": 1}, "RULES"),
        ("new", {"natural": 91}, "T3-C"),
        ("carried_out", {"total": 7}, "T3-A"),
        ("6.3", {"total": 4}, "T3-B"),
        ("litigation_direct", {"pending": 0}, "T4-A"),
    ],
)
def test_one_cell_planted_is_found(row: str, values: dict[str, Any], code: str) -> None:
    planted: dict[str, Any] = {row: values}
    assert code in codes(findings(BUREAU, **planted))


def test_a_chapter_left_out_is_found() -> None:
    found = findings(BUREAU, ("2023年，我局政府信息公开工作仍有不足", "仍有不足"), without="五、")
    assert {"ITEM", "CHAPTER"} & codes(found)


@pytest.mark.parametrize(("who", "levels"), [("", ["warn"]), ("全县各级", []), ("本市", ["error"])])
def test_a_government_may_leave_out_whose_figures_they_are(who: str, levels: list[str]) -> None:
    said = ("全市新收", f"{who}新收"), ("全市通过", f"{who}通过"), ("全市举办", f"{who}举办")
    assert findings(CITY, *said) == []
    planted = [f for f in findings(CITY, *said, ("申请100件", "申请110件")) if f.code == "TXT"]
    assert [finding.level for finding in planted] == levels


CLEAN: list[tuple[str, str]] = [
    # whose figures stand beside the report's own
    (CITY, "其中，市政府办公室收到申请31件，办结30件；市直部门收到申请40件。"),
    (CITY, "市政府办公室全年受理申请31件，全部办结。"),
    (CITY, "市本级收到政府信息公开申请45件，各县区收到政府信息公开申请55件。"),
    (CITY, "全市各级行政机关共受理政府信息公开申请104件（含上年结转4件）。"),
    (BUREAU, "我局共受理政府信息公开申请104件（含上年结转4件），办结98件。"),
    (BUREAU, "全市水务系统共收到政府信息公开申请260件。"),
    (BUREAU, "截至2023年底，我局自2008年以来累计收到政府信息公开申请1860件。"),
    (BUREAU, "2022年收到政府信息公开申请80件，办结76件。"),
    (BUREAU, "办结率达98%，按时答复率100%。"),
    (BUREAU, "申请主要涉及河道治理、水费征收等方面，其中河道治理62件、水费征收20件等。"),
    (BUREAU, "全年接听热线电话1.2万余次，回复网民留言860余条。"),
    (BUREAU, "申请办理中，网络申请61件，占61%；信函申请39件，占39%。"),
    (BUREAU, "办理人大代表建议12件、政协提案15件，办结率100%，满意率99.7%。"),
    (BUREAU, "作为复议机关审理行政复议案件3件。"),
    (CITY, "市政府作为行政复议机关，共受理政府信息公开行政复议申请22件，审结20件。"),
    (CITY, "全市法院审理政府信息公开行政诉讼案件19件。"),
    (BUREAU, "与上年相比，申请数量增加20件。"),
    (BUREAU, "无上年度结转的行政复议案件。"),
    (CITY, "市司法局收到行政复议申请230件，其中政府信息公开类22件。"),
    (CITY, "市级部门新收申请60件，县级部门新收申请40件。"),
    (CITY, "新收申请中，市政府本级12件，市政府部门48件，县区40件。"),
    (CITY, "2023年新增注册用户860人，办理依申请公开咨询35件。"),
    (CITY, "对32件申请补正，对5件申请延期，对1件申请征求第三方意见。"),
    (BUREAU, "申请公开水费标准的最多，共61件，占61%；申请公开河道规划的25件，占25%。"),
    (BUREAU, "法院受理我局政府信息公开案件2件，均判决驳回。"),
    (BUREAU, "其中因申请内容不明确要求补正7件，补正后答复6件。"),
    (BUREAU, "12月新收申请14件，占全年的14%。"),
    (BUREAU, "1至6月收到政府信息公开申请41件，7至12月收到59件。"),
    (BUREAU, "上半年收到政府信息公开申请41件，下半年收到政府信息公开申请59件。"),
    (BUREAU, "一季度收到政府信息公开申请20件。"),
    (BUREAU, "所属单位收到政府信息公开申请8件，办结8件。"),
    (BUREAU, "转办市政府交办的政府信息公开申请3件。"),
    (BUREAU, "协助市政府办理政府信息公开申请3件。"),
    (BUREAU, "答复率100%，群众满意率99.7%，培训合格率98.6%。"),
    (BUREAU, "平均每月收到政府信息公开申请8件。"),
    (BUREAU, "行政处罚公示信息77条，行政许可公示信息520条。"),
    (BUREAU, "行政处罚信息公示900条，行政许可办理时限压缩30%。"),
    (BUREAU, "办理行政许可事项提前办结400件。"),
    (BUREAU, "自然人网络申请55件，自然人信函申请35件。"),
]


@pytest.mark.parametrize(("place", "sentence"), CLEAN)
def test_what_looks_like_a_contradiction_and_is_none_stays_silent(place: str, sentence: str) -> None:
    assert [finding.message for finding in findings(place, add=sentence)] == []
