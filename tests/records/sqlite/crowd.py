"""A crowd that writes as fast as it can on a deployment of its own, and what each of its writers met.

    python -m tests.records.sqlite.crowd ENGINE threads|processes|mixed|alone SECONDS

in the environment of a fresh deployment prints JSON: per writer the seconds that each write took, and what
failed; for `alone` the CPU seconds of one write by backend. Every write is a row and its journal entry in one
transaction.
"""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

CROWD = 8
RUNNER = [sys.executable, "-c", "from gongkai.cli import main; main()", "runner"]
ROUNDS, TURNS = 15, 100
QUEUED = "gongkai.records.sqlite"
DJANGOS_OWN = "django.db.backends.sqlite3"


@dataclass
class Told:
    """Of one writer: how long each write took (seconds), and what failed."""

    waits: list[float]
    failures: list[str]


def play(environment: dict[str, str], engine: str, scene: str, seconds: float) -> Any:
    """Play a scene in a process of its own; what it told."""
    words = [engine, scene, str(seconds)]
    played = subprocess.run(
        [sys.executable, "-m", "tests.records.sqlite.crowd", *words],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(played.stdout)


def main(engine: str, scene: str, seconds: float) -> None:
    """Prepare the database, play the scene, print what it told."""
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["ENGINE"] = engine
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    if scene == "alone":
        print(json.dumps(alone()))
        return
    connection.close()
    scenes: dict[str, Callable[[float], list[Told]]] = {
        "threads": threads,
        "processes": processes,
        "mixed": mixed,
    }
    print(json.dumps([asdict(one) for one in scenes[scene](seconds)]))


def write(name: str) -> None:
    """A row and its entry, in one transaction."""
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from gongkai.annual_reports.models import KeptCheck  # noqa: PLC0415
    from gongkai.records import journal  # noqa: PLC0415
    from gongkai.records.actors import RUNNER, ObjectRef  # noqa: PLC0415

    now = timezone.now()
    with transaction.atomic():
        until = now + timedelta(days=1)
        KeptCheck.objects.create(token=name, created_at=now, expires_at=until, figures={}, kept_by="crowd")
        ref = ObjectRef("kept_check", name, "压力测试")
        journal.record(verb="check.kept", object=ref, by=RUNNER, at=now, after={"expires_at": until})


def writer(number: int, start: Callable[[], object], seconds: float) -> Told:
    """Write from the common start until the time is over."""
    from django.db import Error, connection  # noqa: PLC0415

    told = Told([], [])
    name = f"{uuid4()}/{number}"
    write(f"{name}/0")  # everything that is done once is done
    start()
    end = time.monotonic() + seconds
    count = 0
    while (begun := time.monotonic()) < end:
        count += 1
        try:
            write(f"{name}/{count}")
        except Error as problem:
            told.failures.append(str(problem))
        told.waits.append(time.monotonic() - begun)
    connection.close()
    return told


def threads(seconds: float) -> list[Told]:
    """Eight threads of this process."""
    told: list[Told] = []
    start = threading.Barrier(CROWD)

    def one(number: int) -> None:
        told.append(writer(number, start.wait, seconds))

    crowd = [threading.Thread(target=one, args=(number,)) for number in range(CROWD)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return told


def processes(seconds: float) -> list[Told]:
    """Eight processes."""
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(CROWD), fork.SimpleQueue()

    def one(number: int) -> None:
        told.put(writer(number, start.wait, seconds))

    crowd = [fork.Process(target=one, args=(number,)) for number in range(CROWD)]
    for process in crowd:
        process.start()
    answers: list[Told] = [told.get() for _process in crowd]
    for process in crowd:
        process.join()
    return answers


def mixed(seconds: float) -> list[Told]:
    """Eight threads beside the runner, which seals what they write and runs jobs they ask for."""
    from gongkai.records import jobs  # noqa: PLC0415

    for _job in range(20):
        jobs.enqueue("annual_reports.purge_checks")
    runner = subprocess.Popen(RUNNER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return threads(seconds)
    finally:
        runner.terminate()
        runner.wait()


def alone() -> dict[str, float]:
    """CPU seconds of a single writer's write by backend, in turn in one process, the best of all rounds."""
    from django.db import connection, connections  # noqa: PLC0415

    best = {DJANGOS_OWN: float("inf"), QUEUED: float("inf")}
    for number in range(ROUNDS):
        for engine, before in best.items():
            connection.close()
            connections.settings["default"]["ENGINE"] = engine
            connections["default"] = connections.create_connection("default")
            write(f"{engine}/{number}/first")
            begun = time.process_time()
            for turn in range(TURNS):
                write(f"{engine}/{number}/{turn}")
            best[engine] = min(before, (time.process_time() - begun) / TURNS)
    return best


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
