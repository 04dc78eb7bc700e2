"""Who may do what with collections and drafts: the operations ask themselves, for every body they are given.

The policy stands in sentences; then every operation is tried by somebody from a district on what is the
city's.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.actions import TABLE
from gongkai.annual_reports.models import AnnualReport, CellEdit, Draft, ReturnBatch
from gongkai.annual_reports.tasks import return_drafts
from gongkai.organisations import access
from gongkai.organisations.acts import OfficialAct, official_act
from gongkai.organisations.models import ADMINISTRATORS, Body, Role
from gongkai.records import journal
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run
from gongkai.records.operations import OPERATIONS
from tests.material import yunhe
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, DUE, LATER, OFFICER, YEAR, Office, page, wrong
from tests.organisations import material as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SUP, LEAD = Role.SUPERVISOR, Role.DISCLOSURE_OFFICER
CLERK, REVIEWER, LEGAL = Role.CLERK, Role.REVIEWER, Role.LEGAL_REVIEWER
# action → (who may for their own body, who for one below it)
POLICY = {
    # everybody in business sees what their body collects; who supervises sees what is collected below
    "collection.view": ({SUP, LEAD, CLERK, REVIEWER, LEGAL}, {SUP}),
    # clerks collect; the officer and the lead office too
    "collection.manage": ({SUP, LEAD, CLERK}, {SUP}),
    # reviewers judge and correct besides
    "draft.review": ({SUP, LEAD, CLERK, REVIEWER}, {SUP}),
    # what goes out in the body's name, and into the archive, is led by its officer or the lead office
    "draft.return": ({SUP, LEAD}, {SUP}),
    "draft.accept": ({SUP, LEAD}, {SUP}),
    "report.archive": ({SUP, LEAD}, {SUP}),
}


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Office:
    settings.DATA = tmp_path
    return material.office()


def act_of(body: Body, role: Role, login: str = "zhang.wei") -> OfficialAct:
    return official_act(organisations.acting(body, role, login=login), AT)


def test_every_action_has_a_policy_and_no_administrator_does_business() -> None:
    assert {action.name for action in TABLE} == set(POLICY)
    assert not any(action.roles & ADMINISTRATORS for action in TABLE)


@pytest.mark.parametrize("role", list(Role))
def test_every_action_for_the_own_body_one_below_and_one_elsewhere(office: Office, role: Role) -> None:
    act = act_of(office.city.district, role)
    bodies = (office.city.district, office.city.district_education, office.city.root)
    for action, (own, below) in POLICY.items():
        may = [role in own, role in below, False]
        assert [act.may(action, body) for body in bodies] == may, action


@dataclass
class Scene:
    """The city's collection with a draft that was read, an edit, and somebody who acts."""

    office: Office
    draft: Draft
    edit: CellEdit
    batch: ReturnBatch
    report: AnnualReport
    act: OfficialAct


EDIT: dict[str, Any] = {"table": "table4", "row": "review", "column": "total", "value": 4, "reason": "台账"}
TRIED: dict[str, Callable[[Scene], object]] = {
    "open_collection": lambda s: operations.open_collection(
        title="补报", year=YEAR, body=s.office.city.root, due_on=DUE, act=s.act
    ),
    "change_collection": lambda s: operations.change_collection(
        collection=s.office.collection, title="又", due_on=DUE, number_pattern="", contact="", act=s.act
    ),
    "set_expected": lambda s: operations.set_expected(collection=s.office.collection, bodies=[], act=s.act),
    "close_collection": lambda s: operations.close_collection(collection=s.office.collection, act=s.act),
    "reopen_collection": lambda s: operations.reopen_collection(collection=s.office.collection, act=s.act),
    "receive_drafts": lambda s: operations.receive_drafts(
        collection=s.office.collection, files=[("b.html", io.BytesIO(page()))], act=s.act
    ),
    "resume_reading": lambda s: operations.resume_reading(collection=s.office.collection, act=s.act),
    "keep_reading": lambda s: operations.keep_reading(draft=s.draft, reading=yunhe.reading(), act=s.act),
    "keep_unreadable": lambda s: operations.keep_unreadable(draft=s.draft, reason="坏了", act=s.act),
    "assign_unit": lambda s: operations.assign_unit(draft=s.draft, body=s.office.health, act=s.act),
    "set_aside": lambda s: operations.set_aside(draft=s.draft, reason="重复", act=s.act),
    "judge_finding": lambda s: operations.judge_finding(
        draft=s.draft, key="0" * 16, says="confirmed", act=s.act
    ),
    "edit_cell": lambda s: operations.edit_cell(draft=s.draft, **EDIT, act=s.act),
    "edit_year": lambda s: operations.edit_year(draft=s.draft, year=YEAR, reason="封面", act=s.act),
    "undo_edit": lambda s: operations.undo_edit(draft=s.draft, edit=s.edit, reason="误改", act=s.act),
    "accept_draft": lambda s: operations.accept_draft(draft=s.draft, act=s.act),
    "return_draft": lambda s: operations.return_draft(draft=s.draft, act=s.act),
    "return_drafts": lambda s: operations.return_drafts(
        collection=s.office.collection, drafts=[s.draft], act=s.act
    ),
    "finish_batch": lambda s: operations.finish_batch(
        collection=s.office.collection, batch=s.batch, refusals=[], act=s.act
    ),
    "archive_report": lambda s: operations.archive_report(
        place_code="szf",
        place_name="云河市",
        level="city",
        figures=yunhe.reading().as_json(),
        source=operations.ReportSource(),
        act=s.act,
    ),
    "replace_report": lambda s: operations.replace_report(
        report=s.report,
        figures=s.report.figures | {"place": "云河市卫健委"},
        source=operations.ReportSource(),
        reason="更正",
        act=s.act,
    ),
    "import_report": lambda s: operations.import_report(
        reading=yunhe.reading(), title="年报", level="city", act=s.act
    ),
    "load_starting_archive": lambda s: operations.load_starting_archive(act=s.act),
}
# Done by anybody who knows the address, or only inside other operations.
NOT_TRIED = {
    "keep_check",
    "forget_check",
    "purge_checks",
    "archive_checked",
    "replace_checked",
    "supersede",
    "restore",
}


def scene(office: Office, act: OfficialAct) -> Scene:
    system = SystemAct(OFFICER, AT)
    accepted = office.one("h.html", page("云河市卫生健康委员会"))
    report = operations.accept_draft(draft=accepted, act=system)
    draft = office.one("a.html", page(values=wrong()))
    edit = operations.edit_cell(draft=draft, **{**EDIT, "value": 5}, act=system)
    batch = operations.return_drafts(collection=office.collection, drafts=[draft], act=system)
    return Scene(office, draft, edit, batch, report, act)


def test_every_operation_of_this_package_is_tried_here() -> None:
    of_here = {
        one.function.__name__ for one in OPERATIONS.values() if one.path.startswith("gongkai.annual_reports.")
    }
    assert of_here == set(TRIED) | NOT_TRIED


def test_nobody_from_a_district_does_anything_to_the_city_s_collection(office: Office) -> None:
    here = scene(office, act_of(office.city.district, SUP))
    before = journal.entries().count()
    let_in = []
    for name, do in TRIED.items():
        try:
            do(here)
        except access.NotAllowed as refusal:
            assert str(refusal).endswith("。")
        else:
            let_in.append(name)
    assert let_in == []
    assert journal.entries().count() == before
    assert {draft.state for draft in Draft.objects.all()} == {"read", "accepted"}


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.AUDITOR])
def test_nobody_without_the_right_role_does_anything_at_the_city_itself(office: Office, role: Role) -> None:
    here = scene(office, act_of(office.city.root, role))
    for do in TRIED.values():
        with pytest.raises(access.NotAllowed):
            do(here)


def test_the_city_s_own_people_may(office: Office) -> None:
    here = scene(office, act_of(office.city.root, SUP))
    assert operations.assign_unit(draft=here.draft, body=office.city.district, act=here.act)
    assert operations.set_expected(collection=office.collection, bodies=[office.education], act=here.act) == 1
    assert operations.return_draft(draft=here.draft, act=here.act)


# Second bodies


def test_a_unit_that_stands_elsewhere_is_not_put_on_the_list(office: Office) -> None:
    act = act_of(office.city.district, SUP)
    opened = operations.open_collection(
        title="区年报", year=YEAR, body=office.city.district, due_on=DUE, act=act
    )
    assert [unit.code for unit in queries.expected(opened)] == ["dhjyj"]
    for bodies in ([office.education], [office.city.district_education, office.city.root]):
        with pytest.raises(operations.UnitNotBelow, match="不是收集单位的下级机构"):
            operations.set_expected(collection=opened, bodies=bodies, act=act)
        with pytest.raises(operations.UnitNotBelow):
            operations.open_collection(
                title="又一次", year=YEAR, body=office.city.district, due_on=DUE, expected=bodies, act=act
            )
    assert [unit.code for unit in queries.expected(opened)] == ["dhjyj"]


def test_a_batch_takes_no_draft_of_another_body_along(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    act = act_of(office.city.district, SUP)
    own = operations.open_collection(
        title="区年报", year=YEAR, body=office.city.district, due_on=DUE, act=act
    )
    with pytest.raises(access.NotAllowed, match="云河市人民政府"):
        operations.return_drafts(collection=own, drafts=[draft], act=act)
    assert not ReturnBatch.objects.exists()


def test_a_batch_goes_on_in_the_name_of_who_asked_and_was_allowed(office: Office) -> None:
    draft = office.one("a.html", page(values=wrong()))
    act = act_of(office.city.root, LEAD)
    batch = operations.return_drafts(collection=office.collection, drafts=[draft], act=act)
    return_drafts(Run("", 1, LATER), batch=batch.pk)
    returned = next(entry for entry in journal.entries() if entry.verb == "draft.returned")
    assert (returned.by, returned.at) == (act.actor, LATER)


def test_an_edit_of_another_draft_is_not_undone(office: Office) -> None:
    here = scene(office, act_of(office.city.root, SUP))
    other = office.one("b.html", page("东湖区", values=wrong()))
    with pytest.raises(operations.NotTheLatest):
        operations.undo_edit(draft=other, edit=here.edit, reason="误改", act=here.act)


def test_a_place_of_the_archive_that_is_no_body_belongs_to_the_root(office: Office) -> None:
    district = act_of(office.city.district, LEAD, login="li.na")

    def archive(act: OfficialAct, code: str) -> AnnualReport:
        return operations.archive_report(
            place_code=code,
            place_name="云溪市",
            level="city",
            figures=yunhe.reading().as_json(),
            source=operations.ReportSource(),
            act=act,
        )

    with pytest.raises(access.NotAllowed):
        archive(district, "yunxi")
    assert archive(act_of(office.city.root, LEAD), "yunxi").place.code == "yunxi"
    assert archive(district, "dhq").place.code == "dhq"
