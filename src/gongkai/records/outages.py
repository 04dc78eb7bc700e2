"""What stops the deployment itself: keys, disk or database cannot be used now, whatever was asked.

An outage is no refusal: nobody asked for anything wrong, and the same request will do once the operator has
mended it. It is therefore never shown as an error of a form; every face answers 503 with a sentence, commands
say it and exit.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from typing import Literal

from django.db import connection
from django.utils.translation import gettext as _

from gongkai.records.refusals import Refused

OutageKind = Literal["keys", "disk", "database"]
RETRY_AFTER = 30  # seconds that a client is told to wait
BUSY_RETRY_AFTER = 5

DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_IS_CLOSED = {errno.EROFS, errno.EACCES}
# PostgreSQL's codes (its manual, appendix A): class 08 and these mean that the connection is gone.
CONNECTION_LOST = {"57P01", "57P02", "57P03", "57P05"}
# psycopg gives no code where there is no server, or no connection any more.
WITHOUT_A_CODE = {"OperationalError", "InterfaceError", "ConnectionTimeout"}
POSTGRESQL_IS_READ_ONLY = {"25006"}
POSTGRESQL_IS_FULL = {"53100"}
POSTGRESQL_IS_BUSY = {"40001", "40P01", "55P03", "57014", "53300"}


class Outage(Exception):
    """The deployment cannot do this now; nothing was done. The message says to its operator what to do.

    `public` is the sentence for everybody else: it names no file of this machine.
    """

    kind: OutageKind = "database"
    retry_after: int = RETRY_AFTER

    def __init__(self, message: str, public: str = "") -> None:
        super().__init__(message)
        self._public = public

    @property
    def public(self) -> str:
        """The sentence for those who do not run this deployment."""
        return self._public or str(self)


class DiskFull(Outage):
    """Nothing can be written: the disk of the data or of the database is full."""

    kind: OutageKind = "disk"

    def __init__(self) -> None:
        super().__init__(
            _("磁盘已满，没有办理。请腾出数据目录和数据库所在磁盘的空间，再重试。"),
            _("系统的磁盘已满，您刚才提交的内容没有保存。请稍后再试；一直这样的，请联系系统管理员。"),
        )


class DiskReadOnly(Outage):
    """Nothing can be written: disk, file or database are read-only, or not ours to write."""

    kind: OutageKind = "disk"

    def __init__(self) -> None:
        super().__init__(
            _("数据目录或者数据库只能读、不能写，没有办理。请检查磁盘挂载方式、文件的属主和权限，再重试。"),
            _("系统暂时只能查看，您刚才提交的内容没有保存。请稍后再试；一直这样的，请联系系统管理员。"),
        )


class DiskFailed(Outage):
    """The disk answers with errors; SQLite tells a full disk so where it runs full beneath a mapped file."""

    kind: OutageKind = "disk"

    def __init__(self) -> None:
        super().__init__(
            _("读写磁盘出错，没有办理。请检查数据目录所在的磁盘是否已满或者损坏，再重试。"),
            _("系统读写磁盘出错，您刚才提交的内容没有保存。请稍后再试；一直这样的，请联系系统管理员。"),
        )


class DatabaseGone(Outage):
    """The database does not answer, or broke the connection."""

    def __init__(self) -> None:
        super().__init__(
            _("数据库没有应答，没有办理。请确认数据库服务在运行、DATABASE_URL 正确，再重试。"),
            _("系统暂时连不上数据库，您刚才提交的内容没有保存。请稍后再试。"),
        )


class DatabaseBusy(Outage):
    """Others held what was needed for too long."""

    retry_after = BUSY_RETRY_AFTER

    def __init__(self) -> None:
        super().__init__(_("系统正忙，这次没有办理。请几秒钟后再试。"))


def outage_of(failure: BaseException) -> Outage | None:
    """The outage behind an exception, also behind what it was raised from; None where there is none.

    Whoever raised a refusal from an error has already said what that means.
    """
    if isinstance(failure, Refused):
        return None
    for cause in _causes(failure):
        if isinstance(cause, Outage):
            return cause
        found = _by_code(cause)
        if found is not None:
            return found
    return None


def drop_lost_connection(failure: BaseException) -> bool:
    """Whether the database broke the connection and no transaction was open.

    The connection is closed then, so that the next statement opens another: what only reads may be asked once
    more.
    """
    if connection.in_atomic_block or not isinstance(outage_of(failure), DatabaseGone):
        return False
    connection.close()
    return True


def _causes(failure: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = failure
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _by_code(cause: BaseException) -> Outage | None:
    if isinstance(cause, sqlite3.Error):
        # the lowest byte is the kind of error
        return _of_sqlite(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(cause, OSError):
        if cause.errno in DISK_IS_FULL:
            return DiskFull()
        return DiskReadOnly() if cause.errno in DISK_IS_CLOSED else None
    if not type(cause).__module__.startswith("psycopg"):
        return None
    return _of_postgresql(getattr(cause, "sqlstate", None) or "", type(cause).__name__)


def _of_sqlite(code: int) -> Outage | None:
    match code:
        case sqlite3.SQLITE_FULL:
            return DiskFull()
        case sqlite3.SQLITE_IOERR:
            return DiskFailed()
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return DiskReadOnly()
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusy()
    return None


def _of_postgresql(state: str, name: str) -> Outage | None:
    if state.startswith("08") or state in CONNECTION_LOST or (not state and name in WITHOUT_A_CODE):
        return DatabaseGone()
    if state in POSTGRESQL_IS_FULL:
        return DiskFull()
    if state in POSTGRESQL_IS_READ_ONLY:
        return DiskReadOnly()
    return DatabaseBusy() if state in POSTGRESQL_IS_BUSY else None
