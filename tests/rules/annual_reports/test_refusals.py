"""Nothing is invented: what cannot be read for certain is refused, with a reason a clerk understands."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import NothingRead, Reading, check, read
from tests import material
from tests.material import drawing

TABLES = ("table2", "table3", "table4")


def report(format: str = "2021", seed: int = 11) -> dict[str, Any]:
    return material.figures(format, seed, 900)


def read_text(text: str) -> Reading:
    return read(text.encode())


def wrong_cells(reading: Reading, truth: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Cells that were read as something else than was published."""
    shape = reading.as_json()
    return [
        (key, row, column)
        for key in TABLES
        for row, line in (shape[key] or {}).items()
        for column, value in line.items()
        if column != "note" and value != truth[key][row][column]
    ]


def reasons(reading: Reading, table: str, row: str | None) -> set[str]:
    return {item.reason for item in reading.unread if (item.table, item.row) == (table, row)}


# ——— files that are no report ———


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b" \r\n\t ", "空的"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"PK\x03\x04...word/document.xml...", "Word"),
        (b"PK\x03\x04...xl/workbook.xml...", "Excel"),
        (b"PK\x03\x04...OFD.xml...", "OFD"),
        (b"PK\x03\x04...", "压缩"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版Office"),
        (b"{\\rtf1 ...", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (bytes(range(256)) * 4, "文件"),
        (b"x" * (10 * 1024 * 1024 + 1), "10MB"),
        ("天气预报：明天有雨3次。".encode(), "没有找到"),
        (b"<html><body><div id='app'></div><script src='x.js'></script></body></html>", "没有找到"),
        ("政府信息公开".encode() + b" " * 1000 + "字".encode() * 500_001, "文字太多"),
        (("政府信息公开年度报告" + "?" * 400).encode(), "问号"),
    ],
)
def test_a_file_in_which_nothing_can_be_read_is_refused_with_the_remedy(data: bytes, says: str) -> None:
    with pytest.raises(NothingRead, match=says) as refusal:
        read(data)
    assert "请" in str(refusal.value)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000,
        "<table><tr><td>" * 50_000,
        "<table>" + "<tr><td colspan=99999 rowspan=99999>1" * 20_000 + "</table>",
        "<p>" + "&lt;" * 100_000,
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;</p>',
    ],
    ids=["deep", "tables in tables", "absurd spans", "references", "entities"],
)
def test_hostile_markup_is_harmless(page: str) -> None:
    with pytest.raises(NothingRead):
        read_text(page)


def test_absurd_spans_around_a_report_do_not_hide_it() -> None:
    truth = report()
    page = (
        material.html(truth).replace('colspan="7"', 'colspan="65535"').replace("<p>", "<p hidden=''>x</p><p>")
    )
    reading = read_text(page)
    assert not wrong_cells(reading, truth)


# ——— tables that are not there ———


def test_tables_published_as_images_are_named_as_such() -> None:
    text = "\n".join([*material.before(report()), *material.CHAPTERS, "0005.jpg", *material.AFTER])
    reading = read_text(text)
    assert reading.tables == dict.fromkeys(TABLES)
    for table in TABLES:
        assert any("图片" in reason for reason in reasons(reading, table, None))


def test_a_page_without_tables_says_so_table_by_table() -> None:
    reading = read_text("\n".join([*material.before(report()), *material.AFTER]))
    assert [(item.table, item.row, item.col) for item in reading.unread] == [
        (key, None, None) for key in TABLES
    ]


def test_long_figures_run_together_are_refused_where_no_sum_or_too_many_ways_part_them() -> None:
    truth = report()

    def glue(rows: material.Rows) -> str:
        return "".join(cell[0] for row in rows for cell in row)

    reading = read_text(material.assemble(truth, glue, line="{}"))
    assert not wrong_cells(reading, truth)
    read_rows = reading.tables["table3"] or {}
    assert {row: line.cells for row, line in read_rows.items()} == truth["table3"]
    assert reading.tables["table4"] is None
    assert any("分法太多" in reason for reason in reasons(reading, "table4", "review"))
    assert any("连在一起" in reason for reason in reasons(reading, "table2", "规章"))
    assert (reading.place, reading.year) == ("云溪市", 2023)


def test_a_row_whose_digits_run_together_and_do_not_close_is_refused_alone() -> None:
    truth = report()
    truth["table3"]["4.1"]["natural"] += 1
    changed = "\n".join(str(value) for value in truth["table3"]["4.1"].values())
    text = material.lines(truth).replace(changed, changed.replace("\n", ""))
    reading = read_text(text)
    assert "4.1" not in (reading.tables["table3"] or {})
    assert any("连在一起" in reason for reason in reasons(reading, "table3", "4.1"))
    assert not wrong_cells(reading, truth)


# ——— tables that are not what they seem ———


def test_two_years_side_by_side_are_refused() -> None:
    truth = report()

    def double(rows: material.Rows) -> str:
        return material.html_table([[*row, *row[-7:]] for row in rows])

    reading = read_text(material.assemble(truth, double, line="<p>{}</p>"))
    assert reading.tables["table3"] is None
    assert any("出现了两次" in reason for reason in reasons(reading, "table3", None))
    assert not wrong_cells(reading, truth)


def test_two_reports_in_one_text_are_refused_where_they_differ() -> None:
    first, second = report(seed=1), report(seed=2)
    second["table3"]["5.3"] = dict(first["table3"]["5.3"])
    reading = read_text(material.lines(first) + material.lines(second))
    assert reading.tables["table4"] is None or not wrong_cells(reading, first)
    assert set(reading.tables["table3"] or {}) <= {"5.3"}


@pytest.mark.parametrize("publish", [material.html, material.bars, material.lines, material.tabs])
def test_columns_in_another_order_are_refused(publish: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = report()
    labels = material.APPLICANT_LABELS
    monkeypatch.setattr(drawing, "APPLICANT_LABELS", (labels[0], labels[2], labels[1], *labels[3:]))
    for line in swapped["table3"].values():
        line["commercial"], line["research"] = line["research"], line["commercial"]
    assert read_text(publish(swapped)).tables["table3"] is None


def test_a_table_whose_heads_are_not_recognised_is_refused_as_such() -> None:
    truth = report()
    reading = read_text(material.html(truth).replace("科研机构", "研究单位"))
    assert reading.tables["table3"] is None
    assert any("表头" in reason for reason in reasons(reading, "table3", None))


def test_labels_and_figures_on_one_line_are_read_where_a_space_parts_them() -> None:
    def one_line_per_row(rows: material.Rows) -> str:
        return "".join(" ".join(cell[0] for cell in row) + "\n" for row in rows)

    truth = report()
    reading = read_text(material.assemble(truth, one_line_per_row))
    assert {key: reading.as_json()[key] for key in TABLES} == {key: truth[key] for key in TABLES}
    assert not reading.unread


def test_a_head_with_another_unit_is_refused() -> None:
    truth = report()
    reading = read_text(material.html(truth).replace("（单位：万元）", "（单位：元）"))
    assert "行政事业性收费" not in (reading.tables["table2"] or {})
    assert not wrong_cells(reading, truth)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_in_a_page_a_lost_or_doubled_cell_spoils_its_row_at_most(seed: int) -> None:
    truth, dice = report(seed=seed), random.Random(seed)  # noqa: S311 (test material)
    rows = material.table3(truth)
    top = dice.randrange(3, len(rows))
    labels = len(rows[top]) - 7
    spot = dice.randrange(labels, len(rows[top]))
    if dice.random() < 0.5:
        del rows[top][spot]
    else:
        rows[top].insert(spot, (str(dice.randint(0, 9)), 1, 1))
    page = material.html(truth).replace(
        material.html_table(material.table3(truth)), material.html_table(rows)
    )
    assert not wrong_cells(read_text(page), truth)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_in_a_page_wrong_spans_never_move_figures_under_other_heads(seed: int) -> None:
    truth, dice = report(seed=seed), random.Random(seed)  # noqa: S311 (test material)
    rows = material.table3(truth)
    spanning = [
        (r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if max(cell[1:]) > 1 and r > 2
    ]
    row, column = dice.choice(spanning)
    text, rowspan, colspan = rows[row][column]
    down, right = dice.choice([(1, 0), (-1, 0), (0, 1), (0, -1), (5, 0)])
    rows[row][column] = (text, max(1, rowspan + down), max(1, colspan + right))
    page = material.html(truth).replace(
        material.html_table(material.table3(truth)), material.html_table(rows)
    )
    assert not wrong_cells(read_text(page), truth)


@given(seed=st.integers(0, 2**32), way=st.sampled_from(("bars", "lines", "tabs", "markdown")))
@settings(max_examples=60, deadline=None)
def test_in_text_a_lost_doubled_or_strange_line_is_never_misread(seed: int, way: str) -> None:
    truth, dice = report("2019", seed), random.Random(seed)  # noqa: S311 (test material)
    lines = getattr(material, way)(truth).splitlines()
    spot = dice.randrange(6, len(lines) - 4)
    kind = dice.choice(("lose", "page number", "join"))
    if kind == "lose" and way in ("bars", "lines"):
        del lines[spot]
    elif kind == "page number":
        lines.insert(spot, f"— {dice.randint(1, 9)} —")
    else:
        lines[spot : spot + 2] = ["".join(lines[spot : spot + 2])]
    try:
        reading = read_text("\n".join(lines))
    except NothingRead:
        return
    assert not wrong_cells(reading, truth)


def test_a_page_number_before_an_empty_cell_is_not_its_figure() -> None:
    truth = report()
    truth["table3"]["3.2"]["natural"] = None
    label = "2.其他法律行政法规禁止公开 |\n"
    reading = read_text(material.bars(truth, full=True).replace(label, f"{label}12\n"))
    assert "3.2" not in (reading.tables["table3"] or {})
    assert not wrong_cells(reading, truth)


def test_cells_hidden_from_the_reader_of_the_page_are_not_read() -> None:
    truth = report()
    row = '<tr style="display: none"><td colspan="3">四、结转下年度继续办理</td>' + "<td>9</td>" * 7 + "</tr>"
    reading = read_text(material.html(truth).replace("</table>", f"{row}</table>"))
    assert not wrong_cells(reading, truth)
    assert "carried_out" in (reading.tables["table3"] or {})
    hidden = "<table hidden><tr><td>规章<td>9<td>9<td>9</table>"
    framed = material.html(truth).replace("<div>", f"<table><tr><td>{hidden}")
    assert not read_text(framed).unread


def test_tables_that_only_arrange_the_page_are_seen_through() -> None:
    truth = report()
    page = material.html(truth)
    framed = page.replace("<div>", "<table><tr><td>栏目</td><td>").replace("</div>", "</td></tr></table>")
    reading = read_text(framed)
    assert not reading.unread
    assert check(reading) == []


def test_marks_for_not_applicable_stay_apart_from_blanks_and_zeros() -> None:
    truth = report()
    truth["table3"]["3.1"]["natural"] = None
    page = material.html(truth, lambda value: "/" if value is None else material.plain(value))
    line = (read_text(page).tables["table3"] or {})["3.1"]
    assert line.cells["natural"] is None
    assert line.note == "natural: /"
