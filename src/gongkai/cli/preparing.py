"""Bringing a deployment up to date, by one process at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.2  # seconds between two looks whether another process has finished preparing


@contextmanager
def prepared() -> Iterator[None]:
    """Django is set up and every migration applied; inside, no other process of the deployment prepares."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from gongkai.records.jobs.locks import deployment_lock

    lock = deployment_lock("prepare")
    while not lock.acquire():  # two processes that start together must not both migrate
        time.sleep(PAUSE)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        lock.release()
