"""`gongkai serve`: one command, one line with the address, and the portal answers."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.served import GONGKAI, address, page, process, serving, status, until


def runner(data: Path) -> tuple[int, str] | None:
    """Process id of the runner that works here and when it was last seen, as its row has them."""
    with contextlib.closing(sqlite3.connect(data / "gongkai.sqlite3", timeout=20)) as file:
        row: tuple[int, str] | None = file.execute(
            "SELECT pid, seen_at FROM records_runnerseen WHERE stopped_at IS NULL"
        ).fetchone()
    return row


def runners_of(parent: int) -> list[int]:
    """The runner processes that this process started."""
    children = Path(f"/proc/{parent}/task").glob("*/children")
    found = [int(word) for path in children for word in path.read_text().split()]
    return [pid for pid in found if b"runner" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]


def test_the_line_is_printed_once_the_portal_answers(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as line:
        url = address(line)
        assert "信息公开" in page(url + "/")
        assert "重庆市" in page(url + "/reports/")
        assert '"ok"' in page(url + "/healthz")


def test_it_stops_quietly_when_asked(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [GONGKAI, "serve", "--port", "0"],
        env={**os.environ, "GONGKAI_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_second_start_finds_its_data_again(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as line:
        page(address(line) + "/reports/")
    secret = (tmp_path / "secret.key").read_text()
    with serving(tmp_path, "--port", "0") as line:
        assert page(address(line) + "/reports/").count("重庆市2019年") <= 2  # loaded once, not twice
    assert (tmp_path / "secret.key").read_text() == secret
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_real_site_starts_without_example_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_SITE_NAME", "某某市人民政府")
    with serving(tmp_path, "--port", "0") as line:
        assert "重庆市" not in page(address(line) + "/reports/")


def test_a_port_in_use_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [GONGKAI, "serve", "--port", port],
            env={**os.environ, "GONGKAI_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert "--port" in result.stderr


@pytest.fixture(scope="module")
def served_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment that has been served once: its database is prepared."""
    data = tmp_path_factory.mktemp("served")
    with serving(data, "--port", "0", "--no-runner"):
        return data


@pytest.fixture
def data(served_before: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(served_before, tmp_path / "data"))


# An office may put the public portal and the console on separate machines and networks.
FACES = [
    ("portal", {"/": 200, "/law/": 200, "/healthz": 200, "/console/": 404, "/api/v1/openapi.json": 404}),
    ("console,api", {"/": 404, "/law/": 404, "/reports/": 404, "/healthz": 200}),
]


@pytest.mark.parametrize(("faces", "addresses"), FACES)
def test_a_face_serves_its_own_addresses_only(data: Path, faces: str, addresses: dict[str, int]) -> None:
    with serving(data, "--port", "0", "--no-runner", "--faces", faces) as line:
        url = address(line)
        assert {path: status(url + path) for path in addresses} == addresses


def test_an_unknown_face_is_refused(tmp_path: Path) -> None:
    result = subprocess.run(
        [GONGKAI, "serve", "--faces", "portal,desk"],
        env={**os.environ, "GONGKAI_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "desk" in result.stderr


def test_the_runner_works_beside_the_web_and_is_started_again_when_it_dies(data: Path) -> None:
    with process(data, "--port", "0") as (pid, line):
        until(lambda: runner(data), "a runner")
        (first,) = runners_of(pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: (seen := runner(data)) and seen[0] not in (first, pid), "a second runner")
        (second,) = runners_of(pid)
        assert second != first
        assert '"ok"' in page(address(line) + "/healthz")
    assert runner(data) is None  # it said good-bye
    assert not Path(f"/proc/{second}").exists()


def test_of_two_servers_one_has_the_runner_at_work_and_the_other_one_on_standby(data: Path) -> None:
    with process(data, "--port", "0") as (first, _line):
        until(lambda: runner(data), "a runner")
        (works,) = runners_of(first)
        with process(data, "--port", "0") as (second, _other_line):
            (waits,) = runners_of(second)
            assert (data / "runner.lock").read_text().strip() == str(works)
            os.kill(first, signal.SIGTERM)
            until(lambda: (seen := runner(data)) and seen[0] == waits, "the other at work")


def test_without_a_runner_there_is_none(data: Path) -> None:
    with process(data, "--port", "0", "--no-runner") as (pid, line):
        assert '"ok"' in page(address(line) + "/healthz")
        assert runners_of(pid) == []
    assert runner(data) is None
