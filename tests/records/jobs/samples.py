"""Jobs for the tests; each writes what it did, line by line, into the file GONGKAI_TEST_WITNESS names."""

from __future__ import annotations

import os
import re
import time
from datetime import time as time_of_day
from datetime import timedelta
from pathlib import Path

from gongkai.records.jobs import GiveUp, JobFailed, Run, job, periodic

NO_WAIT = timedelta(0)


def witness(line: str) -> None:
    """Append a line; short appends of one write are not torn apart."""
    path = os.environ.get("GONGKAI_TEST_WITNESS")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


@job("test.note", label="记一笔")
def note(run: Run, *, word: str) -> None:
    witness(f"note {word} {run.attempt} {run.id}")


@job("test.slow", retries=3, backoff=NO_WAIT)
def slow(run: Run, *, word: str, ms: int) -> None:
    """Takes `ms` milliseconds."""
    witness(f"begin {word} {run.attempt} {run.id}")
    time.sleep(ms / 1000)
    witness(f"end {word} {run.attempt} {run.id}")


@job("test.slow_at_first", retries=3, backoff=NO_WAIT)
def slow_at_first(run: Run) -> None:
    """Hangs in its first attempt only."""
    witness(f"begin {run.attempt} {run.id}")
    if run.attempt == 1:
        time.sleep(60)
    witness(f"end {run.attempt} {run.id}")


@job("test.hang", retries=0, limit=timedelta(seconds=3))
def hang(run: Run) -> None:
    witness(f"hang {os.getpid()}")
    time.sleep(60)


@job("test.hang_long")
def hang_long(run: Run) -> None:
    witness(f"hang {os.getpid()}")
    time.sleep(120)


@job("test.match", retries=0, limit=timedelta(minutes=10))
def match(run: Run) -> None:
    """Holds its interpreter, as a pattern without end does."""
    witness("match")
    re.search(r"(a|a)*b", "a" * 60)


@job("test.fail", retries=2, backoff=NO_WAIT)
def always_fails(run: Run, *, case: int) -> None:
    raise KeyError("张三 13800138000")


@job("test.backs_off", retries=2, backoff=timedelta(hours=1))
def backs_off(run: Run) -> None:
    raise JobFailed("对方系统没有应答。")


@job("test.give_up")
def gives_up(run: Run) -> None:
    raise GiveUp("信函模板已经停用，请换一个模板。")


@job("test.leave", retries=0)
def leaves(run: Run) -> None:
    raise SystemExit(3)


@job("test.report")
def reports(run: Run) -> None:
    for done in range(1, 4):
        run.report(done, 3, f"第{done}件")


@job("test.die", retries=1, backoff=NO_WAIT)
def dies(run: Run) -> None:
    """Takes its process down."""
    witness(f"die {run.attempt}")
    os.kill(os.getpid(), 9)


@periodic("test.daily", every=timedelta(days=1), offset=time_of_day(3), backoff=NO_WAIT)
def daily(run: Run) -> None:
    witness(f"daily {run.at.isoformat()}")


@periodic("test.often", every=timedelta(seconds=5))
def often(run: Run) -> None:
    witness(f"often {run.at.isoformat()}")
    if os.environ.get("GONGKAI_TEST_OFTEN_FAILS"):
        raise OSError("张三")
