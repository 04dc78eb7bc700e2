"""Whose a draft is: said by its text, else by its name; never guessed."""

from __future__ import annotations

import pytest

from gongkai.annual_reports.rules.units import UnitNames, match

CITY = UnitNames(1, ("云河市人民政府", "市政府"))
OFFICE = UnitNames(2, ("云河市人民政府办公室", "市政府办"), ("云河市人民政府",))
EDUCATION = UnitNames(3, ("云河市教育局", "市教育局"), ("云河市人民政府",))
DISTRICT = UnitNames(4, ("云河市明河区人民政府", "明河区政府"), ("云河市人民政府",))
DISTRICT_EDUCATION = UnitNames(
    5, ("云河市明河区教育局", "明河区教育局"), ("云河市明河区人民政府", "云河市人民政府")
)
TOWN = UnitNames(6, ("云河市明河区清水镇人民政府", "清水镇"), ("云河市明河区人民政府", "云河市人民政府"))
ECOLOGY = UnitNames(7, ("云河市生态环境局", "市生态环境局", "云河市环境保护局"), ("云河市人民政府",))
EVERYBODY = (CITY, OFFICE, EDUCATION, DISTRICT, DISTRICT_EDUCATION, TOWN, ECOLOGY)


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("云河市教育局", 3),
        ("云河市", 1),
        ("云河市人民政府", 1),
        ("云河市人民政府办公室", 2),
        ("云河市明河区", 4),
        ("明河区", 4),
        ("明河区清水镇", 6),
        ("清水镇", 6),
        ("云河市环境保护局", 7),  # what it was called until March
        ("云 河 市 教 育 局", 3),
    ],
)
def test_the_name_in_the_text_says_whose_it_is(place: str, unit: int) -> None:
    found = match(EVERYBODY, place, "草稿/2026.html")
    assert (found.id, found.by, found.note) == (unit, "place", "")


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("云河市教育局2026年年报.docx", 3),
        ("报送/市教育局/年报.docx", 3),
        ("云河市明河区教育局.pdf", 5),
        ("明河区/教育局.pdf", 5),
        ("03明河区教育局年度报告（定稿）.pdf", 5),
        ("云河市人民政府办公室关于报送年报.txt", 2),
        ("清水镇年报.xlsx", 6),
        ("云河市环境保护局.html", 7),
    ],
)
def test_else_the_name_of_file_or_folder_says_it(path: str, unit: int) -> None:
    found = match(EVERYBODY, None, path)
    assert (found.id, found.by) == (unit, "name")


@pytest.mark.parametrize(
    ("place", "path", "says"),
    [
        (None, "年报.docx", "没有写明"),
        (None, "云河市教育局、市生态环境局.docx", "几个单位"),
        (None, "教育局年报.docx", "没有写明"),  # the city's or the district's
        (None, "东山区教育局年报.docx", "没有写明"),  # another city's
        (None, "云河市教育局幼儿园.docx", "没有写明"),  # a body below it
        ("云河市教育局", "市生态环境局.docx", "请核对后选定"),
        ("云山市教育局", "年报.docx", "名单里没有"),
        ("云山市教育局", "市教育局.docx", "请核对后选定"),
    ],
)
def test_what_is_not_certain_is_left_to_a_person(place: str | None, path: str, says: str) -> None:
    found = match(EVERYBODY, place, path)
    assert found.id is None
    assert says in found.note
    assert "请" in found.note


def test_a_name_that_two_units_bear_is_nobody_s() -> None:
    twins = (UnitNames(1, ("云河市城管局",)), UnitNames(2, ("云河市城管局",)))
    assert match(twins, "云河市城管局", "a.html").id is None


def test_without_units_nothing_is_found() -> None:
    assert match((), "云河市", "云河市.html").id is None
