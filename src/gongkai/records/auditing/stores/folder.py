"""Anchors in a mounted folder: a file each, written once under a name of its own."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from gongkai.records.auditing.stores.port import AnotherContent, StoreRefused

READ_ONLY: Final = 0o444
LARGEST: Final = 64 * 1024
# File systems of other makes (CIFS, some write-once stores) have no hard links, or no second name for a file.
NO_LINKS: Final = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}


class FolderStore:
    """A folder; what is in it is never written over by this program."""

    place = "folder"
    readable = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = str(folder)

    @classmethod
    def from_setting(cls, said: Path) -> FolderStore:
        """The folder of this deployment."""
        return cls(said)

    def put(self, name: str, content: bytes) -> str:
        """Write a new file, on the disk before this returns."""
        self._check_there()
        try:
            try:
                self._write(self.folder / name, content)
            except FileExistsError:
                if self.get(name) != content:
                    raise AnotherContent(
                        _("%(folder)s 里已有另一个 %(name)s，没有覆盖。请查明它从哪里来。")
                        % {"folder": self.folder, "name": name}
                    ) from None
        except OSError as problem:
            raise self._refused(problem) from problem
        return _("%(bytes)s字节") % {"bytes": len(content)}

    def list(self) -> Sequence[str]:
        """The names of the anchors' files; dot files and others are not ours."""
        self._check_there()
        try:
            return sorted(path.name for path in self.folder.glob("anchor-*.jsonl"))
        except OSError as problem:
            raise self._refused(problem) from problem

    def get(self, name: str) -> bytes:
        """The content of a file, of 64 KiB at most."""
        try:
            with (self.folder / Path(name).name).open("rb") as file:
                return file.read(LARGEST)
        except OSError as problem:
            raise self._refused(problem) from problem

    def _write(self, path: Path, content: bytes) -> None:
        """A whole file under its name or none; FileExistsError if the name is taken."""
        descriptor, part = tempfile.mkstemp(prefix=".anchor-", dir=self.folder)
        try:
            _fill(descriptor, content)
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError as problem:
            if problem.errno not in NO_LINKS:
                raise
            _fill(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READ_ONLY), content)
        finally:
            Path(part).unlink(missing_ok=True)
        directory = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _check_there(self) -> None:
        if not self.folder.is_dir():
            raise StoreRefused(
                _("锚点存放处 %(folder)s 不存在，请确认文件夹已挂载。") % {"folder": self.folder}
            )

    def _refused(self, problem: OSError) -> StoreRefused:
        return StoreRefused(
            _("锚点存放处 %(folder)s 不能使用：%(problem)s。")
            % {"folder": self.folder, "problem": problem.strerror or type(problem).__name__}
        )


def _fill(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), READ_ONLY)
        os.fsync(file.fileno())
