"""The form files say what the two notices say, and a slip in them is refused when they are loaded."""

from __future__ import annotations

from importlib.resources import files

import pytest

from gongkai.annual_reports.rules import FORMATS, for_year, form
from gongkai.annual_reports.rules.forms import FormError, parse
from tests import material

FILES = files("gongkai.law") / "report_forms"


@pytest.mark.parametrize(
    ("year", "format"),
    [
        (2008, "pre2019"),
        (2018, "pre2019"),
        # 国办公开办函〔2019〕60号: reports on 2019 and 2020, on trial
        (2019, "2019"),
        (2020, "2019"),
        # 国办公开办函〔2021〕30号: reports on 2021 and after
        (2021, "2021"),
        (2030, "2021"),
    ],
)
def test_every_year_has_its_form(year: int, format: str) -> None:
    assert for_year(year).format == format
    assert [name for name in FORMATS if form(name).serves(year)] == [format]


@pytest.mark.parametrize(
    ("format", "cells"),
    [
        # 表二 2019: three figures for 规章, 规范性文件, 许可, 其他事项, 处罚, 强制; two for 收费 and 采购
        ("2019", {"table2": 6 * 3 + 2 * 2, "table3": 23 * 7, "table4": 15}),
        # 表二 2021: three figures for two kinds of documents, one each for 许可, 处罚, 强制, 收费
        ("2021", {"table2": 2 * 3 + 4, "table3": 25 * 7, "table4": 15}),
    ],
)
def test_the_forms_have_the_cells_of_the_notices(format: str, cells: dict[str, int]) -> None:
    assert {key: len(table.cells) for key, table in form(format).tables.items()} == cells
    report = material.figures(format, 1, 9)
    for key, table in form(format).tables.items():
        assert set(table.cells) == {
            (row, column) for row, line in report[key].items() for column in line if column != "unit"
        }


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("key", ["table2", "table3", "table4"])
def test_the_grid_is_the_table_as_an_author_draws_it(format: str, key: str) -> None:
    report = material.figures(format, 1, 9)
    drawn = getattr(material, key)(report, lambda value: "")
    grid = form(format).grid(key)
    assert [[(cell.label, cell.rowspan, cell.colspan) for cell in row] for row in grid] == drawn


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_every_cell_of_the_form_stands_once_in_its_grid(format: str) -> None:
    for key, table in form(format).tables.items():
        data = [(cell.row, cell.col) for row in form(format).grid(key) for cell in row if cell.kind == "data"]
        assert data == list(table.cells)


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_the_identities_of_the_notices_are_all_there(format: str) -> None:
    across = {"T2-B"} if format == "2019" else {"T2-A"}
    codes = {identity.code for identity in form(format).identities}
    assert codes == {"T3-A", "T3-B", "T3-C", "T3-D", "T4-A"} | across
    assert all(identity.citation and identity.rule for identity in form(format).identities)


@pytest.mark.parametrize(
    ("find", "replace", "says"),
    [
        ('format: "2021"', 'format: "2021"\ncolour: red', "unknown keys"),
        ("sure: S\n", "", "missing keys"),
        ("sure: S\n", "sure: S\nsure: K\n", "twice"),
        ("{key: corrected, label: 结果纠正}", "{key: upheld, label: 结果纠正}", "twice"),
        ("left: [total, carried_out]", "left: [total, carried_over]", "names no cell"),
        ("over: [规章, 行政规范性文件]", "over: [规章, 规则]", "unknown names"),
        ("code: T3-B\n", "code: T3-A\n", "twice"),
        ("    layout: across", "    layout: upside", "unknown layout"),
        ("kind: amount", "kind: sum", "unknown kind"),
        ("level: error", "level: fatal", "unknown level"),
        ("    along: row", "    along: diagonal", "direction"),
        ("columns: [本年制发件数, 本年废止件数", "columns: [本年制发数, 本年废止件数", "unknown names"),
    ],
)
def test_a_slip_in_a_form_file_is_refused(find: str, replace: str, says: str) -> None:
    text = (FILES / "2021.yaml").read_text("utf-8")
    assert find in text
    with pytest.raises(FormError, match=says):
        parse(text.replace(find, replace, 1))


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FormError, match="pre2019、2019、2021"):
        form("2031")
