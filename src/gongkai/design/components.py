"""What a component may be given: declared once, in its head comment, and asserted at every use.

A component is one template in `templates/design/components/` with its style sheet beside it. Its head
comment is a sentence on what it is for, then one line per option:

    label: required
    kind: default primary, one of primary | secondary | danger
    hint: default
    disabled: flag
    content: block

`required` must be given; `default X` may be left out (an empty default is the empty text); `flag` is True
or False, False when left out; `one of` lists the values allowed (an
empty default needs no listing); `content: block` says that the component
wraps what stands between `{% uiblock %}` and `{% enduiblock %}`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import TemplateSyntaxError

DIRECTORY = Path(__file__).parent / "templates" / "design" / "components"

_HEAD = re.compile(r"\A\{% comment %\}\n(?P<body>.*?)\n\{% endcomment %\}", re.DOTALL)
_OPTION = re.compile(
    r"(?P<name>[a-z_]+): (?:(?P<required>required)|(?P<flag>flag)|default(?P<default> [^,]*)?)"
    r"(?:, one of (?P<allowed>.+))?"
)


class ComponentError(TemplateSyntaxError):
    """A component that is missing or badly declared, or an option it does not take; names both."""


@dataclass(frozen=True)
class Option:
    """One option: whether it must be given, what it is otherwise, and the values allowed (empty: any)."""

    name: str
    required: bool
    default: Any
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Declaration:
    """What a component says about itself: its purpose, its options by name, whether it wraps content."""

    component: str
    purpose: str
    options: Mapping[str, Option]
    block: bool

    def check_names(self, names: Iterable[str], *, block: bool) -> None:
        """Raise `ComponentError` for an unknown or missing option, or the wrong one of ui / uiblock."""
        given = set(names)
        known = ", ".join(self.options) or "none"
        for name in sorted(given - set(self.options)):
            raise ComponentError(f"component “{self.component}” has no option “{name}” (known: {known})")
        for option in self.options.values():
            if option.required and option.name not in given:
                raise ComponentError(f"component “{self.component}” needs the option “{option.name}”")
        if block != self.block:
            tag = "uiblock" if self.block else "ui"
            raise ComponentError(f"component “{self.component}” is used with {{% {tag} %}}")

    def complete(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All options with their values; raise `ComponentError` for a value outside the allowed set."""
        values = {name: given.get(name, option.default) for name, option in self.options.items()}
        for name, option in self.options.items():
            value = values[name]
            if option.allowed and str(value) not in option.allowed and (value != "" or option.default != ""):
                raise ComponentError(
                    f"component “{self.component}”, option “{name}”: {value!r} is not one of "
                    + ", ".join(option.allowed)
                )
        return values


def names() -> list[str]:
    """Every component, in alphabetical order."""
    return sorted(path.stem for path in DIRECTORY.glob("*.html"))


@functools.cache
def declaration(name: str) -> Declaration:
    """The declaration in the head comment of the component `name`; `ComponentError` when there is none."""
    path = DIRECTORY / f"{name}.html"
    if not re.fullmatch(r"[a-z][a-z_0-9]*", name) or not path.is_file():
        raise ComponentError(f"there is no component “{name}” (known: {', '.join(names())})")
    return parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Declaration:
    """Read the head comment of a component's template; `ComponentError` names the line that is wrong."""
    head = _HEAD.match(source)
    if head is None:
        raise ComponentError(f"component “{name}” does not begin with a comment that declares its options")
    purpose, _, lines = head["body"].partition("\n\n")
    options: dict[str, Option] = {}
    block = False
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        if line == "content: block":
            block = True
            continue
        option = _option(name, line)
        if option.name in options:
            raise ComponentError(f"component “{name}” declares “{option.name}” twice")
        options[option.name] = option
    return Declaration(name, " ".join(purpose.split()), options, block)


def _option(component: str, line: str) -> Option:
    found = _OPTION.fullmatch(line)
    if found is None:
        raise ComponentError(f"component “{component}”: cannot read the declaration “{line}”")
    if found["flag"]:
        return Option(found["name"], required=False, default=False, allowed=("False", "True"))
    allowed = tuple(value.strip() for value in (found["allowed"] or "").split("|") if value.strip())
    default = (found["default"] or "").strip()
    if allowed and default and default not in allowed:
        raise ComponentError(f"component “{component}”, option “{found['name']}”: the default is not allowed")
    return Option(found["name"], bool(found["required"]), default, allowed)
