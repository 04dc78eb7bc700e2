"""What may stand in a cell: blank, zero, not applicable and unreadable stay four things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.annual_reports.rules.cells import is_value, parse
from gongkai.annual_reports.rules.reading import Amount
from gongkai.annual_reports.rules.structure import FormColumn

COUNT = FormColumn("处理决定数量", "处理决定数量")
CHANGE = FormColumn("本年增/减", "本年增/减", kind="change")
MONEY = FormColumn("采购总金额", "采购总金额", kind="amount")
FEES = FormColumn("本年收费金额", "本年收费金额（单位：万元）", kind="amount", unit="万元")


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("0", COUNT, 0),
        (" 7 498 ".replace(" ", ""), COUNT, 7498),
        ("９９６０７４２", COUNT, 9960742),
        ("1,336,000", COUNT, 1336000),
        ("１，３３６", COUNT, 1336),
        ("28件", COUNT, 28),
        ("2笔", COUNT, 2),
        ("15人次", COUNT, 15),
        ("０", COUNT, 0),
        ("-5", CHANGE, -5),
        ("－78", CHANGE, -78),
        ("−3", CHANGE, -3),
        ("—3", CHANGE, -3),
        ("+12", CHANGE, 12),
        ("减少1", CHANGE, -1),
        ("增加73", CHANGE, 73),
        ("4068.208", FEES, Decimal("4068.208")),
        ("4068.208万元", FEES, Decimal("4068.208")),
        ("552.94亿元", MONEY, Amount(Decimal("552.94"), "亿元")),
        ("2792220.8元", MONEY, Amount(Decimal("2792220.8"), "元")),
        ("0", MONEY, 0),
        # A value that the form does not allow is read as it stands; the checker says so.
        ("-3", COUNT, -3),
        ("2.5", COUNT, Decimal("2.5")),
    ],
)
def test_a_figure_is_read_as_it_is_written(text: str, column: FormColumn, value: object) -> None:
    cell = parse(text, column)
    assert (cell.state, cell.value) == ("number", value)


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("8(含上年结转1件)", COUNT, 8),
        ("1510（含往年 结转5件）", COUNT, 1510),
        ("减少1,共12", CHANGE, -1),
        ("增加73，共88", CHANGE, 73),
        ("增加0,共6", CHANGE, 0),
        ("减少2项，共10项", CHANGE, -2),
    ],
)
def test_an_annotated_figure_keeps_its_words(text: str, column: FormColumn, value: int) -> None:
    cell = parse(text, column)
    assert (cell.state, cell.value) == ("number", value)
    assert cell.note


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("38000元", Decimal("3.8")),
        ("242523110.82元", Decimal("24252.311082")),
        ("35千元", Decimal("3.5")),
        ("2百万元", 200),
        ("1.5亿元", 15000),
        ("0元", 0),
    ],
)
def test_a_sum_in_another_unit_is_converted_exactly_and_keeps_its_words(text: str, value: object) -> None:
    cell = parse(text, FEES)
    assert (cell.state, cell.value, cell.note) == ("number", value, text)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\u200b"])
def test_blank_is_blank(text: str) -> None:
    assert parse(text, COUNT).state == "blank"


@pytest.mark.parametrize("text", ["/", "—", "——", "-", "－", "／", "─", "不适用"])
def test_a_dash_is_not_applicable_and_keeps_its_mark(text: str) -> None:
    cell = parse(text, COUNT)
    assert (cell.state, cell.value) == ("dash", None)
    assert cell.note


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("0000000", COUNT),  # seven cells run together
        ("6400204701234567", COUNT),  # longer than any figure
        ("13 612", COUNT),  # one figure or two
        ("1,23", COUNT),  # not thousands
        ("12,345,67", COUNT),
        ("无", COUNT),  # 0 or not applicable
        ("三十余", COUNT),
        ("1.3万", COUNT),
        ("约120", COUNT),
        ("120余", COUNT),
        ("(5)", COUNT),
        ("5/7", COUNT),
        ("2020-03-31", COUNT),
        ("552.94亿元", COUNT),  # money where a count belongs
        ("3.8万", FEES),  # ten thousand of what
        ("8优惠", COUNT),  # foreign words in the cell
        ("优惠8件", COUNT),
        ("8件9件", COUNT),
        ("共12,减少1", COUNT),
        ("—3", COUNT),
        ("5\ufffd", COUNT),
        ("1e5", COUNT),
        ("NaN", COUNT),
    ],
)
def test_what_is_not_certain_is_unreadable_and_says_why(text: str, column: FormColumn) -> None:
    cell = parse(text, column)
    assert (cell.state, cell.value) == ("unreadable", None)
    assert cell.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", True),
        ("1,336", True),
        ("减少1,共12", True),
        ("552.94亿元", True),
        ("/", True),
        ("无", True),
        ("13 612", True),
        ("1.属于国家秘密", False),
        ("一、本年新收政府信息公开申请数量", False),
        ("2020年", False),
        ("总计", False),
    ],
)
def test_in_flattened_text_figures_are_told_from_labels(text: str, value: bool) -> None:
    assert is_value(text) is value
