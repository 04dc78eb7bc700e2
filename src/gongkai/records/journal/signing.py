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


def verify(key_id: str, signature: str, data: bytes) -> bool:
    """Whether `signature` is that key's of `data`; raises UnknownKey."""
    keys = _signers[0].public_keys() if _signers else {}
    if key_id not in keys:
        raise UnknownKey(key_id)
    try:
        Ed25519PublicKey.from_public_bytes(keys[key_id]).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def ready() -> bool:
    """Whether there is a key to sign with, and keys to check signatures with."""
    return bool(_signers)
