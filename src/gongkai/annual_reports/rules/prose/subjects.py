"""What a figure of the prose may count, which cells of a form hold the same figure, and which words say so.

The list is `subjects.yaml`, with phrases of `wordings.yaml`. A cell is (table, row, column); the cells of
a subject are summed. That a form knows the cells is tested, not checked here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from gongkai.annual_reports.rules.forms import FORMATS, FormError

Cell = tuple[str, str, str]
_MACRO = re.compile(r"<([\u3400-\u9fff]+)>")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted: its key, its name in Chinese, and for every format the cells summed (or none)."""

    key: str
    label: str
    cells: Mapping[str, tuple[Cell, ...]]
    says: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The part of the key before the point: applications, review, litigation …"""
        return self.key.partition(".")[0]


def all() -> tuple[Subject, ...]:
    """Every subject, in the order of the file. Raises FormError for a file that contradicts itself."""
    return tuple(_load().values())


def subject(key: str) -> Subject:
    """The subject `key`; KeyError if there is none."""
    return _load()[key]


@lru_cache(maxsize=8192)  # a report says the same of many figures, and reports say the same
def said(phrase: str, family: str = "") -> str:
    """The key of the subject that the whole `phrase` names, empty if none does for certain.

    `family`: what the figures beside it count, so that words that leave that out are understood too.
    """
    if not phrase or len(phrase) > 60:
        return ""
    match = _patterns("").fullmatch(phrase) or (_patterns(family).fullmatch(phrase) if family else None)
    return _key(match.lastgroup) if match and match.lastgroup else ""


@cache
def _patterns(family: str) -> re.Pattern[str]:
    """All `says` as one pattern, or (with a family) all `inside` of that family."""
    found = [
        f"(?P<{subject.key.replace('.', '__')}>{'|'.join(patterns)})"
        for subject in all()
        if (patterns := subject.inside if family else subject.says)
        and (not family or subject.family in _RELATED.get(family, (family,)))
    ]
    return re.compile("|".join(found) or "(?!)")


# After a figure of 行政复议 another may follow that says only 行政诉讼.
_RELATED = {"review": ("review",), "litigation": ("litigation",)}


def _key(group: str) -> str:
    return group.replace("__", ".")


@cache
def _load() -> Mapping[str, Subject]:
    wordings = yaml.safe_load(_text("wordings.yaml"))
    found: dict[str, Subject] = {}
    for item in yaml.safe_load(_text("subjects.yaml")):
        subject = _subject(item, wordings)
        if subject.key in found:
            raise FormError(f"subjects.yaml: {subject.key} stands twice")
        found[subject.key] = subject
    return MappingProxyType(found)


def _text(name: str) -> str:
    return (files("gongkai.annual_reports.rules.prose") / name).read_text("utf-8")


def _subject(item: Mapping[str, Any], wordings: Mapping[str, str]) -> Subject:
    known = {"key", "label", "cells", "says", "inside"}
    if not {"key", "label", "cells"} <= set(item) <= known or set(item["cells"]) - set(FORMATS):
        raise FormError(f"subjects.yaml: {item.get('key')} has unknown or missing keys")
    cells = {format: tuple(_cell(cell) for cell in item["cells"].get(format, ())) for format in FORMATS}
    says, inside = (
        tuple(_MACRO.sub(lambda name: wordings[name[1]].strip(), pattern) for pattern in item.get(name, ()))
        for name in ("says", "inside")
    )
    return Subject(item["key"], item["label"], MappingProxyType(cells), says, inside)


def _cell(text: str) -> Cell:
    table, row, column = text.split()
    return table, row, column
