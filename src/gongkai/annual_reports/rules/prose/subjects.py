"""What a figure of the prose may count, and which cells of a form hold the same figure: `subjects.yaml`.

A cell is (table, row, column); the cells of a subject are summed. That a form knows the cells is tested, not
checked here: the statistics of 2014–2018 are loaded with their form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from gongkai.annual_reports.rules.forms import FORMATS, FormError

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted: its key, its name in Chinese, and for every format the cells summed (or none)."""

    key: str
    label: str
    cells: Mapping[str, tuple[Cell, ...]]


def all() -> tuple[Subject, ...]:  # noqa: A001 (subjects.all() is how it reads)
    """Every subject, in the order of the file. Raises FormError for a file that contradicts itself."""
    return tuple(_load().values())


def subject(key: str) -> Subject:
    """The subject `key`; KeyError if there is none."""
    return _load()[key]


@cache
def _load() -> Mapping[str, Subject]:
    text = (files("gongkai.annual_reports.rules.prose") / "subjects.yaml").read_text("utf-8")
    found: dict[str, Subject] = {}
    for item in yaml.safe_load(text):
        subject = _subject(item)
        if subject.key in found:
            raise FormError(f"subjects.yaml: {subject.key} stands twice")
        found[subject.key] = subject
    return MappingProxyType(found)


def _subject(item: Mapping[str, Any]) -> Subject:
    if set(item) != {"key", "label", "cells"} or set(item["cells"]) - set(FORMATS):
        raise FormError(f"subjects.yaml: {item.get('key')} has unknown or missing keys")
    cells = {format: tuple(_cell(cell) for cell in item["cells"].get(format, ())) for format in FORMATS}
    return Subject(item["key"], item["label"], MappingProxyType(cells))


def _cell(text: str) -> Cell:
    table, row, column = text.split()
    return table, row, column
