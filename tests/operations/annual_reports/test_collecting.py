"""Collecting drafts in January: dropped as they come, read one by one, given to their units or to nobody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.tasks import read_drafts
from gongkai.records import files, journal
from gongkai.records.actors import RUNNER
from gongkai.records.acts import SystemAct
from gongkai.records.files import refused, storage
from gongkai.records.files.queries import address
from gongkai.records.jobs import Run
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, CLERK, DUE, LATER, OFFICER, YEAR, Office, page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def verbs() -> list[str]:
    return [entry.verb for entry in journal.entries()]


# Opening, changing, closing


def test_a_collection_expects_every_body_below_but_public_utilities(office: Office) -> None:
    assert [unit.name for unit in queries.expected(office.collection)] == [
        "东湖区人民政府",
        "东湖区教育局",
        "云河市教育局",
        "云河市卫生健康委员会",
    ]
    assert queries.missing(office.collection) == queries.expected(office.collection)
    assert "collection.opened" in verbs()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "2026年度年报收集"}, "title"),
        ({"year": 2007}, "year"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
        ({"number_pattern": "退{serial}号"}, "number_pattern"),
    ],
)
def test_a_collection_that_cannot_be_is_refused_and_says_at_which_field(
    office: Office, change: dict[str, object], field: str
) -> None:
    values: dict[str, Any] = {
        "title": "又一次",
        "year": YEAR,
        "due_on": DUE,
        "body": office.city.root,
    } | change
    if field == "year":
        values["due_on"] = date(2008, 1, 1)
    with pytest.raises(operations.CollectionRefused, match=r"请|编号") as refusal:
        operations.open_collection(**values, act=SystemAct(OFFICER, AT))
    assert refusal.value.field == field


def test_who_is_expected_can_be_said_anew(office: Office) -> None:
    count = operations.set_expected(
        collection=office.collection, bodies=[office.education, office.education], act=SystemAct(OFFICER, AT)
    )
    assert count == 1
    assert [unit.code for unit in queries.expected(office.collection)] == ["jyj"]


def test_a_closed_collection_takes_nothing_until_it_is_reopened(office: Office) -> None:
    collection = operations.close_collection(collection=office.collection, act=SystemAct(OFFICER, AT))
    with pytest.raises(operations.CollectionClosed, match="请先恢复"):
        office.drop(("a.html", page()))
    with pytest.raises(operations.CollectionClosed):
        operations.set_expected(collection=collection, bodies=[], act=SystemAct(OFFICER, AT))
    operations.reopen_collection(collection=collection, act=SystemAct(OFFICER, AT))
    assert office.drop(("a.html", page())).drafts == 1
    with pytest.raises(operations.CollectionRefused):
        operations.reopen_collection(collection=collection, act=SystemAct(OFFICER, AT))


def test_title_due_day_and_letters_can_be_corrected(office: Office) -> None:
    changed = operations.change_collection(
        collection=office.collection,
        title="年报收集",
        due_on=date(2027, 2, 15),
        number_pattern="",
        contact="王云 0000-0000000",
        act=SystemAct(OFFICER, AT),
    )
    assert (changed.title, changed.due_on) == ("年报收集", date(2027, 2, 15))
    assert changed.number_pattern == operations.DEFAULT_PATTERN


# Handing in


def test_a_folder_and_a_zip_are_read_file_by_file_and_each_finds_its_unit(office: Office) -> None:
    packed = material.packed(
        {
            "各区/东湖区/年报.html": page("东湖区"),
            "各部门/卫健委.html": page("云河市卫生健康委员会"),
            "各部门/Thumbs.db": b"x",
        },
        "gbk",
    )
    received = office.drop(("云河市教育局.html", page()), ("其余.zip", packed), (".DS_Store", b"x"))
    assert (received.drafts, received.refused, received.again, received.ignored) == (3, 0, 0, 1)
    found = {
        draft.path: (queries.unit_name(draft), draft.matched_by, draft.state) for draft in all_of(office)
    }
    assert found == {
        "云河市教育局.html": ("云河市教育局", "place", "read"),
        "各区/东湖区/年报.html": ("东湖区人民政府", "place", "read"),
        "各部门/卫健委.html": ("云河市卫生健康委员会", "place", "read"),
    }
    assert [unit.code for unit in queries.missing(office.collection)] == ["dhjyj"]
    assert queries.counts(office.collection)["clean"] == 3


def all_of(office: Office) -> Iterator[Draft]:
    yield from Draft.objects.filter(collection=office.collection)


def test_one_broken_file_harms_no_other(office: Office) -> None:
    received = office.drop(
        ("a.html", page()),
        ("b.pdf", b"%PDF-1.7 broken"),
        ("c.docx", b"PK\x03\x04 broken"),
        ("d.xlsx", b""),
        ("e.exe", b"MZ\x00\x00"),
        ("f.zip", b"PK\x05\x06"),
        ("g.html", "<p>今天天气很好。</p>".encode()),
        ("h.json", b"{"),
        ("云河市卫生健康委员会.md", "# 云河市卫生健康委员会\n没有表格".encode()),
        ("j", b"\x00\x01\x02"),
    )
    states = {draft.path: draft.state for draft in all_of(office)}
    assert states.pop("a.html") == "read"
    assert set(states.values()) == {"unreadable"}
    assert len(states) == 8
    assert all(draft.reason for draft in all_of(office) if draft.path != "a.html")
    assert received.problems
    assert "f.zip" in received.problems[0]
    assert "请" in received.problems[0]


def test_a_zip_bomb_is_refused_with_a_sentence(office: Office) -> None:
    bomb = material.packed({f"{n}.html": bytes(30 * 1024 * 1024) for n in range(2)})
    with pytest.raises(operations.NothingReceived, match="异常庞大"):
        office.drop(("a.zip", bomb))
    received = office.drop(("a.zip", bomb), ("a.html", page()))
    assert received.drafts == 1
    assert len(received.problems) == 1


def test_a_state_secret_never_enters(office: Office) -> None:
    office.drop(("a.html", page()), ("b.txt", "机密★10年\n云河市教育局".encode()))
    secret = office.draft("b.txt")
    assert secret.file is None
    assert "密级标志" in secret.reason
    refused.report()  # as the end of a request does
    assert files.open_refusals().count() == 1


def test_the_file_is_sealed_and_comes_back_as_it_was(office: Office) -> None:
    data = page()
    draft = office.one("云河市教育局.htm", data)
    assert draft.file is not None
    assert not draft.file.public
    assert draft.file.case_key == office.collection.case_key
    with files.open_file(draft.file) as stored:
        assert stored.read() == data
    assert data not in b"".join(
        path.read_bytes() for path in files.storage.root().rglob("*") if path.is_file()
    )


def test_the_same_bytes_again_change_nothing(office: Office) -> None:
    office.drop(("a.html", page()))
    again = office.drop(("a.html", page()), at=LATER)
    assert (again.drafts, again.again, again.job) == (0, 1, "")
    assert Draft.objects.count() == 1


def test_nothing_that_could_be_a_draft_is_told(office: Office) -> None:
    with pytest.raises(operations.NothingReceived, match="请选择"):
        office.drop(("Thumbs.db", b"x"))


# Reading in the background


def hand_in(office: Office, *dropped: tuple[str, bytes]) -> operations.Received:
    """Files that nobody has read yet."""
    streams = [(path, io.BytesIO(data)) for path, data in dropped]
    return operations.receive_drafts(collection=office.collection, files=streams, act=SystemAct(CLERK, AT))


def test_reading_goes_on_where_it_stopped_and_reads_nothing_twice(office: Office) -> None:
    names = ["云河市教育局", "云河市卫生健康委员会", "东湖区"]
    hand_in(office, *((f"{name}.html", page(name)) for name in names))
    operations.read_draft(
        draft=office.draft("云河市教育局.html"), act=SystemAct(RUNNER, AT)
    )  # then it was killed
    progress = queries.progress(office.collection)
    assert (progress.done, progress.waiting, progress.total) == (1, 2, 3)
    read_drafts(Run("", 2, LATER), collection=office.collection.pk)
    assert queries.progress(office.collection).waiting == 0
    assert [office.draft(f"{name}.html").read_at for name in names] == [AT, LATER, LATER]
    assert [office.draft(f"{name}.html").attempts for name in names] == [1, 1, 1]
    assert verbs().count("draft.read") == 3


def test_what_ended_the_program_twice_is_not_tried_a_third_time(office: Office) -> None:
    hand_in(office, ("a.html", page()), ("b.html", page("东湖区")))
    # as two runs leave it that were killed while they read it
    Draft.objects.filter(path="a.html").update(attempts=2)
    read_drafts(Run("", 3, AT), collection=office.collection.pk)
    draft = office.draft("a.html")
    assert (draft.state, "两次中断" in draft.reason) == ("unreadable", True)
    assert office.draft("b.html").state == "read"


def test_an_accident_while_reading_ends_with_that_file(office: Office) -> None:
    hand_in(office, ("b.html", page("东湖区")), ("a.html", page()))
    lost = office.draft("b.html").file
    assert lost is not None
    (storage.root() / address(lost).relative).unlink()  # the disk lost it
    read_drafts(Run("", 1, AT), collection=office.collection.pk)
    broken = office.draft("b.html")
    assert (broken.state, "FileNotFoundError" in broken.reason) == ("unreadable", True)
    assert office.draft("a.html").state == "read"


def test_a_drop_puts_one_job_into_the_queue_and_it_can_be_asked_for_again(office: Office) -> None:
    received = hand_in(office, ("a.html", page()), ("b.html", page("东湖区")))
    assert DBTaskResult.objects.count() == 1
    collection = queries.collection(office.collection.pk)
    assert collection is not None
    progress = queries.progress(collection)
    assert progress.running
    assert progress.job is not None
    assert progress.job.id == received.job
    assert operations.resume_reading(collection=office.collection, act=SystemAct(CLERK, AT)) != received.job
    read_drafts(Run("", 1, AT), collection=office.collection.pk)
    with pytest.raises(operations.NothingToRead):
        operations.resume_reading(collection=office.collection, act=SystemAct(CLERK, AT))
    assert not queries.progress(collection).running


def test_reading_a_draft_again_changes_nothing(office: Office) -> None:
    draft = office.one("a.html", page())
    before = journal.entries().count()
    assert operations.read_draft(draft=draft, act=SystemAct(RUNNER, LATER)).read_at == AT
    assert journal.entries().count() == before


# Lists


def test_drafts_are_listed_by_state_level_and_words(office: Office) -> None:
    office.drop(
        ("a.html", page()),
        ("b.html", page("东湖区", values=material.wrong())),
        ("c.html", b"<p>x</p>"),
    )

    def paths(**asked: Any) -> list[str]:
        return [draft.path for draft in queries.drafts(office.collection, **asked)]

    assert paths() == ["a.html", "b.html", "c.html"]
    assert paths(state="unreadable") == ["c.html"]
    assert paths(level="error") == ["b.html"]
    assert paths(unmatched=True) == ["c.html"]
    assert paths(q="教育局") == ["a.html"]
    assert paths(q="东湖 b") == ["b.html"]
    counts = queries.counts(office.collection)
    assert {key: counts[key] for key in ("total", "read", "unreadable", "with_errors", "missing")} == {
        "total": 3,
        "read": 2,
        "unreadable": 1,
        "with_errors": 1,
        "missing": 2,
    }


def test_collections_are_listed_for_the_bodies_asked_for(office: Office) -> None:
    below = type(office.education).objects.filter(pk=office.education.pk)
    assert list(queries.collections()) == [office.collection]
    assert not queries.collections(below)
    assert queries.collection(office.collection.pk) == office.collection
    assert queries.draft(0) is None


# What the database forbids


@pytest.mark.parametrize(
    ("changes", "constraint", "says"),
    [
        ({"state": "lost"}, "draft_state_is_known", "状态"),
        ({"state": "unreadable"}, "unreadable_draft_says_why", "原因"),
        ({"state": "accepted"}, "accepted_draft_is_archived", "年报库"),
        ({"state": "returned"}, "returned_draft_has_a_letter", "退改函"),
        ({"body": "education"}, "one_current_draft_per_unit", "现行的草稿"),
    ],
)
def test_the_database_forbids_what_must_never_be(
    office: Office, changes: dict[str, str], constraint: str, says: str
) -> None:
    office.drop(("a.html", page()))
    values: dict[str, object] = dict(changes)
    if "body" in values:
        values["body"] = office.education
    draft = Draft(
        collection=office.collection, path="b", digest="", size=1, received_by="x", received_at=AT, **values
    )
    with pytest.raises(ValidationError, match=says):
        draft.validate_constraints()
    with (
        pytest.raises(IntegrityError, match=f"{constraint}|annual_reports_draft.collection_id"),
        transaction.atomic(),
    ):
        draft.save()
