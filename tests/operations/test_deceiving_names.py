"""Every argument of an operation that names something refuses what deceives the eye; from the registry."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from gongkai.records import journal
from gongkai.records.acts import SystemAct
from gongkai.records.operations import OPERATIONS
from gongkai.records.refusals import Refused
from tests.operations import exercises
from tests.operations.test_every_operation import tables
from tests.operations.test_reach import entered

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NAMING = {"name", "title", "label", "short_name", "place_name"}
DECEIVING = ["演示\u202e审计", "李审计\u200b", "a\r\nBcc: x", "甲\x00", "\ufeff乙"]
# Arguments of these names that nobody gives, each with whose word it is.
NOT_GIVEN = {
    ("set_parameter", "name"): "one of the names in the table of parameters",
    ("save_view", "title"): "the list's own heading",
    ("forget_view", "title"): "the list's own heading",
    ("record_export", "title"): "the list's own heading",
    ("destroy_case_key", "label"): "the name of the case, as it stands in its row",
}
# Names of files and headings as somebody else wrote them: what deceives is taken out.
CLEANED: dict[tuple[str, str], Callable[[Any], str]] = {
    ("keep_check", "name"): lambda kept: kept.name,
    ("import_report", "title"): lambda made: made[0].source_title,
}


def naming() -> list[tuple[str, str]]:
    """(operation, argument) of every name that is given."""
    found = []
    for path, one in OPERATIONS.items():
        for name in inspect.signature(one.function).parameters:
            if name in NAMING and one.action != "inside":
                found.append((path.rpartition(".")[2], name))
    return sorted(found)


def prepared(operation: str) -> exercises.Prepare:
    found = [table[operation] for _package, table in tables() if operation in table]
    assert found, f"{operation} has no exercise"
    return found[0]


def test_what_is_excepted_is_there() -> None:
    inside = {(path.rpartition(".")[2], name) for path, one in OPERATIONS.items() for name in one.parameters}
    assert set(NOT_GIVEN) - inside == set()


GIVEN = [one for one in naming() if one not in {*NOT_GIVEN, *CLEANED}]


@pytest.fixture
def _data_of_its_own(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path


@pytest.mark.usefixtures("_data_of_its_own")
@pytest.mark.parametrize(("operation", "argument"), GIVEN)
def test_it_is_refused_and_nothing_is_journalled(
    operation: str, argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = entered(prepared(operation)(), monkeypatch)
    call = getattr(importlib.import_module(found.declared.function.__module__), operation)
    act = SystemAct(exercises.BY, exercises.AT)
    before = journal.entries().count()
    for text in DECEIVING:
        with pytest.raises(Refused, match=r"U\+[0-9A-F]{4}"):
            call(**{**found.kwargs, argument: text, "act": act})
    assert journal.entries().count() == before


@pytest.mark.usefixtures("_data_of_its_own")
@pytest.mark.parametrize(("operation", "argument"), CLEANED)
def test_of_what_others_wrote_it_is_taken_out(
    operation: str, argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = entered(prepared(operation)(), monkeypatch)
    call = getattr(importlib.import_module(found.declared.function.__module__), operation)
    made = call(**{**found.kwargs, argument: DECEIVING[0], "act": SystemAct(exercises.BY, exercises.AT)})
    assert CLEANED[operation, argument](made) == "演示审计"
