"""The runner makes an anchor a day and puts it outside; what fails is tried again by the queue."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from gongkai.config.anchors import Bucket, MailServer
from gongkai.records import journal
from gongkai.records.auditing.stores.folder import FolderStore
from gongkai.records.auditing.tasks import FULL_EVERY
from gongkai.records.health import Moment
from gongkai.records.jobs import enqueue, queries, registry
from gongkai.records.jobs.runner import drain
from gongkai.records.journal import AnchorMade, AnchorReceipt
from gongkai.records.journal.health import examine_anchor
from gongkai.records.journal.models import Checkpoint
from tests.records.auditing.conftest import Mailbox, record, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.GONGKAI_ANCHOR_FOLDER = tmp_path / "anchors"
    settings.GONGKAI_ANCHOR_FOLDER.mkdir()
    return tmp_path / "anchors"


def make_daily() -> None:
    enqueue("auditing.make_anchor")
    drain()


def verbs(verb: str) -> list[journal.Entry]:
    return list(journal.entries(journal.EntryFilters(verb=verb)))


def test_anchors_are_due_every_day_and_so_is_verification() -> None:
    work = registry.periodic_work()
    for name in ("auditing.make_anchor", "auditing.verify"):
        assert (work[name].every, work[name].in_place) == (timedelta(days=1), False)


def test_one_anchor_a_day_goes_to_every_place_with_a_receipt_and_an_entry(
    folder: Path, bucket: Bucket, mailbox: Mailbox, settings: Settings
) -> None:
    server: Controller = serving(mailbox)
    server.start()
    try:
        settings.GONGKAI_ANCHOR_MAIL = ("shenji@audit.example.gov.cn",)
        settings.GONGKAI_MAIL_SERVER = MailServer("127.0.0.1", server.port, "", "", "g@yunhe.example", "")
        record()
        make_daily()
        make_daily()  # a job runs at least once: the day has its anchor
    finally:
        server.stop()
    [made] = AnchorMade.objects.all()
    receipts = AnchorReceipt.objects.order_by("place")
    assert [one.place for one in receipts] == ["bucket", "folder", "mail"]
    assert (folder / made.name).read_bytes() == made.content
    assert len(mailbox.letters) == 1
    assert len(verbs("journal.anchor_made")) == 1
    kept = verbs("journal.anchor_kept")
    assert sorted(one.after["place"] for one in kept if one.after) == ["bucket", "folder", "mail"]
    assert {one.digests["anchor"] for one in kept} == {f"sha256:{receipts[0].digest}"}
    assert "shenji" not in str([one.after for one in kept])


def test_without_a_place_no_anchor_is_made() -> None:
    record()
    make_daily()
    assert not AnchorMade.objects.exists()


def test_a_place_that_fails_is_tried_again_and_the_others_have_it(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.GONGKAI_ANCHOR_MAIL = ("shenji@audit.example.gov.cn",)
    settings.GONGKAI_MAIL_SERVER = MailServer("127.0.0.1", 9, "", "", "g@yunhe.example", "")
    record()
    make_daily()
    assert [one.place for one in AnchorReceipt.objects.all()] == ["folder"]
    [waiting] = [queries.view(row) for row in queries.jobs(state="waiting")]
    assert (waiting.name, waiting.arguments["place"], waiting.attempts) == ("auditing.keep_anchor", "mail", 1)
    assert "邮件服务器 127.0.0.1 没有收下锚点" in waiting.error
    assert waiting.due_at is not None and waiting.due_at > timezone.now()
    settings.GONGKAI_ANCHOR_MAIL = ()  # given up: the job says so instead of trying for ever
    DBTaskResult.objects.update(run_after=timezone.now())
    drain()
    assert queries.counts()["dead"] == 1


def test_a_run_that_died_before_it_noted_the_receipt_does_no_harm(folder: Path) -> None:
    record()
    make_daily()
    made = AnchorMade.objects.get()
    AnchorReceipt.objects.all().delete()
    for _ in range(2):
        enqueue("auditing.keep_anchor", anchor=made.pk, place="folder")
        drain()
    assert AnchorReceipt.objects.count() == 1
    assert len(verbs("journal.anchor_kept")) == 2


def test_nothing_is_sent_inside_a_transaction(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = []
    put = FolderStore.put

    def watched(self: FolderStore, name: str, content: bytes) -> str:
        inside.append(connection.in_atomic_block)
        return put(self, name, content)

    monkeypatch.setattr(FolderStore, "put", watched)
    record()
    make_daily()
    assert inside == [False]


def test_health_knows_how_old_the_newest_is(folder: Path) -> None:
    now = timezone.now()
    assert (journal.anchor_age(now), journal.oldest_unsealed(now)) == (None, None)
    started_long_ago = Moment(now, now - timedelta(days=3))
    assert examine_anchor(started_long_ago).state == "note"
    record()
    waited = journal.oldest_unsealed(now)
    assert waited is not None and waited > timedelta(0)
    make_daily()
    age = journal.anchor_age(timezone.now())
    assert age is not None and age < timedelta(minutes=5)
    assert examine_anchor(Moment(timezone.now())).state == "ok"
    assert examine_anchor(Moment(timezone.now() + timedelta(days=3))).state == "note"


def test_the_night_verifies_what_is_new_and_once_a_week_everything(folder: Path) -> None:
    record()
    make_daily()
    for _ in range(2):
        enqueue("auditing.verify")
        drain()
    second, first = verbs("journal.verified")[:2]
    assert first.after and second.after
    assert (first.after["verdict"], first.after["full"]) == ("proved", True)
    assert (second.after["verdict"], second.after["full"]) == ("proved", False)
    assert second.after["proved_by"] == str(folder)
    Checkpoint.objects.update(verified_at=timezone.now() - FULL_EVERY - timedelta(minutes=1))
    enqueue("auditing.verify")
    drain()
    third = verbs("journal.verified")[0]
    assert third.after and third.after["full"] is True
