"""What verification costs on a large journal: in full, and from the checkpoint of the last full one.

A million genuine entries (a number may be given) in a deployment of its own: half of them sealed 10,000 at a
time as an import's are, half 50 at a time; an anchor outside; a full verification; 2,000 entries more; an
incremental one. Target: the incremental one takes at most 10 seconds.

    .venv/bin/python benchmarks/bench_verify.py [ENTRIES]
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

MEASURE = "measure"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SMALL, LARGE, AFTERWARDS = 50, 10_000, 2_000
VERBS = ("document.published", "body.renamed", "application.received", "report.archived")


def main(entries: int) -> None:
    """Measure in a process and a deployment of its own."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.records.journal.deployment import deployment  # noqa: PLC0415

    with deployment("") as environment:
        subprocess.run([sys.executable, __file__, str(entries), MEASURE], env=environment, check=True)  # noqa: S603


def rows(first: int, count: int) -> Iterator[dict[str, Any]]:
    """Entries as the program records them, with their digests."""
    for number in range(first, first + count):
        at = BEGIN + timedelta(seconds=7 * number, microseconds=number % 1_000_000)
        content = {
            "verb": VERBS[number % len(VERBS)],
            "object_kind": "document",
            "object_id": f"d{number:07}",
            "object_label": f"关于做好第{number}项政务公开工作的通知",
            "actor_kind": "person",
            "actor_id": f"p-{number % 400:04}",
            "actor_name": "林知远",
            "actor_post": "信息公开科科员",
            "actor_body": f"yunhe-{number % 78}",
            "actor_body_name": "云河市人民政府办公室",
            "before": {"state": "draft", "version": number % 9},
            "after": {"state": "published", "version": number % 9 + 1, "channel": "portal"},
            "digests": {},
            "reason": "",
        }
        said = {**content, "at": at.isoformat(timespec="microseconds")}
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        yield {**content, "at": at, "algorithm": "sha256", "digest": digest}


def fill(first: int, count: int, block: int) -> None:
    """Insert entries and seal them so many at a time."""
    from django.db import connection, transaction  # noqa: PLC0415

    from gongkai.records.journal import seal, sealing  # noqa: PLC0415
    from gongkai.records.journal.models import Entry  # noqa: PLC0415

    fields = [field for field in Entry._meta.concrete_fields if field.name not in {"id", "position"}]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join("%s" for _ in fields)
    statement = f'INSERT INTO "{Entry._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608
    for begin in range(first, first + count, LARGE):
        many = rows(begin, min(LARGE, first + count - begin))
        values = [[field.get_db_prep_save(row[field.name], connection) for field in fields] for row in many]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, values)
    sealing.LARGEST_BLOCK = block
    while seal(at=BEGIN):
        pass


def timed(what: str, act: Callable[[], Any]) -> Any:
    """Do something and print what it cost."""
    wall, cpu = perf_counter(), process_time()
    result = act()
    print(f"{what}: {process_time() - cpu:.1f} s CPU, {perf_counter() - wall:.1f} s wall", flush=True)
    return result


def measure(entries: int) -> None:
    """Fill the deployment of this environment and verify it."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import override_settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from gongkai.records.acts import command_act  # noqa: PLC0415
    from gongkai.records.auditing import operations  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    timed(f"{entries // 2:,} entries in blocks of {LARGE:,}", lambda: fill(0, entries // 2, LARGE))
    timed(
        f"{entries - entries // 2:,} entries in blocks of {SMALL}",
        lambda: fill(entries // 2, entries - entries // 2, SMALL),
    )

    def verify(full: bool) -> Any:
        return operations.verify_journal(act=command_act(timezone.now()), full=full)

    with tempfile.TemporaryDirectory() as folder, override_settings(GONGKAI_ANCHOR_FOLDER=Path(folder)):
        act = command_act(timezone.now())
        operations.keep_anchor(anchor=operations.make_anchor(act=act), place="folder", act=act)
        start = process_time()
        full = timed("verified in full", lambda: verify(True))
        spent = process_time() - start
        assert full.verdict(timezone.now()) == "proved"
        fill(entries, AFTERWARDS, SMALL)
        start = perf_counter()
        result = timed(f"incremental after {AFTERWARDS:,} more", lambda: verify(False))
        took = perf_counter() - start
    assert result.verdict(timezone.now()) == "proved"
    assert result.relied is not None
    print(
        f"verify {full.entries:,} entries in {full.blocks:,} blocks: {full.entries / spent:,.0f} entries "
        f"a CPU second in full; incremental {took:.1f} s with {result.relied.sampled} sampled (target: 10 s)"
    )


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    if sys.argv[2:3] == [MEASURE]:
        measure(count)
    else:
        main(count)
