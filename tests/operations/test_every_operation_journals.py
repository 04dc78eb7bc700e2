"""Nothing is changed without a journal entry: every operation is inspected, and performed where we know how.

An operation is every public function of a module `operations`; in a package `operations`, every function
that its `__init__` offers or that takes `by`. Checks (`check_…`, `can_…`) only look.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from gongkai.records import journal
from tests.operations import exercises
from tests.optional import ROOT

SOURCE = ROOT / "src"
# Public functions in a room of operations that change nothing, each with the reason why it stands there.
ONLY_LOOK = {
    "gongkai.records.keys.operations.open_backup": "opens a back-up in memory for those who check it",
}
AN_OPERATION_SAYS = ("by", "at")


@dataclass(frozen=True)
class Operation:
    """One operation: where it is and what its source says."""

    module: str
    node: ast.FunctionDef
    siblings: dict[str, ast.FunctionDef]

    @property
    def path(self) -> str:
        return f"{self.module}.{self.node.name}"

    def function(self) -> Callable[..., object]:
        found: Callable[..., object] = getattr(importlib.import_module(self.module), self.node.name)
        return found


def rooms() -> Iterator[Path]:
    for path in sorted((SOURCE / "gongkai").rglob("*.py")):
        if path.stem == "operations" or path.parent.name == "operations":
            yield path


def takes_by(node: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in [*node.args.args, *node.args.kwonlyargs])


def offers(package: Path) -> set[str]:
    """The names that the `__init__` of a package imports for others."""
    door = package / "__init__.py"
    nodes = ast.walk(ast.parse(door.read_text("utf-8"))) if door.exists() else ()
    return {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the house."""
    found = []
    for path in rooms():
        parts = path.relative_to(SOURCE).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        functions = {
            node.name: node
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        offered = set(functions) if path.stem == "operations" else offers(path.parent)
        found += [
            Operation(module, node, functions)
            for name, node in functions.items()
            if not name.startswith(("_", "check_", "can_"))
            and f"{module}.{name}" not in ONLY_LOOK
            and (name in offered or takes_by(node))
        ]
    return tuple(found)


def called(node: ast.AST) -> set[str]:
    """What a function calls, as written: `record`, `journal.record`, `operations.keep_check`."""
    return {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


def journals(operation: Operation) -> bool:
    """Whether it calls journal.record or another operation, itself or through a function beside it."""
    others = {other.node.name for other in operations()} - {operation.node.name}
    seen, ahead = set(), [operation.node]
    while ahead:
        node = ahead.pop()
        seen.add(node.name)
        for name in called(node):
            if name == "journal.record" or name.rpartition(".")[2] in others:
                return True
            if name in operation.siblings and name not in seen:
                ahead.append(operation.siblings[name])
    return False


def atomic(operation: Operation) -> bool:
    """Whether it is one transaction, or opens its own."""
    return any(ast.unparse(node) == "transaction.atomic" for node in ast.walk(operation.node))


every_operation = pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.path)


def test_there_are_operations_to_inspect() -> None:
    assert {"archive_report", "keep_check", "forget_check"} <= {found.node.name for found in operations()}


@every_operation
def test_an_operation_says_who_and_when_and_every_argument_by_name(operation: Operation) -> None:
    parameters = inspect.signature(operation.function()).parameters
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters.values())
    assert set(AN_OPERATION_SAYS) <= set(parameters)
    assert all(parameters[name].default is inspect.Parameter.empty for name in AN_OPERATION_SAYS)


@every_operation
def test_an_operation_is_atomic_and_journals(operation: Operation) -> None:
    assert atomic(operation), "an operation stands or falls as a whole: transaction.atomic"
    assert journals(operation), "an operation ends with journal.record, or calls one that does"


# The inspection itself: what it must see and what it must not take for journalling
SPECIMENS = [
    ("def change(*, by, at):\n    journal.record(verb='a.b')", True),
    ("def change(*, by, at):\n    _tell()\ndef _tell():\n    journal.record(verb='a.b')", True),
    ("def change(*, by, at):\n    operations.keep_check(by=by, at=at)", True),
    ("def change(*, by, at):\n    rows.update(done=True)", False),
    ("def change(*, by, at):\n    tape.record('a.b')", False),
    ("def change(*, by, at):\n    'journal.record()'", False),
    ("def change(*, by, at):\n    change(by=by, at=at)", False),
]


@pytest.mark.parametrize(("source", "sees"), SPECIMENS)
def test_the_inspection_sees_whether_a_function_journals(source: str, sees: bool) -> None:
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    assert journals(Operation("specimen", functions["change"], functions)) is sees


def tables() -> list[tuple[str, exercises.Exercises]]:
    return [
        (info.name, importlib.import_module(f"{exercises.__name__}.{info.name}").EXERCISES)
        for info in pkgutil.iter_modules(exercises.__path__)
    ]


def of_package(name: str) -> set[str]:
    inside = tuple(f"gongkai.{floor}{name}.operations" for floor in ("", "records."))
    return {found.node.name for found in operations() if found.module.startswith(inside)}


@pytest.mark.parametrize(("package", "table"), [pytest.param(*row, id=row[0]) for row in tables()])
def test_a_package_that_joins_performs_all_its_operations(package: str, table: exercises.Exercises) -> None:
    assert set(table) == of_package(package)


@pytest.fixture
def _data_of_its_own(tmp_path: Path, settings: Settings) -> None:
    """Keys and files of one performance are not those of another."""
    settings.DATA = tmp_path


performed = [
    pytest.param(prepare, id=f"{package}.{name}")
    for package, table in tables()
    for name, prepare in table.items()
]


class Undone(Exception):
    """Thrown after an operation, so that its transaction is rolled back."""


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("_data_of_its_own")
@pytest.mark.parametrize("prepare", performed)
def test_performed_it_leaves_entries_that_say_who_and_when(prepare: Callable[[], exercises.Act]) -> None:
    act = prepare()
    before = set(journal.entries().values_list("pk", flat=True))
    act()
    written = [entry for entry in journal.entries() if entry.pk not in before]
    assert written
    assert all(entry.verb in journal.labels() for entry in written)
    assert all(entry.by == exercises.BY and entry.at == exercises.AT for entry in written)


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("_data_of_its_own")
@pytest.mark.parametrize("prepare", performed)
def test_undone_it_leaves_none(prepare: Callable[[], exercises.Act]) -> None:
    act = prepare()
    before = journal.entries().count()
    with pytest.raises(Undone), transaction.atomic():
        act()
        raise Undone
    assert journal.entries().count() == before
