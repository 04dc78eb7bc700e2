"""JSON: our own readings come back as they were; others are read by the declared keys, the rest is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.annual_reports.rules import NothingRead, read
from tests import material

TABLES = ("table2", "table3", "table4")


def saved(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def tables(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: shape[key] for key in TABLES}


def unread(value: Any) -> list[tuple[str | None, str | None, str | None]]:
    return [(item.table, item.row, item.col) for item in read(saved(value)).unread]


# ——— our own readings ———


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("write", [material.html, material.lines, material.tabs])
def test_what_was_read_is_read_again_the_same(format: str, write: Any) -> None:
    reading = read(write(material.figures(format, 1, 90)).encode())
    assert read(saved(reading.as_json())) == reading
    assert read(saved({"code": 0, "data": {"report": reading.as_json()}})) == reading


def test_notes_beside_a_reading_are_ignored_and_unknown_figures_said() -> None:
    report = material.figures("2021", 2, 90)
    assert not read(saved(report | {"note": "抄录", "complete": True, "pages": [1, 2]})).unread
    assert unread(report | {"table9": {"甲": {"乙": 3}}}) == [(None, None, None)]


def test_a_cell_that_is_missing_is_unread_and_no_blank() -> None:
    report = material.figures("2021", 3, 90)
    del report["table3"]["new"]["natural"]
    report["table3"]["new"]["other"] = None
    reading = read(saved(report))
    assert [(item.table, item.row, item.col) for item in reading.unread] == [("table3", "new", "natural")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"place": "云溪市", "year": 2023,', "不完整"),
        ('{"place":"云溪市","year":2023,"format":"2021","table2":{"规章":{"本年制发件数":"3"}}}', "不是数字"),
        ('{"place":"云溪市","year":2023,"format":"2021","table2":{"规章":{"本年制发件数":NaN}}}', "不是数字"),
        ('{"place":"云溪市","year":2023,"format":"2021","table2":{"国法":{}}}', "国法"),
        ('{"place":"云溪市","year":2023,"year":2024,"format":"2021","table2":null}', "两次"),
        ("[" * 100_000, "请"),
        ('{"a":' * 100_000, "不完整"),
        ('{"a": 1}', "没有找到"),
    ],
)
def test_what_is_no_report_is_refused_with_the_remedy(text: str, says: str) -> None:
    with pytest.raises(NothingRead, match=says) as refusal:
        read(text.encode())
    assert "请" in str(refusal.value)


def test_several_reports_in_one_file_are_refused() -> None:
    with pytest.raises(NothingRead, match="2份"):
        read(saved([material.figures("2021", seed, 9) for seed in (1, 2)]))


# ——— what other programs parsed ———


def parsed(**tables: Any) -> dict[str, Any]:
    sections = [{"type": "table", key: value} for key, value in tables.items()]
    return {"unit_name": "云溪市", "year": 2023, "active_version": {"parsed_json": {"sections": sections}}}


LITIGATION = {
    row: {"maintain": 1, "correct": 0, "other": 0, "unfinished": 2, "total": 3}
    for row in ("review", "litigationDirect", "litigationPostReview")
}


def test_declared_keys_are_cells() -> None:
    reading = read(saved(parsed(reviewLitigationData=LITIGATION)))
    assert (reading.place, reading.year, reading.format) == ("云溪市", 2023, "2021")
    assert reading.as_json()["table4"]["litigation_after_review"] == {
        "upheld": 1,
        "corrected": 0,
        "other": 0,
        "pending": 2,
        "total": 3,
    }
    assert [(item.table, item.row) for item in reading.unread] == [("table2", None), ("table3", None)]


@pytest.mark.parametrize(
    ("value", "is_read"),
    [(3, 3), (3.0, 3), ("3", 3), ("", None), (None, None), ("-", None)],
)
def test_values_are_read_as_cells_are(value: Any, is_read: int | None) -> None:
    changed = LITIGATION | {"review": LITIGATION["review"] | {"maintain": value}}
    reading = read(saved(parsed(reviewLitigationData=changed)))
    assert reading.as_json()["table4"]["review"]["upheld"] == is_read


@pytest.mark.parametrize("value", [True, [3], "约3", "3 4"])
def test_what_is_no_number_is_unread(value: Any) -> None:
    changed = LITIGATION | {"review": LITIGATION["review"] | {"maintain": value}}
    assert ("table4", "review", "upheld") in unread(parsed(reviewLitigationData=changed))


def test_unknown_keys_are_said_and_missing_ones_unread() -> None:
    review = {"maintain": 1, "correct": 0, "other": 0, "total": 3, "withdrawn": 2}
    reading = read(saved(parsed(reviewLitigationData=LITIGATION | {"review": review})))
    assert any("withdrawn" in item.reason for item in reading.unread if item.table is None)
    assert ("table4", "review", "pending") in [(item.table, item.row, item.col) for item in reading.unread]


def test_a_table_that_stands_twice_with_other_figures_is_refused() -> None:
    other = LITIGATION | {"review": LITIGATION["review"] | {"maintain": 2}}
    with pytest.raises(NothingRead, match="两份"):
        read(saved([parsed(reviewLitigationData=LITIGATION), parsed(reviewLitigationData=other)]))


def test_keys_of_the_form_of_2021_say_nothing_for_certain_about_an_earlier_year() -> None:
    reading = read(saved(parsed(reviewLitigationData=LITIGATION) | {"year": 2020}))
    assert reading.tables == dict.fromkeys(TABLES)
    assert "2020" in reading.unread[-1].reason


def test_texts_that_became_question_marks_are_said_and_not_read() -> None:
    shape = parsed(reviewLitigationData=LITIGATION) | {"unit_name": "?????"}
    shape["sections"] = [{"type": "text", "title": "????", "content": "2023????3?"}]
    reading = read(saved(shape))
    assert reading.place is None
    assert not reading.narrative
    assert sum("问号" in item.reason for item in reading.unread) == 2


def test_sections_of_prose_become_claims() -> None:
    shape = parsed(reviewLitigationData=LITIGATION)
    shape["sections"] = [{"type": "text", "title": "总体情况", "content": "全年收到申请12件。"}]
    assert [claim.value for claim in read(saved(shape)).narrative] == [12]


def test_a_page_inside_an_answer_is_read_as_the_page() -> None:
    report = material.figures("2021", 4, 90)
    answer = {"code": 200, "data": {"title": material.before(report)[0], "content": material.html(report)}}
    reading = read(saved(answer))
    assert tables(reading.as_json()) == tables(report)
    assert (reading.place, reading.year) == ("云溪市", 2023)


# ——— the collection ———


def figures(shape: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    return {
        (key, row, column): value
        for key in TABLES
        for row, line in (shape.get(key) or {}).items()
        for column, value in line.items()
        if column not in ("note", "unit")
    }


@pytest.mark.corpus
def test_the_parsed_report_of_the_collection_is_read_completely(corpus: Path) -> None:
    [path] = (corpus / "reports").glob("012_*.json")
    reading = read(path.read_bytes())
    golden = json.loads((corpus / "reports" / "golden" / path.name).read_text("utf-8"))
    assert figures(reading.as_json()) == figures(golden)
    assert (reading.place, reading.year, reading.format) == (None, 2023, "2021")


@pytest.mark.corpus
def test_every_golden_file_is_read_as_it_stands(corpus: Path) -> None:
    for path in (corpus / "reports" / "golden").glob("*.json"):
        golden = json.loads(path.read_text("utf-8"))
        assert figures(read(path.read_bytes()).as_json()) == figures(golden), path.name
