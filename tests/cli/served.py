"""Real processes of `gongkai serve`, asked over real sockets."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

GONGKAI = str(Path(sys.executable).parent / "gongkai")


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The variables of a deployment in this directory, on SQLite unless `settings` name a DATABASE_URL."""
    found = {**os.environ, "GONGKAI_DATA": str(data)}
    for name in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # the second is the browser tests' own
        found.pop(name, None)
    return found | settings


def command(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command run to its end: exit code and what was said."""
    return subprocess.run(
        [GONGKAI, *words],
        env=environment(data, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def serving(data: Path, *words: str, **settings: str) -> Iterator[str]:
    """A served deployment with its own data directory; the line it printed."""
    with process(data, *words, stderr=None, **settings) as (_pid, line):
        yield line


@contextmanager
def process(
    data: Path, *words: str, stderr: IO[str] | None = None, **settings: str
) -> Iterator[tuple[int, str]]:
    """A served deployment: the id of its process, and the line it printed."""
    with subprocess.Popen(
        [GONGKAI, "serve", *words],
        env=environment(data, **settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            yield server.pid, server.stdout.readline()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def address(line: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    return found.group()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own process
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code


def until(happened: Callable[[], object], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"never seen: {what}"
        time.sleep(0.05)


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own process
        assert answer.status == 200
        return str(answer.read().decode("utf-8"))


# Not the demo city: nothing is built at the start, and nobody knows a password.
SITE = {"GONGKAI_SITE_NAME": "某某市人民政府"}


def start(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A start that is to fail: exit code and what was said."""
    return command(data, "serve", "--port", "0", "--no-runner", *words, **settings)


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def ask(port: int, sent: bytes, wait: float = 15) -> tuple[int, str, str]:
    """Send bytes as they are: status, head and body of the answer, read until the server ends it."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        connection.sendall(sent)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), head.decode("latin-1"), body.decode("utf-8")


@contextmanager
def dawdling(port: int, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that sent this and then nothing more."""
    with ExitStack() as open_ones:
        connections = []
        for _ in range(count):
            connection = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=15))
            connection.sendall(sent)
            connections.append(connection)
        time.sleep(0.3)  # so that all of it has arrived
        yield connections


def usual_wait(url: str, times: int = 5) -> float:
    """The median of a few waits for an address to answer 200, in seconds: others use this machine too."""
    waits = []
    for _ in range(times):
        begun = time.monotonic()
        assert status(url) == 200
        waits.append(time.monotonic() - begun)
    return statistics.median(waits)
