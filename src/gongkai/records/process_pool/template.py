"""The process that children are forked from: it has loaded the program once, and nothing else.

It is a fresh interpreter, not a copy of the server with its threads, connections and secrets. It has one
thread, reads nothing of what strangers send, and ends when the process that started it ends. Orders come over
a channel: `Fork` with the child's end of another channel, `End` for a child that is dead or must be. Nobody
imports this module: it is run.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import Any, Final

from gongkai.records.process_pool import channel, child
from gongkai.records.process_pool.orders import LARGEST_ORDER, End, Fork, SetUp

LOOK: Final = 10.0  # seconds between two looks whether children ended by themselves


class Template:
    """The loop that obeys."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._ended: dict[int, int] = {}  # exit codes of children that nobody asked for yet
        self._living: set[int] = set()
        self._loaded: set[str] = set()

    def obey(self) -> None:
        """Until the channel is closed, or there has been no child and no order for as long as one idles."""
        quiet_since = time.monotonic()
        while True:
            if not select.select([self._orders], [], [], LOOK)[0]:
                self._collect()
                if not self._living and time.monotonic() - quiet_since > child.IDLE:
                    return
                continue
            quiet_since = time.monotonic()
            try:
                message, files = channel.receive(self._orders, largest=LARGEST_ORDER)
                answer = self._carry_out(pickle.loads(message), files)  # noqa: S301 - from whoever started this
                channel.send(self._orders, pickle.dumps(answer))
            except channel.Closed:
                return

    def _carry_out(self, order: Fork | End, files: list[int]) -> int:
        if isinstance(order, End):
            return self._end(order.pid)
        self._load(order.modules)
        template = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._be_child(files[0], template)
        os.close(files[0])
        self._living.add(pid)
        self._ended.pop(pid, None)
        return pid

    def _be_child(self, descriptor: int, template: int) -> None:
        """Never returns."""
        try:
            self._orders.close()
            child.serve(socket.socket(fileno=descriptor), template)
        finally:
            os._exit(0)

    def _end(self, pid: int) -> int:
        if pid in self._living:
            os.kill(pid, signal.SIGKILL)  # nobody else waits for it, so the number is still its own
            self._ended[pid] = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            self._living.discard(pid)
        return self._ended.pop(pid, 0)

    def _collect(self) -> None:
        for pid in list(self._living):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._living.discard(pid)
                self._ended[pid] = os.waitstatus_to_exitcode(status)

    def _load(self, modules: tuple[str, ...]) -> None:
        for module in modules:
            if module not in self._loaded:
                self._loaded.add(module)
                with suppress(ImportError):  # the child that needs it will say so
                    importlib.import_module(module)
                gc.freeze()  # what all children share is not copied by looking through it


def main() -> None:
    """Called with the number of the channel. Ends when the channel does; nobody else holds that open."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A service manager tells every process to stop; this one stops when the one it works for has.
        signal.signal(number, signal.SIG_IGN)
    orders = socket.socket(fileno=int(sys.argv[1]))
    orders.set_inheritable(False)
    message, _files = channel.receive(orders, largest=LARGEST_ORDER)
    set_up: SetUp = pickle.loads(message)  # noqa: S301 - from whoever started this
    _set_up_django(set_up.settings)
    gc.collect()
    gc.freeze()
    channel.send(orders, b"ready")
    Template(orders).obey()


def _set_up_django(values: dict[str, Any]) -> None:
    import django  # noqa: PLC0415 - once the process is what it has to be
    from django.conf import settings  # noqa: PLC0415

    # No database, and a secret that opens nothing.
    settings.configure(**values, DATABASES={}, SECRET_KEY=os.urandom(24).hex())
    django.setup()


if __name__ == "__main__":
    main()
