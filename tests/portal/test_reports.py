"""The archive and a report's page: the prescribed tables, what was found, where the figures come from."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.annual_reports.operations import ReportSource
from gongkai.annual_reports.rules import form
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.material import yunhe
from tests.portal.conftest import NOW
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def put(figures: dict[str, object]) -> str:
    """Archive figures for the invented city; the address of the report."""
    report = operations.archive_report(
        place_code="yunhe",
        place_name="云河市",
        level="city",
        figures=figures,
        source=ReportSource(),
        act=SystemAct(SYSTEM, NOW),
    )
    return f"/reports/yunhe/{report.year}/"


# Those that come with the program, newest first.
EVERY_YEAR = ["2025", "2025", "2024", "2023", "2022", "2021", "2020", "2019", "2019", "2018", "2016"]


class TestTheArchive:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            # Nothing asked: everything, newest first
            ("", EVERY_YEAR),
            # By place, by year in the search field, by both
            ("?q=重庆", ["2019"]),
            ("?q=2019", ["2019", "2019"]),
            ("?q=马鞍山 2019", ["2019"]),
            # By the filters
            ("?year=2019", ["2019", "2019"]),
            ("?level=province", ["2019"]),
            # A year or level that does not exist narrows nothing rather than failing
            ("?year=abc&level=planet", EVERY_YEAR),
            ("?year=٢٠١٩", EVERY_YEAR),
            ("?q=%00重庆", ["2019"]),
        ],
    )
    def test_is_filtered_by_the_address(
        self, query: str, found: list[str], visitor: Client, archive: int
    ) -> None:
        page = Page(visitor.get(f"/reports/{query}"))
        assert [href.split("/")[-2] for href in page.attributes("//main//li/a/@href")] == found
        assert f"{len(found)}份年报" in page.text

    def test_keeps_what_was_asked_in_its_fields(self, visitor: Client, archive: int) -> None:
        page = Page(visitor.get("/reports/?q=重庆&year=2019&level=province"))
        assert page.field("q") == "重庆"
        assert page.texts("//option[@selected]") == ["2019年", "省级"]

    def test_says_what_to_do_when_nothing_is_found(self, visitor: Client, archive: int) -> None:
        assert "换一个地名" in Page(visitor.get("/reports/?q=没有这个地方")).text

    def test_that_is_empty_offers_to_check_a_report(self, visitor: Client) -> None:
        page = Page(visitor.get("/reports/"))
        assert "还没有收录年报" in page.text
        assert page.select("//main//a[@href='/check/']")


class TestPagesOfTheArchive:
    @pytest.fixture
    def many(self, db: None) -> list[str]:
        """The addresses of 47 reports: three pages, in the order of the archive."""
        places = [
            Place.objects.create(code=f"yx-{number:02}", name=f"云溪{number}镇", level="town")
            for number in range(24)
        ]
        wanted = [(year, place) for year in (2018, 2017) for place in places][:47]
        for year, place in reversed(wanted):
            AnnualReport.objects.create(
                place=place,
                year=year,
                form="pre2019",
                figures={"place": place.name, "year": year, "format": "pre2019"},
                archived_by="test",
                archived_at=NOW,
            )
        return [f"/reports/{place.code}/{year}/" for year, place in wanted]

    def shown(self, page: Page) -> list[str]:
        return [href for href in page.attributes("//main//li/a/@href") if href.count("/") == 4]

    def test_follow_each_other_and_lead_back(self, visitor: Client, many: list[str]) -> None:
        forwards, pages, address = [], [], "/reports/"
        while address:
            page = Page(visitor.get(address))
            pages.append(self.shown(page))
            forwards += pages[-1]
            assert "47份年报" in page.text
            more = page.select("//a[@rel='next']")
            address = f"/reports/{more[0].get('href')}" if more else ""
        assert forwards == many
        assert [len(each) for each in pages] == [20, 20, 7]
        back = Page(visitor.get("/reports/" + page.select("//a[@rel='prev']")[0].get("href")))
        assert self.shown(back) == pages[1]
        first = Page(visitor.get("/reports/" + back.select("//a[@rel='prev']")[0].get("href")))
        assert self.shown(first) == pages[0]
        assert not first.select("//a[@rel='prev']")

    def test_keep_what_was_asked(self, visitor: Client, many: list[str]) -> None:
        first = Page(visitor.get("/reports/?q=云溪&year=2018&level=town"))
        second = Page(visitor.get("/reports/" + first.select("//a[@rel='next']")[0].get("href")))
        assert self.shown(second) == many[20:24]
        assert second.texts("//option[@selected]") == ["2018年", "乡级"]
        back = second.select("//a[@rel='prev']")[0].get("href")
        assert self.shown(Page(visitor.get("/reports/" + back))) == many[:20]

    @pytest.mark.parametrize(
        ("query", "begins"),
        [
            # Addresses of earlier versions counted pages; they still show the same rows
            ("?page=1", 0),
            ("?page=2", 20),
            ("?page=3", 40),
            ("?q=云溪&page=2", 20),
            # What is no page begins at the beginning
            ("?page=4", 0),
            ("?page=last", 0),
            ("?page=-1", 0),
            ("?page=0", 0),
            ("?page=٢", 0),
            ("?page=99999999999999999999", 0),
            ("?after=no", 0),
            ("?before=%00", 0),
            ("?after=999999", 0),
            ("?after=" + "9" * 40, 0),
        ],
    )
    def test_begin_where_the_address_says(
        self, query: str, begins: int, visitor: Client, many: list[str]
    ) -> None:
        assert self.shown(Page(visitor.get(f"/reports/{query}"))) == many[begins : begins + 20]

    def test_that_are_not_needed_are_not_offered(self, visitor: Client, archive: int) -> None:
        assert not Page(visitor.get("/reports/")).select("//nav[@class='pager']")


class TestHome:
    def test_leads_to_what_people_come_for(self, visitor: Client, archive: int) -> None:
        page = Page(visitor.get("/"))
        errands = dict(zip(page.texts("//main//ul[contains(@class, 'tiles')]//a"), page.attributes(
            "//main//ul[contains(@class, 'tiles')]//a/@href"), strict=True))  # fmt: skip
        assert errands == {
            "查年报": "/reports/",
            "核查报告": "/check/",
            "算期限": "/deadline/",
            "看法定期限": "/law/",
        }

    def test_shows_figures_of_the_newest_report_each_leading_to_its_cell(
        self, visitor: Client, archive: int
    ) -> None:
        page = Page(visitor.get("/"))
        for link in page.attributes("//main//*[@class='figure']/a/@href"):
            address, _, cell = link.partition("#")
            target = Page(visitor.get(address))
            assert target.select(f"//td[@id='{cell}']"), link

    def test_works_before_anything_is_archived(self, visitor: Client) -> None:
        assert visitor.get("/").status_code == 200


class TestAReport:
    def test_that_closes_says_so_first(self, visitor: Client, archive: int) -> None:
        page = Page(visitor.get("/reports/chongqing/2019/"))
        assert page.texts("//h1") == ["重庆市2019年政府信息公开工作年度报告"]
        assert page.texts("//main//h2")[0] == "核查结果"
        assert "勾稽关系全部成立" in page.text

    @pytest.mark.parametrize("table", ["table2", "table3", "table4"])
    def test_shows_the_tables_exactly_as_the_form_prescribes(
        self, table: str, visitor: Client, archive: int
    ) -> None:
        page = Page(visitor.get("/reports/chongqing/2019/"))
        drawn = [
            [(int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))) for cell in row]
            for row in page.select(f"//table[@id='{table}']//tr")
        ]
        prescribed = [[(cell.rowspan, cell.colspan) for cell in row] for row in form("2019").grid(table)]
        assert drawn == prescribed

    def test_shows_every_figure_in_its_cell(self, visitor: Client) -> None:
        page = Page(visitor.get(put(yunhe.reading().as_json())))
        for (table, row, col), value in yunhe.figures().items():
            assert page.texts(f"//td[@id='{table}-{row}-{col}']") == [str(value)]

    def test_marks_a_finding_in_the_cell_and_says_it_beside(self, visitor: Client) -> None:
        figures = yunhe.reading().as_json()
        figures["table4"]["review"]["total"] = 9
        page = Page(visitor.get(put(figures)))
        mark = page.select("//td[@id='table4-review-total']//a")[0]
        finding = page.select(f"//*[@id='{mark.get('href')[1:]}']")[0]
        assert "四种结果相加为4，总计填报为9，相差5" in finding.text_content()
        assert "错误1处" in page.text
        assert [each.get("href") for each in finding.xpath(".//a")] == ["#table4-review-total"]

    def test_tells_blank_from_zero_from_unread(self, visitor: Client) -> None:
        figures = yunhe.reading().as_json()
        figures["table2"]["规章"] = {"本年制发件数": 0, "本年废止件数": None}
        figures["unread"] = [
            {"table": "table2", "row": "规章", "col": "现行有效件数", "reason": "原文此处是图片"}
        ]
        page = Page(visitor.get(put(figures)))
        shown = [page.texts(f"//td[@id='table2-规章-{col}']")[0] for col in
                 ("本年制发件数", "本年废止件数", "现行有效件数")]  # fmt: skip
        assert shown[0] == "0"
        assert shown[1].startswith("空白")
        assert shown[2] == "未读出"
        assert "原文此处是图片 规章·现行有效件数" in page.text

    def test_without_a_table_gives_the_reason(self, visitor: Client) -> None:
        missing = {"table": "table3", "row": None, "col": None, "reason": "这张表是图片，读不出数字"}
        figures = {**yunhe.reading().as_json(), "table3": None, "unread": [missing]}
        page = Page(visitor.get(put(figures)))
        assert "这张表是图片，读不出数字" in page.text
        assert not page.select("//table[@id='table3']")

    def test_is_compared_with_the_year_before(self, visitor: Client) -> None:
        """T3-D: what a year carries in is what the year before carried out."""
        before = {**yunhe.reading().as_json(), "year": 2022}
        put(before)
        page = Page(visitor.get(put(yunhe.reading().as_json())))
        assert "T3-D" in page.text

    def test_is_compared_with_the_year_before_across_the_change_of_forms(self, visitor: Client) -> None:
        """Table three kept its rows 二 and 四 when the form of 2021 came."""
        rows = {"carried_out": {"natural": 9, "total": 9}}
        old = {
            "place": "云河市",
            "year": 2020,
            "format": "2019",
            "table3": rows,
            "narrative": [],
            "unread": [],
        }
        put({**old, "table2": None, "table4": None})
        page = Page(visitor.get(put({**yunhe.reading().as_json(), "year": 2021})))
        assert "T3-D" in page.text

    def test_that_only_deserves_a_second_look_says_that_there_is_no_error(self, visitor: Client) -> None:
        figures = yunhe.reading().as_json()
        figures["table2"]["规章"]["本年制发件数"] = None
        assert "没有发现错误；提醒1处。" in Page(visitor.get(put(figures))).text

    def test_from_before_2019_shows_figures_of_the_prose_and_says_why_no_table(
        self, visitor: Client, archive: int
    ) -> None:
        page = Page(visitor.get("/reports/guangshui/2016/"))
        assert "从2019年度的报告才开始使用" in page.text
        assert "正文里的数" in page.texts("//h2")
        assert not page.select("//main//table")

    @pytest.mark.parametrize("address", ["/reports/chongqing/1999/", "/reports/nowhere/2019/"])
    def test_that_is_not_archived_is_not_found(self, address: str, visitor: Client, archive: int) -> None:
        assert visitor.get(address).status_code == 404
        assert visitor.get(address + "figures.csv").status_code == 404


class TestDownloads:
    def test_json_is_what_the_reader_writes(self, visitor: Client) -> None:
        response = visitor.get(put(yunhe.reading().as_json()) + "figures.json")
        assert json.loads(response.content) == yunhe.reading().as_json()
        assert response["Content-Disposition"] == 'attachment; filename="yunhe-2023.json"'

    def test_csv_opens_in_a_spreadsheet_and_has_a_line_per_cell(self, visitor: Client) -> None:
        response = visitor.get(put(yunhe.reading().as_json()) + "figures.csv")
        text = response.content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert len(rows) == len(yunhe.figures())
        assert {
            row["数值"] for row in rows if row["行代码"] == "carried_in" and row["列代码"] == "natural"
        } == {"2"}
