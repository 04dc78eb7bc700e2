"""Killable child processes that read what strangers send: limits, a bounded queue, and what comes back.

    reading, findings = process_pool.run(process_pool.STRANGERS, read_and_check, data, name)

`run` has a named function work on plain data in another process and gives back what that gave back, or raises
what it refused (docs/decisions/0022-reading-in-child-processes.md). The web server, jobs and commands call it
alike; each process has a pool of its own, begun when it is first needed.
"""

from gongkai.records.process_pool.limits import JOBS, OWN, STAFF, STRANGERS, Limits
from gongkai.records.process_pool.refusals import (
    ChildCrashed,
    CouldNotFinish,
    FunctionFailed,
    Overloaded,
    TooDemanding,
)
from gongkai.records.process_pool.running import close, configure, in_place, run
from gongkai.records.process_pool.transactions import InTransaction, atomic

__all__ = [
    "JOBS",
    "OWN",
    "STAFF",
    "STRANGERS",
    "ChildCrashed",
    "CouldNotFinish",
    "FunctionFailed",
    "InTransaction",
    "Limits",
    "Overloaded",
    "TooDemanding",
    "atomic",
    "close",
    "configure",
    "in_place",
    "run",
]
