"""More ways in which tables lose their borders: punctuation between cells, indented cells, broken lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import Reading, read
from gongkai.annual_reports.rules.sources.vocabulary import mended
from tests import material

TABLES = ("table2", "table3", "table4")
SEPARATORS = (", ", "，", "； ", ";", "、", "/", " / ", " 、 ")
seeds = st.integers(0, 2**32)


def parted(report: dict[str, Any], *separators: str, write: Any = material.plain) -> str:
    """A line per row, the separators between its cells by turns."""

    def line(row: list[tuple[str, int, int]]) -> str:
        text = row[0][0]
        for index, cell in enumerate(row[1:]):
            text += separators[index % len(separators)] + cell[0]
        return text + "\n"

    return material.assemble(report, lambda rows: "".join(map(line, rows)), write)


def wrong(reading: Reading, truth: dict[str, Any]) -> list[tuple[Any, ...]]:
    shape = reading.as_json()
    return [
        (key, row, column, value)
        for key in TABLES
        for row, line in (shape[key] or {}).items()
        for column, value in line.items()
        if column not in ("unit", "note") and truth[key].get(row, {}).get(column) != value
    ]


def figures(report: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {
            row: {column: value for column, value in line.items() if column not in ("unit", "note")}
            for row, line in (report[key] or {}).items()
        }
        for key in TABLES
    }


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("format", ["2019", "2021"])
@given(seed=seeds, largest=st.sampled_from((9, 90)))
@settings(max_examples=5)
def test_punctuation_between_cells_parts_them(format: str, separator: str, seed: int, largest: int) -> None:
    report = material.figures(format, seed, largest)
    for row in report["table2"].values():
        row |= {key: value % 1000 if isinstance(value, int) else value for key, value in row.items()}
    text = parted(report, separator)
    reading = read(text.encode())
    assert not wrong(reading, report)
    if separator in (", ", "； ", ";", "、", "/", " / ", " 、 "):
        assert figures(reading.as_json()) == figures(report)


@given(seed=seeds)
@settings(max_examples=10)
def test_several_marks_by_turns_part_them_too(seed: int) -> None:
    report = material.figures("2021", seed, 90)
    reading = read(parted(report, "、", "；", "/").encode())
    assert not wrong(reading, report)
    assert figures(reading.as_json())["table3"] == figures(report)["table3"]


@given(seed=seeds, separator=st.sampled_from(SEPARATORS), largest=st.sampled_from((900, 90000)))
@settings(max_examples=20)
def test_commas_that_group_thousands_are_never_taken_for_borders(
    seed: int, separator: str, largest: int
) -> None:
    report = material.figures("2021", seed, largest)
    reading = read(parted(report, separator, write=material.thousands).encode())
    assert not wrong(reading, report)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("规章, 1,107, 2, 3", {"本年制发件数": 1107, "本年废止件数": 2, "现行有效件数": 3}),
        ("规章，1，2，3", {"本年制发件数": 1, "本年废止件数": 2, "现行有效件数": 3}),
        ("规章；1；；3", {"本年制发件数": 1, "本年废止件数": None, "现行有效件数": 3}),
        ("规章、1；2/3", {"本年制发件数": 1, "本年废止件数": 2, "现行有效件数": 3}),
        ("规章, 1, 107, 2, 3", {}),
        ("规章，1，107，3", {}),
        ("规章，12，3，456", {}),
        ("规章, 1, 2", {}),
    ],
)
def test_a_row_parted_by_punctuation(line: str, expected: dict[str, int | None]) -> None:
    heads = "第二十条第（一）项\n信息内容, 本年制发件数, 本年废止件数, 现行有效件数"
    reading = read(f"云溪市2023年政府信息公开工作年度报告\n{heads}\n{line}\n".encode())
    table = reading.as_json()["table2"] or {}
    assert table.get("规章", {}) == expected


@pytest.mark.parametrize(
    "line",
    [
        "全年办理行政处罚、行政强制共12件，行政许可3件。",
        "发布日期：2024/1/23",
        "2024/1/23",
        "受理申请，12",
    ],
)
def test_prose_with_the_same_marks_stays_prose(line: str) -> None:
    reading = read(f"云溪市2023年政府信息公开工作年度报告\n{line}\n".encode())
    assert line in reading.paragraphs


@given(seed=seeds, largest=st.sampled_from((0, 9, 90000)))
@settings(max_examples=10)
def test_cells_set_in_by_tabs_and_broken_heads_are_a_cell_each(seed: int, largest: int) -> None:
    """As the textContent of a page with its source's indentation gives them."""

    def draw(rows: Any) -> str:
        def cell(text: str) -> str:
            if len(text) == 4 and not text[0].isdigit():
                text = f"{text[:2]}\n\t\t\t\t\n\t\t\t\t{text[2:]}"
            return f"\t\t\t\n\t\t\t\t{text}\n\t\t\t\n"

        return "".join(f"\t\t\n{''.join(cell(c[0]) for c in row)}\t\t\n" for row in rows)

    report = material.figures("2021", seed, largest)
    reading = read(material.assemble(report, draw).encode())
    assert figures(reading.as_json()) == figures(report)


@given(seed=seeds, separator=st.sampled_from(SEPARATORS), share=st.sampled_from((0.05, 0.5)))
@settings(max_examples=15)
def test_a_cell_left_blank_between_marks_is_blank_or_refused(seed: int, separator: str, share: float) -> None:
    report = material.with_blanks(material.figures("2021", seed, 90), seed, share)
    assert not wrong(read(parted(report, separator).encode()), report)


def broken(report: dict[str, Any], row: str, column: str, shown: str) -> Reading:
    """The page with one figure of table three drawn as `shown`."""
    mark = 987654321
    marked = report | {"table3": report["table3"] | {row: report["table3"][row] | {column: mark}}}
    return read(material.html(marked).replace(str(mark), shown).encode())


@given(seed=seeds, row=st.sampled_from(("new", "3.4", "total")), column=st.sampled_from(("other", "total")))
@settings(max_examples=10)
def test_a_figure_broken_in_its_cell_is_whole_where_row_and_column_close(
    seed: int, row: str, column: str
) -> None:
    report = material.figures("2021", seed, 90000)
    figure = str(report["table3"][row][column])
    if len(figure) > 1:
        reading = broken(report, row, column, f"{figure[:-1]}<br>{figure[-1]}")
        assert figures(reading.as_json()) == figures(report)


@pytest.mark.parametrize("shown", ["12<br>34", "1 2", "0<br>5", "3<br>"])
def test_two_figures_in_a_cell_stay_unread_where_a_sum_fails(shown: str) -> None:
    report = material.figures("2021", 7, 900)
    reading = broken(report, "3.4", "other", shown)
    assert reading.as_json()["table3"]["3.4"].get("other") in (None, 3)
    assert not [cell for cell in wrong(reading, report) if cell[1:3] != ("3.4", "other")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("法人或其他组\ufffd", "法人或其他组织"),
        ("2.申请人\ufffd\ufffd期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", None),
        ("（七）\ufffd\ufffd计", "（七）总计"),
        ("四\ufffd\ufffd结转下年度继续办理", "四、结转下年度继续办理"),
        ("其他\ufffd\ufffd", "其他\ufffd\ufffd"),
        ("行政\ufffd\ufffd", "行政\ufffd\ufffd"),
        ("\ufffd计", "\ufffd计"),
        ("\ufffd\ufffd12", "\ufffd\ufffd12"),
        ("受理申请\ufffd件", "受理申请\ufffd件"),
    ],
)
def test_a_label_that_lost_a_character_is_known_if_only_one_can_be_meant(
    text: str, label: str | None
) -> None:
    whole = text.replace("\ufffd\ufffd期", "逾期") if label is None else label
    assert mended(text) == whole


@pytest.mark.parametrize(
    ("years", "read_"),
    [
        (("2022年", "2023年"), True),
        (("2023年度", "2022年度"), True),
        (("上年", "本年"), True),
        (("2023",), True),
        (("2022年",), False),
        (("2023年", "2023年"), False),
        (("本年", "2022年"), False),
        (("", "2023年"), False),
        (("甲局", "乙局"), False),
    ],
)
def test_of_two_years_under_each_other_in_table_four_the_reports_own_is_taken(
    years: tuple[str, ...], read_: bool
) -> None:
    report, other = material.figures("2021", 1, 90), material.figures("2021", 2, 90)

    def draw(rows: Any) -> str:
        if rows[0][0][0] != "行政复议":
            return material.html_table(rows)
        lines = [
            [(year, 1, 1), *(rows if year in ("2023年", "2023年度", "2023", "本年") else theirs)[3]]
            for year in years
        ]
        return material.html_table([[("年度", 3, 1), *rows[0]], *rows[1:3], *lines])

    theirs = material.table4(other)
    table = read(material.assemble(report, draw, line="<p>{}</p>").encode()).as_json()["table4"]
    assert table == (report["table4"] if read_ else None)
