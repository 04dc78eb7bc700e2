"""`gongkai serve`: one command, one line with the address, and the portal answers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

GONGKAI = str(Path(sys.executable).parent / "gongkai")


@contextmanager
def serving(data: Path, *words: str) -> Iterator[str]:
    """A served deployment with its own data directory; the line it printed."""
    environment = {**os.environ, "GONGKAI_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    with subprocess.Popen(
        [GONGKAI, "serve", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def address(line: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    return found.group()


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own process
        assert answer.status == 200
        return str(answer.read().decode("utf-8"))


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
    out, err = process.communicate(timeout=20)
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
