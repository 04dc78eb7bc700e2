"""Corrections by hand: the latest edit of a cell counts, everything else stays as it was read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gongkai.annual_reports.rules import Amount, Reading, Unread, form
from gongkai.annual_reports.rules.edits import YEAR, Edit, apply, column_of
from tests.material import yunhe

READ = yunhe.reading()
CELL = ("table3", "1", "natural")


def test_without_edits_nothing_changes() -> None:
    assert apply(READ, []) == READ


def test_a_value_takes_the_place_of_what_was_read_and_of_nothing_else() -> None:
    edited = apply(READ, [Edit(*CELL, "value", 9)])
    assert edited.value(*CELL) == 9
    assert edited != READ
    assert apply(edited, [Edit(*CELL, "value", READ.value(*CELL))]) == READ
    assert READ.value(*CELL) == 2  # what was read is not touched


def test_the_latest_edit_of_a_cell_counts_and_an_undone_one_is_as_read() -> None:
    edits = [Edit(*CELL, "value", 9), Edit(*CELL, "blank"), Edit(*CELL, "value", 7)]
    assert apply(READ, edits).value(*CELL) == 7
    assert apply(READ, edits[:2]).value(*CELL) is None
    assert apply(READ, [*edits, Edit(*CELL, "as_read")]) == READ


def test_a_blank_is_no_zero() -> None:
    line = (apply(READ, [Edit(*CELL, "blank")]).tables["table3"] or {})["1"]
    assert "natural" in line.cells
    assert line.cells["natural"] is None


def test_an_unread_cell_that_is_filled_in_is_unread_no_more() -> None:
    read = replace(READ, unread=(Unread(*CELL, "看不清"), Unread("table3", "2", "natural", "看不清")))
    assert apply(read, [Edit(*CELL, "value", 1)]).unread == (Unread("table3", "2", "natural", "看不清"),)


def test_of_an_unread_table_the_cells_nobody_filled_in_stay_unread() -> None:
    read = replace(
        READ, tables={**READ.tables, "table4": None}, unread=(Unread("table4", None, None, "是图片"),)
    )
    cells = form("2021").tables["table4"].cells
    edited = apply(read, [Edit("table4", *cells[0], "value", 3)])
    assert edited.value("table4", *cells[0]) == 3
    assert {(item.row, item.col) for item in edited.unread} == set(cells[1:])
    everything = apply(read, [Edit("table4", *cell, "value", 0) for cell in cells])
    assert everything.unread == ()


def test_a_year_that_was_not_read_can_be_said_and_brings_its_form() -> None:
    read = Reading(None, None, None, {}, unread=(Unread(None, None, None, "没有找到报告是哪一年度的"),))
    edited = apply(read, [Edit(*YEAR, "value", 2026)])
    assert (edited.year, edited.format, edited.unread) == (2026, "2021", ())


def test_an_edit_of_a_cell_that_the_form_lacks_changes_nothing() -> None:
    assert apply(READ, [Edit("table3", "99", "natural", "value", 1)]) == READ
    assert column_of("2021", "table9", "1", "natural") is None
    assert column_of(None, *CELL) is None


def test_an_amount_keeps_the_unit_where_the_form_leaves_it_open() -> None:
    shape = form("2019")
    table, row, column = next(
        (table.key, row, column)
        for table in shape.tables.values()
        for row, column in table.cells
        if table.columns[column].kind == "amount" and not table.columns[column].unit
    )
    read = Reading("云河市", 2020, "2019", {table: {}})
    edited = apply(read, [Edit(table, row, column, "value", Decimal("1.5"), "亿元")])
    assert (edited.tables[table] or {})[row].cells[column] == Amount(Decimal("1.5"), "亿元")
    assert Reading.from_json(edited.as_json()).value(table, row, column) == Decimal("1.5")
