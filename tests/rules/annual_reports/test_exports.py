"""What leaves the program: CSV that loses no distinction, JSON that comes back strictly."""

from __future__ import annotations

import copy
import csv
import io
from typing import Any

import pytest

from gongkai.annual_reports.rules import Finding, NotAReading, Reading, as_csv, kinds, read
from tests import material


def shape() -> dict[str, Any]:
    report = material.figures("2021", 4, 30)
    report["table3"]["1"]["natural"] = None
    return report | {
        "narrative": [{"claim": "=公开", "value": 3.5, "unit": "万条", "approximate": True}],
        "unread": [{"table": "table3", "row": "2", "col": "other", "reason": "原文“无”不是能够确定的数字"}],
    }


def rows(reading: Reading) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(reading))))


def test_csv_has_every_cell_of_the_form_and_says_blank_or_unread() -> None:
    data = shape()
    del data["table3"]["2"]["other"]
    lines = rows(Reading.from_json(data))
    assert len(lines) == 10 + 175 + 15 + 1
    state = {(line["表"], line["行代码"], line["列代码"]): (line["状态"], line["数值"]) for line in lines}
    assert state["表三", "1", "natural"] == ("空白", "")
    assert state["表三", "2", "other"] == ("未读出", "")
    assert state["表三", "3.1", "other"] == ("已填", str(data["table3"]["3.1"]["other"]))
    fees = next(line for line in lines if line["行代码"] == "行政事业性收费")
    assert fees["单位"] == "万元"


def test_csv_never_hands_a_formula_to_a_spreadsheet() -> None:
    assert rows(Reading.from_json(shape()))[-1]["行"] == "'=公开"


def test_csv_of_a_report_without_tables_has_its_prose_figures() -> None:
    data = {"place": "云溪市", "year": 2016, "format": "pre2019", "narrative": shape()["narrative"]}
    assert [line["状态"] for line in rows(Reading.from_json(data))] == ["约数"]


def test_json_comes_back_as_it_went() -> None:
    assert Reading.from_json(shape()).as_json() == shape()
    text = material.html(material.figures("2019", 4, 30)).replace("<span>规章", "<span>规 章")
    reading = read(text.encode())
    assert Reading.from_json(reading.as_json()) == reading


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: [],
        lambda data: data | {"colour": 1},
        lambda data: data | {"year": "2023"},
        lambda data: data | {"year": True},
        lambda data: data | {"format": "2031"},
        lambda data: data | {"format": None},
        lambda data: data | {"table3": []},
        lambda data: data | {"table3": {"9": {}}},
        lambda data: data | {"table3": {"1": {"nobody": 1}}},
        lambda data: data | {"table3": {"1": {"natural": "1"}}},
        lambda data: data | {"table3": {"1": {"natural": True}}},
        lambda data: data | {"table3": {"1": {"natural": float("nan")}}},
        lambda data: data | {"table3": {"1": {"natural": 10**15}}},
        lambda data: data | {"table3": {"1": {"natural": {"value": 1, "unit": "元"}}}},
        lambda data: data | {"table3": {"1": {"natural": 1, "note": 5}}},
        lambda data: data | {"narrative": [{"claim": "x", "value": 1}]},
        lambda data: data | {"narrative": [{"claim": "x", "value": 1, "unit": "条", "more": 1}]},
        lambda data: data | {"unread": [{"table": "table9", "row": None, "col": None, "reason": ""}]},
        lambda data: data | {"unread": {}},
        lambda data: data | {"place": 5},
        lambda data: data | {"place": "云\x00溪市"},
        lambda data: data | {"place": "云\ud800市"},
    ],
)
def test_json_that_is_not_a_reading_is_refused_with_a_sentence(spoil: Any) -> None:
    with pytest.raises(NotAReading, match="请"):
        Reading.from_json(spoil(copy.deepcopy(shape())))


def test_a_finding_as_json() -> None:
    finding = Finding("T3-A", "error", "table3", (("total", "natural"),), 3, 4, "句子。")
    assert finding.as_json() == {
        "key": finding.key,
        "code": "T3-A",
        "level": "error",
        "table": "table3",
        "cells": [{"row": "total", "col": "natural"}],
        "expected": 3,
        "found": 4,
        "values": [],
        "spans": [],
        "message": "句子。",
    }


def test_every_kind_of_finding_is_listed_with_level_rule_and_citation() -> None:
    listed = kinds()
    statistics = {f"ST-{letter}" for letter in "ABCDEFGH"}
    chapters = {"T3-A", "T3-B", "T3-C", "T3-D", "T4-A", "T2-A", "T2-B", "FMT"}
    text = {"TXT", "TXT-TABLE", "TXT-SUM", "TXT-PCT", "TXT-GROWTH", "TXT-ORDER", "TXT-SELF"}
    words = {"YEAR", "DATE", "LATE", "BODY", "RULES", "ITEM", "EMPTY", "CHAPTER"}
    assert {kind.code for kind in listed} == chapters | statistics | text | words
    assert all(kind.level in ("error", "warn", "ask") and kind.rule and kind.citation for kind in listed)
