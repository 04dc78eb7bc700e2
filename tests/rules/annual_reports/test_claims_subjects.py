"""What a figure of the prose may count is one list; its cells are cells of the forms."""

from __future__ import annotations

import pytest

from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.annual_reports.rules.prose import subjects

CELLS = [
    (subject.key, format, cell)
    for subject in subjects.all()
    for format in FORMATS
    for cell in subject.cells[format]
]


@pytest.mark.parametrize(("key", "format", "cell"), CELLS)
def test_every_cell_of_a_subject_is_a_cell_of_its_form(
    key: str, format: str, cell: tuple[str, str, str]
) -> None:
    table, row, column = cell
    if table == "statistics":
        assert (format, column) == ("pre2019", "value")
        table_of_the_time = form(format).tables.get(table)
        assert table_of_the_time is None or row in table_of_the_time.rows
    else:
        assert column in form(format).tables[table].rows[row].columns


def test_what_is_due_is_what_came_in_and_what_was_carried_over() -> None:
    assert subjects.subject("applications.due").cells["2021"] == (
        ("table3", "new", "total"),
        ("table3", "carried_in", "total"),
    )


def test_a_form_without_such_a_cell_has_none() -> None:
    assert subjects.subject("applications.online").cells["2021"] == ()
    assert subjects.subject("fees").cells["2019"] == ()


def test_an_unknown_subject_is_refused() -> None:
    with pytest.raises(KeyError):
        subjects.subject("weather")
