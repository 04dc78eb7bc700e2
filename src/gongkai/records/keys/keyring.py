"""The key file: `keys.json` in the data directory, mode 0600, made at the first need.

It holds versions of three keys: `wrapping` wraps the key of every case, `lookup` keys the digests by which
people are found again, `signing` signs the journal. The last version of each is in use; older ones stay
until they are retired, so that what they sealed or signed can still be opened or verified.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.records import journal
from gongkai.records.keys.rules.sealing import KEY_BYTES, new_key
from gongkai.records.outages import Outage, OutageKind
from gongkai.records.refusals import Refused

FORMAT = "gongkai-keys-1"
WRAPPING, LOOKUP, SIGNING = "wrapping", "lookup", "signing"
PURPOSES = (WRAPPING, LOOKUP, SIGNING)


class KeysRefused(Refused):
    """Something about keys was refused; the message says why and what to do."""


class KeysUnusable(Outage):
    """The key file cannot be used; the message names it and says to the operator what to do."""

    kind: OutageKind = "keys"

    @property
    def public(self) -> str:
        """The sentence for those who do not run this deployment: no name of a file."""
        return _("本站的密钥暂时不能使用，没有办理。请联系系统管理员处理后再试。")


class KeyFileExposed(KeysUnusable):
    """Others on this machine can read the key file."""


class KeyFileMissing(KeysUnusable, journal.KeyIsMissing):
    """There is no key file, although something was already sealed with one."""


class KeyFileUnreadable(KeysUnusable):
    """The key file is not one, or is damaged."""


class KeyFileInTheWay(KeysRefused):
    """A key file is there already and must not be overwritten."""


class KeyVersionUnknown(KeysUnusable):
    """The version asked for is not in the key file."""


@dataclass(frozen=True, slots=True)
class KeyVersion:
    """One version of one key: 32 bytes, for `signing` the Ed25519 seed."""

    version: int
    made_at: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Keyring:
    """What the key file holds: purpose → versions, oldest first."""

    deployment: str
    purposes: dict[str, tuple[KeyVersion, ...]]

    def current(self, purpose: str) -> KeyVersion:
        """The version in use."""
        return self.purposes[purpose][-1]

    def version(self, purpose: str, number: int) -> KeyVersion:
        """A version by its number; raises KeyVersionUnknown."""
        for found in self.purposes[purpose]:
            if found.version == number:
                return found
        raise KeyVersionUnknown(
            _(
                "密钥文件里没有第%(number)s版密钥（用途：%(purpose)s）。"
                "请用当时的密钥备份执行 gongkai keys restore。"
            )
            % {"number": number, "purpose": purpose}
        )

    def with_new(self, purpose: str, at: datetime) -> Keyring:
        """With one more version of a key, which becomes the one in use."""
        added = KeyVersion(self.current(purpose).version + 1, at.isoformat(), new_key())
        return replace(self, purposes={**self.purposes, purpose: (*self.purposes[purpose], added)})

    def without(self, purpose: str, numbers: set[int]) -> Keyring:
        """Without some older versions of a key."""
        kept = tuple(found for found in self.purposes[purpose] if found.version not in numbers)
        return replace(self, purposes={**self.purposes, purpose: kept})

    def as_json(self) -> bytes:
        """The content of the key file."""
        purposes = {
            purpose: [
                {"version": one.version, "made_at": one.made_at, "key": base64.b64encode(one.key).decode()}
                for one in versions
            ]
            for purpose, versions in self.purposes.items()
        }
        document = {"format": FORMAT, "deployment": self.deployment, "purposes": purposes}
        return json.dumps(document, indent=1).encode() + b"\n"


def path() -> Path:
    """Where the key file is."""
    return Path(settings.DATA) / "keys.json"


def read() -> Keyring:
    """The keys of this deployment, made if this is the first need; raises KeysUnusable."""
    return find() or _make()


def find() -> Keyring | None:
    """The keys of this deployment, None where none were needed yet; raises KeysUnusable."""
    file = path()
    try:
        status = file.stat()
    except FileNotFoundError:
        if _needed():
            raise _missing() from None
        return None
    if status.st_mode & 0o077:
        raise KeyFileExposed(
            _(
                "密钥文件 %(file)s 可以被本机其他用户读取。"
                "请执行 chmod 600 %(file)s，并考虑更换密钥（gongkai keys rotate）。"
            )
            % {"file": file}
        )
    return _parsed(str(file), status.st_mtime_ns, status.st_ino, status.st_size)


@contextlib.contextmanager
def changing() -> Iterator[Keyring]:
    """The keys, while no other process changes the key file; `write` inside."""
    with (path().parent / "keys.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield read()


def write(ring: Keyring) -> None:
    """Replace the key file, whole or not at all; only inside `changing`."""
    made = _written_beside(ring.as_json())
    made.replace(path())
    _sync_directory(path().parent)


def place(ring: Keyring) -> None:
    """Put a key file where there is none; raises KeyFileInTheWay."""
    made = _written_beside(ring.as_json())
    try:
        os.link(made, path())
    except FileExistsError:
        raise KeyFileInTheWay(
            _("%(file)s 已经存在，不能覆盖。确实要换成备份里的密钥，请先把它移到别处妥善保存。")
            % {"file": path()}
        ) from None
    finally:
        made.unlink()
    _sync_directory(path().parent)


def parse(content: bytes) -> Keyring:
    """The keys in the content of a key file; raises KeyFileUnreadable."""
    try:
        document: dict[str, Any] = json.loads(content)
        if document["format"] != FORMAT:
            raise ValueError(document["format"])
        purposes = {purpose: tuple(map(_version, document["purposes"][purpose])) for purpose in PURPOSES}
        if not all(purposes.values()):
            raise ValueError("a purpose without a key")
        return Keyring(str(document["deployment"]), purposes)
    except (KeyError, TypeError, ValueError) as problem:
        raise KeyFileUnreadable(
            _("密钥文件 %(file)s 无法读取。请不要删除它，用密钥备份恢复：gongkai keys restore 文件。")
            % {"file": path()}
        ) from problem


def _version(found: dict[str, Any]) -> KeyVersion:
    key = base64.b64decode(found["key"], validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key of another length")
    return KeyVersion(int(found["version"]), str(found["made_at"]), key)


@lru_cache(maxsize=4)
def _parsed(file: str, changed: int, inode: int, size: int) -> Keyring:
    """The parsed file, until it changes; a process that serves sees a rotation at its next use."""
    return parse(Path(file).read_bytes())


def _missing() -> KeyFileMissing:
    return KeyFileMissing(
        _(
            "找不到密钥文件 %(file)s，而数据库里已有用它加密或者签名的内容。"
            "请用密钥备份恢复：gongkai keys restore 文件。"
        )
        % {"file": path()}
    )


def _make() -> Keyring:
    now = datetime.now(UTC).isoformat()
    fresh: dict[str, tuple[KeyVersion, ...]] = {
        purpose: (KeyVersion(1, now, new_key()),) for purpose in PURPOSES
    }
    with contextlib.suppress(KeyFileInTheWay):  # another process was faster: its keys are the keys
        place(Keyring(str(uuid.uuid4()), fresh))
    return read()


def _needed() -> bool:
    """Whether something was already sealed or signed with keys that only the missing file holds."""
    sealed = apps.get_model("records", "CaseKey")._default_manager.filter(wrapped__isnull=False)
    return sealed.exists() or journal.Block.objects.exclude(key_id="").exists()


def _written_beside(content: bytes) -> Path:
    """A new file in the same directory, mode 0600 from the start, on the disk."""
    descriptor, name = tempfile.mkstemp(prefix=".keys-", dir=path().parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
