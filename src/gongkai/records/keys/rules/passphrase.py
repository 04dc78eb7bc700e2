"""A key file under a passphrase (scrypt, RFC 7914), to be kept away from the data it opens."""

from __future__ import annotations

import base64
import json
import os

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gongkai.records.keys.rules.sealing import CannotOpen, open_bytes, seal_bytes
from gongkai.records.refusals import Refused

FORMAT = "gongkai-keys-backup-1"
SHORTEST = 12
# 128 MiB and about half a second for each guess.
COST = {"n": 2**17, "r": 8, "p": 1}
LARGEST_COST = 2**20


class PassphraseTooShort(Refused):
    """A passphrase of fewer than 12 characters."""


class NotAKeyBackup(Refused):
    """The file is not a back-up of keys, or the passphrase is another one."""


def protect(content: bytes, passphrase: str) -> bytes:
    """The content under the passphrase, as JSON; raises PassphraseTooShort."""
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort(f"at least {SHORTEST} characters are needed")
    salt = os.urandom(16)
    sealed = seal_bytes(_derive(passphrase, salt, COST), content, associated=FORMAT.encode())
    document = {
        "format": FORMAT,
        "kdf": {"name": "scrypt", **COST, "salt": base64.b64encode(salt).decode()},
        "sealed": base64.b64encode(sealed).decode(),
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def unprotect(document: bytes, passphrase: str) -> bytes:
    """The content; raises NotAKeyBackup."""
    try:
        found = json.loads(document)
        kdf = found["kdf"]
        cost = {name: int(kdf[name]) for name in COST}
        if found["format"] != FORMAT or kdf["name"] != "scrypt" or cost["n"] > LARGEST_COST:
            raise NotAKeyBackup("another format")
        salt, sealed = base64.b64decode(kdf["salt"]), base64.b64decode(found["sealed"])
        return open_bytes(_derive(passphrase, salt, cost), sealed, associated=FORMAT.encode())
    except (KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, CannotOpen):
            raise NotAKeyBackup("the passphrase does not open it") from problem
        raise NotAKeyBackup("not a back-up of keys") from problem


def _derive(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode("utf-8"))
