"""Starting the template process, and the owner's side of it: children to order and to end."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from gongkai.records.process_pool import channel
from gongkai.records.process_pool.orders import LARGEST_ORDER, End, Fork, SetUp

START: Final = 120.0  # seconds until the template must be ready, on a machine with much else to do
OBEY: Final = 30.0  # seconds for one order
# All that a child sees of the environment: no address of a database, no secret.
ENVIRONMENT: Final = frozenset(
    {
        *("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH"),
        *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONUTF8"),
    }
)
# All that a child sees of the settings: what words, dates and the tables of packages need.
SETTINGS: Final = (
    *("INSTALLED_APPS", "AUTH_USER_MODEL", "DEFAULT_AUTO_FIELD", "LOGGING", "TIME_ZONE", "USE_TZ"),
    *("USE_I18N", "LANGUAGE_CODE", "LANGUAGES", "LOCALE_PATHS"),
    *(f"GONGKAI_{name}" for name in ("FACES", "SITE", "DIGEST", "CALENDAR")),
)


class CannotStart(RuntimeError):
    """The template process did not come up; it said why on the error stream."""


@dataclass(slots=True)
class Child:
    """A child from the owner's side."""

    pid: int
    end: socket.socket
    tasks: int = 0
    used: float = field(default_factory=time.monotonic)
    code: int | None = None  # its exit code, once it was ended


class TemplateProcess:
    """One running template. Orders are given one at a time, whoever gives them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders, theirs = channel.pair()
        command = [sys.executable, "-m", "gongkai.records.process_pool.template", str(theirs.fileno())]
        # A group of its own: Ctrl-C at the terminal is for the program, which then lets go of its children.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            process_group=0,
        )
        theirs.close()
        values = {name: getattr(settings, name) for name in SETTINGS if hasattr(settings, name)}
        try:
            self._ask(SetUp(_plain(values)), (), START)
        except channel.Closed:
            self.close()
            raise CannotStart("The process that reads files did not start; see its error above.") from None

    def fork(self, modules: tuple[str, ...]) -> Child:
        """A new child that has loaded `modules`. Raises channel.Closed when the template has ended."""
        ours, theirs = channel.pair()
        try:
            pid = pickle.loads(self._ask(Fork(modules), (theirs.fileno(),), OBEY))  # noqa: S301 - from the template
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return Child(pid, ours)

    def end(self, child: Child) -> int:
        """Kill a child, if it still lives; its exit code, negative for a signal."""
        child.end.close()
        if child.code is None:
            try:
                child.code = pickle.loads(self._ask(End(child.pid), (), OBEY))  # noqa: S301 - from the template
            except channel.Closed:  # it takes its children along
                child.code = 0
        return child.code or 0

    def close(self) -> None:
        """End it and every child."""
        self._orders.close()
        self._process.kill()
        self._process.wait()

    def let_go(self) -> None:
        """In a copy of the owner (a fork): nothing of the owner's is ours, and we must not keep it open."""
        self._orders.close()
        self._process.returncode = 0  # not our child: nobody here waits for it

    def _ask(self, order: object, files: tuple[int, ...], patience: float) -> bytearray:
        with self._lock:
            deadline = time.monotonic() + patience
            try:
                channel.send(self._orders, pickle.dumps(order), files, deadline=deadline)
                return channel.receive(self._orders, largest=LARGEST_ORDER, deadline=deadline)[0]
            except channel.TooLate:  # stopped by somebody, or the machine is beyond use
                self._orders.close()
                raise channel.Closed from None
            except OSError:  # closed by another thread
                raise channel.Closed from None


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ENVIRONMENT}
    paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 - "" is the working directory
    return {**kept, "PYTHONPATH": os.pathsep.join(paths)}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they can be sent: words that are translated late are translated now."""
    return {name: _said(value) for name, value in values.items()}


def _said(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items()}
    return str(value) if type(value).__name__ == "__proxy__" else value
