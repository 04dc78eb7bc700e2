"""A resource of the API: one declaration gives its operations, each with route, question, shape and example.

A list asks the filters that the domain declares and pages by the domain's order; the rest are functions of
what was sent, declared where they stand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import Body, Query, Schema

from gongkai.api.bearer import Caller, caller
from gongkai.api.cursors import Question
from gongkai.api.problems import Problem
from gongkai.api.question import question_of
from gongkai.api.route import JSON, Route
from gongkai.api.shapes.values import Shape
from gongkai.records import filters
from gongkai.records.filters import Filter
from gongkai.records.keyset import Order
from gongkai.records.kinds import Kind
from gongkai.records.operations import operation_of

Text = str | Promise
View = TypeVar("View", bound=Callable[..., Any])
# How the framework is told where a shape is sent, of shapes that are known only when it runs.
IN_ADDRESS: Any = Query
IN_BODY: Any = Body


@dataclass(frozen=True)
class Operation:
    """One operation: `answer` is the shape of what the view returns, `example` one such answer."""

    name: str
    route: Route
    view: Callable[..., Any]
    answer: type[Schema]
    example: Any
    extra: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
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
        self.operations: list[Operation] = []

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
        extra: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Callable[[View], View]:
        """Declare the function below as an operation; `path` begins at the API, `more` is of its route."""
        more.setdefault("scope", self.scope)
        route = Route(method, path, self.tag, summary, description, members=self.members, **more)

        def declare(view: View) -> View:
            self.operations.append(Operation(name, route, view, answer, example, extra or {}))
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

        def view(request: HttpRequest, response: HttpResponse, payload: Any, **keys: str) -> dict[str, Any]:
            by = caller(request)
            given = {name: getattr(payload, name) for name in sends.model_fields}
            for argument, member in self.members.items():
                if member in given:
                    given[argument] = given.pop(member)
            for member, kind in (things or {}).items():
                given[member] = _named(kind, given[member], member)
            if new:
                thing = perform(**given, act=by.act)
                key = getattr(thing, self._kind.key)
                response["Location"] = reverse(f"api:get_{self.name}", args=[key])
            else:
                thing = self.find(by, keys[self._kind.key], declared.action)
                perform(**{self._kind.code: thing}, **given, act=by.act)
            return shown(thing, payload)

        named = [] if new else [(self._kind.key, self.key)]
        _take(
            view, [("request", HttpRequest), ("response", HttpResponse), *named, ("payload", IN_BODY[sends])]
        )
        usual = {"scope": declared.action, "takes": (JSON,), "keeps": True, "status": 201 if new else 200}
        given: dict[str, Any] = {**usual, **more}
        declare = self.operation(
            f"{verb}_{self.name}", method, f"/{self.plural}{path}", declared.label, description, **given
        )
        declare(view)

    def list(
        self,
        summary: Text,
        description: Text,
        *,
        answer: type[Schema],
        rows: Callable[[Asked], QuerySet[Any]],
        item: Callable[[Any], dict[str, Any]],
        order: Order,
        example: Any,
        declared: Sequence[Filter] = (),
        asking: type[Shape] = Shape,
        beside: Callable[[Asked], dict[str, Any]] = lambda asked: {},
        path: str = "",
        name: str = "",
    ) -> None:
        """Declare the list, `list_<plural>`: the rows narrowed by the filters, by pages in the order.

        `asking` has what is asked besides filters and page, `beside` is what is answered beside the items.
        `example` is that of an item, with what stands beside it under its own names.
        """
        name = name or f"list_{self.plural}"
        question = question_of(name, declared, asking)

        def view(request: HttpRequest, question: Any) -> dict[str, Any]:
            asked = Asked(request, question)
            answered = beside(asked)
            values = question.model_dump(exclude={"limit", "cursor"})
            cursor = Question(name, {**values, **answered})
            found = filters.narrow(declared, rows(asked), values)
            page = order.page(found, question.limit, after=cursor.place(question.cursor, order))
            last = cursor.cursor(order.place_of(page.rows[-1])) if page.later else None
            return {**answered, "items": [item(row) for row in page.rows], "next_cursor": last}

        _take(view, [("request", HttpRequest), ("question", IN_ADDRESS[question])])
        declare = self.operation(
            name, "GET", path or f"/{self.plural}", summary, description, answer=answer, example=example
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


def _take(view: Callable[..., Any], parameters: Sequence[tuple[str, Any]]) -> None:
    """Tell the framework, which reads signatures, what a view takes."""
    keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD
    told = [inspect.Parameter(name, keyword, annotation=type_) for name, type_ in parameters]
    view.__signature__ = inspect.Signature(told)  # type: ignore[attr-defined]
