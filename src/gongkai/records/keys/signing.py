"""Signatures of this deployment (Ed25519): the journal's blocks and anchors are signed with them."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongkai.records.keys import keyring


def sign(data: bytes) -> tuple[str, bytes]:
    """(id of the key, signature of 64 bytes) with the signing key in use."""
    private = Ed25519PrivateKey.from_private_bytes(keyring.read().current(keyring.SIGNING).key)
    return key_id(_public(private)), private.sign(data)


def public_keys() -> dict[str, bytes]:
    """Id → public key (32 bytes) of every version, oldest first; none while the key file is missing."""
    try:
        versions = keyring.read().purposes[keyring.SIGNING]
    except keyring.KeyFileMissing:
        return {}
    keys = [_public(Ed25519PrivateKey.from_private_bytes(one.key)) for one in versions]
    return {key_id(key): key for key in keys}


def key_id(public: bytes) -> str:
    """The id of a public key: it follows from the key, so that nobody can give it to another."""
    return "ed25519-" + hashlib.sha256(public).hexdigest()[:16]


def _public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
