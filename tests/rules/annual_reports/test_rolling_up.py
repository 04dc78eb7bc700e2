"""One table out of many: every cell is the sum, and no sum passes for complete that is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.annual_reports.rules import Amount, Line, Reading, form
from gongkai.annual_reports.rules.edits import Edit, apply
from gongkai.annual_reports.rules.rolling_up import RolledUp, against, total
from tests.material import yunhe

ONE = yunhe.reading()
CELL = ("table3", "1", "natural")


def summed(*readings: Reading) -> RolledUp:
    named = [(f"单位{n}", reading) for n, reading in enumerate(readings)]
    return total(named, place="云河市", year=2023, format="2021")


def test_every_cell_is_the_sum_of_the_units() -> None:
    sums = summed(ONE, ONE, ONE)
    for table in form("2021").tables.values():
        for row, column in table.cells:
            assert sums.total.value(table.key, row, column) == 3 * (ONE.value(table.key, row, column) or 0)
    assert sums.incomplete == {}


def test_a_blank_cell_is_left_out_and_the_unit_is_named() -> None:
    sums = summed(ONE, apply(ONE, [Edit(*CELL, "blank")]))
    assert sums.total.value(*CELL) == 2
    assert sums.incomplete == {CELL: ("单位1",)}


def test_of_nothing_there_is_no_sum() -> None:
    assert summed().total.tables["table3"] is None
    blank = apply(ONE, [Edit(*CELL, "blank")])
    assert summed(blank).total.value(*CELL) is None


def test_a_unit_with_one_row_for_three_makes_the_sum_one_row() -> None:
    lines = dict(ONE.tables["table3"] or {})
    others = [lines.pop(key) for key in ("6.1", "6.2", "6.3")]
    lines["6"] = Line(dict.fromkeys(others[0].cells, 6))
    sums = summed(ONE, replace(ONE, tables={**ONE.tables, "table3": lines}))
    assert sums.total.value("table3", "6", "natural") == 6 + 3 * 2
    assert "6.1" not in (sums.total.tables["table3"] or {})
    assert sums.incomplete == {}


@pytest.mark.parametrize(
    ("amounts", "value"),
    [
        ((Amount(1, "万元"), Amount(Decimal("0.5"), "亿元")), 5001),
        ((Amount(5000, "元"), Amount(1, "万元")), Decimal("1.5")),
    ],
)
def test_amounts_of_different_units_are_summed_in_wan_yuan(
    amounts: tuple[Amount, Amount], value: int | Decimal
) -> None:
    readings = [
        (
            str(n),
            Reading("甲", 2020, "2019", {"table2": {"政府集中采购": Line({"采购总金额": amount})}}),
        )
        for n, amount in enumerate(amounts)
    ]
    sums = total(readings, place=None, year=2020, format="2019")
    assert (sums.total.tables["table2"] or {})["政府集中采购"].cells["采购总金额"] == Amount(value, "万元")


def test_the_government_s_own_report_is_compared_cell_by_cell() -> None:
    sums = summed(ONE, ONE)
    assert against(sums.total, sums) == []
    own = apply(sums.total, [Edit(*CELL, "value", 5)])
    (found,) = against(own, sums)
    assert (found.code, found.level, found.cells) == ("AGG", "warn", (("1", "natural"),))
    assert (found.expected, found.found) == (4, 5)
    assert "相差1" in found.message


def test_a_cell_that_some_unit_lacks_is_not_held_against_the_government() -> None:
    sums = summed(ONE, apply(ONE, [Edit(*CELL, "blank")]))
    assert against(apply(sums.total, [Edit(*CELL, "value", 5)]), sums) == []
    assert against(Reading("云河市", 2023, "2019", {}), sums) == []
