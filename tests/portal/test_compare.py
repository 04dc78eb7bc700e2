"""Comparison and a place's page: every number leads to its report, a missing one is a word and never 0."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from openpyxl import load_workbook

from gongkai.annual_reports import operations
from gongkai.annual_reports.operations import ReportSource
from gongkai.annual_reports.rules.comparing import measures
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests import material
from tests.portal.conftest import NOW
from tests.portal.html import Page
from tests.prepared import prepared

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def put(code: str, name: str, year: int, new: int | None, level: str = "city", **tables: Any) -> None:
    """Archive a report of which 本年新收 is known (None: blank) and 办理结果 closes with it."""
    figures: dict[str, Any] = {
        "place": name,
        "year": year,
        "format": "2021" if year > 2020 else "2019",
        "table2": None,
        "table3": {
            "new": {"total": new},
            "carried_in": {"total": 0},
            "total": {"total": new},
        },
        "table4": None,
        "narrative": [],
        "unread": [],
        **tables,
    }
    operations.archive_report(
        place_code=code,
        place_name=name,
        level=level,
        figures=figures,
        source=ReportSource(),
        act=SystemAct(SYSTEM, NOW),
    )


@prepared
def cities(db: None) -> None:
    """Three cities over four years, with a gap, a blank and a table that is an image; and a county."""
    for year, new in ((2020, 90), (2021, 100), (2022, 110), (2023, 900)):
        put("yunhe", "云河市", year, new)
    put("yunxi", "云溪市", 2021, 50)
    put("yunxi", "云溪市", 2023, None)
    image = [{"table": "table3", "row": None, "col": None, "reason": "这张表是图片，读不出数字"}]
    put("shannan", "山南市", 2023, 7, table3=None, unread=image)
    put("linjiang", "临江县", 2023, 1336000, level="county")


def ask(visitor: Client, **question: object) -> Page:
    return Page(visitor.get(f"/reports/compare/?{urlencode(question)}"))


def table(page: Page, key: str = "comparison") -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.select(f"//table[@id='{key}']//tr")
    ]


@pytest.mark.usefixtures("cities")
class TestTheTable:
    def test_has_places_by_years_and_says_why_a_figure_is_missing(self, visitor: Client) -> None:
        page = ask(visitor, measure="applications_new", level="city")
        assert table(page) == [
            ["地方", "2020年", "2021年", "2022年", "2023年"],
            ["山南市", "未收录", "未收录", "未收录", "未读出"],
            ["云河市", "90", "100", "110", "900"],
            ["云溪市", "未收录", "50", "未收录", "空白"],
            ["合计", "90 缺2个", "150 缺1个", "110 缺2个", "900 缺2个"],
        ]
        assert "2023年1个地方合计，不是全部：缺山南市（未读出）、云溪市（空白）。" in page.text

    def test_every_number_leads_to_its_cell(self, visitor: Client) -> None:
        page = ask(visitor, measure="applications_new", places="云河市")
        links = page.attributes("//table[@id='comparison']//td/a/@href")
        assert links[0] == "/reports/yunhe/2020/#table3-new-total"
        for link in links:
            address, _hash, cell = link.partition("#")
            assert Page(visitor.get(address)).select(f"//td[@id='{cell}']")

    def test_a_share_shows_what_it_was_reckoned_from_and_its_denominator(self, visitor: Client) -> None:
        page = ask(visitor, measure="completion_rate", places="yunhe", **{"from": 2023})
        assert table(page)[1] == ["云河市", "100.00% 900／900"]
        assert "分母：本年新收加上年结转" in page.text
        assert "〔本项目理解〕" in page.text

    def test_any_cell_can_be_asked_for_by_row_and_column(self, visitor: Client) -> None:
        by_cell = ask(visitor, row="table3/new", column="table3/total", places="云河市")
        by_name = ask(visitor, measure="applications_new", places="云河市")
        assert table(by_cell) == table(by_name)

    def test_years_asked_for_stay_even_without_figures(self, visitor: Client) -> None:
        page = ask(visitor, measure="applications_new", places="云溪市", **{"from": 2022, "to": 2024})
        assert table(page)[0] == ["地方", "2022年", "2023年", "2024年"]

    def test_of_one_place_has_no_sum(self, visitor: Client) -> None:
        assert [row[0] for row in table(ask(visitor, places="云河市"))] == ["地方", "云河市"]

    def test_over_several_levels_warns_of_counting_twice(self, visitor: Client) -> None:
        assert "避免重复计算" in ask(visitor, measure="applications_new").text

    def test_of_many_places_has_pages_and_the_sum_is_of_all(self, visitor: Client) -> None:
        for number in range(60):
            put(f"x{number:02}", f"第{number:02}县", 2022, 1, level="county")
        page = ask(visitor, measure="applications_new", level="county", **{"from": 2022, "to": 2022})
        assert len(table(page)) == 52
        assert table(page)[-1] == ["合计", "60 缺1个"]
        following = Page(visitor.get("/reports/compare/" + page.attributes("//a[@rel='next']/@href")[0]))
        assert len(table(following)) == 13
        assert "第2页，共2页、61个地方" in following.text


@pytest.mark.usefixtures("cities")
class TestTheRanking:
    def test_states_how_many_take_part_and_names_who_does_not(self, visitor: Client) -> None:
        page = ask(visitor, measure="applications_new", year=2023)
        assert table(page, "ranks")[1:] == [["1", "临江县", "1,336,000"], ["2", "云河市", "900"]]
        assert "2个地方参加排序；2个地方没有可比的数，未列入" in page.text
        assert {"山南市（未读出）", "云溪市（空白）"} <= set(page.texts("//details//li"))

    def test_may_begin_with_the_least_and_be_of_another_year(self, visitor: Client) -> None:
        page = ask(visitor, measure="applications_new", year=2021, order="asc")
        assert [row[1] for row in table(page, "ranks")[1:]] == ["云溪市", "云河市"]

    def test_without_a_year_is_of_the_last_with_figures(self, visitor: Client) -> None:
        put("yunxi", "云溪市", 2024, None)
        assert "2023年排序" in ask(visitor, places="云河市 云溪市").texts("//h2")


@pytest.mark.usefixtures("cities")
class TestTheDrawing:
    def test_is_lines_for_few_places_and_bars_for_many(self, visitor: Client) -> None:
        few = ask(visitor, places="云河市 云溪市")
        assert len(
            few.select("//figure[contains(@class, 'chart--lines')]//path[contains(@class, 'chart__line ')]")
        )
        for number in range(6):
            put(f"x{number}", f"第{number}县", 2023, 5)
        assert ask(visitor).select("//figure[contains(@class, 'chart--bars')]")

    def test_stands_below_the_table_with_the_same_figures(self, visitor: Client) -> None:
        page = ask(visitor, places="云河市")
        order = [each.tag for each in page.select("//main//table[@id='comparison'] | //main//figure")]
        assert order == ["table", "figure"]
        told = page.texts("//figure//path/title")
        assert told == ["云河市2020年：90", "云河市2021年：100", "云河市2022年：110", "云河市2023年：900"]


@pytest.mark.usefixtures("cities")
def test_what_stands_out_says_what_was_compared_and_leads_to_the_report(visitor: Client) -> None:
    page = ask(visitor, measure="applications_new", places="云河市")
    assert (
        "云河市2023年本年新收申请为900件，是2022年110件的8.2倍（此前共有3个年度的数），请核实。" in page.text
    )
    assert "/reports/yunhe/2023/#table3-new-total" in page.attributes("//li//a/@href")


@pytest.mark.usefixtures("cities")
class TestTheQuestion:
    def test_stays_in_the_fields(self, visitor: Client) -> None:
        page = ask(
            visitor, measure="refusal_rate", places="云河市", level="city", **{"from": 2021}, order="asc"
        )
        assert page.field("places") == "云河市"
        assert page.texts("//select[@name='measure']/option[@selected]") == ["办理结果：不予公开率"]
        assert page.texts("//select[@name='from']/option[@selected]") == ["2021年"]

    def test_offers_every_measure_and_a_way_to_begin_again(self, visitor: Client) -> None:
        page = ask(visitor)
        assert len(page.select("//select[@name='measure']/option")) == len(measures())

    @pytest.mark.parametrize(
        ("question", "field", "says"),
        [
            ({"places": "云河市 没有这里"}, "places", "“没有这里”"),
            # Two cities begin with 云: which one is meant?
            ({"places": "云"}, "places", "不止一个地方"),
            ({"places": " ".join(f"p{n}" for n in range(41))}, "places", "最多比较40个"),
            ({"from": 2023, "to": 2021}, "from", "请调换"),
            ({"measure": "nonsense"}, "measure", "请写指标代码"),
            ({"row": "table3/new", "column": "table4/upheld"}, "column", "请选同一张表里的列"),
            ({"row": "table3/new"}, "column", "请选同一张表里的列"),
            ({"row": "table2/规章", "column": "table2/本年收费金额"}, "column", "请另选一列"),
        ],
    )
    def test_that_cannot_be_answered_says_so_at_its_field_and_on_top(
        self, question: dict[str, object], field: str, says: str, visitor: Client
    ) -> None:
        page = ask(visitor, **question)
        assert page.select(f"//*[@id='{field}'][@aria-invalid='true']")
        assert says in page.texts("//*[@role='alert']")[0]
        assert not page.select("//table")
        assert visitor.get(f"/reports/compare/figures.json?{urlencode(question)}").status_code == 404

    @pytest.mark.parametrize(
        "query", ["?from=abc&to=9999999", "?page=99999999&year=٢٠٢٣", "?places=%00", "?level=x"]
    )
    def test_that_makes_no_sense_narrows_nothing(self, query: str, visitor: Client) -> None:
        response = visitor.get(f"/reports/compare/{query}")
        assert response.status_code == 200
        assert len(table(Page(response))) == 6

    def test_that_nothing_fits_says_what_to_do(self, visitor: Client) -> None:
        assert "没有可以比较的年报" in ask(visitor, level="province").text


def test_an_empty_archive_says_that_nothing_can_be_compared_yet(visitor: Client) -> None:
    assert "没有可以比较的年报" in ask(visitor).text


@pytest.mark.usefixtures("cities")
class TestDownloads:
    def test_are_of_the_question_that_the_page_answers(self, visitor: Client) -> None:
        page = ask(visitor, measure="applications_new", places="云河市 云溪市")
        links = page.attributes("//ul[@class='downloads']//a/@href")
        assert len(links) == 3
        for link in links:
            response = visitor.get(link)
            assert response.status_code == 200
            assert 'filename="compare.' in response["Content-Disposition"]

    def test_csv_opens_in_a_spreadsheet_and_tells_blank_from_zero(self, visitor: Client) -> None:
        response = visitor.get("/reports/compare/figures.csv?measure=applications_new&places=云溪市")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [(row["年度"], row["数值"], row["状态"]) for row in rows] == [
            ("2021", "50", "已填"),
            ("2022", "", "未收录"),
            ("2023", "", "空白"),
        ]

    def test_json_has_the_ranking_and_who_is_missing(self, visitor: Client) -> None:
        data = json.loads(
            visitor.get("/reports/compare/figures.json?measure=applications_new&level=city").content
        )
        assert [each["name"] for each in data["ranking"]["left_out"]] == ["山南市", "云溪市"]
        assert data["totals"][-1]["complete"] is False

    def test_a_workbook_has_the_table(self, visitor: Client) -> None:
        response = visitor.get("/reports/compare/figures.xlsx?measure=applications_new&places=云河市")
        sheet = load_workbook(io.BytesIO(response.content))["比较1"]
        assert [cell.value for cell in sheet[3]] == ["云河市", 90, 100, 110, 900]


@pytest.mark.usefixtures("cities")
class TestAPlace:
    def test_has_its_years_side_by_side_and_every_number_leads_to_its_report(self, visitor: Client) -> None:
        page = Page(visitor.get("/reports/yunhe/"))
        assert page.texts("//h1") == ["云河市历年年报数据"]
        rows = table(page, "figures-1")
        assert rows[0] == ["数据", "2020年", "2021年", "2022年", "2023年"]
        assert rows[1] == ["本年新收申请（件）", "90", "100", "110", "900"]
        for link in page.attributes("//table//td/a/@href")[:8]:
            assert visitor.get(link.partition("#")[0]).status_code == 200

    def test_draws_its_years_and_asks_about_what_stands_out(self, visitor: Client) -> None:
        page = Page(visitor.get("/reports/yunhe/"))
        assert page.select("//figure//*[@role='img']")
        assert "是2022年110件的8.2倍" in page.text

    def test_with_one_report_draws_nothing_and_shows_its_figures(self, visitor: Client) -> None:
        page = Page(visitor.get("/reports/linjiang/"))
        assert not page.select("//figure")
        assert table(page, "figures-1")[1] == ["本年新收申请（件）", "1,336,000"]

    def test_lists_its_reports_with_what_was_read_and_found(self, visitor: Client) -> None:
        page = Page(visitor.get("/reports/shannan/"))
        assert "统计表没有读出" in page.text
        assert page.select("//a[@href='/reports/shannan/2023/']")

    def test_leads_to_a_comparison_with_others(self, visitor: Client) -> None:
        page = Page(visitor.get("/reports/yunhe/"))
        for href in page.attributes("//a[starts-with(@href, '/reports/compare/?')]/@href"):
            assert visitor.get(href).status_code == 200

    @pytest.mark.parametrize("format", ["json", "csv", "xlsx"])
    def test_can_be_taken_away(self, format: str, visitor: Client) -> None:
        response = visitor.get(f"/reports/yunhe/figures.{format}")
        assert response["Content-Disposition"] == f'attachment; filename="yunhe.{format}"'

    def test_that_has_no_report_is_not_found(self, visitor: Client) -> None:
        assert visitor.get("/reports/nowhere/").status_code == 404
        assert visitor.get("/reports/nowhere/figures.csv").status_code == 404


class TestTheArchive:
    def test_says_of_each_report_how_much_was_read_and_what_was_found(self, visitor: Client) -> None:
        figures = material.figures("2021", 1, 20) | {"narrative": [], "unread": []}
        figures["table4"]["review"]["total"] += 1
        operations.archive_report(
            place_code="yunhe",
            place_name="云河市",
            level="city",
            figures=figures,
            source=ReportSource(),
            act=SystemAct(SYSTEM, NOW),
        )
        page = Page(visitor.get("/reports/"))
        assert "市级 · 2021年格式 · 读出200格 · 错误1处" in page.text
        assert page.select("//main//a[@href='/reports/yunhe/']")
        assert page.select("//main//a[@href='/reports/compare/']")

    def test_does_not_ask_the_database_once_for_every_report(
        self, visitor: Client, cities: None, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(8):
            visitor.get("/reports/")
