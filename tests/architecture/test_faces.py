"""Packages show a face: only that is imported; sites write no foreign tables and load nothing by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.optional import ROOT

PACKAGE = ROOT / "src" / "gongkai"
SITES = {"portal", "console", "api"}
# What a package of the domain shows, whatever it is about.
FACE = {"models", "operations", "queries", "kinds", "rules", "actions", "lifecycle"}
# What one shows besides: who may what, signing in, acts, parameters, workbooks, calendar, the mark of a demo.
MORE = {
    "organisations": {
        "access",
        "accounts",
        "acting",
        "acts",
        "calendar",
        "demo",
        "parameters",
        "rights",
        "sheets",
        "tree_facts",
    },
    "annual_reports": set[str](),
}
WRITING = (".save", ".delete", ".create", ".bulk_create", ".update_or_create", ".get_or_create", ".update")
LOADING = {"get_model", "import_module", "__import__"}


def modules() -> Iterator[tuple[str, str]]:
    """(path, source) of every module of the house."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(PACKAGE)), path.read_text("utf-8")


def past_the_face(path: str, source: str) -> list[str]:
    """What a module imports from inside another package of the domain."""
    here = Path(path).parts[0]
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            _top, _dot, inner = name.partition("gongkai.")
            package, *rooms = inner.split(".") if inner else [""]
            if package in MORE and package != here and rooms and rooms[0] not in FACE | MORE[package]:
                found.append(f"{path}: {name}")
    return found


def models_written(path: str, source: str) -> list[str]:
    """Where a site writes rows of a package's model itself."""
    parts = Path(path).parts
    if parts[0] not in SITES:
        return []
    tree = ast.parse(source)
    foreign = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and ".models" in node.module
        and not node.module.startswith(f"gongkai.{parts[0]}.")
        for alias in node.names
    }
    return [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(WRITING)
        and ast.unparse(node.func).split(".")[0].split("(")[0] in foreign
    ]


def loaded_by_name(path: str, source: str) -> list[str]:
    """Where a site gets a model or a module by a string."""
    if Path(path).parts[0] not in SITES:
        return []
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LOADING
    ]


def acts_unasked(path: str, source: str) -> list[str]:
    """Where a site acts as the program itself, so that nobody's rights are asked; for visitors it may."""
    if Path(path).parts[0] not in SITES:
        return []
    return [
        f"{path}:{node.lineno} {ast.unparse(node)[:60]}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"SystemAct", "command_act", "delegated"}
        and not (node.args and ast.unparse(node.args[0]) == "PUBLIC")
    ]


@pytest.mark.parametrize("inspect", [past_the_face, models_written, loaded_by_name, acts_unasked])
def test_the_house_keeps_to_its_faces(inspect: object) -> None:
    assert callable(inspect)
    assert [each for path, source in modules() for each in inspect(path, source)] == []


DAMAGES = [
    (past_the_face, "console/x.py", "from gongkai.annual_reports.models_of_mine import X\n"),
    (past_the_face, "oversight/x.py", "from gongkai.organisations.overlap import NoOverlap\n"),
    (past_the_face, "console/x.py", "import gongkai.annual_reports.tasks\n"),
    (
        models_written,
        "console/views/x.py",
        "from gongkai.organisations.models import Body\nBody.objects.create(code='x')\n",
    ),
    (
        models_written,
        "api/resources/x.py",
        "from gongkai.annual_reports.models import Draft\nDraft.objects.filter(pk=1).update(state='read')\n",
    ),
    (loaded_by_name, "portal/views/x.py", "from django.apps import apps\napps.get_model('x', 'Y')\n"),
    (acts_unasked, "console/views/x.py", "operations.close_body(body=b, act=SystemAct(here.by, here.at))\n"),
    (acts_unasked, "api/endpoints/x.py", "operations.close_body(body=b, act=call.act.delegated())\n"),
    (loaded_by_name, "console/x.py", "import importlib\nimportlib.import_module('gongkai.x')\n"),
]


@pytest.mark.parametrize(("inspect", "path", "planted"), DAMAGES)
def test_planted_damage_is_found(inspect: object, path: str, planted: str) -> None:
    assert callable(inspect)
    assert inspect(path, planted)
