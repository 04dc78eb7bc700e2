"""What takes time happens before the transaction, and what it decided by is asked again inside it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.db import connection
from pytest_django import Settings

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.operations import accepting, judging, returning
from gongkai.annual_reports.queries import judging as judged
from gongkai.records import journal
from gongkai.records.acts import SystemAct
from gongkai.records.files import storage
from gongkai.records.files.models import StoredFile
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, CLERK, LATER, OFFICER, Office, page, wrong

ACT = SystemAct(OFFICER, AT)
TOTAL = {"table": "table4", "row": "review", "column": "total"}


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Office:
    settings.DATA = tmp_path
    return material.office()


class Watch:
    """Which slow functions ran, and whether a transaction was open meanwhile; they do what they always do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ran: list[str] = []
        self.inside: list[str] = []
        for module, name in ((judged, "findings"), (storage, "put")):
            self._watch(monkeypatch, module, name)

    def _watch(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        slow = getattr(module, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.ran.append(name)
            if connection.in_atomic_block:
                self.inside.append(name)
            return slow(*args, **kwargs)

        monkeypatch.setattr(module, name, watched)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    yield Watch(monkeypatch)


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_no_report_is_checked_no_letter_laid_out_and_no_file_put_away_in_a_transaction(
    office: Office, watch: Watch
) -> None:
    draft = office.one("a.html", page(values=wrong()))
    now = queries.judged(draft)
    assert now is not None
    key = now.findings[0].key
    operations.judge_finding(draft=draft, key=key, says="confirmed", act=ACT)
    edit = operations.edit_cell(draft=draft, **TOTAL, value=7, reason="台账", act=ACT)
    operations.undo_edit(draft=draft, edit=edit, reason="误改", act=ACT)
    operations.assign_unit(draft=draft, body=office.health, act=ACT)
    operations.return_draft(draft=draft, act=ACT)
    clean = office.one("b.html", page(), at=LATER)
    operations.accept_draft(draft=clean, act=ACT)
    assert set(watch.ran) == {"findings", "put"}
    assert watch.inside == []


def changed_meanwhile(
    monkeypatch: pytest.MonkeyPatch, module: Any, change: Callable[[], object], times: int = 1
) -> list[int]:
    """Somebody else changes the draft just after it was judged, `times` times; how often it was judged."""
    slow, judged_at = module.judged, list[int]()

    def judged_then_changed(draft: Draft, **more: Any) -> Any:
        found = slow(draft, **more)
        judged_at.append(draft.revision)
        if len(judged_at) <= times:
            change()
        return found

    monkeypatch.setattr(module, "judged", judged_then_changed)
    return judged_at


@pytest.mark.django_db
@pytest.mark.database
def test_what_was_judged_before_another_s_change_is_judged_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = office.one("a.html", page(values=wrong()))
    now = queries.judged(draft)
    assert now is not None
    key = now.findings[0].key

    def mend() -> None:
        act = SystemAct(CLERK, AT)
        operations.edit_cell(draft=draft, **TOTAL, value=4, reason="台账", act=act)

    judged_at = changed_meanwhile(monkeypatch, accepting, mend)
    # with the error that stood there it could not be accepted: told by what is so now, it can
    with pytest.raises(operations.CannotAccept):
        operations.accept_draft(draft=draft, act=ACT)
    report = operations.accept_draft(draft=draft, act=ACT)
    assert report.figures["table4"]["review"]["total"] == 4
    assert len(judged_at) == 2
    assert key


@pytest.mark.django_db
@pytest.mark.database
def test_two_edits_of_different_cells_are_both_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = office.one("a.html", page(values=wrong()))

    def other_cell() -> None:
        monkeypatch.undo()
        other = {"table": "table4", "row": "litigation_direct", "column": "total"}
        operations.edit_cell(draft=draft, **other, value=0, reason="另一人", act=SystemAct(CLERK, AT))

    judged_at = changed_meanwhile(monkeypatch, judging, other_cell)
    operations.edit_cell(draft=draft, **TOTAL, value=4, reason="台账", act=ACT)
    draft.refresh_from_db()
    assert draft.edits.count() == 2
    assert judged_at == [1]
    assert queries.counts_of(queries.judged(draft)).errors == draft.errors


@pytest.mark.django_db
@pytest.mark.database
def test_who_is_always_overtaken_is_told_in_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = office.one("a.html", page(values=wrong()))
    letters = journal.entries().filter(verb="letter.issued")

    def touch() -> None:
        fresh = Draft.objects.get(pk=draft.pk)
        Draft.objects.filter(pk=draft.pk).update(revision=fresh.revision + 1)

    judged_at = changed_meanwhile(monkeypatch, returning, touch, times=99)
    with pytest.raises(operations.Outdated, match="请刷新页面"):
        operations.return_draft(draft=draft, act=ACT)
    assert len(judged_at) == 5
    assert not letters.exists()
    draft.refresh_from_db()
    assert draft.state == "read"


@pytest.mark.django_db
@pytest.mark.database
def test_what_nothing_came_of_is_not_journalled(office: Office) -> None:
    before = journal.entries().count()
    with pytest.raises(operations.NothingReceived, match="请选择"):
        operations.receive_drafts(
            collection=office.collection, files=[("Thumbs.db", io.BytesIO(b"x"))], act=ACT
        )
    assert journal.entries().count() == before


@pytest.mark.django_db
@pytest.mark.database
def test_a_drop_that_is_refused_in_the_end_leaves_neither_files_nor_entries(office: Office) -> None:
    before = set(journal.entries().values_list("pk", flat=True))

    def dropped_while_another_closes() -> Iterator[tuple[str, BinaryIO]]:
        yield "a.html", io.BytesIO(page())
        operations.close_collection(collection=office.collection, act=ACT)

    with pytest.raises(operations.CollectionClosed):
        operations.receive_drafts(
            collection=office.collection, files=dropped_while_another_closes(), act=SystemAct(CLERK, AT)
        )
    written = journal.entries().exclude(pk__in=before)
    assert [entry.verb for entry in written] == ["collection.closed"]
    assert not StoredFile.objects.exists()
    assert not Draft.objects.exists()
