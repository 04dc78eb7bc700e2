"""Messages over a Unix socket between two processes of ours: a length, the bytes, open files beside them."""

from __future__ import annotations

import array
import os
import socket
import struct
import time
from collections.abc import Sequence
from typing import Final

_HEADER: Final = struct.Struct("!QB")  # how many bytes follow, how many files came with the header
MOST_FILES: Final = 4
_PIECE: Final = 1024 * 1024


class Closed(Exception):
    """The other side is gone."""


class MessageTooLong(Exception):
    """The message is longer than what is taken."""


class TooLate(Exception):
    """The deadline passed."""


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends; neither outlives an exec unless it is handed on."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)


def send(
    channel: socket.socket, message: bytes, files: Sequence[int] = (), *, deadline: float | None = None
) -> None:
    """Send a message with open files (descriptors). `deadline` by the monotonic clock.

    Raises Closed, TooLate.
    """
    header = _HEADER.pack(len(message), len(files))
    beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))] if files else []
    try:
        _patience(channel, deadline)
        sent = channel.sendmsg([header], beside)
        channel.sendall(header[sent:])
        _patience(channel, deadline)
        channel.sendall(message)
    except TimeoutError:
        raise TooLate from None
    except OSError:
        raise Closed from None


def receive(
    channel: socket.socket, *, largest: int, deadline: float | None = None
) -> tuple[bytearray, list[int]]:
    """The next message and the files that came with it, which are the caller's to close.

    Raises Closed, TooLate, TooLong (a length beyond `largest`: nothing more can be read from the channel).
    """
    files: list[int] = []
    try:
        header = bytearray()
        while len(header) < _HEADER.size:
            _patience(channel, deadline)
            piece, descriptors, _flags, _sender = socket.recv_fds(
                channel, _HEADER.size - len(header), MOST_FILES
            )
            files += descriptors
            if not piece:
                raise Closed
            header += piece
        length, count = _HEADER.unpack(header)
        if length > largest:
            raise MessageTooLong
        if count != len(files):
            raise Closed
        return _body(channel, length, deadline), files
    except BaseException as problem:
        for descriptor in files:
            os.close(descriptor)
        if isinstance(problem, TimeoutError):
            raise TooLate from None
        if isinstance(problem, OSError):
            raise Closed from None
        raise


def _body(channel: socket.socket, length: int, deadline: float | None) -> bytearray:
    """The bytes of a message. Room is made as they come: a length alone takes no memory."""
    body = bytearray()
    while len(body) < length:
        _patience(channel, deadline)
        piece = channel.recv(min(_PIECE, length - len(body)))
        if not piece:
            raise Closed
        body += piece
    return body


def _patience(channel: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        channel.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    channel.settimeout(left)
