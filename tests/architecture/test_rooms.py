"""Every room knows one thing: no module outgrows it, none is called by a name that says nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

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


def length(node: ast.FunctionDef) -> int:
    """Lines from `def` to the last."""
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def long_functions(module: ast.Module) -> list[str]:
    """Functions, methods and functions inside them that are longer than a page."""
    return [
        f"{node.name}: {length(node)} lines"
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and length(node) > LONGEST_FUNCTION
    ]


def without_docstring(module: ast.Module) -> list[str]:
    """Public functions and classes that do not say what they are."""
    return [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        # a Django AppConfig says it all with its name
        and not any(
            isinstance(parent, ast.Name) and parent.id == "AppConfig" for parent in getattr(node, "bases", [])
        )
    ]


def offenders(paths: list[Path], look: Callable[[ast.Module], list[str]]) -> list[str]:
    """`file: what was found in it` for every file in which something was found."""
    assert paths
    return [f"{name(path)}: {found}" for path in paths for found in look(tree(path))]


def test_every_module_fits_its_room() -> None:
    lines = {name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert lines
    assert [f"{path}: {count} lines" for path, count in lines.items() if count > LONGEST_MODULE] == []


def test_every_room_has_a_name_that_says_what_it_knows() -> None:
    said = {
        name(path): {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
        for path in MODULES
        if name(path) != "src/gongkai/records/sqlite/base.py"  # where Django looks for an ENGINE's backend
    }
    assert [path for path, parts in said.items() if parts & NAMELESS] == []


def test_every_function_does_one_thing() -> None:
    assert offenders(SOURCES, long_functions) == []


def test_whatever_others_may_call_says_what_it_is() -> None:
    assert offenders(SOURCES, without_docstring) == []


def test_what_breaks_these_rules_would_be_noticed() -> None:
    long = "def page():\n" + "    x = 1\n" * LONGEST_FUNCTION
    inside = "class Desk:\n" + "".join(f"    {line}\n" for line in long.splitlines())
    assert long_functions(ast.parse(long)) == long_functions(ast.parse(inside)) == ["page: 51 lines"]
    assert not long_functions(ast.parse("def page():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)))
    silent = "class Desk: ...\nclass _Drawer: ...\nclass Rooms(AppConfig): ...\ndef page(): ...\n"
    assert without_docstring(ast.parse(silent)) == ["Desk", "page"]


def test_the_repository_names_no_machine() -> None:
    """The project speaks of itself alone: no path of one computer, no registry's host."""
    private = re.compile(r"(?<![\w.])/(?:work|root|home|tmp)/|pypi\.org|registry\.npmjs")
    pages = [*MODULES, *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "Makefile"]
    told = [
        name(path) for path in pages if path != Path(__file__) and private.search(path.read_text("utf-8"))
    ]
    assert not told
