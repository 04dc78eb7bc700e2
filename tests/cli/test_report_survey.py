"""`gongkai report survey`: a line a file, compared with what people transcribed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main
from gongkai.cli.reading_files import FileOutcome, files_under, in_order
from tests import material
from tests.optional import ROOT

RESULTS = ROOT / "docs" / "reference" / "reading-results.md"


def survey(*words: object) -> Result:
    return CliRunner().invoke(main, ["report", "survey", *(str(word) for word in words)])


def golden(folder: Path, name: str, figures: material.Figures, *claims: dict[str, object]) -> None:
    (folder / "golden").mkdir(exist_ok=True)
    (folder / "golden" / f"{name}.json").write_text(json.dumps(figures | {"narrative": claims}), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report that closes, one that does not, one with a combined row, and a file that is none."""
    good = material.figures("2021", 1, 90)
    (tmp_path / "a.html").write_text(material.html(good), "utf-8")
    golden(tmp_path, "a", good, {"claim": "公开", "value": 12, "unit": "条"})
    bad = material.figures("2019", 2, 90)
    bad["table4"]["review"]["total"] += 1
    (tmp_path / "b.txt").write_text(material.lines(bad), "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.html").write_text(
        material.html(material.figures("2021", 3, 9, combined=True)), "utf-8"
    )
    (tmp_path / "d.txt").write_text("明天有雨。", "utf-8")
    return tmp_path


def lines(page: str) -> dict[str, list[str]]:
    """The cells of every line of the table by the name of its file."""
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows[2:]}


def test_every_file_has_its_line_and_the_last_one_adds_up(folder: Path) -> None:
    result = survey(folder)
    table = lines(result.output)
    assert result.exit_code == 0
    assert table["a.html"] == ["云溪市", "2023", "2021", "200 of 200", "200 / 0 / 0", "0 of 1; 0", ""]
    assert table["b.txt"] == ["云溪市", "2020", "2019", "198 of 198", "", "0", "T4-A error"]
    assert table["sub/c.html"][3] == "186 of 186"
    assert table["d.txt"][3] == "refused"
    assert "请" in table["d.txt"][-1]
    assert table["**4 files**"][3:5] == ["584 of 584", "200 / 0 / 0"]


def test_a_wrong_figure_is_counted_and_is_the_exit_code(folder: Path) -> None:
    truth = material.figures("2021", 1, 90)
    truth["table3"]["1"]["natural"] += 1
    golden(folder, "a", truth)
    result = survey(folder)
    assert (result.exit_code, lines(result.output)["a.html"][4]) == (1, "199 / 1 / 0")


def test_a_figure_where_people_found_nothing_certain_is_wrong_and_an_absent_one_is_missing(
    folder: Path,
) -> None:
    truth = material.figures("2021", 1, 90)
    truth["table3"]["1"]["natural"] = None
    truth["table3"]["7"] = {"natural": 1}
    golden(folder, "a", truth)
    assert lines(survey(folder).output)["a.html"][4] == "199 / 1 / 1"


def test_the_page_can_be_written_into_a_file(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    result = survey(folder / "sub", "--write", page, "--processes", 1)
    assert (result.exit_code, "1 个文件" in result.output) == (0, True)
    assert page.read_text("utf-8").startswith("<!-- Made by `gongkai report survey")


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    result = survey(tmp_path)
    assert (result.exit_code, "没有文件" in result.output) == (2, True)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_answers_keep_the_order_of_the_files_on_any_number_of_processes(folder: Path, processes: int) -> None:
    files = files_under(folder) * 20
    outcomes = list(in_order(files, processes))
    assert [outcome.path for outcome in outcomes] == files
    assert outcomes == list(in_order(files))


def test_files_are_taken_as_they_are_needed(folder: Path) -> None:
    taken = 0

    def endless() -> Iterator[Path]:
        nonlocal taken
        while True:
            taken += 1
            yield folder / "d.txt"

    outcomes: Any = in_order(endless(), 2)  # a generator, though it is typed as an iterator
    assert isinstance(next(outcomes), FileOutcome)
    outcomes.close()
    assert taken < 200


def test_what_cannot_be_opened_or_is_too_large_is_an_answer_like_any_other(tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    with huge.open("wb") as file:
        file.truncate(1 << 40)  # a file with a hole
    for path in (huge, tmp_path / "absent.html"):
        [outcome] = in_order([path])
        assert outcome.reading is None
        assert "请" in outcome.refusal


@pytest.mark.corpus
def test_the_page_of_results_is_fresh_and_nothing_is_read_wrong(corpus: Path) -> None:
    result = survey(corpus)
    assert result.exit_code == 0
    stale = "请运行 gongkai report survey ../shared/corpus --write docs/reference/reading-results.md"
    assert RESULTS.read_text("utf-8") == result.output.rstrip("\n") + "\n", stale
