"""Kinds of things: what a thing is called, how its fields read, whose it is. Said once by the package that
owns it.

The words of the journal, the columns of lists, the keys in addresses, the object that access is asked for
and the reference page derive from it. A package declares its kinds in a module `kinds`; the registry finds
them there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.records.actors import ObjectRef
from gongkai.records.refusals import Refused

Text = str | Promise
M = TypeVar("M")


class Gone(Refused):
    """The thing is no longer there."""


class KindTwice(ValueError):
    """Two packages claim one code or one model."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field as people read it. `choices`: value → words. `secret`: never shown, exported or journalled."""

    name: str
    label: Text
    choices: Mapping[str, Text] = field(default_factory=dict)
    secret: bool = False

    def words(self, value: object) -> str:
        """A value of the field in words."""
        return str(self.choices.get(str(value), value))


def _str(thing: Any, on: date) -> str:
    return str(thing)


@dataclass(frozen=True)
class Kind(Generic[M]):
    """A kind of thing.

    `code` stands in the journal for ever. `key` is the attribute that names one in addresses and the journal.
    `name(thing, day)` is its public name on a day. `bodies(thing, day)`: the bodies (or their codes) that
    must be within reach to act on it, None for things of the whole deployment; `owner(thing)`: the public
    id of the person whose own it is. `related` is read along when a thing is locked; `whole` names the
    attribute of what it is a part of, which is locked first. Kinds without a model are only told of (a list,
    a back-up).
    """

    code: str
    label: Text
    model: type[M] | None = None
    key: str = "pk"
    name: Callable[[Any, date], str] = _str
    bodies: Callable[[Any, date], Iterable[Any]] | None = None
    owner: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    whole: str = ""
    fields: tuple[Field, ...] = ()

    def __hash__(self) -> int:
        return hash(self.code)

    def ref(self, thing: M, on: date) -> ObjectRef:
        """The thing as the journal names it on a day."""
        return ObjectRef(self.code, str(getattr(thing, self.key)), self.name(thing, on))

    def settled(self, thing: M, on: date) -> Kind[M]:
        """The same kind with the bodies of this thing asked once, for the many questions of one page.

        Operations ask anew, after the thing is locked.
        """
        if self.bodies is None:
            return self
        bodies = tuple(self.bodies(thing, on))
        return replace(self, bodies=lambda _thing, _on: bodies)

    def field(self, name: str) -> Field | None:
        """The field of this name, None where the kind has none."""
        return next((one for one in self.fields if one.name == name), None)

    def fresh(self, thing: M) -> M:
        """The thing as it is now, not locked. Raises Gone."""
        return self._read(thing, lock=False)

    def locked(self, thing: M) -> M:
        """The thing as it is now; nobody else changes it until the transaction ends. Raises Gone.

        What it is a part of is locked before it, by every operation: so no two wait for each other.
        """
        if not self.whole:
            return self._read(thing, lock=True)
        whole = getattr(thing, self.whole)
        kind = kind_of(whole)
        assert kind is not None  # noqa: S101 - the whole has a kind where its part names it
        whole = kind.locked(whole)
        found = self._read(thing, lock=True)
        setattr(found, self.whole, whole)
        return found

    def _read(self, thing: M, *, lock: bool) -> M:
        assert isinstance(thing, models.Model)  # noqa: S101 - only kinds with a model are read
        rows = type(thing)._default_manager.filter(pk=thing.pk)
        if lock:
            rows = rows.select_for_update(of=("self",), no_key=True)
        found = rows.select_related(*self.related).first() if self.related else rows.first()
        if found is None:
            raise Gone(_("%(kind)s已经不在了，可能刚刚被别人删除；请刷新页面。") % {"kind": self.label})
        return found


_KINDS: dict[str, Kind[Any]] = {}
_BY_MODEL: dict[type[Any], Kind[Any]] = {}


def declare(kind: Kind[M]) -> Kind[M]:
    """Make a kind known; the same again is nothing. Raises KindTwice."""
    known = _KINDS.get(kind.code)
    if known is not None and known is not kind:
        raise KindTwice(f"{kind.code!r} is declared twice")
    if kind.model is not None and _BY_MODEL.setdefault(kind.model, kind) is not kind:
        raise KindTwice(f"{kind.model.__name__} has two kinds")
    _KINDS[kind.code] = kind
    return kind


def all_kinds() -> dict[str, Kind[Any]]:
    """Every kind by its code, in the order of the codes."""
    return dict(sorted(_KINDS.items()))


def find_kind(code: str) -> Kind[Any] | None:
    """The kind with this code; None for one that this version of the program does not know."""
    return _KINDS.get(code)


def kind_of(thing: object) -> Kind[Any] | None:
    """The kind of a row, None where its model has none."""
    for model in type(thing).__mro__:
        if model in _BY_MODEL:
            return _BY_MODEL[model]
    return None
