"""What the queue's own table (django-tasks-db) has no room for: progress, periodic work, who runs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_tasks_db.models import DBTaskResult

Row = DBTaskResult[Any, Any]  # a row of the queue; the type of its results does not concern us


class JobProgress(models.Model):
    """How far a long job has come, as it reported itself; `total` is None where nobody knows."""

    task = models.OneToOneField(
        DBTaskResult, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    done = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField(null=True)
    message = models.CharField(max_length=200)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.done}/{self.total or '?'}"


class PeriodicWork(models.Model):
    """When a piece of periodic work last ran, and how it went."""

    name = models.CharField(max_length=100, primary_key=True)
    last_run_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row; of work that runs in place
    error = models.TextField(blank=True)
    task = models.ForeignKey(DBTaskResult, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class RunnerSeen(models.Model):
    """The one runner of this deployment, as it last wrote; a single row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="records_one_runner_row"),)

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
