"""The statistics of 2014–2018 and the free lists before them: figures for certain, or a reason."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import Line, NothingRead, Reading, as_csv, check, form, read
from tests import material

BEFORE = (
    "云溪市2016年政府信息公开工作年度报告",
    "本报告所列数据的统计期限自2016年1月1日起至2016年12月31日止。",
    "一、概述",
    "全市围绕群众关切推进公开，办理各项工作有序开展。",
)
TABLE = form("pre2019").tables["statistics"]
SUMS = {
    identity.left[0].key: [term.key for term in identity.right]
    for identity in form("pre2019").identities
    if identity.relation == "equal"
}
Figures = dict[str, int | Decimal | None]


def figures(seed: int, largest: int = 900) -> Figures:
    """Figures that satisfy every relation."""
    dice = random.Random(seed)  # noqa: S311 (test material)
    made: Figures = {
        key: Decimal(dice.randint(0, 10**5)) / 100 if row.unit == "万元" else dice.randint(0, largest)
        for key, row in TABLE.rows.items()
    }
    for total, parts in sorted(SUMS.items(), key=lambda item: -len(item[0])):
        made[total] = sum(int(made[part] or 0) for part in parts)
    made["1.1.1"] = min(int(made["1.1.1"] or 0), int(made["1.1.2"] or 0))
    return made


def written(value: int | Decimal | None) -> str:
    return "" if value is None else str(value)


def rows(values: Figures) -> list[list[str]]:
    """The form as it is drawn, a list of cells to a row."""
    return [
        [written(values[cell.row]) if cell.kind == "data" else cell.label for cell in line]
        for line in form("pre2019").grid("statistics")
    ]


def page(values: Figures) -> str:
    lines = ["".join(f"<td><p>{cell}</p></td>" for cell in line) for line in rows(values)]
    table = "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
    return "".join(f"<p>{line}</p>" for line in BEFORE) + table


def without_units(values: Figures) -> str:
    text = page(values)
    for unit in ("单位", *{row.unit for row in TABLE.rows.values()}):
        text = text.replace(f"<td><p>{unit}</p></td>", "")
    return text


def text_with(values: Figures, between: str, after: str) -> str:
    return "\n".join(BEFORE) + "\n" + "".join(between.join(line) + after for line in rows(values))


def tabs(values: Figures) -> str:
    return text_with(values, "\t", "\n")


def bars(values: Figures) -> str:
    return text_with(values, " |\n", " |\n")


def markdown(values: Figures) -> str:
    return "\n".join(BEFORE) + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in rows(values))


def a_cell_to_a_line(values: Figures) -> str:
    return text_with(values, "\n", "\n")


def a_row_to_a_line(values: Figures) -> str:
    return text_with(values, " ", "\n")


def one_line(values: Figures) -> str:
    return text_with(values, " ", " ")


def one_line_without_spaces(values: Figures) -> str:
    return text_with(values, "", "")


WITH_BORDERS = (page, without_units, tabs, bars, markdown)
FLAT = (a_cell_to_a_line, a_row_to_a_line, one_line)


def values_of(reading: Reading) -> Figures:
    table = reading.tables.get("statistics") or {}
    return {row: line.cells["value"] for row, line in table.items()}  # type: ignore[misc]


def reasons(reading: Reading) -> dict[str | None, str]:
    return {item.row: item.reason for item in reading.unread if item.table == "statistics"}


@pytest.mark.parametrize("publish", (*WITH_BORDERS, *FLAT, one_line_without_spaces))
@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_whatever_way_it_is_published_the_table_reads_back(publish: Any, seed: int) -> None:
    truth = figures(seed)
    reading = read(publish(truth).encode())
    assert (reading.place, reading.year, reading.format) == ("云溪市", 2016, "pre2019")
    assert values_of(reading) == truth
    assert not reading.unread
    assert check(reading) == []
    assert Reading.from_json(reading.as_json()).as_json() == reading.as_json()


@pytest.mark.parametrize("publish", WITH_BORDERS)
def test_blank_zero_and_dash_stay_apart(publish: Any) -> None:
    truth = figures(3) | {"3.1.2": None, "3.1.3": 0}
    text = publish(truth).replace("八、机构", "八、机构")
    reading = read(text.encode())
    table = reading.tables["statistics"] or {}
    assert (table["3.1.2"], table["3.1.3"].cells) == (Line({"value": None}), {"value": 0})
    assert not reading.unread


def test_a_dash_is_kept_in_the_note() -> None:
    text = page(figures(3) | {"9.2": 77777}).replace("77777", "—")
    line = (read(text.encode()).tables["statistics"] or {})["9.2"]
    assert (line.cells["value"], line.note) == (None, "value: —")


@pytest.mark.parametrize("publish", FLAT)
def test_where_a_blank_leaves_no_trace_the_row_is_refused(publish: Any) -> None:
    truth = figures(4) | {"3.1.2": None}
    reading = read(publish(truth).encode())
    assert "3.1.2" not in values_of(reading)
    assert "没有数字" in reasons(reading)["3.1.2"]
    assert {k: v for k, v in truth.items() if k != "3.1.2"} == values_of(reading)


def test_a_line_of_label_unit_and_figure_may_stand_in_one_cell() -> None:
    lines = "".join(f"<p>{row.label} {row.unit} {figures(5)[key]}</p>" for key, row in TABLE.rows.items())
    reading = read(("".join(f"<p>{line}</p>" for line in BEFORE) + lines).encode())
    assert values_of(reading) == figures(5)


def test_rows_of_the_same_name_are_told_apart_by_the_rows_before_them() -> None:
    truth = figures(6)
    text = page(truth).replace("主要负责同志参加新闻发布会次数", "主要负责同志参加")
    text = text.replace("主要负责同志参加政府网站在线访谈次数", "主要负责同志参加")
    assert values_of(read(text.encode())) == truth


def test_out_of_order_they_are_refused() -> None:
    truth = figures(6)
    drawn = rows(truth)
    first = next(i for i, line in enumerate(drawn) if line[0].startswith("四、"))
    # Two halves side by side: what stands before a row is not what it stands under.
    mixed = [
        line
        for pair in zip(drawn[first : first + 4], drawn[first + 4 : first + 8], strict=True)
        for line in pair
    ]
    text = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in (*drawn[:first], *mixed)
    )
    reading = read(("".join(f"<p>{line}</p>" for line in BEFORE) + f"<table>{text}</table>").encode())
    read_values = values_of(reading)
    assert all(truth[key] == value for key, value in read_values.items())
    assert not {"4.2", "4.3", "5.2", "5.3"} & set(read_values)
    assert "同名" in reasons(reading)["4.2"]


@pytest.mark.parametrize(
    ("was", "becomes", "row"),
    [
        ("<td><p>万元</p></td><td><p>12.5</p></td>", "<td>元</td><td>125000</td>", "7"),
        ("<td><p>万元</p></td><td><p>12.5</p></td>", "<td>万元</td><td>12.5</td><td>13.5</td>", "7"),
        ("<td><p>万元</p></td><td><p>12.5</p></td>", "<td>万元</td><td></td><td>12.5</td>", "7"),
        ("<td><p>万元</p></td><td><p>12.5</p></td>", "<td>万元</td><td>约12</td>", "7"),
    ],
    ids=["another unit", "two figures", "shifted", "not exact"],
)
def test_what_is_not_certain_is_refused_alone(was: str, becomes: str, row: str) -> None:
    truth = figures(7) | {"7": Decimal("12.5")}
    reading = read(page(truth).replace(was, becomes).encode())
    assert row not in values_of(reading)
    assert reasons(reading)[row]
    assert values_of(reading) == {key: value for key, value in truth.items() if key != row}


def test_two_years_side_by_side_are_refused() -> None:
    text = page(figures(8))
    doubled = "".join(
        f"<tr>{line[:-5]}<td>5</td></tr>" if "<td>" in line else line for line in text.split("<tr>")
    )
    assert values_of(read(doubled.encode())) == {}


@pytest.mark.parametrize(("identity"), form("pre2019").identities, ids=lambda identity: identity.code)
def test_a_total_that_is_not_the_sum_is_a_warning(identity: Any) -> None:
    truth = figures(9)
    key = identity.left[0].key
    truth[key] = int(truth[key] or 0) + (1 if identity.relation == "equal" else 10**4)
    findings = [finding for finding in check(read(page(truth).encode())) if finding.code == identity.code]
    assert [(finding.level, finding.cells[0]) for finding in findings] == [("warn", (key, "value"))]
    assert findings[0].found == truth[key]


def test_csv_names_the_unit_of_every_row() -> None:
    lines = as_csv(read(page(figures(10)).encode())).splitlines()
    assert any("统计表,3.1.1,1.当面申请数,value,统计数," in line and ",件,已填," in line for line in lines)
    assert any(",万元,已填," in line for line in lines)


def test_a_report_without_the_table_lacks_nothing() -> None:
    reading = read("\n".join(BEFORE).encode())
    assert "statistics" not in reading.as_json()
    assert not reading.unread


@given(seed=st.integers(0, 2**32), publish=st.sampled_from((*WITH_BORDERS, *FLAT, one_line_without_spaces)))
@settings(max_examples=100, deadline=None)
def test_a_lost_doubled_or_torn_line_is_never_misread(seed: int, publish: Any) -> None:
    truth, dice = figures(seed), random.Random(seed)  # noqa: S311 (test material)
    lines = publish(truth).splitlines()
    spot = dice.randrange(len(lines))
    kind = dice.choice(("lose", "double", "join"))
    if kind == "lose" and publish is not a_cell_to_a_line and publish is not bars:
        del lines[spot]
    elif kind == "double":
        lines.insert(spot, lines[spot])
    else:
        lines[spot : spot + 2] = ["".join(lines[spot : spot + 2])]
    try:
        reading = read("\n".join(lines).encode())
    except NothingRead:
        return
    for row, value in values_of(reading).items():
        assert truth[row] == value, row


# ——— lists of no form, before 2014 ———

LIST = (
    ("主动公开信息数", "条", "16"),
    ("其中：1．网站公开", "条", "9"),
    ("2．政府公报公开", "条", "0"),
    ("受理依申请公开信息总数", "条", "1,204"),
    ("行政复议数", "件", "—"),
    ("信息公开经费", "万元", "1.5"),
)
OLD = ("云溪市财政局2009年度政府信息公开年度报告", "2009年1月1日至2009年12月31日，工作有序开展。", "附表：")


def listed(reading: Reading) -> list[tuple[str, Any, str, str]]:
    return [
        (claim.claim, claim.value, claim.unit, claim.scope)
        for claim in reading.narrative
        if claim.kind == "listed"
    ]


EXPECTED = [
    ("主动公开信息数", 16, "条", "附表"),
    ("网站公开", 9, "条", "附表"),
    ("政府公报公开", 0, "条", "附表"),
    ("受理依申请公开信息总数", 1204, "条", "附表"),
    ("信息公开经费", Decimal("1.5"), "万元", "附表"),
]


@pytest.mark.parametrize(
    "publish",
    [
        lambda rows: " ".join((*OLD, *(cell for row in rows for cell in row))),
        lambda rows: "\n".join((*OLD, *(cell for row in rows for cell in row))),
        lambda rows: "\n".join((*OLD, *("\t".join(row) for row in rows))),
        lambda rows: (
            "".join(f"<p>{line}</p>" for line in OLD)
            + material.html_table([[(cell, 1, 1) for cell in row] for row in rows])
        ),
    ],
    ids=["one line", "a cell to a line", "tabs", "a page"],
)
def test_an_annex_of_no_form_becomes_claims_with_its_own_words(publish: Any) -> None:
    reading = read(publish((("指标名称", "计量单位", "年末统计"), *LIST)).encode())
    assert listed(reading) == EXPECTED
    assert "statistics" not in reading.as_json()
    for claim in reading.narrative:
        if claim.position:
            place = claim.position
            shown = reading.paragraphs[place.paragraph][place.start : place.end]
            assert shown.replace(",", "") == str(claim.value) or claim.kind != "listed"


def test_codes_are_no_figures_and_two_columns_are_two_claims() -> None:
    head = ("指标名称", "计量单位", "代码", "本期实际", "本年累计", "甲", "乙", "丙", "1", "2")
    text = "\n".join((*OLD, *head, "申请总数", "条", "10", "3", "7", "其中：1.当面申请数", "条", "11", "5"))
    reading = read(text.encode())
    assert listed(reading) == [("申请总数", 3, "条", "附表本期实际"), ("申请总数", 7, "条", "附表本年累计")]
    assert any("当面申请数" in item.reason for item in reading.unread)


def test_a_list_without_its_head_is_left_alone() -> None:
    text = "\n".join((*OLD, *(cell for row in LIST for cell in row)))
    assert listed(read(text.encode())) == []


@pytest.mark.parametrize("mark", [", ", "，", "；", " / "])
def test_punctuation_may_part_the_cells_of_a_row(mark: str) -> None:
    values = figures(5)
    assert values_of(read(text_with(values, mark, "\n").encode())) == values
