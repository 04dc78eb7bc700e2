"""The review desk: a draft beside its original, its findings judged and its figures corrected."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.rules import form
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.console import office as desk
from tests.console.review import REASON, again, at, key, refused, shown
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, OFFICER, YEAR, Office, page

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TOTAL = {"table": "table4", "row": "review", "column": "total"}


# What lies on the desk


def test_the_original_stands_beside_the_tables_as_the_form_prescribes_them(
    officer: desk.Visitor, faulty: Draft
) -> None:
    seen = shown(officer, faulty)
    assert seen.texts("//h1") == ["云河市教育局"]
    assert seen.select("//iframe")[0].get("src") == at(faulty, "draft_original")
    assert seen.select("//iframe")[0].get("sandbox") == ""
    prescribed = form("2021")
    for name, table in prescribed.tables.items():
        drawn = seen.select(f"//table[@id='{name}']//td")
        assert len(drawn) == len(table.cells)
        heads = [cell.label for line in prescribed.grid(name) for cell in line if cell.kind != "data"]
        assert seen.texts(f"//table[@id='{name}']//th") == heads


def test_a_finding_is_a_number_in_the_cell_and_a_sentence_with_its_verdict(
    officer: desk.Visitor, faulty: Draft
) -> None:
    seen = shown(officer, faulty)
    assert "共发现错误1处" in seen.text
    assert "还有1处没有判断" in seen.text
    assert seen.select("//td[@id='table4-review-total']/a[@href='#finding-1']")
    judged = seen.select("//article[contains(@class,'judged')]")
    assert len(judged) == 1
    assert [each.get("value") for each in judged[0].xpath(".//button[@name='says']")] == [
        "confirmed",
        "dismissed",
    ]


def test_places_of_the_text_are_marked_and_figures_lead_to_them(
    office: Office, officer: desk.Visitor
) -> None:
    said = page().replace(
        "本年度各项工作平稳有序".encode(), f"{YEAR}年，共收到政府信息公开申请9999件".encode()
    )
    draft = office.one("教育局.html", said)
    seen = shown(officer, draft)
    assert any("9,999" in text for text in seen.texts("//dl//dd"))
    place = seen.select("//dl//dd/a[starts-with(@href,'#said-c')]")[0].get("href")
    assert seen.select(f"//*[@id='{place[1:]}']")
    assert seen.select("//ol[@class='marked']//mark")


def test_a_clean_draft_says_so_and_has_no_keys(officer: desk.Visitor, clean: Draft) -> None:
    seen = shown(officer, clean)
    assert "没有需要核实的问题" in seen.text
    assert not seen.select("//*[@class='keys']")


def test_the_one_row_that_stands_for_three_is_one_row_that_can_be_changed(
    office: Office, officer: desk.Visitor
) -> None:
    draft = office.one("教育局.html", page())
    reading = dict(draft.reading or {})
    rows = dict(reading["table3"])
    reading["table3"] = {"6": rows["6.1"], **{k: v for k, v in rows.items() if not k.startswith("6.")}}
    Draft.objects.filter(pk=draft.pk).update(reading=reading)
    seen = shown(officer, draft)
    assert seen.select("//td[@id='table3-6-natural']")
    assert not seen.select("//td[@id='table3-6.1-natural']")
    asked = shown(officer, draft, "?table=table3&row=6&column=natural")
    assert asked.select("//form//input[@name='row'][@value='6']")
    answer = officer.post(
        at(draft, "draft_edit"),
        table="table3",
        row="6",
        column="natural",
        kind="value",
        value="9",
        reason="x",
    )
    assert answer.status_code == 303


def test_a_table_that_is_missing_can_be_filled_in_by_hand(office: Office, officer: desk.Visitor) -> None:
    draft = office.one("教育局.html", page())
    reading = dict(draft.reading or {}) | {"table4": None}
    reading["unread"] = [{"table": "table4", "row": None, "col": None, "reason": "这张表是图片"}]
    Draft.objects.filter(pk=draft.pk).update(reading=reading)
    seen = shown(officer, draft)
    assert "这张表是图片" in seen.text
    fill = seen.select("//a[contains(@href,'fill=table4')]")[0].get("href")
    drawn = shown(officer, draft, fill.partition("#")[0])
    assert len(drawn.select("//table[@id='table4']//td")) == len(form("2021").tables["table4"].cells)


# Verdicts


def test_y_says_that_it_holds_and_leads_on(officer: desk.Visitor, faulty: Draft) -> None:
    answer = officer.post(at(faulty, "draft_judge"), key=key(faulty), says="confirmed")
    assert answer.headers["Location"] == at(faulty) + "#findings"
    seen = shown(officer, faulty)
    assert "属实 · 林知远" in seen.text
    assert "都已判断" in seen.text
    assert "撤回判断" in seen.text


def test_what_does_not_hold_needs_a_reason_and_what_was_typed_stays(
    officer: desk.Visitor, faulty: Draft
) -> None:
    seen = refused(officer.post(at(faulty, "draft_judge"), key=key(faulty), says="dismissed", reason=" "))
    assert "请说明为什么不属实" in seen.text
    assert seen.select("//details[@id='verdict-1'][@open]")


def test_what_does_not_hold_leaves_the_tables_and_can_be_taken_back(
    officer: desk.Visitor, faulty: Draft
) -> None:
    officer.post(at(faulty, "draft_judge"), key=key(faulty), says="dismissed", reason="口径不同")
    seen = shown(officer, faulty)
    assert not seen.select("//article")
    assert not seen.select("//td//a[starts-with(@href,'#finding')]")
    assert "判为不属实的1处" in seen.text
    assert "口径不同" in seen.text
    officer.post(at(faulty, "draft_judge"), key=key(faulty), says="open")
    assert len(shown(officer, faulty).select("//article")) == 1


def test_a_finding_that_is_gone_is_told_of(officer: desk.Visitor, faulty: Draft) -> None:
    assert officer.post(at(faulty, "draft_judge"), key="0" * 16, says="confirmed").status_code == 303
    assert "这份草稿现在没有这个问题" in shown(officer, faulty).text


# Corrections


def test_a_cell_leads_to_the_form_in_which_it_is_changed(officer: desk.Visitor, faulty: Draft) -> None:
    href = shown(officer, faulty).select("//td[@id='table4-review-total']/a")[0].get("href")
    assert href.endswith("#cell")
    seen = shown(officer, faulty, href.partition("#")[0])
    assert "修改：表四" in seen.text
    assert seen.field("value") == "5"
    assert seen.select("//td[contains(@class,'cell--current')]")


@pytest.mark.parametrize(("typed", "stands"), [("6", 6), ("６", 6), (" 1,006 ", 1006)])
def test_a_figure_is_taken_however_it_is_typed(
    typed: str, stands: int, officer: desk.Visitor, faulty: Draft
) -> None:
    answer = officer.post(at(faulty, "draft_edit"), **TOTAL, kind="value", value=typed, reason=REASON)
    assert answer.headers["Location"] == at(faulty) + "#table4-review-total"
    now = queries.judged(again(faulty))
    assert now is not None
    assert now.reading.value("table4", "review", "total") == stands
    seen = shown(officer, faulty)
    assert "原读数：5" in seen.text
    assert REASON in seen.text


def test_a_blank_is_a_blank(officer: desk.Visitor, faulty: Draft) -> None:
    officer.post(at(faulty, "draft_edit"), **TOTAL, kind="blank", value="7", reason=REASON)
    now = queries.judged(again(faulty))
    assert now is not None
    assert now.reading.value("table4", "review", "total") is None
    assert not now.reading.unread


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "value", "value": "六", "reason": REASON}, "请填写数字"),
        ({"kind": "value", "value": "", "reason": REASON}, "数字：请填写。"),
        ({"kind": "value", "value": "NaN", "reason": REASON}, "请填写数字"),
        ({"kind": "value", "value": "1e99999", "reason": REASON}, "数"),
        ({"kind": "value", "value": "-3", "reason": REASON}, "不能是负数"),
        ({"kind": "value", "value": "1.5", "reason": REASON}, "应填整数"),
        ({"kind": "value", "value": "7", "reason": ""}, "请填写。"),
        ({"value": "7", "reason": REASON}, "请选择。"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_what_was_typed_stays(
    given: dict[str, str], told: str, officer: desk.Visitor, faulty: Draft
) -> None:
    seen = refused(officer.post(at(faulty, "draft_edit"), **TOTAL, **given))
    assert told in seen.text
    assert seen.field("value") == given["value"]
    assert seen.select("//*[@role='alert']")
    assert not faulty.edits.exists()


def test_a_cell_that_the_form_has_not_is_no_page(officer: desk.Visitor, faulty: Draft) -> None:
    assert officer.get(at(faulty, query="?table=table4&row=nothing&column=total")).status_code == 404
    cell = {**TOTAL, "row": "nothing"}
    answer = officer.post(at(faulty, "draft_edit"), **cell, kind="value", value="1", reason=REASON)
    assert answer.status_code == 303
    assert not faulty.edits.exists()


def test_a_change_is_undone_by_a_further_change(officer: desk.Visitor, faulty: Draft) -> None:
    officer.post(at(faulty, "draft_edit"), **TOTAL, kind="value", value="6", reason=REASON)
    made = faulty.edits.get()
    seen = refused(officer.post(at(faulty, "draft_undo"), edit=made.pk, reason=""))
    assert "请说明撤销的理由" in seen.text
    officer.post(at(faulty, "draft_undo"), edit=made.pk, reason="看错了行")
    seen = shown(officer, faulty)
    assert faulty.edits.count() == 2
    assert "恢复原读数" in seen.text
    assert "原读数：" not in seen.text
    assert not seen.select("//form[contains(@action,'undo')]")


def test_only_a_draft_that_waits_for_review_can_be_changed(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    operations.return_draft(draft=faulty, act=SystemAct(OFFICER, AT))
    seen = shown(officer, faulty)
    assert not seen.select("//form[contains(@action,'judge')]")
    assert not seen.select("//td/a[contains(@href,'table=')]")
    assert "退改函" in seen.text


def test_who_may_only_look_has_nothing_to_press(office: Office, faulty: Draft) -> None:
    visitor = desk.visitor(office.city.root, "legal_reviewer")
    seen = shown(visitor, faulty)
    assert "共发现错误1处" in seen.text
    assert not seen.select("//main//form")


# Way and time line


def test_an_older_version_leads_to_the_newer_one(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    newer = office.one("教育局改.html", page(), at=material.LATER)
    seen = shown(officer, faulty)
    assert seen.select(f"//a[@href='{at(newer)}']")
    assert "只供查阅" in seen.text
    assert "第2版" in shown(officer, newer).text


def test_the_next_draft_that_waits_is_one_step_away(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    other = office.one("卫生健康委.html", page("云河市卫生健康委员会"))
    assert shown(officer, faulty).select(f"//a[@href='{at(other)}']")
    assert shown(officer, other).select(f"//a[@href='{at(faulty)}']")


def test_what_happened_to_a_draft_is_told_on_its_page(officer: desk.Visitor, faulty: Draft) -> None:
    officer.post(at(faulty, "draft_judge"), key=key(faulty), says="confirmed")
    told = shown(officer, faulty).texts("//ol[contains(@class,'time-line')]/li")
    assert "读取年报草稿" in told[0]
    assert "判断核查问题" in told[-1]


def test_a_draft_of_another_collection_is_not_there(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    other = operations.open_collection(
        title="另一次",
        year=YEAR,
        body=office.city.root,
        due_on=material.DUE,
        act=SystemAct(SYSTEM, timezone.now()),
    )
    assert officer.get(reverse("console:draft", args=[other.pk, faulty.pk])).status_code == 404
