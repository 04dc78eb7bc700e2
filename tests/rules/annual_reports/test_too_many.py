"""What a text repeats without end is read up to a bound, and a sentence says so."""

from __future__ import annotations

import pytest

from gongkai.annual_reports.rules import NothingRead, check, read
from gongkai.annual_reports.rules.checks.findings import MOST_ALIKE
from gongkai.annual_reports.rules.sources.pages import MOST_ATTRIBUTES
from gongkai.annual_reports.rules.tables.run_together import MOST_PLACES
from tests.material import hostile_dress, hostile_office
from tests.material.hostile_dress import SUBJECT, TITLE


@pytest.mark.parametrize(("count", "more"), [(MOST_ALIKE, 0), (MOST_ALIKE + 50, 1)])
def test_of_findings_that_are_alike_the_first_are_listed(count: int, more: int) -> None:
    text = TITLE + "".join(f"自{1900 + number}年2月30日起执行。" for number in range(count))
    days = [finding.message for finding in check(read(text.encode())) if finding.code == "DATE"]
    assert len(days) == MOST_ALIKE + more
    assert sum("后面的没有逐一列出" in message for message in days) == more


@pytest.mark.parametrize("shape", ["a{}=1", 'a{}=">"', "a{}='<'", "a{}"])
def test_a_tag_with_hundreds_of_attributes_is_refused(shape: str) -> None:
    def page(count: int) -> bytes:
        attributes = " ".join(shape.format(number) for number in range(count))
        return f"<html><body><p {attributes}>{TITLE}</p><p>{SUBJECT}</p></body></html>".encode()

    assert read(page(MOST_ATTRIBUTES - 1)).year == 2023
    with pytest.raises(NothingRead, match="文字太多"):
        read(page(MOST_ATTRIBUTES + 1))


def test_so_is_a_document_with_thousands() -> None:
    with pytest.raises(NothingRead, match="异常地大"):
        read(hostile_office.WORD["docx of attributes"](40_000))


@pytest.mark.parametrize(("count", "often"), [(MOST_PLACES, False), (MOST_PLACES + 1, True)])
def test_a_table_that_stands_there_too_often_is_not_parted(count: int, often: bool) -> None:
    table = hostile_dress.heads("matrix") + "1.予以公开1010001"
    reading = read((TITLE + SUBJECT + table * count).encode())
    assert any(f"{MOST_PLACES}次以上" in item.reason for item in reading.unread) is often
