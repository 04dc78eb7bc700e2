"""What is said to people is refused with the one class that every site, job and command catches."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.records.refusals import Refused
from tests.optional import ROOT

SOURCE = ROOT / "src"
DOMAIN = ("records", "organisations", "annual_reports", "console", "demo")
WORDS = {"_", "gettext", "ngettext"}
# Sentences that reach people by another way than a refusal, each with that way.
OTHERWISE = {
    "ValidationError": "Django's forms and models collect it by field",
    "WaitedTooLong": "the database is busy: an outage, answered 503 (records.outages)",
    "WaitsForItself": "a mistake of the program, which the log tells in words",
    "GiveUp": "ends a job, whose page shows the sentence (records.jobs)",
    "ExposedHome": "stops the start, which prints the sentence (cli.preparing)",
    "KeyVersionUnknown": "keys that cannot be used: an outage, answered 503 (records.outages)",
    "KeyFileExposed": "likewise, and it stops the start",
    "KeyFileUnreadable": "likewise, and it stops the start",
}


# A cell of a workbook that cannot be read: told with its row and column (sheets.reading).
CELLS = "gongkai.organisations.sheets.columns"


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """(line, name of the class) of every exception that is raised with a sentence for people."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            called = {ast.unparse(one.func) for one in ast.walk(node.exc) if isinstance(one, ast.Call)}
            if called & WORDS:
                yield node.lineno, ast.unparse(node.exc.func)


def outside_the_root(source: str, namespace: dict[str, Any]) -> list[str]:
    """Those whose class is no Refused, and that nobody else is known to tell."""
    found = []
    for line, name in sentences(source):
        first, *rest = name.split(".")
        kind = namespace.get(first, getattr(importlib.import_module("builtins"), first, None))
        for part in rest:
            kind = getattr(kind, part, None)
        within = not isinstance(kind, type) or issubclass(kind, Refused | ValidationError)
        if not within and name.rpartition(".")[2] not in OTHERWISE:
            found.append(f"{line} {name}")
    return found


def modules() -> Iterator[Path]:
    for package in DOMAIN:
        for path in sorted((SOURCE / "gongkai" / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_every_sentence_for_people_is_refused_from_the_root() -> None:
    wrong = {}
    for path in modules():
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        source = path.read_text("utf-8")
        if name == CELLS:
            continue
        if list(sentences(source)) and (
            found := outside_the_root(source, vars(importlib.import_module(name)))
        ):
            wrong[name] = found
    assert wrong == {}


def test_cells_of_workbooks_are_told_by_the_class_that_their_reader_catches() -> None:
    source = Path(importlib.import_module(CELLS).__file__ or "").read_text("utf-8")
    assert {name for _line, name in sentences(source)} == {"ValueError"}


def test_a_refusal_outside_the_root_is_found() -> None:
    class Stray(ValueError):
        """A root of its own."""

    class Kept(Refused):
        """As it should be."""

    raising = "def close():\n    raise {}(_('已经关闭。'))\n"
    names = {"Stray": Stray, "Kept": Kept}
    assert outside_the_root(raising.format("Stray"), names) == ["2 Stray"]
    assert outside_the_root(raising.format("ValueError"), names) == ["2 ValueError"]
    assert outside_the_root(raising.format("Kept"), names) == []
