"""What the tests have done in child processes: slow, greedy, broken and refusing functions."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.db import connection
from django.utils.translation import get_language, gettext

from gongkai.annual_reports.rules import NothingRead
from gongkai.records.actors import ObjectRef
from gongkai.records.files import FileRefused
from gongkai.records.files.rules.refusals import KindNotAccepted
from gongkai.records.refusals import Refused

Doubled = TypeVar("Doubled", int, str)


def double(value: Doubled) -> Doubled:
    return value * 2


def who() -> int:
    return os.getpid()


def nap(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def announce(path: str, seconds: float) -> None:
    """Say who works and for whom, then work on, as a reader does that finds no end."""
    Path(path).write_text(f"{os.getpid()} {os.getppid()}", "utf-8")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def match_for_ever() -> None:
    """A pattern that holds the interpreter: no thread and no Python signal can stop it."""
    re.search(r"(a|a)*b", "a" * 40)


def sleep_for_ever() -> None:
    time.sleep(3600)


def swallow(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def shout(megabytes: int) -> bytes:
    return b"!" * (megabytes * 1024 * 1024)


def leave(code: int) -> None:
    os._exit(code)


def fault() -> None:
    """Read where nothing is, as a broken library does."""
    ctypes.string_at(0)


def be_killed() -> None:
    """As the system does with the largest process when memory ends."""
    os.kill(os.getpid(), signal.SIGKILL)


def ask_to_leave() -> None:
    sys.exit(3)


def find_nothing() -> None:
    raise NothingRead("没有读出。", "report")


def refuse_kind() -> None:
    raise KindNotAccepted(found=".exe")


def refuse_differently() -> None:
    raise Refused("现在不行。", kind="forbidden")


def refuse_file() -> None:
    raise FileRefused


def stumble() -> None:
    raise KeyError("张三 13800138000")


def send_code() -> Any:
    """What must not cross: a function, which unpickling would look up anywhere."""
    return os.system


def plain() -> Any:
    return {"n": Decimal("1.5"), "at": (1, None, b"x", {"云河"}), "who": ObjectRef("a", "b", "c")}


def look_around() -> tuple[dict[str, str], str, list[str]]:
    """The environment, the language, and what is open."""
    descriptors = Path("/proc/self/fd")
    targets = [str(one.readlink()) for one in descriptors.iterdir() if one.exists()]
    return dict(os.environ), get_language() or "", targets


def ask_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def translated() -> str:
    return gettext("没有读出。")


def count(file: BinaryIO) -> int:
    return len(file.read())


def try_to_write(file: BinaryIO) -> bool:
    try:
        os.write(file.fileno(), b"x")
    except OSError:
        return False
    return True


def write(file: BinaryIO, text: str) -> int:
    return file.write(text.encode())


def crash_on_a_file(data: bytes, name: str) -> None:
    os._exit(1)


def stumble_on_a_file(data: bytes, name: str) -> None:
    raise KeyError(name)
