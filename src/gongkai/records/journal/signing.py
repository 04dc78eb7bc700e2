"""The port to the key that signs roots: it lives above the journal, outside the database.

`use(signer)` is called once when the program is ready; without a signer blocks and anchors stay unsigned
and are shown as such. A later signed block vouches for the unsigned ones before it, by the chain of roots.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Signer(Protocol):
    """What can sign (Ed25519): the module gongkai.records.keys.signing, or an object like it."""

    def sign(self, data: bytes, /) -> tuple[str, bytes]:
        """The id of the current key, and its signature of `data`."""

    def public_keys(self) -> Mapping[str, bytes]:
        """Key id → 32 bytes of public key, for every key that has ever signed."""


class UnknownKey(ValueError):
    """Signed by a key that this deployment has no public key for."""


_signers: list[Signer] = []


def use(signer: Signer | None) -> None:
    """Sign with `signer` from now on; None: do not sign."""
    _signers[:] = [] if signer is None else [signer]


def sign(data: bytes) -> tuple[str, str]:
    """Key id and signature in hexadecimal; two empty strings without a signer."""
    if not _signers:
        return "", ""
    key_id, signature = _signers[0].sign(data)
    return key_id, signature.hex()


def checker() -> Checker:
    """What checks many signatures: the keys are read once."""
    return Checker(_signers[0] if _signers else None)


class Checker:
    """Checks signatures with the public keys of the deployment, read at the start and for a key not known."""

    def __init__(self, signer: Signer | None) -> None:
        self._signer = signer
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._unknown: set[str] = set()
        self._read()

    @property
    def ready(self) -> bool:
        """Whether there is any key to check with."""
        return bool(self._keys)

    def check(self, key_id: str, signature: str, data: bytes) -> bool:
        """Whether `signature` (hexadecimal) is that key's of `data`; raises UnknownKey."""
        if key_id not in self._keys and key_id not in self._unknown:
            self._read()  # a rotation meanwhile has made one
        key = self._keys.get(key_id)
        if key is None:
            self._unknown.add(key_id)
            raise UnknownKey(key_id)
        try:
            key.verify(bytes.fromhex(signature), data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _read(self) -> None:
        keys = self._signer.public_keys() if self._signer else {}
        self._keys = {name: Ed25519PublicKey.from_public_bytes(key) for name, key in keys.items()}


def ready() -> bool:
    """Whether there is a key to sign with."""
    return bool(_signers)
