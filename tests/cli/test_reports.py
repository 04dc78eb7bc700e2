"""`gongkai report`: the shapes that other programs rely on, and what the exit codes say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.annual_reports.rules import form
from gongkai.cli import main
from tests import material

COLUMNS = ["natural", "commercial", "research", "public_welfare", "legal_services", "other", "total"]
OUTCOMES = ["1", "2", *(f"3.{n}" for n in range(1, 9)), *(f"4.{n}" for n in range(1, 4))]
OUTCOMES += [*(f"5.{n}" for n in range(1, 6)), *(f"6.{n}" for n in range(1, 4))]
ROWS_2021 = ["new", "carried_in", *OUTCOMES, "total", "carried_out"]


def gongkai(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of our own making whose figures close."""
    path = tmp_path / "report.html"
    path.write_text(material.html(material.figures("2021", seed=7, largest=500)), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The same report with one figure changed: 予以公开, 自然人 is one more than the sums allow."""
    figures = material.figures("2021", seed=7, largest=500)
    figures["table3"]["1"]["natural"] += 1
    path = tmp_path / "broken.html"
    path.write_text(material.html(figures), "utf-8")
    return path


def test_a_report_is_read_into_the_published_shape(report: Path) -> None:
    result = gongkai("report", "read", report, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(answer) == ["place", "year", "format", "table2", "table3", "table4", "narrative", "unread"]
    assert list(answer["table3"]) == ROWS_2021
    assert all(list(row) == COLUMNS for row in answer["table3"].values())
    assert set(answer["table4"]) == {"review", "litigation_direct", "litigation_after_review"}
    assert answer["table2"]["行政事业性收费"]["unit"] == "万元"
    assert answer["unread"] == []


def test_nothing_readable_is_said_on_standard_error(tmp_path: Path) -> None:
    for name, content in (
        ("empty.txt", b""),
        ("other.html", "<p>今天天气很好</p>".encode()),
        ("x.pdf", b"%PDF-1.7"),
    ):
        (tmp_path / name).write_bytes(content)
        result = gongkai("report", "read", tmp_path / name, "--json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert name in result.stderr
    assert gongkai("report", "read", tmp_path / "absent.html").exit_code == 2


def test_a_consistent_report_checks_clean(report: Path) -> None:
    result = gongkai("report", "check", report, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [{"file": str(report), "findings": []}]
    assert "勾稽关系全部成立" in gongkai("report", "check", report).stdout


def test_a_changed_cell_is_found_and_named(broken: Path) -> None:
    result = gongkai("report", "check", broken, "--json")
    [answer] = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {finding["code"] for finding in answer["findings"]} == {"T3-B", "T3-C"}
    for finding in answer["findings"]:
        assert set(finding) == {
            *("key", "code", "level", "table", "cells", "expected", "found", "values", "spans", "message")
        }
        assert {"row": "1", "col": "natural"} in finding["cells"]
        assert abs(finding["expected"] - finding["found"]) == 1
    assert "错误 T3-B" in gongkai("report", "check", broken).stdout


def test_the_answers_keep_the_order_of_the_files_and_the_worst_decides(
    report: Path, broken: Path, tmp_path: Path
) -> None:
    assert gongkai("report", "check", report, broken, "--json").exit_code == 1
    (tmp_path / "nothing.txt").write_text("", "utf-8")
    result = gongkai("report", "check", tmp_path / "nothing.txt", broken, report, "--json")
    answers = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [Path(answer["file"]).name for answer in answers] == ["nothing.txt", "broken.html", "report.html"]
    assert "error" in answers[0]


def test_last_years_report_adds_what_was_carried_over(report: Path, tmp_path: Path) -> None:
    figures = material.figures("2021", seed=7, largest=500)
    for col in COLUMNS:
        figures["table3"]["carried_out"][col] = figures["table3"]["carried_in"][col] + 1
    previous = tmp_path / "previous.html"
    previous.write_text(material.html(figures).replace("2023", "2022"), "utf-8")
    result = gongkai("report", "check", report, "--previous", previous, "--json")
    codes = {finding["code"] for finding in json.loads(result.stdout)[0]["findings"]}
    assert "T3-D" in codes
    assert gongkai("report", "check", report, report, "--previous", previous).exit_code == 2


def test_next_years_report_shows_what_was_not_taken_over(report: Path, tmp_path: Path) -> None:
    figures = material.figures("2021", seed=7, largest=500)
    for col in COLUMNS:
        figures["table3"]["carried_in"][col] = figures["table3"]["carried_out"][col] + 1
    following = tmp_path / "following.html"
    following.write_text(material.html(figures).replace("2023", "2024"), "utf-8")
    result = gongkai("report", "check", report, "--next", following, "--json")
    found = [finding for finding in json.loads(result.stdout)[0]["findings"] if finding["code"] == "T3-D"]
    assert {cell["row"] for finding in found for cell in finding["cells"]} == {"carried_out"}
    assert len(found) == len(COLUMNS)
    assert gongkai("report", "check", report, report, "--next", following).exit_code == 2


@pytest.mark.corpus
@pytest.mark.parametrize("seed", ["001_392dabf3539690db", "002_a73362e2dee51328"])
def test_the_reports_of_chongqing_and_yichun_read_without_one_wrong_or_missing_cell(
    corpus: Path, seed: str
) -> None:
    path = corpus / "seeds" / f"{seed}.txt"
    golden = json.loads(path.with_suffix(".json").read_text("utf-8"))
    answer = json.loads(gongkai("report", "read", path, "--json").stdout)
    assert [answer[key] for key in ("place", "year", "format")] == [
        golden[key] for key in ("place", "year", "format")
    ]
    for table in form(golden["format"]).tables.values():
        for row, col in table.cells:
            assert answer[table.key][row][col] == golden[table.key][row][col], (table.key, row, col)
    assert answer["unread"] == []
    assert json.loads(gongkai("report", "check", path, "--json").stdout)[0]["findings"] == []
