"""The one list: the address is the filter, pages by key, bulk work with a reason, exports."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.console.listing.asking import PER_PAGE
from gongkai.console.listing.exports import harmless
from gongkai.console.models import SavedView
from gongkai.console.pages import listings
from gongkai.console.request_context import RequestContext
from gongkai.organisations import operations, queries
from gongkai.organisations.models import Person
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.keyset import Order
from tests.console import office
from tests.organisations import material
from tests.organisations.material import City
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BODIES = "/console/bodies/list/"
PEOPLE = "/console/people/"


def names(page: Page) -> list[str]:
    """The first cells of a list."""
    return page.texts("//table[contains(@class,'list')]/tbody/tr/td[contains(@class,'list__first')]")


class TestTheAddressIsTheFilter:
    def test_narrows_and_says_what_narrows(self, system: office.Visitor) -> None:
        page = system.page(f"{BODIES}?level=department&q=教育")
        assert names(page) == ["东湖区教育局", "云河市教育局"]
        assert "共2个机构" in page.text
        chips = page.texts("//a[@class='chip']")
        assert [chip.split()[:2] for chip in chips] == [["名称或代码", "教育"], ["层级", "部门"]]

    def test_a_chip_takes_its_filter_away_and_keeps_the_others(self, system: office.Visitor) -> None:
        page = system.page(f"{BODIES}?level=department&q=教育&sort=-name")
        first = page.select("//a[@class='chip']")[0].get("href")
        assert first == "?level=department&sort=-name"

    def test_sorts_by_a_head_and_back(self, system: office.Visitor) -> None:
        up = system.page(f"{BODIES}?sort=code")
        assert up.select("//th[@aria-sort='ascending']")
        down = system.page(BODIES + "?sort=-code")
        assert names(down) == names(up)[::-1]

    def test_shows_the_columns_that_were_chosen_and_always_the_first(self, system: office.Visitor) -> None:
        page = system.page(f"{BODIES}?col=credit_code&col=short_name")
        assert page.texts("//thead//th") == ["名称", "简称", "统一社会信用代码"]

    @pytest.mark.parametrize(
        "query",
        [
            "sort=no",
            "col=no",
            "level=no-such-level",
            "after=no",
            "before=no",
            "since=2026-02-30",
            "q=%00",
            "sort=-",
        ],
    )
    def test_what_makes_no_sense_breaks_nothing(self, query: str, system: office.Visitor) -> None:
        assert system.get(f"{BODIES}?{query}").status_code == 200

    @pytest.mark.parametrize("query", ["after=no", "before=%00", "since=x", "verb=no.such", "after=1"])
    def test_nor_in_a_list_whose_keys_are_numbers(self, query: str, auditor: office.Visitor) -> None:
        assert auditor.get(f"/console/journal/?{query}").status_code == 200

    def test_nothing_found_offers_the_way_back(self, system: office.Visitor) -> None:
        page = system.page(f"{BODIES}?q=没有这个机构")
        assert "没有符合条件的" in page.text
        assert page.select("//main//a[text()='清除全部条件']")[0].get("href") == BODIES


@pytest.fixture
def crowd(city: City) -> list[str]:
    """The logins of many people without a post, all of one name: only the last word of the order differs."""
    logins = [f"crowd.{number:03}" for number in range(2 * PER_PAGE + 7)]
    Person.objects.bulk_create(
        Person(login=login, name="林", created_at=timezone.now(), password="!")  # noqa: S106 - Django's mark of none
        for login in logins
    )
    return logins


class TestPages:
    def test_follow_each_other_without_gap_or_double(
        self, crowd: list[str], security: office.Visitor
    ) -> None:
        address: str | None = f"{PEOPLE}?q=crowd&sort=name"
        seen: list[str] = []
        pages = 0
        while address is not None:
            page = security.page(address)
            seen += page.texts("//td[@data-label='登录名']")
            more = page.select("//a[@rel='next']")
            address = f"{PEOPLE}{more[0].get('href')}" if more else None
            pages += 1
        assert (sorted(seen), pages) == (crowd, 3)
        assert len(seen) == len(set(seen))

    def test_lead_back_to_what_was_before(self, crowd: list[str], security: office.Visitor) -> None:
        first = security.page(f"{PEOPLE}?q=crowd")
        second = security.page(PEOPLE + str(first.select("//a[@rel='next']")[0].get("href")))
        back = security.page(PEOPLE + str(second.select("//a[@rel='prev']")[0].get("href")))
        assert names(back) == names(first)
        assert f"共{len(crowd)}人" in second.text

    def test_stay_whole_while_somebody_is_added(self, crowd: list[str], security: office.Visitor) -> None:
        first = security.page(f"{PEOPLE}?q=crowd")
        operations.create_person(login="crowd.000a", name="新", act=SystemAct(SYSTEM, material.AT))
        second = security.page(PEOPLE + str(first.select("//a[@rel='next']")[0].get("href")))
        assert second.texts("//td[@data-label='登录名']")[0] == crowd[PER_PAGE]


def test_no_list_sorts_by_a_field_that_may_be_null(city: City) -> None:
    """Rows without a value would stand on no page."""
    person = office.holder(city.root, "system_admin")
    acting = queries.acting_choices(person, material.ON)[0]
    here = RequestContext(None, None, material.ON, material.AT, acting, TreeFacts(material.ON))  # type: ignore[arg-type]
    sorted_by = [
        (listing.name, column.name)
        for listing in listings().values()
        for column in listing.columns
        if column.order
        if Order(column.order).sort(listing.rows(here)) is not None
    ]
    assert len(sorted_by) > 20
    assert {name for name, _column in sorted_by} == set(listings())


class TestBulkWork:
    def test_does_it_for_all_that_are_ticked_with_one_reason(
        self, crowd: list[str], security: office.Visitor
    ) -> None:
        ids = list(Person.objects.filter(login__in=crowd[:3]).values_list("public_id", flat=True))
        response = security.client.post(PEOPLE, {"pick": ids, "verb": "lock", "reason": "已调离"})
        assert response.status_code == 303
        assert "已办理3个" in security.page(PEOPLE).text
        assert Person.objects.filter(lock_reason="已调离").count() == 3
        entries = journal.entries(journal.EntryFilters(verb="person.locked"))
        assert [entry.reason for entry in entries] == ["已调离"] * 3

    @pytest.mark.parametrize(
        ("posted", "says"),
        [
            ({"verb": "lock", "reason": "x"}, "还没有勾选"),
            ({"verb": "lock", "pick": "?"}, "请写明理由"),
            ({"verb": "explode", "pick": "?", "reason": "x"}, "请选择要办的事"),
        ],
    )
    def test_without_rows_reason_or_verb_nothing_happens_and_what_was_typed_stays(
        self, posted: dict[str, str], says: str, crowd: list[str], security: office.Visitor
    ) -> None:
        id = Person.objects.get(login=crowd[0]).public_id
        posted = {key: id if value == "?" else value for key, value in posted.items()}
        response = security.client.post(PEOPLE, posted)
        page = Page(response)
        assert response.status_code == 422
        assert says in page.text
        assert page.field("reason") == posted.get("reason", "")
        ticked = {each.get("value") for each in page.select("//input[@name='pick'][@checked]")}
        assert ticked == ({id} if "pick" in posted else set())
        assert not Person.objects.exclude(locked_at=None).exists()

    def test_tells_what_was_refused(self, crowd: list[str], security: office.Visitor) -> None:
        """An administrator does not lock themselves, whatever they tick."""
        other = Person.objects.get(login=crowd[0])
        response = security.client.post(
            PEOPLE, {"pick": [security.person.public_id, other.public_id], "verb": "lock", "reason": "x"}
        )
        assert response.status_code == 422
        assert "另有1个没有办理：不能停用、重置自己的账号" in Page(response).text
        other.refresh_from_db()
        assert other.locked_at is not None

    def test_is_refused_for_who_may_see_but_not_do(self, city: City, system: office.Visitor) -> None:
        person = office.holder(city.education, "clerk")
        page = system.page(PEOPLE)
        assert not page.select("//input[@name='pick']")
        response = system.post(PEOPLE, pick=person.public_id, verb="lock", reason="x")
        assert response.status_code == 403

    def test_does_not_reach_beyond_the_subtree(self, city: City) -> None:
        beyond = office.holder(city.education, "clerk")
        visitor = office.visitor(city.district, "security_admin")
        visitor.post(PEOPLE, pick=beyond.public_id, verb="lock", reason="x")
        beyond.refresh_from_db()
        assert beyond.locked_at is None


class TestExports:
    def test_hold_exactly_the_rows_and_columns_that_are_shown(self, system: office.Visitor) -> None:
        query = "level=department&sort=-code&col=code&col=people"
        response = system.get(f"/console/bodies/list/export/?format=csv&{query}")
        rows = list(csv.reader(io.StringIO(response.body.decode("utf-8-sig"))))
        assert rows[0] == ["名称", "机构代码", "任职人数"]
        assert [row[1] for row in rows[1:]] == ["wjw", "jyj", "dhjyj"]
        assert response.body.startswith(b"\xef\xbb\xbf")

    def test_hold_all_pages(self, crowd: list[str], security: office.Visitor) -> None:
        response = security.get("/console/people/export/?format=xlsx&q=crowd")
        sheet = load_workbook(io.BytesIO(response.body)).active
        assert sheet is not None
        assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == crowd

    def test_are_journalled_without_what_was_searched_for(self, security: office.Visitor) -> None:
        security.get("/console/people/export/?format=csv&q=林知远")
        entry = journal.entries(journal.EntryFilters(verb="list.exported"))[0]
        assert entry.after == {
            "rows": 1,
            "columns": ["name", "login", "posts", "roles", "state"],
            "filters": ["q"],
            "format": "csv",
        }

    @pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "\t=1", "\r=1", "＝1"])
    def test_run_no_formula(self, text: str, city: City, security: office.Visitor) -> None:
        """A name that begins like a formula is a text in the spreadsheet of whoever opens the file."""
        assert harmless(text) == f"'{text}"
        name = text.strip() + "名"
        operations.create_person(login="formula", name=name, act=SystemAct(SYSTEM, material.AT))
        response = security.get("/console/people/export/?format=xlsx&q=formula")
        sheet = load_workbook(io.BytesIO(response.body)).active
        assert sheet is not None
        cell = sheet.cell(2, 1)
        assert (cell.value, cell.data_type) == (name, "s")

    def test_leave_numbers_and_days_alone(self) -> None:
        assert [harmless(value) for value in (-5, None, material.ON)] == ["-5", "", "2026-11-23"]


class TestViews:
    def test_are_saved_and_stand_above_the_list(self, system: office.Visitor) -> None:
        response = system.post(
            reverse("console:view_save", args=["bodies"]), name="部门", query="level=department&after=x&no=1"
        )
        assert response.headers["Location"] == f"{BODIES}?level=department"
        page = system.page(f"{BODIES}?level=department")
        assert "部门" in page.texts("//nav[@aria-label='我的视图']//a[@aria-current]")

    def test_have_a_name_of_their_own(self, system: office.Visitor) -> None:
        for name in ("部门", "部门", " "):
            system.post(reverse("console:view_save", args=["bodies"]), name=name, query="")
        assert [view.name for view in SavedView.objects.all()] == ["部门"]
        assert "没有保存" in system.page(BODIES).text

    def test_are_one_persons_alone(self, system: office.Visitor, security: office.Visitor) -> None:
        system.post(reverse("console:view_save", args=["bodies"]), name="我的", query="")
        assert not security.page(BODIES).select("//nav[@aria-label='我的视图']")

    def test_are_forgotten(self, system: office.Visitor) -> None:
        system.post(reverse("console:view_save", args=["bodies"]), name="部门", query="")
        view = SavedView.objects.get()
        system.post(reverse("console:view_forget", args=[view.pk]))
        assert not SavedView.objects.exists()


def test_a_day_filters_by_the_days_of_the_office(city: City, auditor: office.Visitor) -> None:
    """2026-11-23 begins at 16:00 UTC of the day before."""
    before = material.AT.replace(day=22, hour=15, minute=59)
    for number, at in enumerate((before, before + timedelta(minutes=2))):
        operations.create_person(login=f"day{number}", name=f"日{number}", act=SystemAct(SYSTEM, at))
    page = auditor.page("/console/journal/?since=2026-11-23&until=2026-11-23&q=日")
    assert "日1" in page.text
    assert "日0" not in page.text
