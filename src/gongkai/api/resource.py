"""A resource of the API: one declaration gives its operations, each with route, question, shape and example.

A list asks the filters that the domain declares and pages by the domain's order; the rest are functions of
what was sent, declared where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from ninja import Query, Schema

from gongkai.api.bearer import Caller, caller
from gongkai.api.cursors import Question
from gongkai.api.question import question_of
from gongkai.api.route import JSON, Route
from gongkai.api.shapes.values import Shape
from gongkai.records import filters
from gongkai.records.filters import Filter
from gongkai.records.keyset import Order
from gongkai.records.kinds import Kind

Text = str | Promise
View = TypeVar("View", bound=Callable[..., Any])


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
    says how the arguments of operations are called in what is sent, where a refusal names them. `words` tell
    what a subject (`tag`) is about.
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
    ) -> None:
        self.plural = plural
        self.kind = kind
        self.name = name or (kind.code if kind else "")
        self.tag = tag or plural
        self.words = words
        self.scope = scope
        self.members = members or {}
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
        self, verb: str, method: str, path: str, summary: Text, description: Text, **more: Any
    ) -> Callable[[View], View]:
        """Declare the function below as a verb, `<verb>_<name>`: it takes JSON, and its answers are kept."""
        more = {"takes": (JSON,), "keeps": True, **more}
        return self.operation(
            f"{verb}_{self.name}", method, f"/{self.plural}{path}", summary, description, **more
        )

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

        made = Query[question]  # type: ignore[valid-type]  # the framework reads types when it runs
        view.__annotations__ = {"request": HttpRequest, "question": made}
        declare = self.operation(
            name, "GET", path or f"/{self.plural}", summary, description, answer=answer, example=example
        )
        declare(view)

    def find(self, by: Caller, key: str, action: str) -> Any:
        """The one with this key, if the caller may do this to it. Raises Http404, NotAllowed."""
        assert self.kind is not None  # noqa: S101 - said so where it is used
        assert self.kind.model is not None  # noqa: S101
        found = self.kind.model._default_manager.filter(**{self.kind.key: key}).first()
        if found is None:
            raise Http404
        by.act.check(action, [(self.kind, found)])
        return found
