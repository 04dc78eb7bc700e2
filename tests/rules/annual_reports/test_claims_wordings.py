"""The same thing said in the many ways that offices say it: what is counted, what did not happen, lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.annual_reports.rules import check
from gongkai.annual_reports.rules.prose import find
from gongkai.annual_reports.rules.reading import Claim, Reading


def read(text: str, year: int | None = 2023) -> list[Claim]:
    return find([text], year)


def said(text: str) -> list[tuple[str, int | Decimal]]:
    return [(claim.subject, claim.value) for claim in read(text) if claim.subject]


@pytest.mark.parametrize(
    "sentence",
    [
        "我局收到政府信息依申请公开7件。",
        "我办受理依申请信息7条。",
        "收到申请政府信息公开事项7件。",
        "全年受理政务信息公开的申请7件。",
        "收到依申请公开申请7件。",
    ],
)
def test_an_application_has_many_names(sentence: str) -> None:
    assert said(sentence) == [("applications.received", 7)]


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        ("本年度，我局未收到政府信息申请。", ["applications.received"]),
        ("全年，未收到依申请公开事项.", ["applications.received"]),
        ("未收到和处理政府信息公开申请事项。", ["applications.received"]),
        ("我镇未收到申请人提出的依申请公开申请。", ["applications.received"]),
        ("无信息公开类行政复议及诉讼案件。", ["review.total", "litigation.total"]),
        ("全年未发生因政务公开被申请行政复议、提起行政诉讼的情况。", ["review.total", "litigation.total"]),
        ("未向申请人收取信息处理费。", ["processing_fee"]),
        ("无上年结转政府信息公开申请，无结转下年度继续办理的申请。",
         ["applications.carried_in", "applications.carried_out"]),
        ("无下年度结转。", ["applications.carried_out"]),
    ],
)  # fmt: skip
def test_what_did_not_happen_is_nought(sentence: str, subjects: list[str]) -> None:
    assert said(sentence) == [(subject, 0) for subject in subjects]


def test_licences_penalties_and_documents_in_a_row_are_told_apart() -> None:
    assert said("全年行政许可决定31件、行政处罚22件、行政强制4件。") == [
        ("licences", 31),
        ("penalties", 22),
        ("coercion", 4),
    ]
    assert said("共制发行政规范性文件6件，废止2件，现行有效件数19件。") == [
        ("normative.made", 6),
        ("normative.repealed", 2),
        ("normative.in_force", 19),
    ]


def parts(text: str) -> list[tuple[int | None, str]]:
    return [(claim.whole, claim.listing) for claim in read(text)]


def test_inside_a_part_its_own_parts_are_named() -> None:
    text = "新增信息30条。其中机构类12条，内有职能5条、领导7条；政策类18条。"
    assert parts(text) == [(None, ""), (0, "open"), (1, "open"), (1, "open"), (0, "open")]


def test_what_a_whole_is_in_particular_is_all_of_it() -> None:
    text = "受理依申请公开9件，具体为土地类6件，规划类2件，采矿类1件。"
    assert parts(text)[1:] == [(0, "closed")] * 3


def test_a_complete_list_may_set_its_items_apart_by_semicolons() -> None:
    text = "收到政府信息公开申请40件，分别为予以公开21件；不予公开9件；无法提供8件；不予处理2件。"
    assert parts(text)[1:] == [(0, "closed")] * 4


def findings(*paragraphs: str, place: str = "云溪区某局") -> list[str]:
    claims = tuple(find(paragraphs, 2023))
    read = Reading(place, 2023, None, {}, claims, (), paragraphs)
    return [finding.code for finding in check(read)]


def test_one_whole_divided_twice_is_two_lists() -> None:
    text = "完成依申请公开答复50件，包括上年结转4件。其中，予以公开30件，部分公开12件，其他处理{}件。"
    assert findings(text.format(8)) == []
    assert findings(text.format(9)) == ["TXT-SUM"]


def test_a_list_with_a_number_that_has_no_measure_may_be_complete() -> None:
    text = "完成依申请公开答复50件。其中，予以公开30件，部分公开12，占24%；其他处理8件。"
    assert findings(text) == []
    assert findings(text.replace("12，占24%；", "11件；")) == ["TXT-SUM"]


def test_a_development_zone_may_call_itself_a_committee() -> None:
    assert findings("本年度，我委收到申请0件。", place="云溪经济开发区管理委员会") == []
    assert findings("本年度，我委收到申请0件。", place="云溪镇人民政府") == ["BODY"]


def test_an_advertisement_written_into_the_page_is_no_part_of_a_claim() -> None:
    [claim] = read("2023年，共发布中国股份有限乐鱼体育官网信息24条。")
    assert (claim.claim, claim.value) == ("发布信息", 24)


def test_a_remark_in_brackets_opens_no_list() -> None:
    assert parts("公开26个部门、25个乡镇(街道)的职能；印发规范性文件5个。") == [(None, "")] * 3


def test_penalties_published_are_not_penalties_decided() -> None:
    assert said("发布信息42条，其中行政处罚27条。") == []


def test_rules_open_to_the_public_are_a_cell_of_2019() -> None:
    assert said("规章对外公开总数量1件。") == [("regulations.public", 1)]


def test_who_applied_is_nobody_s_scope_and_a_unit_that_acts_is() -> None:
    text = "全县共收到政府信息公开申请12件，其中商业企业7件、法律服务机构5件。"
    assert [(claim.subject, claim.scope) for claim in read(text)] == [
        ("applications.received", "全县"),
        ("applications.commercial", "全县"),
        ("applications.legal_services", "全县"),
    ]
    assert read("所属单位收到政府信息公开申请8件，办结8件。")[1].scope == "所属单位"


@pytest.mark.parametrize("when", ["上半年", "1至6月", "一季度", "12月"])
def test_figures_of_a_part_of_the_year_are_not_the_years(when: str) -> None:
    assert said(f"{when}收到政府信息公开申请8件。") == []
    assert said("1至12月收到政府信息公开申请8件。") == [("applications.received", 8)]
