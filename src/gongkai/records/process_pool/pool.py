"""The pool of one process: a template, the children forked from it, and the work they do."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any, Final

from django.utils.translation import gettext as _

from gongkai.records.process_pool import channel, child, files, messages
from gongkai.records.process_pool.messages import Failure, Outcome, Raised, Returned, Task
from gongkai.records.process_pool.places import Places
from gongkai.records.process_pool.refusals import ChildCrashed, FunctionFailed, TooDemanding
from gongkai.records.process_pool.starting import Child, TemplateProcess

logger = logging.getLogger("gongkai.process_pool")

MOST_TASKS: Final = 500  # of one child, then it is replaced: what libraries leak does not add up
STALE: Final = child.IDLE * 0.8  # seconds without a task after which a child is not used again


class Pool:
    """Runs tasks, each in a child of its own for the time; safe for many threads."""

    def __init__(self, *, size: int, waiting: int, strangers: int) -> None:
        self._places = Places(size, waiting, strangers)
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._template: TemplateProcess | None = None
        self._idle: list[Child] = []
        self._modules: tuple[str, ...] = ()

    def run(self, task: Task) -> Any:
        """What the function gave back. Raises what it refused, CouldNotFinish, FunctionFailed, Overloaded."""
        with self._places.taken(task.limits):
            outcome = self._outcome(task)
        match outcome:
            case Returned(value):
                return value
            case Raised():
                raise outcome.again()
            case Failure(kind, places):
                raise FunctionFailed(kind, places)

    def close(self) -> None:
        """End the template and every child. The next task begins anew."""
        with self._lock:
            idle, self._idle = self._idle, []
            template, self._template = self._template, None
        for one in idle:
            one.end.close()
        if template is not None:
            template.close()

    def let_go(self) -> None:
        """In a copy of this process (a fork): close what belongs to the original."""
        for one in self._idle:
            one.end.close()
        if self._template is not None:
            self._template.let_go()

    def _outcome(self, task: Task) -> Outcome:
        template, worker = self._taken(task.function.__module__)
        keep = False
        try:
            answer = self._answer(worker, task)
            outcome = messages.outcome(answer)
            if isinstance(outcome, Failure) and outcome.memory:
                raise _too_demanding(task, "memory")
            keep = True
            return outcome
        except channel.TooLate:
            raise _too_demanding(task, "time") from None
        except channel.MessageTooLong:
            raise _too_demanding(task, "output") from None
        except channel.Closed:
            raise _ended(task, template.end(worker)) from None
        except messages.NotPlain as problem:
            logger.error("%s sent what may not cross: %s", task.name, problem)
            raise _crashed() from None
        finally:
            self._put_back(template, worker, keep=keep)

    def _answer(self, worker: Child, task: Task) -> bytearray:
        deadline = time.monotonic() + task.limits.wall
        with files.sent(task) as (sendable, descriptors):
            channel.send(worker.end, messages.packed(sendable), descriptors, deadline=deadline)
            answer, _files = channel.receive(worker.end, largest=task.limits.output, deadline=deadline)
        return answer

    def _taken(self, module: str) -> tuple[TemplateProcess, Child]:
        """A child for one task: the one used last, so that those not needed grow old, else a new one."""
        old: list[Child] = []
        try:
            with self._lock:
                if module not in self._modules:
                    self._modules = (*self._modules, module)
                while self._idle and self._template is not None:
                    worker = self._idle.pop()
                    if time.monotonic() - worker.used <= STALE:
                        return self._template, worker
                    old.append(worker)
            return self._forked()
        finally:
            for worker in old:
                self._end(worker)

    def _forked(self) -> tuple[TemplateProcess, Child]:
        """A new child; of a new template, where the old one ended because it had nothing to do."""
        with self._starting:
            template = self._template
            if template is not None:
                try:
                    return template, template.fork(self._modules)
                except channel.Closed:
                    self.close()
            self._template = template = TemplateProcess()
        return template, template.fork(self._modules)

    def _put_back(self, template: TemplateProcess, worker: Child, *, keep: bool) -> None:
        worker.tasks += 1
        worker.used = time.monotonic()
        with self._lock:
            if keep and worker.tasks < MOST_TASKS and template is self._template:
                self._idle.append(worker)
                return
        template.end(worker)

    def _end(self, worker: Child) -> None:
        template = self._template
        if template is not None:
            template.end(worker)


def _too_demanding(task: Task, what: str) -> TooDemanding:
    logger.warning("%s was stopped: too much %s", task.name, what)
    return TooDemanding(
        _(
            "处理这份内容需要的时间或者内存超过了限度，已经停止。请只保留需要的正文和表格、分成几份，"
            "或者用原来的软件另存后再试。"
        )
    )


def _ended(task: Task, code: int) -> TooDemanding | ChildCrashed:
    """Why a child ended in the middle: the system stopped it for what it took, or it crashed."""
    if code == -signal.SIGXCPU:
        return _too_demanding(task, "processor time")
    if code == -signal.SIGKILL:
        return _too_demanding(task, "memory of the machine")
    logger.error("%s ended its process (%s)", task.name, code)
    return _crashed()


def _crashed() -> ChildCrashed:
    return ChildCrashed(
        _(
            "处理这份内容时程序意外中断，内容没有处理。请用原来的软件重新保存，或者另存为DOCX、PDF、文本后再试；"
            "仍然不行的，请联系系统管理员。"
        )
    )
