"""The field of one filter: a text, a day, or one of a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from gongkai.design.templatetags import ui

Text = str | Promise


def filter_field(
    name: str,
    label: Text,
    value: str,
    *,
    prefix: str = "",
    choices: Sequence[tuple[str, Text]] | None = None,
    everything: Text = "",
    day: bool = False,
) -> SafeString:
    """The field as HTML. `everything` is the choice that narrows nothing; `prefix` begins the id."""
    options: dict[str, Any] = {"id": f"{prefix}{name}", "name": name, "label": label}
    if choices is not None:
        options["choices"] = [
            {"value": key, "label": words, "current": key == value}
            for key, words in [("", everything), *choices]
        ]
        return ui.render("select_field", options)
    return ui.render("date_field" if day else "text_field", {**options, "value": value})
