"""A draft that no reader gets to the end of: it is refused with a sentence, and the others are read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.operations import reading
from gongkai.records.acts import SystemAct
from gongkai.records.process_pool import JOBS, Limits, Overloaded
from tests.operations.annual_reports import office as reports
from tests.operations.annual_reports.office import AT, CLERK, Office, page
from tests.records.process_pool import samples
from tests.records.process_pool.crowding import crowd, hurry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Office:
    settings.DATA = tmp_path
    return reports.office()


def waiting(office: Office, *paths: str) -> list[Draft]:
    """Drafts that were received and wait to be read."""
    files = [(path, io.BytesIO(page())) for path in paths]
    operations.receive_drafts(collection=office.collection, files=files, act=SystemAct(CLERK, AT))
    return list(Draft.objects.filter(path__in=paths).order_by("pk"))


@pytest.mark.parametrize(("name", "limits"), [("JOBS", JOBS), ("CHECK", reading.CHECK)])
def test_what_takes_too_much_to_read_or_to_check_is_unreadable(
    name: str, limits: Limits, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile, good = waiting(office, "教育局.html", "卫生局.html")
    with monkeypatch.context() as at_first:
        hurry(at_first, f"gongkai.annual_reports.operations.reading.{name}", limits)
        hostile = operations.read_draft(draft=hostile, act=SystemAct(CLERK, AT))
    assert hostile.state == Draft.State.UNREADABLE
    assert "分成几份" in hostile.reason
    assert operations.read_draft(draft=good, act=SystemAct(CLERK, AT)).state == Draft.State.READ


def test_what_crashes_its_reader_is_unreadable(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    [hostile] = waiting(office, "教育局.html")
    monkeypatch.setattr("gongkai.annual_reports.queries.checking._read", samples.crash_on_a_file)
    hostile = operations.read_draft(draft=hostile, act=SystemAct(CLERK, AT))
    assert hostile.state == Draft.State.UNREADABLE
    assert "重新保存" in hostile.reason


def test_a_mistake_of_a_reader_is_named_by_its_class(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    [hostile] = waiting(office, "教育局.html")
    monkeypatch.setattr("gongkai.annual_reports.queries.checking._read", samples.stumble_on_a_file)
    assert "KeyError" in operations.read_draft(draft=hostile, act=SystemAct(CLERK, AT)).reason


def test_where_too_many_are_read_the_draft_waits_and_its_attempts_are_not_used_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    [draft] = waiting(office, "教育局.html")
    for _ in range(3):
        with monkeypatch.context() as meanwhile, pytest.raises(Overloaded):
            crowd(meanwhile)
            operations.read_draft(draft=draft, act=SystemAct(CLERK, AT))
    assert operations.read_draft(draft=draft, act=SystemAct(CLERK, AT)).state == Draft.State.READ
