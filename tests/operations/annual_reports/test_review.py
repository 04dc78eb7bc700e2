"""The review desk: verdicts that survive, edits that undo, and what may enter the archive."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import AnnualReport, CellEdit, Draft, EarlierVersion, Verdict
from gongkai.annual_reports.queries import JudgedFinding
from gongkai.records import journal
from gongkai.records.acts import SystemAct
from gongkai.records.refusals import Refused
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, CLERK, LATER, OFFICER, YEAR, Office, page, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TOTAL = ("table4", "review", "total")


def findings(draft: Draft) -> tuple[JudgedFinding, ...]:
    now = queries.judged(draft)
    assert now is not None
    return now.findings


def judge(draft: Draft, says: str, reason: str = "", key: str = "") -> Verdict:
    key = key or findings(draft)[0].key
    return operations.judge_finding(draft=draft, key=key, says=says, reason=reason, act=SystemAct(CLERK, AT))


def edit(draft: Draft, value: int | Decimal | None, cell: tuple[str, str, str] = TOTAL) -> CellEdit:
    table, row, column = cell
    return operations.edit_cell(
        draft=draft, table=table, row=row, column=column, value=value, reason="台账", act=SystemAct(CLERK, AT)
    )


def value(draft: Draft, cell: tuple[str, str, str] = TOTAL) -> int | Decimal | None:
    now = queries.judged(draft)
    assert now is not None
    return now.reading.value(*cell)


# Verdicts


def test_a_clean_draft_has_nothing_to_judge(office: Office) -> None:
    draft = office.one("a.html", page())
    assert findings(draft) == ()
    assert (draft.errors, draft.warnings, draft.asks, draft.unread_cells) == (0, 0, 0, 0)


def test_a_dismissed_finding_no_longer_counts_and_says_why_and_by_whom(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    assert draft.errors == 1
    verdict = judge(draft, "dismissed", "复议机关另有一件")
    draft.refresh_from_db()
    assert draft.errors == 0
    assert findings(draft)[0].verdict == verdict
    assert (verdict.by_name, verdict.at, verdict.reason) == ("经办员", AT, "复议机关另有一件")


def test_a_dismissal_needs_a_reason_and_a_finding_must_be_there(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    with pytest.raises(operations.ReasonMissing, match="请说明"):
        judge(draft, "dismissed", "  ")
    with pytest.raises(operations.NoSuchFinding):
        judge(draft, "confirmed", key="0" * 16)
    with pytest.raises(operations.NoSuchFinding):
        judge(draft, "perhaps")


def test_a_verdict_can_be_taken_back_and_the_latest_counts(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    for says, counted in (("confirmed", 1), ("dismissed", 0), ("open", 1), ("dismissed", 0)):
        judge(draft, says, "原因")
        draft.refresh_from_db()
        assert draft.errors == counted
    assert Verdict.objects.count() == 4
    assert len(queries.history(draft)) == 4


def test_a_verdict_survives_a_new_version_with_the_same_finding(office: Office) -> None:
    judge(office.one("a.html", page(values=wrong())), "dismissed", "口径不同")
    # the same slip, and another figure changed
    values = wrong() | {("table2", "行政许可", "本年处理决定数量"): 4}
    again = office.one("b.html", page(values=values), at=LATER)
    assert again.version == 2
    assert findings(again)[0].dismissed
    assert again.errors == 0


def test_a_verdict_of_one_unit_says_nothing_of_another(office: Office) -> None:
    judge(office.one("a.html", page(values=wrong())), "dismissed", "口径不同")
    assert office.one("b.html", page("东湖区", values=wrong())).errors == 1


# Edits


def test_an_edit_is_laid_over_what_was_read_and_checked_anew(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    edit(draft, 4)
    draft.refresh_from_db()
    assert (value(draft), draft.errors) == (4, 0)
    now = queries.judged(draft)
    assert now is not None
    assert now.as_read.value(*TOTAL) == 5
    assert set(now.edits) == {TOTAL}
    entry = next(one for one in journal.entries() if one.verb == "draft.edited")
    assert (entry.before, (entry.after or {})["value"], entry.reason) == ({"value": "5"}, "4", "台账")


def test_an_edit_is_undone_by_a_further_edit_step_by_step(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    first, second = edit(draft, 7), edit(draft, None)
    assert value(draft) is None
    with pytest.raises(operations.NotTheLatest, match="最近"):
        operations.undo_edit(draft=draft, edit=first, reason="误改", act=SystemAct(CLERK, AT))
    third = operations.undo_edit(draft=draft, edit=second, reason="误改", act=SystemAct(CLERK, AT))
    assert (third.kind, value(draft)) == ("value", 7)
    only = office.one("b.html", page("东湖区", values=wrong()))
    undone = operations.undo_edit(draft=only, edit=edit(only, 7), reason="误改", act=SystemAct(CLERK, AT))
    assert (undone.kind, value(only)) == ("as_read", 5)
    assert CellEdit.objects.filter(draft=draft).count() == 3


@pytest.mark.parametrize(
    ("cell", "value", "refusal"),
    [
        (("table4", "review", "beauty"), 1, operations.NoSuchCell),
        (("table9", "review", "total"), 1, operations.NoSuchCell),
        (TOTAL, -1, operations.BadFigure),
        (TOTAL, Decimal("1.5"), operations.BadFigure),
        (TOTAL, 10**15, operations.BadFigure),
        (TOTAL, Decimal("NaN"), operations.BadFigure),
        (("table2", "行政事业性收费", "本年收费金额"), Decimal("1.23456"), operations.BadFigure),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(
    office: Office, cell: tuple[str, str, str], value: int | Decimal, refusal: type[Refused]
) -> None:
    draft = office.one("a.html", page())
    with pytest.raises(refusal, match=r"请|不能|最多"):
        edit(draft, value, cell)
    assert not CellEdit.objects.exists()


def test_an_edit_needs_a_reason(office: Office) -> None:
    draft = office.one("a.html", page())
    with pytest.raises(operations.ReasonMissing, match="请说明"):
        operations.edit_cell(
            draft=draft,
            table="table4",
            row="review",
            column="total",
            value=4,
            reason="",
            act=SystemAct(CLERK, AT),
        )


def test_an_unreadable_draft_has_no_cells(office: Office) -> None:
    draft = office.one("云河市教育局.html", b"<p>x</p>")
    with pytest.raises(operations.NotInThisState, match="没有读出"):
        edit(draft, 1)


def test_a_year_that_was_not_read_can_be_said(office: Office) -> None:
    data = page().decode().replace(f"{YEAR}年", "").encode()
    draft = office.one("a.html", data)
    assert draft.year is None
    with pytest.raises(operations.CannotAccept, match="哪一年度"):
        operations.accept_draft(draft=draft, act=SystemAct(OFFICER, AT))
    with pytest.raises(operations.BadFigure):
        operations.edit_year(draft=draft, year=2019, reason="封面", act=SystemAct(CLERK, AT))
    operations.edit_year(draft=draft, year=YEAR, reason="封面", act=SystemAct(CLERK, AT))
    draft.refresh_from_db()
    assert draft.year == YEAR


# Across years


def test_last_year_s_archived_report_is_compared(office: Office) -> None:
    before = office.one("a.html", page())
    operations.accept_draft(draft=before, act=SystemAct(OFFICER, AT))
    following = operations.open_collection(
        title="2027年度", year=YEAR + 1, body=office.city.root, due_on=material.DUE.replace(year=2028),
        act=SystemAct(OFFICER, AT.replace(year=2028)),
    )  # fmt: skip
    draft = Office(office.city, following).one("b.html", page(year=YEAR + 1), at=AT.replace(year=2028))
    now = queries.judged(draft)
    assert now is not None
    assert now.previous is not None
    assert now.previous.year == YEAR
    # 22 were left over at the end of the year before, 1 a column is carried in
    assert any(found.finding.level == "error" for found in now.findings)


# Accepting


def test_an_accepted_draft_is_in_the_archive_under_its_unit_with_edits_applied(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    edit(draft, 4)
    report = operations.accept_draft(draft=draft, act=SystemAct(OFFICER, LATER))
    assert (report.place.code, report.place.name, report.place.level) == ("jyj", "云河市教育局", "department")
    assert (report.year, report.figures["table4"]["review"]["total"]) == (YEAR, 4)
    draft.refresh_from_db()
    assert (draft.state, draft.report, draft.settled_by) == ("accepted", report, "负责人")
    with pytest.raises(operations.NotInThisState, match="已经收录"):
        edit(draft, 9)
    with pytest.raises(operations.AlreadyDone, match="负责人已于2027-01-25 09:30办理（现为“已收录”）"):
        operations.accept_draft(draft=draft, act=SystemAct(OFFICER, LATER))


def test_an_error_that_nobody_dismissed_keeps_a_draft_out(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    with pytest.raises(operations.CannotAccept, match="还有1处错误没有判断"):
        operations.accept_draft(draft=draft, act=SystemAct(OFFICER, AT))
    judge(draft, "confirmed")
    with pytest.raises(operations.CannotAccept, match="1处错误已判定属实"):
        operations.accept_draft(draft=draft, act=SystemAct(OFFICER, AT))
    assert not operations.can_accept(draft=draft)
    judge(draft, "dismissed", "另有说明")
    assert operations.can_accept(draft=draft)
    assert operations.accept_draft(draft=draft, act=SystemAct(OFFICER, AT))


@pytest.mark.parametrize(
    ("path", "data", "says"),
    [
        ("a.html", page("云山市教育局"), "请先选定单位"),
        ("a.html", page(year=2025), "这是2025年度的报告"),
        (
            "a.html",
            "<p>云河市教育局2026年政府信息公开工作年度报告</p><p>本年收到申请3件。</p>".encode(),
            "没有读出报告的表格",
        ),
    ],
)
def test_every_reason_against_accepting_is_told(office: Office, path: str, data: bytes, says: str) -> None:
    draft = office.one(path, data)
    with pytest.raises(operations.CannotAccept, match=says) as refusal:
        operations.accept_draft(draft=draft, act=SystemAct(OFFICER, AT))
    assert refusal.value.reasons
    assert not AnnualReport.objects.exists()


def test_a_superseded_draft_is_neither_judged_nor_accepted(office: Office) -> None:
    old = office.one("a.html", page(values=wrong()))
    office.one("b.html", page(), at=LATER)
    with pytest.raises(operations.NotInThisState, match="新的版本"):
        operations.accept_draft(draft=old, act=SystemAct(OFFICER, LATER))
    with pytest.raises(operations.NotInThisState, match="新的版本"):
        judge(old, "confirmed")


def test_a_corrected_version_replaces_the_archived_one_with_a_reason(office: Office) -> None:
    first = operations.accept_draft(draft=office.one("a.html", page()), act=SystemAct(OFFICER, AT))
    values = material.cells() | {("table2", "行政许可", "本年处理决定数量"): 4}
    draft = office.one("b.html", page(values=values), at=LATER)
    with pytest.raises(operations.CannotAccept, match="请写明原因"):
        operations.accept_draft(draft=draft, act=SystemAct(OFFICER, LATER))
    report = operations.accept_draft(draft=draft, reason="许可数漏报", act=SystemAct(OFFICER, LATER))
    assert (report.pk, report.version) == (first.pk, 2)
    kept = EarlierVersion.objects.get()
    assert (kept.version, kept.reason, kept.figures) == (1, "许可数漏报", first.figures)
    assert "report.replaced" in [entry.verb for entry in journal.entries()]


def test_the_same_figures_again_are_accepted_without_a_reason(office: Office) -> None:
    operations.accept_draft(draft=office.one("a.html", page()), act=SystemAct(OFFICER, AT))
    data = page().replace(b"<body>", b"<body><!-- again -->")
    operations.accept_draft(draft=office.one("a.html", data, at=LATER), act=SystemAct(OFFICER, LATER))
    assert AnnualReport.objects.get().version == 1


def test_replacing_needs_a_reason_and_something_new(office: Office) -> None:
    report = operations.accept_draft(draft=office.one("a.html", page()), act=SystemAct(OFFICER, AT))
    other = report.figures | {"place": "云河市教育局（更正）"}
    for figures, reason, refusal in (
        (other, " ", operations.ReasonMissing),
        (report.figures, "更正", operations.NothingToReplace),
        (other | {"year": 2025}, "更正", operations.NothingToReplace),
    ):
        with pytest.raises(refusal):
            operations.replace_report(
                report=report,
                figures=figures,
                source=operations.ReportSource(),
                reason=reason,
                act=SystemAct(OFFICER, AT),
            )


# Roll-up


def test_the_sums_name_who_is_missing_and_leave_out_what_does_not_count(office: Office) -> None:
    office.drop(
        ("a.html", page()),
        ("b.html", page("云河市卫生健康委员会")),
        ("c.html", page("东湖区", year=2025)),
    )
    found = queries.roll_up(office.collection)
    assert [unit.code for unit in found.counted] == ["jyj", "wjw"]
    assert [unit.code for unit in found.missing] == ["dhjyj"]
    assert [(unit.code, why) for unit, why in found.left_out] == [("dhq", "年度不符")]
    assert found.total.value("table3", "1", "natural") == 2 * 2
    assert queries.roll_up(office.collection, accepted_only=True).counted == ()


def test_the_city_s_own_report_is_compared_only_when_nobody_is_missing(office: Office) -> None:
    own = material.cells() | {("table2", "行政许可", "本年处理决定数量"): 7}
    office.drop(
        ("a.html", page()), ("b.html", page("云河市卫生健康委员会")), ("c.html", page("云河市", values=own))
    )
    units = [office.education, office.health]
    assert queries.roll_up(office.collection).findings == ()
    operations.set_expected(collection=office.collection, bodies=units, act=SystemAct(OFFICER, AT))
    found = queries.roll_up(office.collection)
    assert found.own is not None
    permits = [one for one in found.findings if one.cells == (("行政许可", "本年处理决定数量"),)]
    assert [(one.code, one.expected, one.found) for one in permits] == [("AGG", 6, 7)]


# What the database forbids


@pytest.mark.parametrize(
    ("row", "constraint", "says"),
    [
        ({"kind": "value", "reason": "x"}, "edit_has_its_value", "请填写数值"),
        ({"kind": "blank", "reason": ""}, "edit_has_a_reason", "请说明修改的理由"),
    ],
)
def test_the_database_forbids_edits_that_say_nothing(
    office: Office, row: dict[str, str], constraint: str, says: str
) -> None:
    draft = office.one("a.html", page())
    edit = CellEdit(draft=draft, column="total", by_id="x", by_name="x", at=AT, **row)
    with pytest.raises(ValidationError, match=says):
        edit.validate_constraints()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        edit.save()


def test_the_database_forbids_a_dismissal_without_a_reason(office: Office) -> None:
    draft = office.one("a.html", page())
    verdict = Verdict(draft=draft, key="k", code="X", says="dismissed", by_id="x", by_name="x", at=AT)
    with pytest.raises(IntegrityError, match="dismissal_has_a_reason"), transaction.atomic():
        verdict.save()
