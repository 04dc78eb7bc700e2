"""`gongkai runner`, and the supervisor by which `gongkai serve` keeps one alive."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time

import click

logger = logging.getLogger("gongkai.runner")

PATIENCE = 10.0  # seconds a runner has to stop before it is killed; its own grace is shorter
FIRST_PAUSE = 1.0  # seconds before a runner that died is started again; doubled while it keeps dying
LONGEST_PAUSE = 60.0


@click.command()
@click.option("--parent", type=int, hidden=True, help="这个进程结束时随之停止。")
@click.option(
    "--grace",
    default=8.0,
    show_default=True,
    type=click.FloatRange(0, 3600),
    help="收到停止信号后，等待手头任务做完的秒数；做不完的放回队列。",
)
def runner(parent: int | None, grace: float) -> None:
    """运行后台任务。serve 会自己启动它；单独运行时请给 serve 加上 --no-runner。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    if behind():
        click.echo("数据库结构还没有更新，请先运行一次 gongkai serve。", err=True)
        sys.exit(2)
    from gongkai.records.jobs.runner import FORBIDDEN, run_runner

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent is not None:
        threading.Thread(target=stop_with, args=(parent, stop), daemon=True).start()
    ending = run_runner(stop, grace=grace)
    if ending in FORBIDDEN:
        # Another runner may be at work: nothing of this process must go on.
        logging.shutdown()
        os._exit(3)


def behind() -> bool:
    """Whether the database lacks a migration of this program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    connection.close()
    return pending


def stop_with(parent: int, stop: threading.Event) -> None:
    """Set `stop` when the parent is gone, even if it was killed and could not say so."""
    while os.getppid() == parent:
        time.sleep(0.5)
    stop.set()


class Supervisor:
    """Keeps one runner process alive until told to stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="runner", daemon=True)

    def start(self) -> None:
        """Start the runner, and start it again whenever it dies."""
        self._spawn()
        self._thread.start()

    def ask(self) -> None:
        """Tell the runner to stop; returns at once."""
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """Stop the runner and wait for its end, ten seconds at most."""
        self.ask()
        self._thread.join(PATIENCE + 1)

    def _spawn(self) -> None:
        command = [sys.executable, "-c", "from gongkai.cli import main; main()", "runner"]
        # Standard output belongs to the one line of `gongkai serve`.
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [*command, "--parent", str(os.getpid())], stdin=subprocess.DEVNULL, stdout=sys.stderr
        )

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            begun = time.monotonic()
            self._watch()
            if self._stopping.is_set():
                return
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            code = self._process.returncode if self._process else None
            logger.error("The runner ended unasked (exit %s); it is started again in %.0f s", code, pause)
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            self._spawn()
            if self._stopping.is_set():  # asked in between: the new one has not heard it
                self.ask()

    def _watch(self) -> None:
        """Return when the process has ended; once asked to stop, it has `PATIENCE` left."""
        process = self._process
        assert process is not None  # noqa: S101 (spawned before it is watched)
        while not self._stopping.is_set():
            try:
                process.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
            return
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
