"""What a list may be asked, made from the filters that the domain declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, create_model

from gongkai.api.cursors import USUAL
from gongkai.api.shapes.values import CURSOR, CursorText, Day, Limit, Shape, visible
from gongkai.records.filters import Filter


def question_of(operation: str, declared: Sequence[Filter], asking: type[Shape] = Shape) -> type[Shape]:
    """A shape with a parameter per filter, after those of `asking`, and `limit` and `cursor` at the end."""
    parameters: dict[str, Any] = {one.name: _parameter(one) for one in declared}
    parameters["limit"] = (Limit, USUAL)
    parameters["cursor"] = (CursorText | None, Field(None, description=CURSOR))
    name = operation.removeprefix("list_").title().replace("_", "") + "Question"
    doc = asking.__doc__ if asking is not Shape else f"What {operation} is asked."
    return create_model(name, __base__=asking, __doc__=doc, **parameters)


def _parameter(one: Filter) -> tuple[Any, Any]:
    """The type of a filter's parameter and its field: nothing is asked where it is left out."""
    description = str(one.description or f"{one.label}。")
    examples = None if one.example is None else [one.example]
    if one.kind == "text" and one.choices is None and not one.pattern:
        field = Field("", max_length=one.longest, description=description, examples=examples)
        return Annotated[str, AfterValidator(visible)], field
    return _type(one) | None, Field(None, description=description, examples=examples)


def _type(one: Filter) -> Any:
    if one.kind == "day":
        return Day
    if one.kind == "number":
        return Annotated[int, Field(ge=one.between[0], le=one.between[1])]
    if one.choices is not None and not callable(one.choices):
        return Literal[tuple(str(value) for value, _label in one.choices)]
    pattern = StringConstraints(pattern=one.pattern or None, max_length=one.longest)
    return Annotated[str, pattern, AfterValidator(visible)]
