"""The steps of a restore, in the order they are taken."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from gongkai.records import journal
from gongkai.records.backups import archive, rows
from gongkai.records.files import storage, upkeep
from gongkai.records.jobs.locks import deployment_lock, holding
from gongkai.records.keys import keyring
from gongkai.records.refusals import Refused

Progress = Callable[[str, int, int], None]


class BackupRefused(Refused):
    """The back-up was not made or not restored; the message says why and what to do."""


class BackupUnreadable(BackupRefused):
    """Not a back-up, cut off, or changed since it was made."""


class OtherVersion(BackupRefused):
    """The back-up's tables are those of another version of the program."""


class RestoreNotEmpty(BackupRefused):
    """There is data already where the back-up would go."""


class KeysDoNotFit(BackupRefused):
    """The keys belong to another deployment."""


class RestoredUnsound(BackupRefused):
    """What was restored does not verify; nothing of it was kept."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[archive.Reader]:
    """The back-up; raises BackupUnreadable, also for damage that is found while reading."""
    try:
        reader = archive.Reader(path)
    except (archive.NotABackup, OSError) as problem:
        raise BackupUnreadable(
            _("%(file)s 不是完整的备份文件，请核对文件或者换一份备份。") % {"file": path}
        ) from problem
    try:
        yield reader
    except (archive.DamagedBackup, archive.NotABackup) as problem:
        raise BackupUnreadable(
            _("备份文件里的 %(member)s 与登记的摘要不符，备份已损坏，请换一份备份。") % {"member": problem}
        ) from problem
    finally:
        reader.close()


def migrations() -> list[str]:
    """The migrations this program knows; the tables of a back-up must have been made by the same."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {})


def check_version(reader: archive.Reader) -> None:
    """Raise OtherVersion unless the back-up's migrations are this program's."""
    differ = set(reader.manifest["migrations"]) ^ set(migrations())
    if not differ:
        return
    differing = "、".join(sorted(differ)[:3])
    raise OtherVersion(
        _("备份由%(version)s版制作，数据表与本程序不同（%(differing)s）。请用那一版程序恢复，再升级。")
        % {"version": reader.manifest["program"], "differing": differing}
    )


def prepare(reader: archive.Reader, ring: keyring.Keyring | None) -> None:
    """Bring the empty database up to date; raises NotEmpty, KeysDoNotFit, nothing changed in data."""
    with holding(deployment_lock("runner")) as free:
        if not free:
            raise RestoreNotEmpty(_("这里的服务正在运行。请先停止 gongkai serve，再恢复。"))
    virgin = "django_migrations" not in connection.introspection.table_names()
    call_command("migrate", verbosity=0, interactive=False)
    _empty_database(virgin=virgin)
    if next(storage.objects(), None) is not None:
        raise RestoreNotEmpty(
            _("%(directory)s 里已有文件。请换一个空的数据目录（GONGKAI_DATA）。")
            % {"directory": storage.root()}
        )
    there = keyring.read() if keyring.path().exists() else None
    for found in (ring, there):
        if found is not None and found.deployment != reader.manifest["deployment"]:
            raise KeysDoNotFit(_("密钥属于另一个部署，打不开这份备份里的非公开内容。请换成这份备份的密钥。"))


@transaction.atomic
def _empty_database(*, virgin: bool) -> None:
    """Take away what Django itself wrote; raises NotEmpty for anything else, unless the tables are new."""
    for model in reversed(rows.tables()):
        if not rows.holds_rows(model):
            continue
        if not virgin and model._meta.label_lower not in rows.SEEDED:
            raise RestoreNotEmpty(
                _("数据库里已有数据（%(table)s）。备份只恢复到空的部署：请换一个空数据库和空的数据目录。")
                % {"table": model._meta.verbose_name}
            )
        rows.empty(model)


@contextlib.contextmanager
def undone_on_failure(ring: keyring.Keyring | None) -> Iterator[None]:
    """Put the keys in place; on any failure take away keys and files again (rows roll back by themselves)."""
    placed = ring is not None and not keyring.path().exists()
    if ring is not None and placed:
        keyring.place(ring)
    try:
        yield
    except BaseException:
        if placed:
            keyring.path().unlink()
        for side in ("public", "private"):
            shutil.rmtree(storage.root() / side, ignore_errors=True)
        raise


def load_objects(reader: archive.Reader, progress: Progress | None) -> int:
    """Store every object; returns how many. They are on the disk before rows name them."""
    names = reader.names("files/")
    for done, name in enumerate(names, start=1):
        put = storage.put(reader.blocks(name), public=name.startswith("files/public/"))
        if f"files/{put.address.relative}" != name and name[6:] not in reader.manifest["damaged"]:
            raise archive.DamagedBackup(name)
        if progress:
            progress("文件", done, len(names))
    return len(names)


def load_rows(reader: archive.Reader, progress: Progress | None) -> int:
    """Insert every row; inside a transaction. Returns how many."""
    models = rows.tables()
    expected: dict[str, int] = reader.manifest["rows"]
    count = 0
    for done, model in enumerate(models, start=1):
        label = model._meta.label_lower
        loaded = rows.load(model, reader.lines(f"database/{label}.jsonl.gz"))
        if loaded != expected[label]:
            raise archive.DamagedBackup(label)
        count += loaded
        if progress:
            progress("数据表", done, len(models))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    connection.check_constraints()
    ContentType.objects.clear_cache()
    return count


def check_journal(*, keys: bool) -> journal.JournalVerification:
    """Verify the restored journal; raises RestoredUnsound. Without keys signatures stay unverified."""
    found = journal.verify()
    wrong = [finding for finding in found.findings if keys or finding.kind != "missing_key"]
    if wrong:
        raise RestoredUnsound(_("恢复的日志没有通过核验：%(problem)s") % {"problem": wrong[0].message})
    return found


def check_files(reader: archive.Reader, found: upkeep.FileVerification) -> None:
    """Raise RestoredUnsound unless every object is there, save those the back-up itself names as missing."""
    known: set[Any] = {*reader.manifest["missing"], *reader.manifest["damaged"]}
    wrong = ({*found.missing} | {*found.damaged}) - known
    if wrong:
        raise RestoredUnsound(_("恢复的文件没有通过核验：%(problem)s") % {"problem": min(wrong)})


def unmodelled_tables() -> set[str]:
    """Tables in the database that no back-up carries; a test holds that there are none."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return set(connection.introspection.table_names()) - known - {"django_migrations"}
