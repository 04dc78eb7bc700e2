"""Background work: jobs queued in the transaction that asks for them, periodic work, and one runner."""

from gongkai.records.jobs.queue import enqueue
from gongkai.records.jobs.registry import (
    DeclaredTwice,
    GiveUp,
    JobFailed,
    Run,
    UnknownJob,
    job,
    periodic,
)
from gongkai.records.jobs.rules import ArgumentRefused

__all__ = [
    "ArgumentRefused",
    "DeclaredTwice",
    "GiveUp",
    "JobFailed",
    "Run",
    "UnknownJob",
    "enqueue",
    "job",
    "periodic",
]
