"""Many reports read and checked in order, on as many processes as asked; one that fails harms no other."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gongkai.annual_reports import rules
from gongkai.annual_reports.rules.sources.kinds import LARGEST_OFFICE
from gongkai.annual_reports.rules.unpacking import LARGEST_MEMBER

# What operating systems leave behind in folders, and what says how a folder came about.
_NOT_REPORTS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
# Files given to a process at once, and how many such portions are under way for each: so much is in memory.
_PORTION, _AHEAD = 4, 8


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: a reading with its findings, or the sentence that says why there is none."""

    path: Path
    reading: rules.Reading | None = None
    findings: tuple[rules.Finding, ...] = ()
    refusal: str = ""


def files_under(path: Path) -> list[Path]:
    """The file itself, or every file of the folder and the folders in it, by name; hidden ones left out."""
    if not path.is_dir():
        return [path]
    found = (entry for entry in path.rglob("*") if entry.is_file())
    return sorted(
        entry
        for entry in found
        if not any(part in _NOT_REPORTS or part.startswith(".") for part in entry.relative_to(path).parts)
    )


def read(path: Path) -> rules.Reading:
    """The reading of a file; NothingRead also when it cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_OFFICE + 1)
    except OSError as problem:
        raise rules.NothingRead(f"无法打开文件（{problem.strerror}），请检查路径与权限。") from None
    return rules.read(data, path.name)


def read_and_check(path: Path) -> FileOutcome:
    """Read one file and check it by itself; never raises for what a file may hold."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_MEMBER + 1)  # what is larger is refused unread
        reading = rules.read(data, path.name)
        return FileOutcome(path, reading, tuple(rules.check(reading)))
    except rules.NothingRead as nothing:
        return FileOutcome(path, refusal=str(nothing))
    except OSError as problem:
        return FileOutcome(path, refusal=f"无法打开文件（{problem.strerror}），请检查路径与权限。")
    except Exception as problem:  # harms no other file
        return FileOutcome(
            path, refusal=f"读取时出现意外情况（{type(problem).__name__}），请用原来的软件另存后再试。"
        )


def in_order(paths: Iterable[Path], processes: int = 1) -> Iterator[FileOutcome]:
    """Outcomes in the order of `paths`; with several processes a bounded number of files is under way."""
    if processes <= 1:
        yield from map(read_and_check, paths)
        return
    waiting = iter(paths)
    with ProcessPoolExecutor(processes) as pool:
        under_way: deque[Future[list[FileOutcome]]] = deque()
        while True:
            while len(under_way) < _AHEAD * processes and (portion := list(islice(waiting, _PORTION))):
                under_way.append(pool.submit(_read_portion, portion))
            if not under_way:
                return
            yield from under_way.popleft().result()


def _read_portion(paths: list[Path]) -> list[FileOutcome]:
    return [read_and_check(path) for path in paths]


def usual_processes() -> int:
    """As many as there are processors for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
