"""Sending back: one numbered letter a unit, saying what, where, both figures and what to do."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.rules.return_letter import KIND
from gongkai.annual_reports.tasks import return_drafts
from gongkai.records import files, journal
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run
from gongkai.records.letters import drafting
from gongkai.records.letters import operations as letters
from tests.operations.annual_reports.office import AT, CLERK, LATER, OFFICER, Office, page, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_starting_template_is_a_template_of_its_kind() -> None:
    assert drafting.check_parts(kind=KIND.code, parts=KIND.starter) == KIND
    assert "退回" in drafting.preview_html(kind=KIND.code, parts=KIND.starter, full=False)


def test_the_letter_names_place_figures_and_remedy(office: Office) -> None:
    draft = office.one("草稿/云河市教育局.html", page(values=wrong()))
    letter = operations.return_draft(draft=draft, note="请一并补报纸质件。", act=SystemAct(OFFICER, LATER))
    assert letter.number.text == "政务公开退〔2027〕1号"
    assert letter.case_key == office.collection.case_key
    with files.open_file(letter.docx) as stored:
        said = words(stored.read())
    for part in (
        "云河市教育局",
        "表四“行政复议”：四种结果",
        "报告中5，按其余数据为4",
        "改正后重新报送",
        "请一并补报纸质件。",
    ):
        assert part in said
    draft.refresh_from_db()
    assert (draft.state, draft.letter) == ("returned", letter)


def test_dismissed_findings_are_not_in_the_letter(office: Office) -> None:
    values = wrong() | {("table4", "litigation_direct", "total"): 9}
    draft = office.one("a.html", page(values=values))
    now = queries.judged(draft)
    assert now is not None
    first, second = now.findings
    operations.judge_finding(
        draft=draft, key=first.key, says="dismissed", reason="口径", act=SystemAct(CLERK, AT)
    )
    said = queries.letter_preview(draft, date(2027, 1, 25))
    assert second.finding.message in said
    assert first.finding.message not in said
    assert letters_sent() == 0


def letters_sent() -> int:
    return sum(entry.verb == "letter.issued" for entry in journal.entries())


def test_an_unreadable_file_is_sent_back_with_its_reason(office: Office) -> None:
    draft = office.one("云河市教育局.html", b"<p>x</p>")
    letter = operations.return_draft(draft=draft, act=SystemAct(OFFICER, AT))
    with files.open_file(letter.docx) as stored:
        assert "报送的文件无法读取" in words(stored.read())


def test_what_has_no_unit_or_nothing_to_say_is_not_sent_back(office: Office) -> None:
    with pytest.raises(operations.CannotReturn, match="请先选定单位"):
        operations.return_draft(draft=office.one("a.html", page("云山市")), act=SystemAct(OFFICER, AT))
    clean = office.one("b.html", page())
    with pytest.raises(operations.CannotReturn, match="没有需要改正的问题"):
        operations.return_draft(draft=clean, act=SystemAct(OFFICER, AT))
    assert not operations.can_return(draft=clean)
    assert operations.return_draft(draft=clean, note="请补充说明。", act=SystemAct(OFFICER, AT))


def test_what_was_sent_back_or_accepted_is_not_sent_back_again(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    operations.return_draft(draft=draft, act=SystemAct(OFFICER, AT))
    with pytest.raises(operations.AlreadyDone, match="负责人已于2027-01-20 09:30办理（现为“已退回”）"):
        operations.return_draft(draft=draft, act=SystemAct(OFFICER, AT))
    assert letters_sent() == 1


def test_a_unit_that_was_sent_back_hands_in_a_new_version(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    operations.return_draft(draft=draft, act=SystemAct(OFFICER, AT))
    again = office.one("a.html", page(), at=LATER)
    draft.refresh_from_db()
    assert (again.version, again.state, draft.superseded_by, draft.state) == (2, "read", again, "returned")
    assert queries.counts(office.collection)["returned"] == 0


def test_many_are_sent_back_in_the_background_in_the_name_of_who_asked(office: Office) -> None:
    office.drop(
        ("a.html", page(values=wrong())),
        ("b.html", page("东湖区", values=wrong())),
        ("c.html", page("云河市卫生健康委员会")),
    )
    drafts = list(Draft.objects.all())
    batch = operations.return_drafts(
        collection=office.collection, drafts=drafts, note="", act=SystemAct(OFFICER, AT)
    )
    return_drafts(Run("", 1, LATER), batch=batch.pk)
    batch.refresh_from_db()
    assert batch.done_at == LATER
    assert [refusal["path"] for refusal in batch.refusals] == ["c.html"]
    issued = [entry for entry in journal.entries() if entry.verb == "letter.issued"]
    assert [entry.by for entry in issued] == [OFFICER, OFFICER]
    return_drafts(Run("", 2, LATER), batch=batch.pk)  # a run may be repeated
    assert letters_sent() == 2
    with zipfile.ZipFile(io.BytesIO(queries.letters_zip(office.collection))) as archive:
        assert sorted(archive.namelist()) == [
            "东湖区人民政府 政务公开退〔2027〕2号.docx",
            "云河市教育局 政务公开退〔2027〕1号.docx",
        ]
        assert "云河市教育局" in words(archive.read("云河市教育局 政务公开退〔2027〕1号.docx"))


def test_nothing_chosen_is_told(office: Office) -> None:
    with pytest.raises(operations.CannotReturn, match="请先选定"):
        operations.return_drafts(collection=office.collection, drafts=[], act=SystemAct(OFFICER, AT))


def test_a_withdrawn_template_stops_letters_until_it_is_back(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    made = letters.create_template(
        kind=KIND.code, body="", parts=KIND.starter, valid_from=date(2027, 1, 1), act=SystemAct(OFFICER, AT)
    )
    letters.withdraw_template(
        template=made.template,
        based_on=1,
        valid_from=date(2027, 1, 2),
        reason="改版",
        act=SystemAct(OFFICER, AT),
    )
    with pytest.raises(operations.CannotReturn, match="模板已经停用"):
        operations.return_draft(draft=draft, act=SystemAct(OFFICER, AT))
