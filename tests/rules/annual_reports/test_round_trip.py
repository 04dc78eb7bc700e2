"""What an office filled into the form and published comes back identical, however it was published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from gongkai.annual_reports.rules import Reading, check, read
from tests import material
from tests.material import offices

Publish = Callable[..., str]

# (form, whether （六） of table three is one row)
FORMS = {
    "statistics": ("pre2019", False),
    "2019": ("2019", False),
    "2021": ("2021", False),
    "2021, one row": ("2021", True),
}
# Ways of publishing in which every cell has its place, blanks included …
GRIDS: dict[str, Publish] = {
    "page": material.html,
    "page with chrome": material.dressed,
    "page in layout tables": material.framed,
    "spreadsheet copied": material.spreadsheet,
}
# … in which rows and cells are seen, but not the column that a merged cell ends in …
ROWS: dict[str, Publish] = {
    "bars": lambda report, write=material.plain: material.bars(report, write, full=True),
    "tabs": material.tabs,
    "markdown": material.markdown,
}
# … and in which a blank leaves no trace.
FLAT: dict[str, Publish] = {
    "bars as dumped": material.bars,
    "a cell a line": material.lines,
    "one space": material.rows_with(" "),
    "two spaces": material.rows_with("  "),
}
# Commas also group digits and semicolons end sentences: the statutory tables are still read, …
PUNCTUATED: dict[str, Publish] = {
    "comma and space": material.rows_with(", "),
    "semicolon": material.rows_with("；"),
}
# … while here figures touch, and only what the form's sums prove is read.
TOUCHING: dict[str, Publish] = {
    "glued": material.glued,
    "comma": material.rows_with(","),
    "full comma": material.rows_with("，"),
}
OFFICES: dict[str, Callable[..., bytes]] = {
    "word": lambda report, write=material.plain: offices.saved(offices.word(report, write)),
    "one sheet": lambda report, write=material.plain: offices.saved(
        offices.workbook(report, write, one_sheet=True)
    ),
    "a sheet a table": lambda report, write=material.plain: offices.saved(
        offices.workbook(report, write, one_sheet=False)
    ),
}
every_form = pytest.mark.parametrize("form", list(FORMS))
seeds = st.integers(0, 2**32)


def quickly(examples: int) -> Callable[[Any], Any]:
    """So many examples, however slow the machine."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def filled(draw: st.DrawFn, form: str, largest: tuple[int, ...] = (0, 1, 9, 120, 10**6)) -> material.Figures:
    """The form filled with figures that close: from all zeros to large ones, zeros many."""
    format, combined = FORMS[form]
    size, sparse = draw(st.sampled_from(largest)), draw(st.sampled_from((0, 0.5, 0.9)))
    return material.figures(format, draw(seeds), size, combined=combined, sparse=sparse)


def figures(shape: dict[str, Any], report: material.Figures) -> dict[str, Any]:
    """The tables of `report` as `shape` has them, without the notes."""
    return {
        key: {
            row: {column: value for column, value in line.items() if column != "note"}
            for row, line in (shape.get(key) or {}).items()
        }
        for key in material.tables_of(report)
    }


def published(report: material.Figures, publish: Callable[..., str | bytes], *write: Any) -> Reading:
    data = publish(report, *write)
    return read(data.encode() if isinstance(data, str) else data)


def assert_identical(reading: Reading, report: material.Figures) -> None:
    assert figures(reading.as_json(), report) == figures(report, report)
    assert (reading.place, reading.year, reading.format) == ("云溪市", report["year"], report["format"])
    assert not reading.unread


def assert_nothing_wrong(reading: Reading, report: material.Figures) -> None:
    """What was read is what was written; the rest is refused or absent."""
    for key, rows in figures(reading.as_json(), report).items():
        for row, line in rows.items():
            for column, value in line.items():
                assert value == report[key][row][column], (key, row, column)


# ——— everything comes back ———


@every_form
@pytest.mark.parametrize("way", [*GRIDS, *ROWS, *FLAT])
@given(data=st.data())
@quickly(6)
def test_a_consistent_report_reads_back_identical_and_closes(
    form: str, way: str, data: st.DataObject
) -> None:
    report = data.draw(filled(form))
    reading = published(report, (GRIDS | ROWS | FLAT)[way])
    assert_identical(reading, report)
    assert check(reading) == []


@pytest.mark.parametrize("form", ["2019", "2021", "2021, one row"])
@pytest.mark.parametrize("way", list(PUNCTUATED))
@given(data=st.data())
@quickly(6)
def test_punctuation_between_cells_is_no_part_of_them(form: str, way: str, data: st.DataObject) -> None:
    report = data.draw(filled(form))
    assert_identical(published(report, PUNCTUATED[way]), report)


@every_form
@pytest.mark.parametrize("way", list(OFFICES))
@given(data=st.data())
@quickly(3)
def test_an_office_file_reads_back_identical_and_closes(form: str, way: str, data: st.DataObject) -> None:
    report = data.draw(filled(form))
    reading = published(report, OFFICES[way])
    assert_identical(reading, report)
    assert check(reading) == []


@pytest.mark.parametrize("write", [material.thousands, material.full_width], ids=["1,336", "１３３６"])
@pytest.mark.parametrize("way", [*GRIDS, *ROWS])
@given(data=st.data(), form=st.sampled_from(list(FORMS)))
@quickly(6)
def test_the_way_digits_are_written_makes_no_difference(
    way: str, write: Callable[[Any], str], data: st.DataObject, form: str
) -> None:
    report = data.draw(filled(form, (10**6,)))
    assert_identical(published(report, (GRIDS | ROWS)[way], write), report)


# ——— blanks and dashes ———


@every_form
@pytest.mark.parametrize("mark", ["", "—", "/"], ids=["blank", "dash", "slash"])
@given(data=st.data(), way=st.sampled_from(list(GRIDS)))
@quickly(6)
def test_a_blank_or_a_dash_is_null_and_never_moves_its_neighbours(
    form: str, mark: str, data: st.DataObject, way: str
) -> None:
    report = material.with_blanks(data.draw(filled(form)), data.draw(seeds), 0.2)
    reading = published(report, GRIDS[way], lambda value: material.plain(value) or mark)
    assert_identical(reading, report)


@every_form
@pytest.mark.parametrize("way", list(OFFICES))
@given(data=st.data())
@quickly(2)
def test_a_blank_in_an_office_file_is_null(form: str, way: str, data: st.DataObject) -> None:
    report = material.with_blanks(data.draw(filled(form)), data.draw(seeds), 0.2)
    assert_identical(published(report, OFFICES[way]), report)


@every_form
@pytest.mark.parametrize("way", list(ROWS))
@given(data=st.data())
@quickly(8)
def test_in_rows_of_text_a_blank_is_null_or_refused(form: str, way: str, data: st.DataObject) -> None:
    # A row of text that is blank throughout cannot be told from a row whose figures stand elsewhere.
    report = material.with_blanks(data.draw(filled(form, (120,))), data.draw(seeds), 0.2)
    assert_nothing_wrong(published(report, ROWS[way]), report)


@every_form
@pytest.mark.parametrize("way", list(FLAT))
@given(data=st.data())
@quickly(8)
def test_where_a_blank_leaves_no_trace_it_is_never_taken_for_a_figure(
    form: str, way: str, data: st.DataObject
) -> None:
    report = material.with_blanks(data.draw(filled(form, (120,))), data.draw(seeds), 0.1)
    text = "\n".join(line for line in FLAT[way](report).splitlines() if line)
    assert_nothing_wrong(read(text.encode()), report)


# ——— figures that touch ———


@every_form
@pytest.mark.parametrize("way", [*TOUCHING, *PUNCTUATED])
@given(data=st.data())
@quickly(8)
def test_figures_that_touch_are_proved_or_refused_never_wrong(
    form: str, way: str, data: st.DataObject
) -> None:
    report = data.draw(filled(form))
    reading = published(report, (TOUCHING | PUNCTUATED)[way])
    assert_nothing_wrong(reading, report)
    assert (reading.place, reading.year) == ("云溪市", report["year"])


@every_form
@given(data=st.data())
@quickly(8)
def test_glued_rows_with_blanks_for_zeros_are_never_wrong(form: str, data: st.DataObject) -> None:
    # A blank in the place of a figure other than 0 leaves no trace in glued text: what is left may close.
    report = data.draw(filled(form, (9, 120)))
    report = material.with_blanks(report, data.draw(seeds), 0.4, for_zeros=True)
    assert_nothing_wrong(published(report, material.glued), report)


# ——— characters ———


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("publish", [material.html, material.bars], ids=["html", "bars"])
def test_the_encoding_makes_no_difference(encoding: str, publish: Publish) -> None:
    report = material.figures("2021", 7, 900)
    assert_identical(read(publish(report).encode(encoding)), report)


@every_form
def test_a_report_in_traditional_characters_is_read_like_any_other(form: str) -> None:
    format, combined = FORMS[form]
    report = material.figures(format, 8, 900, combined=combined)
    traditional = OpenCC("s2t").convert(material.html(report))
    assert "政府信息公開" in traditional
    assert_identical(read(traditional.encode()), report)


@every_form
@given(data=st.data())
@quickly(8)
def test_as_json_and_from_json_are_inverse(form: str, data: st.DataObject) -> None:
    reading = published(data.draw(filled(form)), material.html)
    assert Reading.from_json(reading.as_json()) == reading
