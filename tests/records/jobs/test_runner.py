"""One runner per deployment, and what becomes of its job when it is stopped, killed or stuck."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from gongkai.cli.runner import PATIENCE
from gongkai.records.jobs.runner import GRACE
from tests.records.jobs.deployment import Deployment, wait

pytestmark = pytest.mark.database

RECORD_AN_ENTRY = """
from django.db import transaction
from django.utils import timezone
from gongkai.records import journal
from gongkai.records.actors import SYSTEM, ObjectRef
with transaction.atomic():
    journal.record(verb="job.discarded", object=ObjectRef("job", "1", ""), by=SYSTEM, at=timezone.now())
"""
SESSIONS_WITH_LOCKS = """
    SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def test_of_two_runners_one_works_and_the_other_takes_over(deployment: Deployment) -> None:
    deployment.python(
        "from gongkai.records import jobs\n"
        "for number in range(10): jobs.enqueue('test.slow', word=f'a{number}', ms=150)"
    )
    first, second = deployment.runner(), deployment.runner()
    deployment.until("end", 10)
    lines = [line for line in deployment.witnessed() if line.startswith(("begin", "end"))]
    # never two at once, none twice
    assert [line.split()[0] for line in lines] == ["begin", "end"] * 10
    assert len({line.split()[1] for line in lines}) == 10
    holder = deployment.python(
        "from gongkai.records.jobs.models import RunnerSeen; print(RunnerSeen.objects.get().pid)"
    )
    works, waits = (first, second) if int(holder) == first.pid else (second, first)
    works.kill()
    works.wait()
    job_id = deployment.enqueue("test.note", "word='after'")
    deployment.until("note after")
    assert waits.poll() is None
    deployment.settles(job_id, "SUCCESSFUL 1")


def test_a_job_whose_runner_is_killed_runs_again(deployment: Deployment) -> None:
    job_id = deployment.enqueue("test.slow_at_first")
    runner = deployment.runner()
    deployment.until("begin 1")
    runner.kill()
    runner.wait()
    assert deployment.state(job_id) == "RUNNING 1"
    deployment.runner()
    assert deployment.until("end") == [f"end 2 {job_id}"]


def test_a_job_whose_process_crashes_becomes_a_dead_letter_and_the_runner_goes_on(
    deployment: Deployment,
) -> None:
    job_id = deployment.enqueue("test.die")
    runner = deployment.runner()
    deployment.settles(job_id, "FAILED 2")
    told = deployment.python(
        f"from gongkai.records.jobs import queries; print(queries.job('{job_id}').error)"
    )
    assert "JobProcessDied" in told
    assert "退出码-9" in told
    after = deployment.enqueue("test.note", "word='after'")
    deployment.settles(after, "SUCCESSFUL 1")
    assert runner.poll() is None


def test_told_to_stop_it_lets_its_job_finish(deployment: Deployment) -> None:
    job_id = deployment.enqueue("test.slow", "word='a', ms=1500")
    runner = deployment.runner()
    deployment.until("begin")
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(timeout=10) == 0
    assert deployment.witnessed("end")
    assert deployment.state(job_id) == "SUCCESSFUL 1"
    assert (
        deployment.python(
            "from django.utils import timezone; from gongkai.records.jobs import queries; "
            "print(queries.runner(timezone.now()).state)"
        )
        == "stopped"
    )


def test_a_job_that_does_not_finish_is_put_back(deployment: Deployment) -> None:
    job_id = deployment.enqueue("test.slow_at_first")
    runner = deployment.runner("--grace", "0.5")
    deployment.until("begin")
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(timeout=10) == 0
    assert deployment.state(job_id) == "READY 0"  # to be stopped is not the job's failure


def test_its_grace_ends_before_the_patience_of_serve() -> None:
    assert GRACE < PATIENCE <= 10


def test_a_job_beyond_its_limit_is_killed_and_the_runner_goes_on(deployment: Deployment) -> None:
    job_id = deployment.enqueue("test.hang")
    after = deployment.enqueue("test.note", "word='after'")
    runner = deployment.runner()
    deployment.settles(job_id, "FAILED 1")
    assert not alive(int(deployment.until("hang")[0].split()[1]))
    deployment.settles(after, "SUCCESSFUL 1")
    assert runner.poll() is None


def test_a_job_that_holds_its_interpreter_does_not_delay_the_journal(deployment: Deployment) -> None:
    """In one process with the clock it stopped sealing for as long as it took."""
    job_id = deployment.enqueue("test.match")
    deployment.runner()
    deployment.until("match")
    deployment.python(RECORD_AN_ENTRY)
    wait(lambda: deployment.unsealed() == 0, "the entry sealed")
    assert deployment.state(job_id) == "RUNNING 1"  # the job was at it all the while


def test_a_runner_that_lost_its_lock_stops_and_its_job_with_it(deployment: Deployment) -> None:
    job_id = deployment.enqueue("test.hang_long")
    runner = deployment.runner()
    job = int(deployment.until("hang")[0].split()[1])
    if deployment.url:
        deployment.administer(SESSIONS_WITH_LOCKS)
    else:
        (deployment.data / "runner.lock").unlink()
    assert runner.wait(timeout=30) == 3
    wait(lambda: not alive(job), "the end of the job")
    assert deployment.state(job_id) == "RUNNING 1"  # the next holder of the lock takes it up


def test_a_job_ends_with_its_runner_even_if_that_was_killed(deployment: Deployment) -> None:
    deployment.enqueue("test.hang_long")
    runner = deployment.runner()
    job = int(deployment.until("hang")[0].split()[1])
    runner.kill()
    runner.wait()
    wait(lambda: not alive(job), "the end of the job")


def test_a_runner_ends_with_the_process_that_started_it(deployment: Deployment) -> None:
    code = (
        "import os, subprocess, sys, time; "
        "process = subprocess.Popen([sys.executable, '-c', "
        "'from gongkai.cli import main; main()', 'runner', '--parent', str(os.getpid())]); "
        "print(process.pid)"
    )
    pid = int(deployment.python(code))  # its parent is gone by now, and was never asked to tell it
    wait(lambda: not alive(pid), "the end of the runner")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_runner_refuses_a_database_that_is_behind(deployment: Deployment) -> None:
    deployment.python(
        "from django.core.management import call_command; "
        "call_command('migrate', 'records', '0001', verbosity=0)"
    )
    runner = deployment.runner()
    assert runner.wait(timeout=30) == 2
    assert "gongkai serve" in deployment.said.read_text("utf-8")
