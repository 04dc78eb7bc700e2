"""Every check finds what it is for, says what to do, and costs little."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from gongkai.portal.views import site
from gongkai.records import health, home, journal
from gongkai.records.actors import RUNNER, SYSTEM, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.health import CheckNamedTwice, Moment, Seen
from gongkai.records.jobs.models import RunnerSeen
from gongkai.records.keys import create_case_key, keyring

pytestmark = [pytest.mark.database, pytest.mark.django_db]
CASE = ObjectRef("case", "1", "〔2026〕1号")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A home of its own; what was seen before is forgotten."""
    settings.DATA = tmp_path
    site.HEALTH.forget()
    yield tmp_path
    site.HEALTH.forget()


def see(check: str, *, since: timedelta | None = None, later: timedelta = timedelta()) -> Seen:
    """What one check sees now or later; `since`: how long ago the deployment came up."""
    now = timezone.now()
    moment = Moment(now + later, now - since if since is not None else None)
    return next(found.seen for found in health.examine(moment) if found.check == check)


def record(ago: timedelta = timedelta()) -> None:
    with transaction.atomic():
        journal.record(verb="keys.rotated", object=CASE, by=RUNNER, at=timezone.now() - ago)


class TestKeys:
    def test_that_were_never_needed_are_not_missed_and_not_made(self, data: Path) -> None:
        assert see("keys").state == "ok"
        assert not (data / "keys.json").exists()

    def test_that_fit_are_sound(self) -> None:
        create_case_key(object=CASE, act=SystemAct(SYSTEM, timezone.now()))
        journal.seal_all(at=timezone.now())
        assert see("keys").state == "ok"

    def test_that_are_lost_stop_a_start(self, data: Path) -> None:
        create_case_key(object=CASE, act=SystemAct(SYSTEM, timezone.now()))
        (data / "keys.json").unlink()
        found = see("keys")
        assert (found.state, found.stops) == ("fault", True)
        assert "gongkai keys restore" in found.said

    def test_that_others_can_read_stop_a_start(self, data: Path) -> None:
        keyring.read()
        (data / "keys.json").chmod(0o644)
        found = see("keys")
        assert (found.state, found.stops) == ("fault", True)
        assert f"chmod 600 {data / 'keys.json'}" in found.said

    @pytest.mark.parametrize("sealed", [True, False])
    def test_of_another_deployment_stop_a_start(self, data: Path, sealed: bool) -> None:
        if sealed:
            create_case_key(object=CASE, act=SystemAct(SYSTEM, timezone.now()))
        else:
            record()
            journal.seal_all(at=timezone.now())
        (data / "keys.json").rename(data / "kept")
        other = keyring.Keyring(
            "another", {name: (keyring.KeyVersion(1, "2026", os.urandom(32)),) for name in keyring.PURPOSES}
        )
        keyring.place(other)
        found = see("keys")
        assert (found.state, found.stops) == ("fault", True)
        assert "gongkai keys restore" in found.said + found.remedy


class TestModes:
    def test_of_an_open_home_and_an_open_file_are_found_with_the_remedy(self, data: Path) -> None:
        assert see("modes").state == "ok"
        data.chmod(0o750)
        found = see("modes")
        assert (found.state, found.stops) == ("fault", True)
        assert f"chmod 700 {data}" in found.remedy

    def test_are_tightened_but_for_secrets(self, data: Path) -> None:
        data.chmod(0o755)
        for name in ("runner.lock", "keys.json", "notes.txt"):
            (data / name).touch(0o644)
            (data / name).chmod(0o644)
        (data / "files" / "public").mkdir(parents=True)
        (data / "files" / "public").chmod(0o755)
        closed = [one.path.relative_to(data).as_posix() for one in home.tighten()]
        assert closed == [".", "files/public", "runner.lock"]
        assert [one.path.name for one in home.open_to_others()] == ["keys.json"]
        assert (data / "notes.txt").stat().st_mode & 0o777 == 0o644  # somebody else's business

    def test_of_a_home_that_is_no_home_are_not_touched(self, data: Path) -> None:
        data.chmod(0o1777)
        with pytest.raises(home.ExposedHome, match="GONGKAI_DATA"):
            home.tighten()
        assert data.stat().st_mode & 0o7777 == 0o1777


class TestSealing:
    def test_is_slow_after_half_a_minute_and_stands_after_two(self) -> None:
        assert see("sealing").state == "ok"
        record(timedelta(seconds=20))
        assert see("sealing").state == "ok"
        assert see("sealing", later=timedelta(seconds=20)).state == "note"
        assert see("sealing", later=timedelta(minutes=2)).state == "fault"

    def test_is_not_late_where_the_deployment_has_just_come_up(self) -> None:
        record(timedelta(days=1))
        assert see("sealing").state == "fault"
        assert see("sealing", since=timedelta(seconds=5)).state == "ok"

    def test_has_nothing_to_say_when_all_is_sealed(self) -> None:
        record(timedelta(days=1))
        journal.seal_all(at=timezone.now())
        assert see("sealing").state == "ok"


class TestTheClock:
    def test_that_went_back_stops_a_start(self) -> None:
        record()
        assert see("clock").state == "ok"
        found = see("clock", later=timedelta(minutes=-10))
        assert (found.state, found.stops) == ("fault", True)

    def test_is_compared_with_what_was_sealed_too(self) -> None:
        record(timedelta(days=1))
        journal.seal_all(at=timezone.now())
        assert see("clock", later=timedelta(hours=-1)).state == "fault"


class TestTheRunner:
    def seen(self, ago: timedelta, *, stopped: bool = False) -> None:
        at = timezone.now() - ago
        values = {
            "host": "a",
            "pid": 1,
            "started_at": at,
            "seen_at": at,
            "stopped_at": at if stopped else None,
        }
        RunnerSeen.objects.update_or_create(id=1, defaults=values)

    def test_that_never_ran_or_was_stopped_is_missed_without_a_fault(self) -> None:
        assert see("runner").state == "note"
        self.seen(timedelta(hours=1), stopped=True)
        assert see("runner").state == "note"

    def test_that_is_late_becomes_a_fault_when_it_stays_away(self) -> None:
        self.seen(timedelta(seconds=5))
        assert see("runner").state == "ok"
        assert see("runner", later=timedelta(minutes=1)).state == "note"
        assert see("runner", later=timedelta(minutes=3)).state == "fault"
        assert see("runner", later=timedelta(minutes=3), since=timedelta(seconds=1)).state == "fault"

    def test_of_yesterday_is_not_late_when_the_deployment_has_just_come_up(self) -> None:
        self.seen(timedelta(days=1))
        assert see("runner").state == "fault"
        assert see("runner", since=timedelta(seconds=5)).state == "note"


class TestTheAnchor:
    def test_is_asked_for_where_anchors_are_kept(self, data: Path, settings: Settings) -> None:
        assert see("anchor", since=timedelta(days=3)).state == "ok"
        settings.GONGKAI_ANCHOR_FOLDER = str(data / "anchors")
        assert see("anchor", since=timedelta(days=1)).state == "ok"
        assert see("anchor", since=timedelta(days=3)).state == "note"


class TestTheTable:
    def test_names_every_check_once(self) -> None:
        names = [check.name for check in health.checks()]
        assert names == ["database", "modes", "disk", "keys", "clock", "sealing", "anchor", "runner"]
        with pytest.raises(CheckNamedTwice):
            health.register("keys", "x", lambda moment: Seen("ok", "x"))

    def test_costs_a_few_queries(self) -> None:
        record()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            health.examine(Moment(timezone.now()))
        assert len(queries) <= 10


class TestHealthz:
    def test_tells_strangers_the_name_of_the_fault_and_no_more(self, data: Path, client: Client) -> None:
        data.chmod(0o755)
        response = client.get("/healthz", headers={"host": "localhost"})
        assert response.status_code == 503
        assert response.json() == {"status": "error", "database": "ok", "reasons": ["modes"]}

    def test_asks_nothing_for_two_seconds(self, client: Client) -> None:
        assert client.get("/healthz", headers={"host": "localhost"}).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/healthz", headers={"host": "localhost"}).status_code == 200
        assert len(queries) == 0
