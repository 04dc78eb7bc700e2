"""What the process that runs jobs does (records.jobs.process starts it)."""

from __future__ import annotations

import signal
import socket
import sys
from importlib import import_module

from django.db import Error, close_old_connections, connections
from django_tasks_db.models import DBTaskResult

from gongkai.records.jobs import execution, process, registry
from gongkai.records.process_pool import channel
from gongkai.records.process_pool.child import die_with


def main() -> None:
    """Called with the number of the channel, the process id of the runner, and modules that declare jobs."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A service manager tells every process to stop; when this one does, the runner decides.
        signal.signal(number, signal.SIG_IGN)
    end = socket.socket(fileno=int(sys.argv[1]))
    end.set_inheritable(False)
    die_with(int(sys.argv[2]))
    registry.load()  # now, for the time of a job is counted from when it begins
    for module in sys.argv[3:]:
        import_module(module)
    _run_jobs(end)


def _run_jobs(end: socket.socket) -> None:
    """One job after the other, until the runner closes the channel."""
    try:
        channel.send(end, b"ready")
        while True:
            row_id, _files = channel.receive(end, largest=process.LARGEST)
            channel.send(end, _run(row_id.decode()))
    except channel.Closed:
        return


def _run(row_id: str) -> bytes:
    close_old_connections()
    try:
        execution.execute(DBTaskResult.objects.get(pk=row_id))
    except (Error, DBTaskResult.DoesNotExist):
        connections.close_all()
        return process.TROUBLE
    return process.DONE
