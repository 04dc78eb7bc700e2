"""Every room knows one thing: no module outgrows it, none is called by a name that says nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.optional import ROOT

MODULES = sorted(
    path
    for top in ("src", "tests", "benchmarks")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
)
SOURCES = [path for path in MODULES if path.is_relative_to(ROOT / "src")]
NAMELESS = {"util", "utils", "helper", "helpers", "common", "misc", "base", "stuff", "manager", "tools"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_fits_its_room(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_room_has_a_name_that_says_what_it_knows(path: Path) -> None:
    if name(path) == "src/gongkai/records/sqlite/base.py":  # where Django looks for the backend of an ENGINE
        return
    assert not ({part.removesuffix(".py") for part in path.relative_to(ROOT).parts} & NAMELESS)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_function_does_one_thing(path: Path) -> None:
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in definitions(path)
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_what_others_may_call_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        # a Django AppConfig says it all with its name
        and not any(
            isinstance(parent, ast.Name) and parent.id == "AppConfig" for parent in getattr(node, "bases", [])
        )
    ]
    assert not public, "public, without a docstring"


def test_the_repository_names_no_machine() -> None:
    """The project speaks of itself alone: no path of one computer, no registry's host."""
    private = re.compile(r"(?<![\w.])/(?:work|root|home|tmp)/|pypi\.org|registry\.npmjs")
    pages = [*MODULES, *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "Makefile"]
    told = [
        name(path) for path in pages if path != Path(__file__) and private.search(path.read_text("utf-8"))
    ]
    assert not told
