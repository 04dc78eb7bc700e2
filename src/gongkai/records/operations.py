"""Operations: check, change, journal, in one transaction and in this order, by construction.

A function under `@operation` takes only keywords, among them `act`, and returns what it did (`Done`). The
decorator opens the transaction, locks the row, asks access for the object *and for every further thing
among the arguments*, checks the lifecycle, calls the function and journals what it returned. A caller
cannot forget any of it.

What takes time (hashing, rendering, parsing, network) does not belong into a transaction: such an operation
names a function that prepares it (`prepared_operation`), called before the transaction begins and after
access was asked. Where the transaction finds that what it was prepared by is no longer so, it raises
`Outdated`, and the operation is prepared again.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from gongkai.records import journal, process_pool
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import ANYONE, INSIDE, OWNER, Act
from gongkai.records.kinds import Field, Kind, find_kind, kind_of
from gongkai.records.lifecycle import Outdated, Step

__all__ = [
    "ANYONE",
    "INSIDE",
    "OPERATIONS",
    "OWNER",
    "BadOperation",
    "Done",
    "Operation",
    "Outdated",
    "changed",
    "operation",
    "operation_of",
    "prepared_operation",
]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

_ATTEMPTS: Final = 5  # of preparing, where others change meanwhile what was prepared by


class BadOperation(ValueError):
    """The declaration contradicts its step: a mistake of the program."""


@dataclass(frozen=True)
class Done(Generic[R]):
    """What an operation did, to be journalled, and what it gives back.

    `thing`: the row it is about where that is not the object among the arguments (a new one), or an
    ObjectRef. `before` and `after` are public values (journal.record). `reason` where it is not the
    argument of that name. `silent`: nothing was changed, or each part was journalled by an operation of its
    own; the state of a lifecycle is moved all the same.
    """

    result: R
    thing: models.Model | ObjectRef | None = None
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    digests: Mapping[str, str] | None = None
    reason: str = ""
    silent: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation as it was declared."""

    verb: str
    label: str | Promise
    kind: Kind[Any]
    action: str
    function: Callable[..., object]
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    step: Step | None = None

    @functools.cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of what it takes, in the order of its signature."""
        return tuple(inspect.signature(self.function).parameters)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the keywords that it cannot do without."""
        given = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.empty
        parameters = inspect.signature(self.function).parameters.items()
        return tuple(name for name, one in parameters if (one.kind, one.default) == given)

    @property
    def path(self) -> str:
        """Where it is: `package.module.function`."""
        return f"{self.function.__module__}.{self.function.__name__}"


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its path."""
_KIND_OF_VERB: dict[str, Kind[Any]] = {}


def operation_of(function: Callable[..., object]) -> Operation:
    """How an operation was declared; raises KeyError for a function that is none."""
    return OPERATIONS[f"{function.__module__}.{function.__name__}"]


def field_of(verb: str, object_kind: str, key: str) -> Field | None:
    """The field that a key of a journal entry stands for: of the object's kind, else of the verb's own."""
    kinds = (find_kind(object_kind), _KIND_OF_VERB.get(verb))
    return next((found for kind in kinds if kind is not None and (found := kind.field(key))), None)


def operation(
    verb: str,
    label: str | Promise,
    *,
    of: Kind[Any],
    action: str,
    elsewhere: Mapping[str, str] | None = None,
    codes: tuple[str, ...] = (),
    step: Step | None = None,
) -> Callable[[Callable[P, Done[R]]], Callable[P, R]]:
    """Make a function the operation that the journal calls `verb` (`object.done`) and people call `label`.

    The object is the argument whose row is of the kind `of`; without one (a new thing) the other arguments
    decide, and where none of them belongs to anybody, the thing is the whole deployment's. `action` is the
    row of the table of actions that is asked, ANYONE or OWNER. `elsewhere` names arguments whose bodies may
    lie beyond the reach, each with the reason why; `codes` names arguments that hold the code of a body. With
    a `step`, the lifecycle decides whether the object's state allows it, and moves it.
    """

    def declare(function: Callable[P, Done[R]]) -> Callable[P, R]:
        declared = _declare(Operation(verb, label, of, action, function, elsewhere or {}, codes, step))

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            return _perform(declared, function, kwargs)

        return perform

    return declare


def prepared_operation(
    prepare: Callable[..., T],
    verb: str,
    label: str | Promise,
    *,
    of: Kind[Any],
    action: str,
    elsewhere: Mapping[str, str] | None = None,
    codes: tuple[str, ...] = (),
    step: Step | None = None,
) -> Callable[[Callable[Concatenate[T, P], Done[R]]], Callable[P, R]]:
    """As `operation`; `prepare` is called first, outside any transaction, with the same keywords that it
    takes, the object as it is now.

    Its result is the function's first argument. Nothing is locked meanwhile: what it decided by is checked
    again, and prepared again (five times at most) where the function raises Outdated.
    """
    wanted = set(inspect.signature(prepare).parameters)

    def declare(function: Callable[Concatenate[T, P], Done[R]]) -> Callable[P, R]:
        declared = _declare(Operation(verb, label, of, action, function, elsewhere or {}, codes, step))

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            for _attempt in range(_ATTEMPTS - 1):
                with contextlib.suppress(Outdated):
                    ready = _prepared(declared, prepare, wanted, kwargs)
                    return _perform(declared, functools.partial(function, ready), kwargs)
            ready = _prepared(declared, prepare, wanted, kwargs)
            return _perform(declared, functools.partial(function, ready), kwargs)

        return perform

    return declare


def _declare(declared: Operation) -> Operation:
    if declared.step is not None and declared.step.action != declared.action:
        raise BadOperation(f"{declared.path}: its step asks {declared.step.action!r}")
    journal.register({declared.verb: declared.label})
    OPERATIONS[declared.path] = declared
    _KIND_OF_VERB[declared.verb] = declared.kind
    return declared


def _prepared(declared: Operation, prepare: Callable[..., T], wanted: set[str], kwargs: dict[str, Any]) -> T:
    """What `prepare` makes of the object as it is now, where access and state allow the operation."""
    name, thing = _object(declared, kwargs)
    if name:
        thing = declared.kind.fresh(thing)
        kwargs = {**kwargs, name: thing}
    _check_access(declared, kwargs)
    _check_step(declared, thing, kwargs)
    return prepare(**{name: value for name, value in kwargs.items() if name in wanted})


@process_pool.atomic
def _perform(declared: Operation, function: Callable[..., Done[R]], kwargs: dict[str, Any]) -> R:
    act: Act = kwargs["act"]
    name, thing = _object(declared, kwargs)
    if name:
        thing = declared.kind.locked(thing)
        kwargs = {**kwargs, name: thing}
    _check_access(declared, kwargs)
    _check_step(declared, thing, kwargs)
    done = function(**kwargs)
    if declared.step is not None:
        declared.step.move(thing, act)
    if not done.silent:
        _journal(declared, done, thing, act, kwargs)
    return done.result


def _check_step(declared: Operation, thing: Any, kwargs: Mapping[str, Any]) -> None:
    if declared.step is not None:
        declared.step.check(thing, kwargs["act"], _reason(kwargs))


def _object(declared: Operation, kwargs: Mapping[str, Any]) -> tuple[str, Any]:
    """The argument that is the object, by its kind; ("", None) for an operation that makes one."""
    if declared.kind.model is None:
        return "", None
    for name in declared.parameters:
        if isinstance(kwargs.get(name), declared.kind.model) and name not in declared.elsewhere:
            return name, kwargs[name]
    return "", None


def _check_access(declared: Operation, kwargs: Mapping[str, Any]) -> None:
    if declared.action != ANYONE:
        codes = [str(kwargs.get(name) or "") for name in declared.codes]
        things = list(_things(declared, kwargs))
        if declared.kind.bodies is not None and not (things or codes or declared.elsewhere):
            codes = [""]  # nothing says whose it will be: it is the whole deployment's
        kwargs["act"].check(declared.action, things, codes)


def _things(declared: Operation, kwargs: Mapping[str, Any]) -> Iterator[tuple[Kind[Any], Any]]:
    """Every row among the arguments that belongs to somebody, with its kind."""
    for name, value in kwargs.items():
        if name in declared.elsewhere:
            continue
        for one in _rows(value):
            kind = kind_of(one)
            if kind is not None and (kind.bodies is not None or kind.owner is not None):
                yield kind, one


def _rows(value: object) -> Iterable[object]:
    if isinstance(value, models.Model):
        return (value,)
    if isinstance(value, Mapping):
        return [one for one in value.values() if isinstance(one, models.Model)]
    if isinstance(value, QuerySet | Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return [one for one in value if isinstance(one, models.Model)]
    return ()


def _journal(declared: Operation, done: Done[Any], thing: Any, act: Act, kwargs: Mapping[str, Any]) -> None:
    told = done.thing if done.thing is not None else thing
    if isinstance(told, models.Model):
        kind = declared.kind
        if kind.model is None or not isinstance(told, kind.model):
            kind = kind_of(told) or kind
        told = kind.ref(told, act.on)
    if told is None:
        told = ObjectRef(declared.kind.code, declared.kind.code, str(declared.kind.label))
    journal.record(
        verb=declared.verb,
        object=told,
        by=act.actor,
        at=act.at,
        before=done.before,
        after=done.after,
        digests=done.digests,
        reason=done.reason or _reason(kwargs),
    )


def _reason(kwargs: Mapping[str, Any]) -> str:
    """Why: the argument of that name, else what is said for the whole act."""
    act: Act = kwargs["act"]
    return str(kwargs.get("reason") or "").strip() or act.reason


def changed(thing: models.Model, before: Mapping[str, object], *fields: str) -> Done[Any]:
    """The object was changed in these fields: their values `before`, and as they are now. Gives the object
    back.
    """
    return Done(thing, thing, before=before, after=public_values(thing, *fields))


def public_values(thing: models.Model, *fields: str) -> dict[str, object]:
    """Values of a row as the journal keeps them: days and instants in ISO form."""
    found: dict[str, object] = {}
    for name in fields:
        value = getattr(thing, name)
        found[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return found
