"""Every change is an operation: it takes an act, asks access, journals; inspected, and performed where we
know how.

A public function of a module `operations` is one, by its decorator; those that only look, or only prepare
and then call one, are named here with the reason.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.organisations import access
from gongkai.records import journal
from gongkai.records.acts import ANYONE, INSIDE, OWNER, SystemAct
from gongkai.records.kinds import find_kind
from gongkai.records.operations import OPERATIONS, Operation, field_of
from tests.operations import exercises
from tests.optional import ROOT
from tests.prepared import around_a_test

SOURCE = ROOT / "src"
DECORATORS = {"operation", "prepared_operation"}
# The mechanism itself is no operation.
MECHANISM = SOURCE / "gongkai" / "records" / "operations.py"
# Public functions in a room of operations that are none, each with the reason why it stands there.
NOT_OPERATIONS = {
    "gongkai.records.keys.operations.open_backup": "opens a back-up in memory for those who check it",
    "gongkai.records.files.operations.put_public": "inspects and writes the bytes that keep names",
    "gongkai.records.files.operations.put_private": "inspects and seals the bytes that keep names",
    "gongkai.records.files.operations.store_public": "puts, then performs keep",
    "gongkai.records.files.operations.store_private": "puts, then performs keep",
    "gongkai.records.letters.operations.lay_out": "prepares what issue_laid_out numbers",
    "gongkai.records.letters.operations.render_files": "renders, in a child process",
    "gongkai.annual_reports.operations.figure_rows.figure_rows": "the rows of a report's figures",
    "gongkai.annual_reports.operations.figure_rows.write_figure_rows": "a part of archiving",
    "gongkai.annual_reports.operations.placing.counted": "what lists show of a draft, before a transaction",
    "gongkai.annual_reports.operations.placing.place_draft": "a part of reading and receiving",
    "gongkai.annual_reports.operations.placing.placement_of": "looks where a draft would be placed",
    "gongkai.annual_reports.operations.placing.set_counts": "sets fields of a draft that its caller saves",
    "gongkai.annual_reports.operations.reading.read_draft": "performs keep_reading or keep_unreadable",
    "gongkai.annual_reports.operations.unpacking.dropped_files": "the files in what was dropped",
    "gongkai.records.numbers.operations.next_number": "looks which number would be next",
    "gongkai.organisations.operations.bodies.state": "what the journal keeps of a version",
    "gongkai.organisations.operations.bodies.compact_credit_code": "a rule of one value",
    "gongkai.organisations.operations.claims.begin_claim": "performs _begin for an account that there is",
    "gongkai.organisations.operations.grants.expire_old": "performs expire for each that is over",
    "gongkai.organisations.operations.posts.note_granted": "the entry per role that appointments share",
    "gongkai.organisations.operations.posts.needs_second_person": "looks whether a grant is guarded",
    "gongkai.organisations.operations.posts.roles_held_from": "looks which roles somebody holds",
    "gongkai.organisations.operations.tokens.guarded_scopes": "looks which scopes are administrators'",
    "gongkai.organisations.operations.tokens.journalled": "what the journal keeps of a token",
    "gongkai.organisations.operations.tokens.make_token": "the row that two operations begin with",
    "gongkai.organisations.operations.people.refuse_own": "a check that two operations share",
    "gongkai.organisations.operations.posts.refuse_clash": "a check that several operations share",
}


def rooms() -> Iterator[Path]:
    for path in sorted((SOURCE / "gongkai").rglob("*.py")):
        if (path.stem == "operations" or path.parent.name == "operations") and path != MECHANISM:
            yield path


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def undecorated(source: str) -> list[str]:
    """The public functions of a module of operations that change something and are no operations."""
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith(("_", "check_", "can_")):
            continue
        decorators = {
            ast.unparse(one.func if isinstance(one, ast.Call) else one).rpartition(".")[2]
            for one in node.decorator_list
        }
        if not decorators & DECORATORS:
            found.append(node.name)
    return found


def test_every_public_function_of_a_room_of_operations_is_one() -> None:
    loose = {f"{module_of(path)}.{name}" for path in rooms() for name in undecorated(path.read_text("utf-8"))}
    loose = {name for name in loose if not name.startswith("gongkai.organisations.operations.checking.")}
    assert loose - set(NOT_OPERATIONS) == set()
    assert set(NOT_OPERATIONS) - loose == set()


def test_an_operation_without_its_decorator_is_found() -> None:
    assert undecorated("def close(*, body, act):\n    body.delete()\n") == ["close"]
    assert undecorated("@operation('a.b', 'x', of=K, action='a')\ndef close(*, body, act):\n    pass\n") == []
    assert undecorated("@transaction.atomic\ndef close(*, body, act):\n    pass\n") == ["close"]


def test_every_operation_takes_an_act_and_every_argument_by_name() -> None:
    wrong = []
    for declared in OPERATIONS.values():
        parameters = dict(inspect.signature(declared.function).parameters)
        if next(iter(parameters.values())).kind is not inspect.Parameter.KEYWORD_ONLY:
            parameters.pop(next(iter(parameters)))  # what was prepared
        act = parameters.get("act")
        if act is None or act.default is not inspect.Parameter.empty:
            wrong.append(f"{declared.path}: no act")
        if any(one.kind is not one.KEYWORD_ONLY for one in parameters.values()):
            wrong.append(f"{declared.path}: an argument by position")
        if unknown := {*declared.elsewhere, *declared.codes} - set(parameters):
            wrong.append(f"{declared.path}: names {unknown}, which it does not take")
    assert not wrong


def test_every_operation_asks_a_row_of_the_table_of_actions() -> None:
    known = {*access.ACTIONS, ANYONE, INSIDE, OWNER}
    assert {one.path: one.action for one in OPERATIONS.values() if one.action not in known} == {}


def test_what_lies_beyond_the_reach_on_purpose_says_why() -> None:
    for declared in OPERATIONS.values():
        assert all(len(reason) > 15 for reason in declared.elsewhere.values()), declared.path


# --- performed


def tables() -> list[tuple[str, exercises.Exercises]]:
    return [
        (info.name, importlib.import_module(f"{exercises.__name__}.{info.name}").EXERCISES)
        for info in pkgutil.iter_modules(exercises.__path__)
    ]


def names_of_package(name: str) -> tuple[set[str], set[str]]:
    """The operations of a package that must be performed here, and those that may.

    What is only a part of others (INSIDE) is performed with them; what performs one may stand for it.
    """
    inside = tuple(f"gongkai.{floor}{name}.operations." for floor in ("", "records."))
    declared = {path: one for path, one in OPERATIONS.items() if path.startswith(inside)}
    performing = {
        path for path, why in NOT_OPERATIONS.items() if path.startswith(inside) and "performs" in why
    }
    must = {path for path, one in declared.items() if one.action != INSIDE}
    performed = {word for path in performing for word in NOT_OPERATIONS[path].split()}
    public = {path.rpartition(".")[2] for path in must} - performed
    return public, {path.rpartition(".")[2] for path in {*declared, *performing}}


@pytest.mark.parametrize(("package", "table"), [pytest.param(*row, id=row[0]) for row in tables()])
def test_a_package_that_joins_performs_all_its_operations(package: str, table: exercises.Exercises) -> None:
    must, may = names_of_package(package)
    assert must - set(table) == set()
    assert set(table) - may == set()


@pytest.fixture
def _data_of_its_own(tmp_path: Path, settings: Settings) -> None:
    """Keys and files of one performance are not those of another."""
    settings.DATA = tmp_path


performed = pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(prepare, id=f"{package}.{name}")
        for package, table in tables()
        for name, prepare in table.items()
    ],
)
ACT = SystemAct(exercises.BY, exercises.AT)


class Undone(Exception):
    """Thrown after an operation, so that its transaction is rolled back."""


def new_entries(before: set[int]) -> list[journal.Entry]:
    return [entry for entry in journal.entries() if entry.pk not in before]


def keys_without_words(entry: journal.Entry) -> set[str]:
    """The keys of an entry that neither its object's kind nor its verb's has a label for."""
    keys = {*(entry.before or {}), *(entry.after or {})}
    return {key for key in keys if field_of(entry.verb, entry.object_kind, key) is None}


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("_data_of_its_own")
@performed
def test_performed_it_leaves_entries_that_say_who_and_when_in_words(
    prepare: exercises.Prepare,
) -> None:
    perform = prepare()
    before = set(journal.entries().values_list("pk", flat=True))
    perform(ACT)
    written = new_entries(before)
    assert written
    assert all(entry.verb in journal.labels() for entry in written)
    assert all(entry.by == exercises.BY and entry.at == exercises.AT for entry in written)
    assert {entry.verb: keys_without_words(entry) for entry in written if keys_without_words(entry)} == {}
    assert all(find_kind(entry.object_kind) for entry in written)


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("_data_of_its_own")
@performed
def test_undone_it_leaves_none(prepare: exercises.Prepare) -> None:
    perform = prepare()
    before = journal.entries().count()
    with pytest.raises(Undone), around_a_test():  # and around what the operation prepares
        perform(ACT)
        raise Undone
    assert journal.entries().count() == before


def test_the_operations_that_were_declared_are_those_that_stand_in_the_source() -> None:
    assert all(isinstance(one, Operation) for one in OPERATIONS.values())
    assert {"create_body", "lock_person"} <= {path.rpartition(".")[2] for path in OPERATIONS}
