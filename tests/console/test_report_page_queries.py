"""How often the pages of a collection and of a draft ask the database: so often, however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.queries import checking, judging
from gongkai.records.acts import SystemAct
from tests.console import office as desk
from tests.console.january import HEALTH, to
from tests.console.review import at
from tests.operations.annual_reports.office import AT, DUE, LATER, OFFICER, Office, page, wrong

pytestmark = pytest.mark.django_db

MOST = 15
ACT = SystemAct(OFFICER, AT)


def asked(visitor: desk.Visitor, address: str) -> list[str]:
    """What a page that was seen before asks the database."""
    visitor.page(address)
    with CaptureQueriesContext(connection) as queries:
        visitor.page(address)
    return [one["sql"] for one in queries.captured_queries]


def drop_three(office: Office) -> None:
    office.drop(
        ("教育局.html", page()),
        ("卫健委.html", page(HEALTH, values=wrong())),
        ("说明.html", "<p>另行报送。</p>".encode()),
    )


def send_back_together(office: Office, times: int) -> None:
    drafts = [office.draft("教育局.html"), office.draft("卫健委.html")]
    for number in range(times):
        act = SystemAct(OFFICER, AT + timedelta(minutes=number))
        operations.return_drafts(collection=office.collection, drafts=drafts, act=act)


def test_a_collection_asks_no_more_for_many_drafts_and_batches_than_for_few(
    office: Office, officer: desk.Visitor
) -> None:
    drop_three(office)
    few = asked(officer, to("collection", office))
    office.drop(
        ("区.html", page("云河市东湖区人民政府")),
        ("区教育局.html", page("云河市东湖区教育局")),
        ("甲.html", page("某某局")),
    )
    send_back_together(office, 3)
    many = asked(officer, to("collection", office))
    assert len(many) <= len(few) <= MOST, "\n".join(many)


def one_with_errors(office: Office) -> Draft:
    return office.draft("卫健委.html")


def one_without(office: Office) -> Draft:
    return office.draft("教育局.html")


def one_of_nobody(office: Office) -> Draft:
    return office.draft("说明.html")


def one_sent_back(office: Office) -> Draft:
    operations.return_draft(draft=office.draft("卫健委.html"), act=ACT)
    return office.draft("卫健委.html")


def one_accepted(office: Office) -> Draft:
    operations.accept_draft(draft=office.draft("教育局.html"), act=ACT)
    return office.draft("教育局.html")


def one_corrected_often(office: Office) -> Draft:
    draft = office.draft("卫健委.html")
    for value in range(5):
        cell = {"table": "table4", "row": "review", "column": "total"}
        operations.edit_cell(draft=draft, **cell, value=value, reason="台账", act=ACT)
    return draft


@pytest.mark.parametrize(
    "choose",
    [one_with_errors, one_without, one_of_nobody, one_sent_back, one_accepted, one_corrected_often],
)
def test_a_draft_asks_as_often_in_whatever_state_it_is(
    choose: object, office: Office, officer: desk.Visitor
) -> None:
    drop_three(office)
    assert callable(choose)
    found = asked(officer, at(choose(office)))
    assert len(found) <= MOST, "\n".join(found)


def test_a_draft_is_checked_once_for_its_page_and_all_its_verbs(
    office: Office, officer: desk.Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_three(office)
    slow, checked = checking.findings, []

    def counted(*args: object, **more: object) -> object:
        checked.append(1)
        return slow(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "findings", counted)
    officer.page(at(office.draft("卫健委.html")))
    assert len(checked) == 1


@pytest.mark.parametrize("name", ["collections", "drafts"])
def test_a_list_asks_no_more_for_many_rows_than_for_few(
    name: str, office: Office, officer: desk.Visitor
) -> None:
    address = reverse(f"console:{name}")
    drop_three(office)
    few = asked(officer, address)
    office.drop(("区.html", page("云河市东湖区人民政府")), ("甲.html", page("某某局")), at=LATER)
    operations.open_collection(
        title="补报", year=office.collection.year, body=office.city.root, due_on=DUE, act=ACT
    )
    many = asked(officer, address)
    assert len(many) <= len(few), "\n".join(many)
