"""Whose a draft is and which one counts: the newest, beside the older ones; a person has the last word."""

from __future__ import annotations

import pytest

from gongkai.annual_reports import operations, queries
from gongkai.records.acts import SystemAct
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, CLERK, LATER, Office, page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_newer_draft_of_a_unit_supersedes_the_older_one_which_is_kept(office: Office) -> None:
    old = office.one("a.html", page())
    new = office.one("新/a.html", page(values=material.cells(table4__review__total=4)), at=LATER)
    old.refresh_from_db()
    assert (old.superseded_by, new.version, new.current) == (new, 2, True)
    assert [draft.pk for draft in queries.versions(new)] == [new.pk, old.pk]
    assert [draft.pk for draft in queries.drafts(office.collection)] == [new.pk]


def test_two_files_of_one_unit_in_one_drop_are_left_to_a_person(office: Office) -> None:
    office.drop(("a.html", page()), ("b.html", page()))
    first, second = office.draft("a.html"), office.draft("b.html")
    assert (first.body, second.body) == (office.education, None)
    assert "同一批" in second.match_note
    chosen = operations.assign_unit(draft=second, body=office.education, act=SystemAct(CLERK, LATER))
    first.refresh_from_db()
    assert (chosen.version, chosen.matched_by, first.superseded_by) == (2, "hand", chosen)


def test_an_unreadable_file_takes_no_unit_s_draft_away(office: Office) -> None:
    good = office.one("a.html", page())
    bad = office.one("云河市教育局.pdf", b"%PDF-1.7 broken", at=LATER)
    good.refresh_from_db()
    assert (good.current, bad.body) == (True, None)
    assert "读不出" in bad.match_note


def test_a_unit_can_be_chosen_and_taken_away_by_hand(office: Office) -> None:
    draft = office.one("年报.html", page("云山市教育局"))
    assert draft.body is None
    assert "名单里没有" in draft.match_note
    chosen = operations.assign_unit(draft=draft, body=office.health, act=SystemAct(CLERK, AT))
    assert (chosen.body, chosen.matched_by, chosen.match_note) == (office.health, "hand", "")
    assert operations.assign_unit(draft=chosen, body=None, act=SystemAct(CLERK, AT)).body is None
    with pytest.raises(operations.UnitNotExpected, match="请先把它加入名单"):
        operations.assign_unit(draft=draft, body=office.city.school, act=SystemAct(CLERK, AT))


def test_a_unit_that_loses_its_draft_has_its_former_one_again(office: Office) -> None:
    old = office.one("a.html", page())
    new = office.one("b.html", page(values=material.wrong()), at=LATER)
    operations.assign_unit(draft=new, body=office.health, act=SystemAct(CLERK, LATER))
    old.refresh_from_db()
    assert old.current
    back = operations.assign_unit(draft=new, body=office.education, act=SystemAct(CLERK, LATER))
    old.refresh_from_db()
    assert (old.superseded_by, back.current) == (back, True)
    again = operations.assign_unit(draft=old, body=office.education, act=SystemAct(CLERK, LATER))
    back.refresh_from_db()
    assert (again.current, back.superseded_by) == (True, again)


def test_a_file_that_is_no_draft_is_set_aside_and_kept(office: Office) -> None:
    old = office.one("a.html", page())
    note = office.one("b.html", page(values=material.wrong()), at=LATER)
    with pytest.raises(operations.ReasonMissing):
        operations.set_aside(draft=note, reason=" ", act=SystemAct(CLERK, LATER))
    aside = operations.set_aside(draft=note, reason="是去年的旧稿", act=SystemAct(CLERK, LATER))
    old.refresh_from_db()
    assert (aside.state, aside.body, old.current) == ("aside", None, True)
    with pytest.raises(operations.NotInThisState, match="不采用"):
        operations.assign_unit(draft=aside, body=office.education, act=SystemAct(CLERK, LATER))
