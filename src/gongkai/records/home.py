"""The home of the deployment, GONGKAI_DATA: for this user alone, and with room to write.

Whoever can read the database has every session and every hash of a password; so the directory is 0700 and
everything in it 0600. Homes made before that was so are tightened at the start.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.records.health import Moment, Seen
from gongkai.records.outages import Outage, OutageKind

DIRECTORY: Final = 0o700
FILE: Final = 0o600
# Whoever could read these may have copied them: the operator must hear of it before they are used again.
SECRETS: Final = ("keys.json", "secret.key")
# What the program itself makes in its home; other files there are their owner's business.
FOLDERS: Final = ("files", "files/public", "files/private", "files/incoming")
PATTERNS: Final = ("*.lock", "*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm", "files/*.lock")

MEBIBYTE: Final = 1024 * 1024
NOTHING_LEFT: Final = MEBIBYTE  # not enough to open the database
FULL: Final = 64 * MEBIBYTE  # below this the next upload or the next checkpoint may fail
NEARLY_FULL: Final = 1024 * MEBIBYTE
FEW_FILES: Final = 1000  # inodes


class ExposedHome(Outage):
    """A file or the directory is open to other users of this machine and could not be closed to them."""

    kind: OutageKind = "disk"


@dataclass(frozen=True, slots=True)
class Open:
    """A file or a directory that others may read or change: its mode, and what the mode should be."""

    path: Path
    mode: int
    wanted: int

    @property
    def command(self) -> str:
        """What to type."""
        return f"chmod {self.wanted:o} {self.path}"


def open_to_others() -> list[Open]:
    """What in the home others may read or change, the directory itself first."""
    return [found for path in _belongings() if (found := _open(path)) is not None]


def tighten() -> list[Open]:
    """Close what the program itself made to all other users; what was closed now.

    Secrets are left as they are, for the operator to decide. Raises ExposedHome where the directory is not
    ours alone, or the system does not let us.
    """
    closed = []
    for one in open_to_others():
        if one.path.name in SECRETS:
            continue
        if one.path == home() and not _is_ours(one.path):
            raise ExposedHome(
                _(
                    "数据目录 %(path)s 对本机其他用户开放，里面还有别的文件夹，不能代为收紧。"
                    "请让 GONGKAI_DATA 指向一个专用的目录，或者执行 %(command)s。"
                )
                % {"path": one.path, "command": one.command}
            )
        try:
            one.path.chmod(one.wanted)
        except FileNotFoundError:  # SQLite removed its -wal meanwhile
            continue
        except OSError as problem:
            raise ExposedHome(
                _("%(path)s 可以被本机其他用户读取，又不能代为收紧。请由它的属主执行 %(command)s。")
                % {"path": one.path, "command": one.command}
            ) from problem
        closed.append(one)
    return closed


def home() -> Path:
    """The directory."""
    return Path(settings.DATA)


def examine_modes(moment: Moment) -> Seen:
    """The check `modes`."""
    found = open_to_others()
    if not found:
        return Seen("ok", _("只有本用户可以读取"))
    said = ngettext(
        "%(count)d项可以被本机其他用户读取：%(path)s（%(mode)s）",
        "%(count)d项可以被本机其他用户读取，首项是 %(path)s（%(mode)s）",
        len(found),
    ) % {"count": len(found), "path": found[0].path, "mode": f"{found[0].mode:04o}"}
    remedy = _("请执行 %(commands)s。") % {"commands": " && ".join(one.command for one in found[:5])}
    return Seen("fault", said, remedy, stops=True)


def examine_disk(moment: Moment) -> Seen:
    """The check `disk`: the file systems of the home and of an SQLite database elsewhere."""
    remedy = _("请腾出空间，或者把数据移到更大的磁盘。")
    least, where = min((_free(path), path) for path in _directories())
    said = _("%(path)s 剩余 %(size)d MB") % {"path": where, "size": least // MEBIBYTE}
    if any(os.statvfs(path).f_flag & os.ST_RDONLY for path in _directories()):
        return Seen("fault", _("只能读，不能写"), _("请检查磁盘挂载方式。"), stops=True)
    if least < NOTHING_LEFT:
        return Seen("fault", _("磁盘已满：%(said)s") % {"said": said}, remedy, stops=True)
    if least < FULL or any(_out_of_files(path) for path in _directories()):
        return Seen("fault", said, remedy)
    return Seen("note", said, remedy) if least < NEARLY_FULL else Seen("ok", said)


def _free(path: Path) -> int:
    status = os.statvfs(path)
    return status.f_bavail * status.f_frsize


def _out_of_files(path: Path) -> bool:
    status = os.statvfs(path)
    return status.f_files > 0 and status.f_favail < FEW_FILES


def _directories() -> list[Path]:
    database = _database()
    return [home(), *([database.parent] if database is not None else [])]


def _database() -> Path | None:
    """The file of an SQLite database, wherever it lies; None for another database, or one in memory."""
    default = settings.DATABASES["default"]
    if default["ENGINE"] != "django.db.backends.sqlite3":
        return None
    path = Path(str(default["NAME"]))
    return path if path.is_file() else None


def _belongings() -> Iterator[Path]:
    yield home()
    yield from (home() / name for name in SECRETS)
    yield from (home() / name for name in FOLDERS)
    for pattern in PATTERNS:
        yield from sorted(home().glob(pattern))
    database = _database()
    if database is not None and database.parent != home():
        yield from (database.with_name(database.name + end) for end in ("", "-wal", "-shm"))


def _open(path: Path) -> Open | None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    mode = stat.S_IMODE(status.st_mode)
    if stat.S_ISLNK(status.st_mode) or not mode & 0o077:
        return None
    return Open(path, mode, DIRECTORY if stat.S_ISDIR(status.st_mode) else FILE)


def _is_ours(directory: Path) -> bool:
    """Whether closing the directory shuts nobody else out: no sticky bit, no folder that is not ours."""
    others = (path for path in directory.iterdir() if path.is_dir() and path.name not in FOLDERS)
    return not directory.stat().st_mode & stat.S_ISVTX and next(others, None) is None
