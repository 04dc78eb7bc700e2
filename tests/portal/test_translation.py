"""Translation stays possible: all that a person reads goes through gettext, in templates and in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai

PACKAGE = Path(gongkai.__file__).parent
TEMPLATES = sorted(
    path
    for site in ("design", "portal", "console")
    for path in (PACKAGE / site / "templates").rglob("*.html")
)
MODULES = sorted(
    path
    for site in ("portal", "console")
    for path in (PACKAGE / site).rglob("*.py")
    if "migrations" not in path.parts
)

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
TRANSLATED = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}"
    r"|\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}"
    r"|\{% trans(?:late)? (?:'[^']*'|\"[^\"]*\")[^%]*%\}"
    r"|_\((?:'[^']*'|\"[^\"]*\")\)",
    re.DOTALL,
)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def bare(source: str) -> list[str]:
    """Lines of a template with Han characters outside translation."""
    return [line.strip() for line in TRANSLATED.sub("", source).splitlines() if HAN.search(line)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_has_bare_text(path: Path) -> None:
    assert bare(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["<p>公开</p>", "{% if x %}公开{% endif %}", '{% ui "tag" text="公开" %}', "{% translate '好' %}坏"],
)
def test_bare_text_would_be_noticed(source: str) -> None:
    assert bare(source)


def untranslated(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """String constants with Han characters that are no argument of gettext and no docstring."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
            skipped |= {id(each) for argument in node.args for each in ast.walk(argument)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in skipped:
            continue
        if isinstance(node.value, str) and HAN.search(node.value):
            yield node.lineno, node.value


# Not shown: how the clock's reasons begin.
ALLOWED = {("deadline_answer.py", "征求")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_has_bare_text(path: Path) -> None:
    found = list(untranslated(ast.parse(path.read_text(encoding="utf-8"))))
    assert [(line, text) for line, text in found if (path.name, text) not in ALLOWED] == []
