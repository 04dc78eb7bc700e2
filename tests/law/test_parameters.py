"""The registry of dated values: complete, reachable by name, cited, and every cited article has a test."""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gongkai.law import instruments, parameters, practice
from gongkai.law.citation import Citation
from gongkai.law.dated import BeforeFirst, LegalParameter, ParameterValue

SOMEWHERE = Citation("disclosure-2019", 33)
TODAY = date(2026, 3, 2)


def reach(name: str) -> Any:
    """What the dotted name leads to; a name in capitals is a table looked up by member name."""
    module, *path = name.split(".")
    found: Any = importlib.import_module(f"gongkai.law.{module}")
    for part in path:
        if isinstance(found, dict):
            found = next(value for key, value in found.items() if key.name == part)
        else:
            found = getattr(found, part)
    return found


@pytest.mark.parametrize("parameter", parameters.ALL, ids=lambda each: each.name)
def test_a_parameter_is_where_its_name_says(parameter: LegalParameter[Any]) -> None:
    assert reach(parameter.name) is parameter
    assert parameters.get(parameter.name) is parameter


def test_names_are_unique_and_labels_unique_within_a_group() -> None:
    names = [each.name for each in parameters.ALL]
    assert len(names) == len(set(names))
    for group in parameters.by_group().values():
        labels = [each.label for each in group]
        assert len(labels) == len(set(labels))


def test_the_groups_hold_every_parameter_once() -> None:
    grouped = [each.name for group in parameters.by_group().values() for each in group]
    assert sorted(grouped) == sorted(each.name for each in parameters.ALL)
    with pytest.raises(KeyError):
        parameters.get("nothing")


ENTRIES = [(each, entry) for each in parameters.ALL for entry in each.entries]


@pytest.mark.parametrize(
    ("parameter", "entry"),
    ENTRIES,
    ids=lambda each: each.name if isinstance(each, LegalParameter) else str(each.since),
)
def test_an_entry_is_cited_from_an_instrument_then_in_force(
    parameter: LegalParameter[Any], entry: ParameterValue[Any]
) -> None:
    assert instruments.get(entry.citation.instrument).in_force(entry.since)
    assert entry.citation.article is not None
    assert parameter.text(entry)
    assert (entry.mark == "〔本项目理解〕") is (entry.sure == "K")
    assert entry.note or entry.sure == "S"


def test_a_superseded_instrument_supports_no_value_of_today() -> None:
    stale = {
        each.name
        for each in parameters.ALL
        if not instruments.get(each.on(TODAY).citation.instrument).in_force(TODAY)
    }
    assert stale == set()


def test_every_cited_article_has_a_test() -> None:
    claimed: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        claimed.update(getattr(importlib.import_module(f"tests.law.{path.stem}"), "COVERS", ()))
    cited = {f"{entry.citation.instrument}/{entry.citation.article}" for _, entry in ENTRIES}
    assert cited - claimed == set()
    assert claimed - cited <= {"disclosure-2019/31"}  # a rule of the clock, not a number


def test_versions_of_one_text_follow_each_other_without_gap_or_overlap() -> None:
    by_title: dict[str, list[instruments.Instrument]] = {}
    for each in instruments.ALL:
        by_title.setdefault(each.title, []).append(each)
    for versions in by_title.values():
        versions.sort(key=lambda each: each.in_force_from)
        for earlier, later in pairwise(versions):
            assert earlier.in_force_to is not None
            assert later.in_force_from - earlier.in_force_to == timedelta(days=1)
        assert all(each.promulgated <= each.in_force_from for each in versions)
    assert len({each.id for each in instruments.ALL}) == len(instruments.ALL)


def test_a_value_holds_from_its_day_until_the_next() -> None:
    dated = LegalParameter(
        "x.y",
        "某期限",
        "日",
        "某组",
        (ParameterValue(date(2008, 5, 1), 15, SOMEWHERE), ParameterValue(date(2019, 5, 15), 20, SOMEWHERE)),
    )
    assert [dated.value(date(2008, 5, 1)), dated.value(date(2019, 5, 14)), dated.value(TODAY)] == [15, 15, 20]
    assert dated.text(dated.on(TODAY)) == "20日"
    with pytest.raises(BeforeFirst, match="“某期限”自2008年5月1日起才有规定"):
        dated.value(date(2008, 4, 30))


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (ParameterValue(date(2019, 1, 1), 1, SOMEWHERE), ParameterValue(date(2008, 1, 1), 2, SOMEWHERE)),
        (ParameterValue(date(2019, 1, 1), 1, SOMEWHERE), ParameterValue(date(2019, 1, 1), 2, SOMEWHERE)),
        (ParameterValue(date(2019, 1, 1), 1, SOMEWHERE, "K"),),
    ],
    ids=["no entry", "out of order", "one day twice", "unsure without a note"],
)
def test_a_table_that_cannot_be_right_is_refused(entries: tuple[ParameterValue[int], ...]) -> None:
    with pytest.raises(ValueError, match=r"x\.y"):
        LegalParameter("x.y", "某期限", "日", "某组", entries)


def test_every_setting_of_practice_is_described_and_marked() -> None:
    assert [each.name for each in practice.SETTINGS] == list(practice.Practice.__dataclass_fields__)
    assert all(each.mark == "〔本项目理解〕" and each.note for each in practice.SETTINGS)
