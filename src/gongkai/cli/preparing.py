"""Bringing a deployment up to date, by one process at a time, and refusing to go on where it is not sound."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

PAUSE = 0.2  # seconds between two looks whether another process has finished preparing


@contextmanager
def prepared(*, tolerated: frozenset[str] = frozenset()) -> Iterator[None]:
    """Django is set up and every migration applied; inside, no other process of the deployment prepares.

    Exits with 2 and sentences on standard error where a check of the deployment forbids to go on, but for the
    checks that are `tolerated`.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from gongkai.records.jobs.locks import deployment_lock

    tighten_home()
    lock = deployment_lock("prepare")
    while not lock.acquire():  # two processes that start together must not both migrate
        time.sleep(PAUSE)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        stop_where_unsound(tolerated)
        yield
    finally:
        lock.release()


def tighten_home() -> None:
    """Close the data directory to other users of this machine, and say what was open until now."""
    from gongkai.records import home

    for one in home.tighten():
        click.echo(
            f"已收紧权限：{one.path} {one.mode:04o} → {one.wanted:04o}（此前本机其他用户可以读取）", err=True
        )


def stop_where_unsound(tolerated: frozenset[str]) -> None:
    """Exit with 2 where a check forbids to go on; say what else is amiss."""
    from django.utils import timezone

    from gongkai.records import health

    now = timezone.now()
    # Nothing is late yet: what is late now was so because nothing ran.
    faults = [found for found in health.examine(health.Moment(now, since=now)) if found.fault]
    for found in faults:
        click.echo(f"{found.label}：{found.seen.said}\n    {found.seen.remedy}".rstrip(), err=True)
    if any(found.seen.stops and found.check not in tolerated for found in faults):
        click.echo("没有启动。请按上面的提示处理后再启动；gongkai doctor 可以随时检查。", err=True)
        sys.exit(2)
