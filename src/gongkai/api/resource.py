"""A resource of the API: one declaration gives its operations, each with route, question, shape and example.

A list asks the filters that the domain declares and pages by the domain's order; the rest are functions of
what was sent, declared where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from gongkai.api.bearer import Caller, caller
from gongkai.api.cursors import Question
from gongkai.api.problems import Problem
from gongkai.api.question import question_of
from gongkai.api.route import JSON, Route
from gongkai.api.shapes.values import Schema, Shape
from gongkai.records import filters
from gongkai.records.filters import Filter
from gongkai.records.keyset import Order
from gongkai.records.kinds import Kind
from gongkai.records.operations import Operation as Declared
from gongkai.records.operations import operation_of

Text = str | Promise
View = TypeVar("View", bound=Callable[..., Any])


class BadResource(ValueError):
    """The declaration contradicts itself or the operation of the domain: a mistake of the program."""


@dataclass(frozen=True)
class ResourceOperation:
    """One operation: `answer` is the shape of what the view returns, `example` one such answer.

    The view takes the request, what stands in the path by the names of `keys` (types), the parameters of the
    address as a `question` of the shape `asks`, the JSON that was sent as a `payload` of the shape `sends`.
    The schema tells `document` of it too, and `besides` as other contents of an answer than JSON.
    """

    name: str
    route: Route
    view: Callable[..., Any]
    answer: type[Schema]
    example: Any
    keys: Mapping[str, Any] = field(default_factory=dict)
    asks: type[Shape] | None = None
    sends: type[Shape] | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
    besides: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if set(re.findall("{([a-z_]+)}", self.route.path)) != set(self.keys):
            raise BadResource(f"{self.name}: the keys {sorted(self.keys)} are not those of {self.route.path}")

    @cached_property
    def key_types(self) -> dict[str, TypeAdapter[Any]]:
        """What judges the keys in the path, by their names."""
        return {name: TypeAdapter(type_) for name, type_ in self.keys.items()}


@dataclass(frozen=True)
class Located:
    """An answer, and the address of what was made."""

    value: dict[str, Any]
    address: str


@dataclass(frozen=True)
class ListAsked:
    """What a list is asked, and by whom."""

    request: HttpRequest
    question: Any

    @property
    def by(self) -> Caller:
        """Who calls; raises Problem where nobody does."""
        return caller(self.request)


class Resource:
    """Operations under one path, in the order in which they are explained.

    `plural` is the path and the name of the list, `name` that of one of them (that of the kind, if it is not
    said). `scope` is what a token needs for each operation that does not say its own; None: public. `members`
    says how the arguments of operations are called in what is sent. `key` is the type of what names one in a
    path. `words` tell what a subject (`tag`) is about.
    """

    def __init__(
        self,
        plural: str,
        *,
        kind: Kind[Any] | None = None,
        name: str = "",
        tag: str = "",
        words: Text = "",
        scope: str | None = None,
        members: Mapping[str, str] | None = None,
        key: Any = str,
    ) -> None:
        self.plural = plural
        self.kind = kind
        self.name = name or (kind.code if kind else "")
        self.tag = tag or plural
        self.words = words
        self.scope = scope
        self.members = members or {}
        self.key = key
        self.operations: list[ResourceOperation] = []

    def operation(
        self,
        name: str,
        method: Any,
        path: str,
        summary: Text,
        description: Text,
        *,
        answer: type[Schema],
        example: Any,
        keys: Mapping[str, Any] | None = None,
        asks: type[Shape] | None = None,
        sends: type[Shape] | None = None,
        document: Mapping[str, Any] | None = None,
        besides: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Callable[[View], View]:
        """Declare the function below as an operation; `path` begins at the API, `more` is of its route."""
        more.setdefault("scope", self.scope)
        route = Route(method, path, self.tag, summary, description, members=self.members, **more)

        def declare(view: View) -> View:
            self.operations.append(
                ResourceOperation(
                    name,
                    route,
                    view,
                    answer,
                    example,
                    keys or {},
                    asks,
                    sends,
                    document or {},
                    besides or {},
                )
            )
            return view

        return declare

    def show(self, path: str, summary: Text, description: Text, **more: Any) -> Callable[[View], View]:
        """Declare the function below as reading one of them, `get_<name>`; `path` begins at the resource."""
        return self.operation(
            f"get_{self.name}", "GET", f"/{self.plural}{path}", summary, description, **more
        )

    def verb(
        self,
        verb: str,
        perform: Callable[..., Any],
        method: Literal["POST", "PATCH"],
        path: str,
        description: Text,
        *,
        sends: type[Shape],
        shown: Callable[[Any, Any], dict[str, Any]],
        things: Mapping[str, Kind[Any]] | None = None,
        **more: Any,
    ) -> None:
        """Declare an operation of the domain as a verb, `<verb>_<name>`: what is sent are its arguments.

        Scope and summary are the operation's own; it asks access itself. With the key in its path it is done
        to the one with this key, else it makes a new one. `things`: members that name another thing by its
        key. `shown` makes the answer of the thing and what was sent.
        """
        declared = operation_of(perform)
        new = "{" not in path
        arguments = self._arguments(sends, declared, new=new)

        def view(request: HttpRequest, payload: Any, **keys: str) -> dict[str, Any] | Located:
            by = caller(request)
            given = {argument: getattr(payload, name) for name, argument in arguments.items()}
            for name, kind in (things or {}).items():
                given[arguments[name]] = _named(kind, getattr(payload, name), name)
            if new:
                made = perform(**given, act=by.act)
                address = reverse(f"api:get_{self.name}", args=[getattr(made, self._kind.key)])
                return Located(shown(made, payload), address)
            thing = self.find(by, keys[self._kind.key], declared.action)
            perform(**{self._kind.code: thing}, **given, act=by.act)
            return shown(self._kind.fresh(thing), payload)  # the operation changed a row of its own

        status, keys = (201, {}) if new else (200, {self._kind.key: self.key})
        usual = {"scope": declared.action, "takes": (JSON,), "keeps": True, "status": status, "keys": keys}
        declare = self.operation(
            f"{verb}_{self.name}",
            method,
            f"/{self.plural}{path}",
            declared.label,
            description,
            sends=sends,
            **{**usual, **more},
        )
        declare(view)

    def _arguments(self, sends: type[Shape], declared: Declared, *, new: bool) -> dict[str, str]:
        """The argument that each member of a shape is. Raises BadResource where one is missing."""
        renamed = {member: argument for argument, member in self.members.items()}
        arguments = {name: renamed.get(name, name) for name in sends.model_fields}
        unsent = set(declared.needed) - {*arguments.values(), "act", *([] if new else [self._kind.code])}
        if unsent:
            raise BadResource(f"{sends.__name__}: {declared.path} needs {sorted(unsent)}")
        return arguments

    def list(
        self,
        summary: Text,
        description: Text,
        *,
        answer: type[Schema],
        rows: Callable[[ListAsked], QuerySet[Any]],
        item: Callable[[Any], dict[str, Any]],
        order: Order,
        example: Any,
        declared: Sequence[Filter] = (),
        asking: type[Shape] = Shape,
        beside: Callable[[ListAsked], dict[str, Any]] = lambda asked: {},
        name: str = "",
    ) -> None:
        """Declare the list, `list_<plural>`: the rows narrowed by the filters, by pages in the order.

        `asking` has what is asked besides filters and page, `beside` is what is answered beside the items.
        """
        name = name or f"list_{self.plural}"

        def view(request: HttpRequest, question: Any) -> dict[str, Any]:
            asked = ListAsked(request, question)
            answered = beside(asked)
            values = question.model_dump(exclude={"limit", "cursor"})
            cursor = Question(name, {**values, **answered})
            found = filters.narrow(declared, rows(asked), values)
            page = order.page(found, question.limit, after=cursor.place(question.cursor, order))
            last = cursor.cursor(order.place_of(page.rows[-1])) if page.later else None
            return {**answered, "items": [item(row) for row in page.rows], "next_cursor": last}

        declare = self.operation(
            name,
            "GET",
            f"/{self.plural}",
            summary,
            description,
            asks=question_of(name, declared, asking),
            answer=answer,
            example=example,
        )
        declare(view)

    @property
    def _kind(self) -> Kind[Any]:
        assert self.kind is not None  # noqa: S101 - a resource with verbs has a kind
        return self.kind

    def find(self, by: Caller, key: str, action: str) -> Any:
        """The one with this key, if the caller may do this to it. Raises Http404, NotAllowed."""
        found = _first(self._kind, key)
        if found is None:
            raise Http404
        by.act.check(action, [(self._kind, found)])
        return found


def _first(kind: Kind[Any], key: str) -> Any:
    assert kind.model is not None  # noqa: S101 - only kinds with a model have keys
    return kind.model._default_manager.filter(**{kind.key: key}).first()


def _named(kind: Kind[Any], key: str, member: str) -> Any:
    """The thing that a member names by its key; raises Problem at the member."""
    found = _first(kind, key)
    if found is None:
        sentence = _("没有代码为“%(key)s”的%(kind)s。") % {"key": key, "kind": kind.label}
        raise Problem.at(member, sentence)
    return found
