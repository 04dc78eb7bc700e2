"""How much of a request has arrived, told from its bytes alone; nothing here waits or reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

LONGEST_LINE: Final = 4094  # bytes of the request line, as the parser behind this has it
LARGEST_HEAD: Final = 64 * 1024  # bytes of request line and headers together
# A body up to this waits here until it is whole; a longer one is read by a thread as it comes.
SMALL_BODY: Final = 64 * 1024

_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,4000})[ \t]*(?=\r\n)", re.IGNORECASE)
_READ_BY_A_THREAD: Final = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)


class Stage(Enum):
    """How far a request is."""

    HEAD = "its head is not complete"
    BODY = "its head is complete, its small body is not"
    WHOLE = "it can be answered without waiting for its client"
    LARGE = "its body has to be read while it is answered"


@dataclass(frozen=True, slots=True)
class HeadTooLong(Exception):
    """The request line or the head is longer than is read; `slug` is the kind of problem."""

    slug: str


def stage(received: bytes | bytearray) -> Stage:
    """How far the request is whose first bytes these are; raises TooLong.

    A head that is malformed counts as whole: the parser says what is wrong with it.
    """
    line = received.find(b"\r\n", 0, LONGEST_LINE + 2)
    if line < 0 and len(received) > LONGEST_LINE:
        raise HeadTooLong("uri-too-long")
    end = received.find(_END, 0, LARGEST_HEAD)
    if end < 0:
        if len(received) >= LARGEST_HEAD:
            raise HeadTooLong("headers-too-large")
        return Stage.HEAD
    head = bytes(received[: end + len(_END)])
    if _READ_BY_A_THREAD.search(head):
        return Stage.LARGE
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1:
        return Stage.WHOLE
    length = int(lengths[0])
    if length > SMALL_BODY:
        return Stage.LARGE
    return Stage.WHOLE if len(received) - len(head) >= length else Stage.BODY


def is_for_api(received: bytes | bytearray) -> bool:
    """Whether the request line, as far as it has come, asks the API."""
    return bytes(received[:64]).partition(b" ")[2].startswith(b"/api/")
