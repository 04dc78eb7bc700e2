"""What the program reckons with is open to everyone: values with day, ground and mark; calendars by year."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.law import instruments, parameters, practice
from gongkai.law.workdays import official
from gongkai.portal.legal import parameter_anchor
from tests.portal.html import Page


@pytest.fixture
def law(visitor: Client) -> Page:
    """The page of legal terms."""
    return Page(visitor.get("/law/"))


def test_every_value_of_every_parameter_stands_there_with_its_day_and_ground(law: Page) -> None:
    for parameter in parameters.ALL:
        block = law.texts(f"//*[@id='{parameter_anchor(parameter.name)}']")[0]
        assert parameter.label in block
        for entry in parameter.entries:
            assert str(entry.citation) in block
            assert f"{entry.since.year}年{entry.since.month}月{entry.since.day}日起" in block


def test_what_is_not_verified_is_marked_and_explained(law: Page) -> None:
    """〔本项目理解〕 stands at every value whose ground was not read, and the note says what is not known."""
    for parameter in parameters.ALL:
        block = law.texts(f"//*[@id='{parameter_anchor(parameter.name)}']")[0]
        unsure = [entry for entry in parameter.entries if entry.sure == "K"]
        assert block.count("〔本项目理解〕") == len(unsure)
        for entry in unsure:
            assert " ".join(entry.note.split()) in block


def test_open_questions_stand_there_with_their_defaults(law: Page) -> None:
    for setting in practice.SETTINGS:
        assert setting.default in law.text


def test_every_instrument_is_listed_with_its_number(law: Page) -> None:
    rows = law.texts("//table[@id='table-instruments']//tr")
    for each in instruments.ALL:
        assert any(each.title in row and each.number in row for row in rows)


def test_every_known_year_has_its_calendar(law: Page, visitor: Client) -> None:
    for year in official().years:
        assert law.select(f"//a[@href='/law/workdays/{year}/']")
        assert visitor.get(f"/law/workdays/{year}/").status_code == 200


class TestACalendarYear:
    def test_names_holidays_and_working_weekends_of_2026(self, visitor: Client) -> None:
        """国办发明电〔2025〕7号: 春节2月15日至23日放假调休，共9天；2月14日、2月28日上班。"""
        page = Page(visitor.get("/law/workdays/2026/"))
        assert "春节2月15日至2月23日休息，共9天；2月14日、2月28日上班" in page.text
        assert "〔2025〕7号" in page.text
        february = page.select("//table[@id='month-2026-2']")[0]
        holidays = february.xpath(".//td[contains(@class, 'day--holiday')]//time/@datetime")
        assert holidays == [f"2026-02-{day}" for day in range(15, 24)]
        moved = february.xpath(".//td[contains(@class, 'day--moved')]//time/@datetime")
        assert moved == ["2026-02-14", "2026-02-28"]

    def test_counts_its_working_days(self, visitor: Client) -> None:
        assert "全年248个工作日" in Page(visitor.get("/law/workdays/2026/")).text

    def test_leads_to_the_years_beside_it(self, visitor: Client) -> None:
        page = Page(visitor.get("/law/workdays/2026/"))
        assert page.attributes("//a[@rel='prev']/@href") == ["/law/workdays/2025/"]
        assert not page.select("//a[@rel='next']")

    @pytest.mark.parametrize(
        ("year", "says"), [(2027, "2027.csv"), (1999, "早于"), (0, "选择年份"), (10000, "选择年份")]
    )
    def test_that_is_not_known_is_not_guessed(self, year: int, says: str, visitor: Client) -> None:
        response = visitor.get(f"/law/workdays/{year}/")
        assert response.status_code == 404
        assert says in Page(response).text
