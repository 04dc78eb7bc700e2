"""What is sealed opens with its key, in its place, unchanged; and in no other way."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.keys.rules.sealing import (
    CHUNK_BYTES,
    HEADER_BYTES,
    SEALED_CHUNK_BYTES,
    CannotOpen,
    OpenedStream,
    new_key,
    open_bytes,
    seal_bytes,
    seal_stream,
)

KEY = new_key()
PLACE = b"row 1"
# Around the borders of chunks: nothing, one byte, one chunk less one, exactly, one more, three and a bit.
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 17)


def sealed(plain: bytes) -> bytes:
    return b"".join(seal_stream(KEY, io.BytesIO(plain), associated=PLACE))


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def opened(stored: bytes, *, key: bytes = KEY, associated: bytes = PLACE) -> bytes:
    with io.BufferedReader(OpenedStream(key, io.BytesIO(stored), associated=associated)) as stream:
        return stream.read()


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_a_value_opens_with_its_key_in_its_place(plain: bytes, place: bytes) -> None:
    assert open_bytes(KEY, seal_bytes(KEY, plain, associated=place), associated=place) == plain


def test_a_value_does_not_open_elsewhere_or_changed() -> None:
    value = seal_bytes(KEY, b"138", associated=PLACE)
    wrong = [(new_key(), value, PLACE), (KEY, value, b"row 2"), (KEY, value[:-1], PLACE), (KEY, b"", PLACE)]
    wrong += [(KEY, value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :], PLACE) for at in range(len(value))]
    for key, stored, place in wrong:
        with pytest.raises(CannotOpen):
            open_bytes(key, stored, associated=place)


def test_the_same_value_is_never_sealed_alike() -> None:
    assert len({seal_bytes(KEY, b"138", associated=PLACE) for _ in range(50)}) == 50


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_opens_whole(size: int) -> None:
    assert opened(sealed(content(size))) == content(size)


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_opens_from_any_position(size: int) -> None:
    plain, stored = content(size), sealed(content(size))
    with io.BufferedReader(OpenedStream(KEY, io.BytesIO(stored), associated=PLACE)) as stream:
        assert stream.seek(0, io.SEEK_END) == size
        for start in {0, size // 3, max(0, size - 5), max(0, size - CHUNK_BYTES - 3), size}:
            stream.seek(start)
            assert stream.read(100) == plain[start : start + 100]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a byte of the text is changed": lambda s: s[:-30] + bytes([s[-30] ^ 1]) + s[-29:],
    "a byte of the salt is changed": lambda s: s[:10] + bytes([s[10] ^ 1]) + s[11:],
    "the end is cut within a chunk": lambda s: s[:-5],
    "the last chunk is cut off": lambda s: s[: HEADER_BYTES + 3 * SEALED_CHUNK_BYTES],
    "something is appended": lambda s: s + b"x" * 40,
    "two chunks change places": lambda s: (
        s[:HEADER_BYTES]
        + s[HEADER_BYTES + SEALED_CHUNK_BYTES : HEADER_BYTES + 2 * SEALED_CHUNK_BYTES]
        + s[HEADER_BYTES : HEADER_BYTES + SEALED_CHUNK_BYTES]
        + s[HEADER_BYTES + 2 * SEALED_CHUNK_BYTES :]
    ),
    "it is no stream of ours": lambda s: b"x" * len(s),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_changed_stream_does_not_open(damage: str) -> None:
    with pytest.raises(CannotOpen):
        opened(DAMAGES[damage](sealed(content(3 * CHUNK_BYTES + 17))))


def test_a_stream_does_not_open_with_another_key_or_for_another_row() -> None:
    stored = sealed(b"secret")
    with pytest.raises(CannotOpen):
        opened(stored, key=new_key())
    with pytest.raises(CannotOpen):
        opened(stored, associated=b"row 2")
