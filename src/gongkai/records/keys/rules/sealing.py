"""Authenticated encryption of short values and of streams: AES-256-GCM, nothing of our own below it.

A short value is `version(1) nonce(12) ciphertext tag(16)`.

A stream is `b"GKS1" salt(32)` and then chunks of 64 KiB of plain bytes, each with its tag. Every stream has a
key of its own (HKDF-SHA256 of the case key, the salt and what the stream is bound to), so that the nonce can
simply count: `chunk number(11) last(1)`. A chunk that is moved, dropped, repeated or cut off does not open,
and any chunk opens without those before it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

KEY_BYTES = 32
VALUE_VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
STREAM_MAGIC = b"GKS1"
SALT_BYTES = 32
HEADER_BYTES = len(STREAM_MAGIC) + SALT_BYTES
CHUNK_BYTES = 64 * 1024
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES


class CannotOpen(ValueError):
    """The bytes were not sealed with this key for this place, or were changed since."""


def new_key() -> bytes:
    """256 random bits."""
    return os.urandom(KEY_BYTES)


def seal_bytes(key: bytes, plain: bytes, *, associated: bytes) -> bytes:
    """Seal a short value; it opens only with the same key and the same `associated` bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return VALUE_VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VALUE_VERSION + associated)


def open_bytes(key: bytes, sealed: bytes, *, associated: bytes) -> bytes:
    """The plain value; raises CannotOpen."""
    if sealed[:1] != VALUE_VERSION or len(sealed) < 1 + NONCE_BYTES + TAG_BYTES:
        raise CannotOpen("not a sealed value of a known version")
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, VALUE_VERSION + associated)
    except InvalidTag as problem:
        raise CannotOpen("the value does not open with this key in this place") from problem


def seal_stream(key: bytes, source: BinaryIO, *, associated: bytes) -> Iterator[bytes]:
    """The sealed stream, piece by piece; two chunks of the source are held at a time."""
    salt = os.urandom(SALT_BYTES)
    header = STREAM_MAGIC + salt
    cipher = AESGCM(_stream_key(key, salt, associated))
    yield header
    number, chunk = 0, _read_exactly(source, CHUNK_BYTES)
    while True:
        following = _read_exactly(source, CHUNK_BYTES)
        yield cipher.encrypt(_nonce(number, last=not following), chunk, header)
        if not following:
            return
        number, chunk = number + 1, following


class OpenedStream(io.RawIOBase):
    """A sealed stream read as plain bytes, from any position; reading raises CannotOpen on changed bytes."""

    def __init__(self, key: bytes, sealed: BinaryIO, *, associated: bytes) -> None:
        """Takes over `sealed` (seekable) and closes it when closed."""
        super().__init__()
        self._sealed = sealed
        body = sealed.seek(0, io.SEEK_END) - HEADER_BYTES
        sealed.seek(0)
        self._header = _read_exactly(sealed, HEADER_BYTES)
        if not self._header.startswith(STREAM_MAGIC) or body < TAG_BYTES:
            raise CannotOpen("not a sealed stream")
        self._cipher = AESGCM(_stream_key(key, self._header[len(STREAM_MAGIC) :], associated))
        self._chunks = -(-body // SEALED_CHUNK_BYTES)
        self.size = body - self._chunks * TAG_BYTES
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The position in the plain bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position in the plain bytes."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer with what is left of the chunk at this position."""
        view = memoryview(buffer).cast("B")
        number, within = divmod(self._position, CHUNK_BYTES)
        if self._position >= self.size and not (self.size == 0 and self._chunks == 1):
            return 0
        piece = self._chunk(number)[within : within + len(view)]
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        """Close the sealed stream as well."""
        self._sealed.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._sealed.seek(HEADER_BYTES + number * SEALED_CHUNK_BYTES)
            sealed = _read_exactly(self._sealed, SEALED_CHUNK_BYTES)
            nonce = _nonce(number, last=number == self._chunks - 1)
            try:
                self._held = (number, self._cipher.decrypt(nonce, sealed, self._header))
            except InvalidTag as problem:
                raise CannotOpen(f"chunk {number} does not open") from problem
        return self._held[1]


def _stream_key(key: bytes, salt: bytes, associated: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, b"gongkai stream\x00" + associated).derive(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")


def _read_exactly(source: BinaryIO, count: int) -> bytes:
    pieces, missing = [], count
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
