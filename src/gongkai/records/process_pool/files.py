"""Open files among the arguments of a task: handed to the child as they are, never through the message."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

from gongkai.records.process_pool.messages import FileAt, FileOf, Task

IN_MEMORY: Final = 8 * 1024 * 1024  # bytes of a file that travel inside the message
_BLOCK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Writable:
    """An argument that is a file the function writes into; all others are given to it to read only."""

    file: BinaryIO


def held_in_memory(task: Task) -> Task:
    """The task with its small files in memory as bytes, so that tasks can be compared."""
    return replace(task, arguments=tuple(_in_memory(one) for one in task.arguments))


@contextmanager
def sent(task: Task) -> Iterator[tuple[Task, list[int]]]:
    """The task with numbers in the place of files, and the descriptors; closed at the end."""
    descriptors: list[int] = []
    arguments: list[Any] = []
    try:
        for argument in held_in_memory(task).arguments:
            if isinstance(argument, Writable):
                arguments.append(FileAt(len(descriptors), writable=True))
                argument.file.flush()
                descriptors.append(os.dup(argument.file.fileno()))
            elif _is_file(argument):
                arguments.append(FileAt(len(descriptors)))
                descriptors.append(_descriptor(argument))
            else:
                arguments.append(argument)
        yield replace(task, arguments=tuple(arguments)), descriptors
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def opened(task: Task, descriptors: list[int]) -> list[Any]:
    """The arguments as the function takes them, in the child; it closes the files when it is done."""
    arguments: list[Any] = []
    for argument in task.arguments:
        if isinstance(argument, FileAt):
            mode = "r+b" if argument.writable else "rb"
            file = os.fdopen(descriptors[argument.number], mode)
            file.seek(0)
            arguments.append(file)
        elif isinstance(argument, FileOf):
            arguments.append(io.BytesIO(argument.data))
        else:
            arguments.append(argument)
    return arguments


def _is_file(argument: object) -> bool:
    return hasattr(argument, "read") and hasattr(argument, "seek")


def _in_memory(argument: Any) -> Any:
    if isinstance(argument, io.BytesIO) and argument.getbuffer().nbytes <= IN_MEMORY:
        return FileOf(argument.getvalue())
    return argument


def _descriptor(file: BinaryIO) -> int:
    """The file, to be read from its start: another opening of it where the system knows it, else a copy.

    A copy stays in memory where the system can do that: what lay sealed on the disk is not left there open.
    """
    known = _known_to_the_system(file)
    if known is None:
        return _copy(file)
    try:
        # An opening of its own has its own position, and cannot write.
        return os.open(f"/proc/self/fd/{known}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return os.dup(known)


def _known_to_the_system(file: BinaryIO) -> int | None:
    """The number by which the system knows these very bytes; None where they are unpacked or in memory."""
    inner = file if isinstance(file, tempfile.SpooledTemporaryFile) else getattr(file, "file", file)
    if not isinstance(inner, tempfile.SpooledTemporaryFile | io.FileIO):
        if not isinstance(getattr(inner, "raw", None), io.FileIO):
            return None
        if inner.writable():
            inner.flush()
    return inner.fileno()


def _copy(file: BinaryIO) -> int:
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("gongkai")
    else:
        with tempfile.TemporaryFile() as nameless:
            descriptor = os.dup(nameless.fileno())
    place = file.tell()
    file.seek(0)
    with os.fdopen(os.dup(descriptor), "wb") as copy:
        while block := file.read(_BLOCK):
            copy.write(block)
    file.seek(place)
    return descriptor
