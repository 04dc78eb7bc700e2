"""A crowd of processes on one deployment: writers, one sealer, one reader; killed on the way if asked.

    python -m tests.records.journal.crowd SEED WRITERS OPERATIONS [KILL_AT …]

in the environment of a fresh deployment prints what is there in the end as JSON (`Facts` of witness.py).
Every operation writes a row and its entry in one transaction. One in ten is undone and done again, one in
ten dawdles before it commits. Before it begins, an operation notes which operations of the others have been
acknowledged: none of those may stand after it in the journal.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from ctypes import c_longlong
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random
from typing import Any

import django

FORK = multiprocessing.get_context("fork")
DONE = 1  # writers have finished
SEALED = 2  # and the sealer too
ONE_IN = 10


class Undone(Exception):
    """Undo the transaction."""


@dataclass
class Stage:
    """What the processes share; memory that no death of one of them can lock."""

    acknowledged: Any  # per writer, the number of its last acknowledged operation
    phase: Any
    read: Path


def write(stage: Stage, writer: int, operations: int, seed: int) -> None:
    """Perform the writer's operations from the first that is not acknowledged."""
    from django.db import IntegrityError  # noqa: PLC0415

    from gongkai.annual_reports.models import KeptCheck  # noqa: PLC0415 - once Django is set up

    draw = Random(f"{seed} {writer} {os.getpid()}")  # noqa: S311
    for number in range(stage.acknowledged[writer] + 1, operations + 1):
        name = f"{writer}/{number}"
        while not KeptCheck.objects.filter(token=name).exists():
            try:
                operation(name, list(stage.acknowledged), draw)
            except (Undone, IntegrityError):  # the latter: the server finished what a killed one had begun
                continue
        stage.acknowledged[writer] = number


def operation(name: str, seen: list[int], draw: Random) -> None:
    """One row and its entry, in one transaction."""
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from gongkai.annual_reports.models import KeptCheck  # noqa: PLC0415
    from gongkai.records import journal  # noqa: PLC0415
    from gongkai.records.actors import RUNNER, ObjectRef  # noqa: PLC0415

    now = timezone.now()
    with transaction.atomic():
        KeptCheck.objects.create(
            token=name, created_at=now, expires_at=now + timedelta(days=1), figures={}, kept_by="crowd"
        )
        ref = ObjectRef("kept_check", name, "压力测试")
        journal.record(verb="check.kept", object=ref, by=RUNNER, at=now, after={"seen": seen})
        if draw.randrange(ONE_IN) == 0:
            time.sleep(draw.random() / 100)
        if draw.randrange(ONE_IN) == 0:
            raise Undone


def seal(stage: Stage) -> None:
    """Seal again and again until the writers have finished and nothing is left."""
    from django.utils import timezone  # noqa: PLC0415

    from gongkai.records import journal  # noqa: PLC0415

    while True:
        finished = stage.phase.value == DONE
        if journal.seal(at=timezone.now()) is None:
            if finished:
                return
            time.sleep(0.02)


def read(stage: Stage) -> None:
    """Follow the journal with a cursor of its own and write down every position, in the order read."""
    from django.db import transaction  # noqa: PLC0415

    from gongkai.records import journal  # noqa: PLC0415

    with stage.read.open("a") as file:
        while True:
            finished = stage.phase.value == SEALED
            if entries := journal.read("crowd", 100):
                with transaction.atomic():
                    journal.advance("crowd", entries[-1].position)
                file.writelines(f"{entry.position}\n" for entry in entries)
            elif finished:
                return
            else:
                time.sleep(0.02)


def start(stage: Stage, writers: int, operations: int, seed: int) -> tuple[list[ForkProcess], ForkProcess]:
    """The writers and the sealer, running."""
    crowd = [FORK.Process(target=write, args=(stage, writer, operations, seed)) for writer in range(writers)]
    sealer = FORK.Process(target=seal, args=(stage,))
    for process in [*crowd, sealer]:
        process.start()
    return crowd, sealer


def finish(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.join()
        if process.exitcode:
            sys.exit(f"a process of the crowd ended with {process.exitcode}")


def kill(stage: Stage, processes: list[ForkProcess], kill_at: int) -> int:
    """Kill everything once so many operations are acknowledged; how many were at the end."""
    while sum(stage.acknowledged) < kill_at:
        time.sleep(0.0005)
    for process in processes:
        if process.pid:
            os.kill(process.pid, signal.SIGKILL)
    for process in processes:
        process.join()
    return sum(stage.acknowledged)


def facts(stage: Stage) -> dict[str, Any]:
    """What is there in the end."""
    from gongkai.annual_reports.models import KeptCheck  # noqa: PLC0415
    from gongkai.records import journal  # noqa: PLC0415

    entries = journal.Entry.objects.order_by("position").values_list("position", "object_id", "after")
    return {
        "entries": [[position, name, (after or {})["seen"]] for position, name, after in entries],
        "rows": list(KeptCheck.objects.values_list("token", flat=True)),
        "blocks": list(journal.Block.objects.order_by("number").values_list("number", "first", "last")),
        "read": [int(line) for line in stage.read.read_text().split()],
        "findings": [finding.message for finding in journal.verify().findings],
    }


def perform(seed: int, writers: int, operations: int, *kills: int) -> dict[str, Any]:
    """The whole piece; `seconds` from the first operation to the last position read."""
    from django.db import connection  # noqa: PLC0415

    connection.close()  # every process opens its own
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "read"
        path.touch()
        stage = Stage(FORK.RawArray(c_longlong, writers), FORK.RawValue(c_longlong, 0), path)
        began = time.perf_counter()
        reader = FORK.Process(target=read, args=(stage,))
        reader.start()
        crowd, sealer = start(stage, writers, operations, seed)
        survived = []
        for kill_at in kills:
            survived.append(kill(stage, [*crowd, sealer], kill_at))
            crowd, sealer = start(stage, writers, operations, seed)
        finish(crowd)
        stage.phase.value = DONE
        finish([sealer])
        stage.phase.value = SEALED
        finish([reader])
        seconds = time.perf_counter() - began
        return facts(stage) | {"acknowledged_at_kills": survived, "seconds": seconds}


def main() -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(perform(*map(int, sys.argv[1:]))))


if __name__ == "__main__":
    main()
