"""Texts that took the reader minutes, sent to a served deployment: answered, and so is everybody else."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.hostile_crowd import ANSWERS, HOSTILE, Browser, besiege, small_document, took
from tests.cli.served import SITE, address, serving

SECONDS = 5.0  # benchmarks/soak_hostile.py does the same for minutes


def until_read(url: str, name: str) -> int:
    """Send it again, as one is asked to, while there are too many others; the status."""
    browser = Browser(url)
    while (status := browser.post(name)) == 503:
        time.sleep(1)
    return status


def test_hostile_texts_keep_nobody_else_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(small_document()) < 2_000
    monkeypatch.setenv("GONGKAI_SITE_NAME", "某某市人民政府")  # no demo to build
    with serving(tmp_path, "--port", "0", "--no-runner") as line, ThreadPoolExecutor(4) as clients:
        url = address(line)
        for _ in range(2):  # the first visitor has the program loaded
            quiet = max(took(f"{url}/healthz"), took(f"{url}/"))
        sent = {name: clients.submit(until_read, url, name) for name in HOSTILE}
        slowest = 0.0
        while not all(one.done() for one in sent.values()):
            slowest = max(slowest, took(f"{url}/healthz"), took(f"{url}/"))
            time.sleep(0.05)
        answers = {name: one.result() for name, one in sent.items()}
    assert set(answers.values()) <= {200, 422}, answers  # read after all, or refused for what it takes
    print(f"slowest {slowest:.2f} s, quiet {quiet:.2f} s, {answers}")
    # A second on a machine that has nothing else to do; there the pages took 34.
    assert slowest < max(1.0, 10 * quiet), (slowest, quiet, answers)


def test_four_clients_that_never_pause_keep_nobody_else_waiting(tmp_path: Path) -> None:
    settings = SITE | {"GONGKAI_PROXIES": "127.0.0.1"}
    with serving(tmp_path, "--port", "0", "--no-runner", **settings) as line:
        url = address(line)
        for _ in range(2):
            quiet = max(took(f"{url}/healthz"), took(f"{url}/"))
        told = besiege(url, SECONDS)
    assert {status for _door, status in told.answers} <= ANSWERS, told.answers
    assert {door for door, status in told.answers if status in (200, 422)} == {"page", "api"}, told.answers
    assert told.slowest < max(1.0, 10 * quiet), (told.slowest, quiet, told.answers)
