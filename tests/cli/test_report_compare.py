"""`gongkai report compare`: over files without a database, or over the archive; what is missing is named."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from gongkai.annual_reports import operations
from gongkai.annual_reports.rules.comparing import measures
from gongkai.cli import main
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests import material


def compare(*words: object) -> Result:
    return CliRunner().invoke(main, ["report", "compare", *map(str, words)])


def new(seed: int) -> int:
    number = material.figures("2021", seed, 50)["table3"]["new"]["total"]
    assert isinstance(number, int)
    return number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports of one city and one of another, in two years; and a file that is none."""
    for seed, (place, year) in enumerate((("云溪市", 2022), ("云溪市", 2023), ("山南市", 2023))):
        figures = material.figures("2021", seed, 50) | {"place": place, "year": year}
        (tmp_path / f"{place}{year}.html").write_text(material.html(figures), "utf-8")
    return tmp_path


def test_files_are_compared_by_place_and_year(folder: Path) -> None:
    result = compare(folder, "--measure", "applications_new", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == ["measure", "years", "rows", "ranking", "totals", "anomalies"]
    assert answer["measure"]["label"] == "本年新收申请"
    found = {row["place"]["name"]: [each["value"] for each in row["values"]] for row in answer["rows"]}
    assert found == {"云溪市": [new(0), new(1)], "山南市": [None, new(2)]}
    assert (answer["ranking"], answer["totals"], answer["anomalies"]) == (None, None, None)


def test_a_cell_is_compared_like_a_measure(folder: Path) -> None:
    by_cell = json.loads(compare(folder, "--cell", "table3/new/total", "--json").stdout)
    by_name = json.loads(compare(folder, "--measure", "applications_new", "--json").stdout)
    assert by_cell["rows"] == by_name["rows"]


def test_sums_rankings_and_what_stands_out_come_when_asked_for(folder: Path) -> None:
    words = ("--measure", "applications_new", "--rank", "--sum", "--anomalies")
    answer = json.loads(compare(folder, *words, "--json").stdout)
    assert [each["complete"] for each in answer["totals"]] == [False, True]
    assert answer["totals"][0]["missing"][0]["name"] == "山南市"
    assert answer["ranking"]["year"] == 2023
    assert answer["anomalies"] == []
    text = compare(folder, *words).stdout
    assert "2022年1个地方合计，不是全部：缺山南市（未收录）。" in text
    assert "2023年本年新收申请，2个地方全部参加排序。" in text


def test_what_cannot_be_read_is_told_and_the_rest_is_compared(folder: Path) -> None:
    (folder / "天气.html").write_text("<p>今天天气很好</p>", "utf-8")
    result = compare(folder, "--measure", "applications_new")
    assert result.exit_code == 2
    assert "天气.html" in result.stderr
    assert "云溪市" in result.stdout


def test_two_files_on_one_place_and_year_are_not_silently_one(folder: Path) -> None:
    (folder / "z.html").write_text((folder / "云溪市2023.html").read_text("utf-8"), "utf-8")
    result = compare(folder, "--measure", "applications_new")
    assert result.exit_code == 2
    assert "同一地方同一年度" in result.stderr


def test_csv_and_workbook_have_the_same_lines(folder: Path, tmp_path: Path) -> None:
    lines = list(csv.reader(io.StringIO(compare(folder, "--measure", "completion_rate", "--csv").stdout)))
    book = tmp_path / "out.xlsx"
    assert compare(folder, "--measure", "completion_rate", "--xlsx", book).exit_code == 0
    sheet = load_workbook(book)["数据"]
    assert len(lines) == sheet.max_row == 5


def test_years_narrow_what_is_compared(folder: Path) -> None:
    answer = compare(folder, "--measure", "applications_new", "--from", 2023, "--to", 2024, "--json").stdout
    assert json.loads(answer)["years"] == [2023, 2024]


def test_the_list_names_every_measure_and_its_denominator() -> None:
    result = compare("--list")
    assert len(result.stdout.splitlines()) == len(measures())
    assert "completion_rate\t办结率（%）　分母：本年新收加上年结转" in result.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--measure", "nonsense"), "请写指标代码"),
        (("--cell", "table3/new"), "请写指标代码"),
        ((), "请用 --measure 或者 --cell"),
        (("--measure", "refused", "--cell", "table3/new/total"), "二者选一"),
        (("x.html", "--measure", "refused", "--level", "city"), "只用于本站收录"),
        (("no-such-file.html", "--measure", "refused"), "无法打开文件"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_way_to_ask(words: tuple[str, ...], says: str) -> None:
    result = compare(*words)
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.database
@pytest.mark.django_db
class TestTheArchive:
    @pytest.fixture(autouse=True)
    def _archive(self) -> None:
        operations.load_starting_archive(act=SystemAct(SYSTEM, datetime(2026, 3, 2, 1, 30, tzinfo=UTC)))

    def test_is_compared_where_no_file_is_given(self) -> None:
        answer = json.loads(compare("--measure", "applications_new", "--json").stdout)
        found = {row["place"]["code"]: row["values"] for row in answer["rows"]}
        states = {code: {each["year"]: each["state"] for each in values} for code, values in found.items()}
        assert states["chongqing"][2019] == "known"
        # Tables as images; a form before 2019; no report
        assert states["maanshan"][2019] == "unread"
        assert states["guangshui"][2016] == "incomparable"
        assert states["chongqing"][2020] == "absent"

    def test_places_are_named_as_people_name_them(self) -> None:
        text = compare("--measure", "applications_new", "--place", "重庆", "--place", "maanshan").stdout
        assert "重庆市" in text
        assert "马鞍山市\t未读出" in text

    @pytest.mark.parametrize(
        ("words", "says"), [(("--place", "没有"), "请写全称或者代码"), (("--level", "x"), "层级")]
    )
    def test_what_it_does_not_have_is_refused(self, words: tuple[str, ...], says: str) -> None:
        result = compare("--measure", "applications_new", *words)
        assert result.exit_code == 2
        assert says in result.stderr
