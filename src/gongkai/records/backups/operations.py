"""Back-up of a running deployment and restore into an empty one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai import __version__
from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act
from gongkai.records.backups import archive, restoring, rows
from gongkai.records.backups.kinds import BACKUP
from gongkai.records.backups.restoring import BackupRefused
from gongkai.records.files import refused, storage, upkeep
from gongkai.records.keys import keyring
from gongkai.records.keys import operations as key_operations
from gongkai.records.operations import Done, prepared_operation

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A back-up that was made; `missing` and `damaged` name objects that were not there or not sound."""

    digest: str
    rows: int
    objects: int
    bytes: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored and found sound; `keys` says whether the private part can be opened."""

    digest: str
    rows: int
    objects: int
    journal_entries: int
    journal_root: str
    keys: bool


class FileInTheWay(BackupRefused):
    """There is a file of this name."""


def _made(*, path: Path, act: Act, progress: Progress | None = None) -> Made:
    refused.report()
    with contextlib.suppress(journal.KeyIsMissing):
        journal.seal_all(at=act.at)
    try:
        with archive.new_file(path) as file, storage.kept(), _snapshot():
            return _written(archive.Writer(file), act.at, progress)
    except FileExistsError:
        raise FileInTheWay(
            _("%(file)s 已经存在。备份不覆盖文件，请换一个文件名。") % {"file": path}
        ) from None


@prepared_operation(_made, "backup.made", gettext_lazy("备份"), of=BACKUP, action="backup.make")
def back_up(made: Made, *, path: Path, act: Act, progress: Progress | None = None) -> Done[Made]:
    """Write database and files, as they are at one instant, to a new file; writers go on meanwhile.

    Keys are not in it. `progress` is told (what, done, total). Raises FileInTheWay.
    """
    after = {"rows": made.rows, "objects": made.objects, "bytes": made.bytes}
    return Done(made, _ref(act.at), after=after, digests={"backup": f"sha256:{made.digest}"})


def _restored(
    *, path: Path, keys: tuple[bytes, str] | None = None, progress: Progress | None = None
) -> tuple[Restored, datetime]:
    ring = key_operations.open_backup(*keys) if keys else None
    with restoring.opened(path) as reader:
        reader.verify(lambda done, total: progress("核对备份", done, total) if progress else None)
        restoring.check_version(reader)
        restoring.prepare(reader, ring)
        with restoring.undone_on_failure(ring):
            objects = restoring.load_objects(reader, progress)
            with transaction.atomic():
                count = restoring.load_rows(reader, progress)
                found = restoring.check_journal(keys=keyring.path().exists())
                restoring.check_files(reader, upkeep.verify())
        restored = Restored(
            reader.digest, count, objects, found.entries, found.last_root, keyring.path().exists()
        )
        made_at = datetime.fromisoformat(reader.manifest["made_at"])
    return restored, made_at


@prepared_operation(_restored, "backup.restored", gettext_lazy("从备份恢复"), of=BACKUP, action="backup.make")
def restore(
    done: tuple[Restored, datetime],
    *,
    path: Path,
    keys: tuple[bytes, str] | None = None,
    progress: Progress | None = None,
    act: Act,
) -> Done[Restored]:
    """Load a back-up into this empty deployment; nothing of it stays unless all of it is sound.

    `keys` is the content of a back-up of keys and its passphrase. Raises a BackupRefused, KeysRefused.
    """
    restored, made_at = done
    after = {"rows": restored.rows, "objects": restored.objects}
    return Done(restored, _ref(made_at), after=after, digests={"backup": f"sha256:{restored.digest}"})


@contextlib.contextmanager
def _snapshot() -> Iterator[None]:
    """One instant of the database for all that is read inside; nobody waits for it."""
    sqlite: Any = connection if connection.vendor == "sqlite" else None
    connection.ensure_connection()  # opening one sets the mode anew
    mode = sqlite and sqlite.transaction_mode
    if sqlite:
        sqlite.transaction_mode = "DEFERRED"  # a reader: WAL shows it the state of its first look
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if sqlite:
            sqlite.transaction_mode = mode


def _written(writer: archive.Writer, at: datetime, progress: Progress | None) -> Made:
    counts = {}
    models = rows.tables()
    for done, model in enumerate(models, start=1):
        label = model._meta.label_lower
        counts[label] = writer.add_lines(f"database/{label}.jsonl.gz", rows.lines(model))
        if progress:
            progress("数据表", done, len(models))
    stored = upkeep.kept_addresses()
    missing, damaged, size = [], [], 0
    for done, address in enumerate(stored, start=1):
        try:
            with storage.open_object(address) as file:
                length = address.path.stat().st_size
                digest = writer.add(f"files/{address.relative}", file, length)
        except FileNotFoundError:
            missing.append(address.relative)
            continue
        size += length
        if digest != address.digest:
            damaged.append(address.relative)
        if progress:
            progress("文件", done, len(stored))
    facts = {
        "made_at": at.isoformat(),
        "program": __version__,
        "database": connection.vendor,
        "deployment": keyring.read().deployment,
        "migrations": restoring.migrations(),
        "rows": counts,
        "missing": missing,
        "damaged": damaged,
    }
    digest = writer.close(facts)
    objects = len(stored) - len(missing)
    return Made(digest, sum(counts.values()), objects, size, tuple(missing), tuple(damaged))


def _ref(made_at: datetime) -> ObjectRef:
    return ObjectRef(BACKUP.code, made_at.isoformat(), f"{made_at:%Y-%m-%d %H:%M}的备份")
