"""What holds on every page: who may see it, the tags it carries, and that it needs neither cookie nor script.

The walk covers every address of the deployment; one that is added without a rule or an example fails here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import timezone

from gongkai.annual_reports import operations
from gongkai.design.stylesheet import stylesheet
from gongkai.portal.access import GUARDED, Gate
from gongkai.portal.pages import PAGES
from gongkai.portal.views import site
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.material import yunhe
from tests.portal.html import Page
from tests.prepared import prepared
from tests.responses import Response

# What a page is made of does not depend on the database; what it asks for is tried on both elsewhere.
pytestmark = pytest.mark.django_db

# Address name → an example. None: only POST, tried in its own test.
EXAMPLES: dict[str, str | None] = {
    "home": "/",
    "archive": "/reports/",
    "compare": "/reports/compare/?measure=completion_rate&places=重庆市 马鞍山市",
    "compare_json": "/reports/compare/figures.json?measure=completion_rate",
    "compare_csv": "/reports/compare/figures.csv?measure=completion_rate",
    "compare_xlsx": "/reports/compare/figures.xlsx?measure=completion_rate",
    "place": "/reports/chongqing/",
    "place_json": "/reports/chongqing/figures.json",
    "place_csv": "/reports/chongqing/figures.csv",
    "place_xlsx": "/reports/chongqing/figures.xlsx",
    "report": "/reports/chongqing/2019/",
    "report_json": "/reports/chongqing/2019/figures.json",
    "report_csv": "/reports/chongqing/2019/figures.csv",
    "check": "/check/",
    "check_figures": None,
    "kept_check": "/check/kept/{token}/",
    "kept_check_json": "/check/kept/{token}/figures.json",
    "kept_check_csv": "/check/kept/{token}/figures.csv",
    "deadline": "/deadline/?received=2026-02-13",
    "law": "/law/",
    "workdays": "/law/workdays/2026/",
    "gallery": "/design/",
    "stylesheet": f"/design/{stylesheet().digest}.css",
    "preferences": None,
    "healthz": "/healthz",
}
PAGE_NAMES = [name for name, page in PAGES.items() if page.kind != "machine"]


def routes() -> Iterator[str]:
    """The name of every address of the deployment, but for sites that guard their own (and test it)."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += [] if each.app_name in GUARDED else each.url_patterns
        else:
            yield each.name or f"unnamed: {each.pattern}"


@prepared
def kept(db: None, archive: int) -> str:
    """The token of a kept check."""
    return operations.keep_check(
        reading=yunhe.reading(), name="x.html", act=SystemAct(SYSTEM, timezone.now())
    ).token


def get(visitor: Client, name: str, token: str) -> Response:
    """The example of an address."""
    example = EXAMPLES[name]
    assert example is not None
    return visitor.get(example.format(token=token))


class TestAccess:
    def test_every_route_has_a_rule_and_an_example(self) -> None:
        assert set(routes()) == set(PAGES) == set(EXAMPLES)

    @pytest.mark.parametrize("name", sorted(name for name, example in EXAMPLES.items() if example))
    def test_public_means_without_a_cookie(self, name: str, visitor: Client, kept: str) -> None:
        assert get(visitor, name, kept).status_code == 200

    @pytest.mark.parametrize("name", ["check_figures", "preferences"])
    def test_addresses_that_change_something_do_not_answer_get(self, name: str, visitor: Client) -> None:
        address = {"check_figures": "/check/figures/", "preferences": "/preferences/"}[name]
        assert visitor.get(address).status_code == 405

    def test_a_route_without_a_rule_is_refused_at_run_time(self) -> None:
        gate = Gate(lambda request: HttpResponse("secret"))
        request = RequestFactory().get("/new/")
        forgotten = path("new/", lambda request: HttpResponse("secret"), name="new_and_forgotten")
        request.resolver_match = forgotten.resolve("new/")
        with pytest.raises(PermissionDenied):
            gate.process_view(request, None, (), {})

    def test_a_route_without_a_name_is_refused_too(self) -> None:
        request = RequestFactory().get("/new/")
        with pytest.raises(PermissionDenied):
            Gate(lambda request: HttpResponse()).process_view(request, None, (), {})


@pytest.fixture
def page(request: pytest.FixtureRequest, visitor: Client, kept: str) -> Page:
    """The page called by the parameter."""
    return Page(get(visitor, request.param, kept))


@pytest.mark.parametrize("page", PAGE_NAMES, indirect=True)
class TestEveryPage:
    def test_carries_the_tags_of_the_site_and_its_column(self, page: Page) -> None:
        """国办发〔2017〕47号: SiteName, SiteDomain, SiteIDCode on every page; Column… on column pages."""
        metas = page.metas()
        assert metas["SiteName"] == "云河市人民政府"
        assert metas["SiteDomain"] == "www.yunhe.example"
        assert metas["SiteIDCode"] == "8901000001"
        for name in ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"):
            assert metas[name]

    def test_needs_no_script_and_no_style_of_its_own(self, page: Page) -> None:
        assert page.select("//script | //style | //*[@style]") == []
        assert [each for each in page.select("//*") for name in each.attrib if name.startswith("on")] == []

    def test_has_one_h1_a_language_a_title_and_landmarks(self, page: Page) -> None:
        assert len(page.select("//h1")) == 1
        assert page.root.get("lang") == "zh-hans"
        assert page.select("//title")[0].text_content().endswith(" - 云河市人民政府")
        for landmark in ("header", "main", "footer", "header//nav"):
            assert page.select(f"//body//{landmark}"), landmark

    def test_begins_with_a_link_to_its_content(self, page: Page) -> None:
        first = page.select("//body//a")[0]
        assert page.select(f"//main[@id='{first.get('href', '')[1:]}']")

    def test_names_sponsor_and_identification_code_in_the_footer(self, page: Page) -> None:
        footer = page.texts("//footer")[-1]
        assert "主办单位" in footer
        assert "云河市人民政府办公室" in footer
        assert "8901000001" in footer

    def test_has_no_two_elements_with_one_id_and_no_link_into_nothing(self, page: Page) -> None:
        ids = [str(each.get("id")) for each in page.select("//*[@id]")]
        assert len(ids) == len(set(ids))
        anchors = {str(each.get("href"))[1:] for each in page.select("//a[starts-with(@href, '#')]")}
        assert anchors <= set(ids)

    def test_labels_every_input(self, page: Page) -> None:
        labelled = {each.get("for") for each in page.select("//label")}
        for each in page.select("//input[not(@type='hidden')] | //select | //textarea"):
            assert each.get("aria-label") or each.get("id") in labelled


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_page_forbids_foreign_and_inline_content(name: str, visitor: Client, kept: str) -> None:
    policy = get(visitor, name, kept).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize("name", [name for name in PAGE_NAMES if name not in {"check", "kept_check"}])
def test_reading_sets_no_cookie(name: str, visitor: Client, kept: str) -> None:
    assert not get(visitor, name, kept).cookies


def test_content_pages_carry_the_tags_of_an_article(visitor: Client, archive: int) -> None:
    """ArticleTitle, PubDate (YYYY-MM-DD HH:MM, Asia/Shanghai) and ContentSource are 必选 on content pages."""
    metas = Page(visitor.get("/reports/chongqing/2019/")).metas()
    assert metas["ArticleTitle"] == "重庆市2019年政府信息公开工作年度报告"
    assert metas["PubDate"] == "2026-03-02 09:30"
    assert metas["ContentSource"]
    assert metas["ColumnType"] == "信息公开年报"


def test_home_says_what_it_is(visitor: Client, archive: int) -> None:
    assert "信息公开" in Page(visitor.get("/")).text


class TestWhatGoesWrong:
    def test_an_unknown_address_gets_a_page_with_a_way_out(self, visitor: Client) -> None:
        response = visitor.get("/no-such-page/")
        page = Page(response)
        assert response.status_code == 404
        assert page.texts("//h1") == ["没有找到这个页面"]
        assert "/reports/" in [each.get("href") for each in page.select("//main//a")]
        assert page.metas()["SiteIDCode"] == "8901000001"

    def test_a_form_without_its_token_says_how_to_go_on(self, visitor: Client) -> None:
        response = visitor.post("/check/", {"text": "x"})
        assert response.status_code == 403
        assert "返回上一页刷新后重新提交" in Page(response).text

    def test_a_failure_says_that_nothing_was_kept(self) -> None:
        response = site.failed(RequestFactory().get("/"))
        assert response.status_code == 500
        assert "没有保存" in Page(response).text


def test_health_looks_at_the_database(visitor: Client) -> None:
    response = visitor.get("/healthz")
    assert response.json() == {"status": "ok", "database": "ok"}


def test_the_style_sheet_is_kept_for_ever_under_its_digest_only(visitor: Client) -> None:
    assert "immutable" in visitor.get(f"/design/{stylesheet().digest}.css")["Cache-Control"]
    assert visitor.get("/design/000000000000.css")["Cache-Control"] == "no-cache"
