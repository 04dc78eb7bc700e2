"""`gongkai report import`: a line a file, a summary, and exit codes that a script can trust."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.cli.main import main
from tests.operations.annual_reports.office import cells, packed, page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["report", "import", *map(str, arguments)])


def test_a_folder_is_imported_with_a_line_a_file_and_a_summary(tmp_path: Path) -> None:
    (tmp_path / "区县").mkdir()
    (tmp_path / "区县" / "a.html").write_bytes(page("云河市明河区"))
    (tmp_path / "b.html").write_bytes(page("云河市教育局"))
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "c.zip").write_bytes(packed({"镇/清水镇.html": page("清水镇")}, "gbk"))
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[-1] == "共3个文件：收录3份，已收录0份，未收录0份，读不出0份。"
    assert any(line.startswith("镇/清水镇.html：收录 清水镇 2026年") for line in lines)
    assert {place.name: place.level for place in Place.objects.filter(reports__year=2026)} == {
        "云河市明河区": "county",
        "云河市教育局": "department",
        "清水镇": "town",
    }


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page("云河市教育局"))
    assert run(file).exit_code == 0
    again = run(file)
    assert (again.exit_code, AnnualReport.objects.filter(year=2026).count()) == (0, 1)
    assert "已收录1份" in again.output


def test_a_level_that_the_name_does_not_say_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page("云河市"))
    refused = run(file)
    assert (refused.exit_code, "--level" in refused.output) == (1, True)
    assert not Place.objects.filter(name="云河市").exists()
    assert run(file, "--level", "city").exit_code == 0
    assert Place.objects.get(name="云河市").level == "city"


def test_what_cannot_be_read_is_said_and_harms_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page("云河市教育局"))
    (tmp_path / "b.html").write_bytes(b"<p>x</p>")
    result = run(tmp_path, "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["summary"]) == (1, {"new": 1, "known": 0, "refused": 0, "unread": 1})
    assert [line["outcome"] for line in answer["files"]] == ["new", "unread"]


def test_nothing_to_import_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"<p>x</p>")
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path / "nowhere.html").exit_code == 2


def test_other_figures_for_a_place_and_year_are_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page("云河市教育局"))
    run(file)
    file.write_bytes(
        page("云河市教育局", values=cells(table4__review__total=4, table2__行政许可__本年处理决定数量=9))
    )
    changed = run(file)
    assert changed.exit_code == 1
    assert "已经收录" in changed.output
