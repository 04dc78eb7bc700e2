"""Small values that parameters are made of, strict where pydantic would guess."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from gongkai.text import names

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> date:
    """2026-02-13 and nothing else: numbers would be taken for seconds since 1970."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(_("应为日历上有的日期，写成 2026-02-13 的样子。"))


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-02-13"]}),
]


class Schema(BaseModel):
    """A shape of what is answered."""


class Shape(Schema):
    """A shape without surprises: an unknown member is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


def parameter_names(shape: type[BaseModel]) -> list[str]:
    """What the members of a shape are called where they are sent."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def visible(text: str) -> str:
    """The text, if nothing in it deceives the eye; ValueError with a sentence otherwise."""
    names.check_visible(text)
    return text


def name(text: str) -> str:
    """The text as a name, in the one form that names are kept in; ValueError with a sentence otherwise."""
    return names.validate(text)


Limit = Annotated[int, Field(ge=1, le=100, description="每页最多几条。")]
CursorText = Annotated[str, Field(max_length=500), AfterValidator(visible)]
CURSOR = "上一页答复的 next_cursor，原样带回；第一页不带。"


class PageShape(Schema):
    """What every list answers with beside its items."""

    next_cursor: str | None = Field(
        None, description="下一页的 cursor；没有下一页时为 null。", examples=[None]
    )
