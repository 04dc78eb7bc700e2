"""Bodies, people, imports, settings, the journal: forms say what will happen, keep what was typed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.organisations import operations, queries
from gongkai.organisations.models import ApiToken, Body, Person, Succession
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.auditing.kinds import VERIFIED
from gongkai.records.jobs import execution
from tests.console import office
from tests.organisations import material
from tests.organisations.material import City
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TODAY = timezone.localdate()


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


class TestBodies:
    def test_stand_in_the_tree_of_the_day_that_was_asked(self, city: City, system: office.Visitor) -> None:
        operations.close_body(
            body=city.school, on=date(2026, 6, 1), reason="并入", act=SystemAct(SYSTEM, material.AT)
        )
        assert "云河市第一中学" in system.page("/console/bodies/?on=2026年5月31日").text
        assert "云河市第一中学" not in system.page("/console/bodies/?on=2026-06-01").text

    def test_a_day_that_is_none_stays_typed(self, system: office.Visitor) -> None:
        response = system.get("/console/bodies/?on=2026-02-30")
        assert response.status_code == 422
        assert Page(response).field("on") == "2026-02-30"

    def test_are_renamed_and_the_page_tells_it(self, city: City, system: office.Visitor) -> None:
        response = system.post(at("body_rename", "jyj"), name="云河市教育体育局", on=TODAY.isoformat())
        assert response.headers["Location"] == at("body", "jyj")
        page = system.page(at("body", "jyj"))
        assert page.texts("//h1") == ["云河市教育体育局"]
        line = page.texts("//ol[@class='time-line']/li")[-1]
        assert "机构更名" in line
        assert "云河市教育局" in page.texts("//ol[@class='time-line']//del")

    def test_are_moved_below_another_and_never_in_a_circle(self, city: City, system: office.Visitor) -> None:
        posted = {"parent": "dhjyj", "level": "district", "on": TODAY.isoformat()}
        response = system.post(at("body_move", "dhq"), **posted)
        assert response.status_code == 422
        page = Page(response)
        assert "互为上下级" in page.text
        assert page.select("//select[@name='parent']/option[@selected]")[0].get("value") == "dhjyj"
        posted["parent"] = "wjw"
        assert system.post(at("body_move", "dhq"), **posted).status_code == 303

    def test_closing_says_what_ends_with_it(self, city: City, system: office.Visitor) -> None:
        office.holder(city.school, "clerk")
        assert "1项任职同时结束" in system.page(at("body_close", "yizhong")).text
        assert system.post(at("body_close", "yizhong"), on=TODAY.isoformat(), reason="").status_code == 422
        assert (
            system.post(at("body_close", "yizhong"), on=TODAY.isoformat(), reason="并入").status_code == 303
        )

    def test_that_cannot_be_closed_say_why_not(self, city: City, system: office.Visitor) -> None:
        page = system.page(at("body", "jyj"))
        reasons = page.texts("//p[@class='verbs__not']")
        assert any(reason.startswith("撤销机构") and "之下还有1个机构" in reason for reason in reasons)
        assert not page.select(f"//a[@href='{at('body_close', 'jyj')}']")

    def test_hand_their_functions_over(self, city: City, system: office.Visitor) -> None:
        posted = {
            "successor": "wjw",
            "new_function": "学校卫生",
            "on": TODAY.isoformat(),
            "ground": "云编〔2026〕1号",
        }
        assert system.post(at("body_succession", "jyj"), **posted).status_code == 303
        assert [one.name for one in Succession.objects.get().functions.all()] == ["学校卫生"]
        assert "学校卫生由云河市卫生健康委员会承接" in system.page(at("body", "jyj")).text

    def test_are_not_founded_beyond_reach(self, city: City) -> None:
        visitor = office.visitor(city.district, "system_admin")
        posted = {
            "name": "云河市水利局",
            "code": "slj",
            "kind": "department",
            "level": "department",
            "parent": "szf",
            "on": "2026-01-01",
        }
        response = visitor.post(at("body_new"), **posted)
        assert response.status_code == 422
        assert "不包括云河市人民政府" in Page(response).text
        assert queries.body("slj") is None


class TestPeople:
    def test_get_an_account_a_post_and_lose_it_again(
        self, city: City, system: office.Visitor, security: office.Visitor
    ) -> None:
        system.post(at("person_new"), name="唐霖", login="tang.lin")
        person = Person.objects.get(login="tang.lin")
        post = material.post(city.education, "clerk")
        posted = {"post": str(post.pk), "on": "2026-01-01"}
        assert security.post(at("person_appoint", person.public_id), **posted).status_code == 303
        held = person.appointments.get()
        assert security.post(at("appointment_end", held.pk), on=TODAY.isoformat()).status_code == 303
        assert not queries.acting_choices(person, TODAY)

    def test_powers_stay_apart(self, city: City, security: office.Visitor) -> None:
        auditor = office.holder(city.root, "auditor")
        post = material.post(city.education, "clerk")
        response = security.post(at("person_appoint", auditor.public_id), post=str(post.pk), on="2026-01-01")
        assert response.status_code == 422
        assert "三者分立" in Page(response).text

    def test_nobody_resets_themselves(self, security: office.Visitor) -> None:
        response = security.post(at("person_activation", security.person.public_id), code="1234-5678")
        assert response.status_code == 422
        assert "由另一名管理员办理" in Page(response).text

    def test_are_locked_with_a_reason_and_thrown_out(self, city: City, security: office.Visitor) -> None:
        other = office.visitor(city.education, "clerk")
        assert security.post(at("person_lock", other.person.public_id), reason="").status_code == 422
        assert security.post(at("person_lock", other.person.public_id), reason="借调").status_code == 303
        assert other.get("/console/").status_code == 303
        assert "借调" in security.page(at("person", other.person.public_id)).text


def upload(visitor: office.Visitor, address: str, data: bytes, go: str) -> Page:
    file = SimpleUploadedFile("x.xlsx", data)
    response = visitor.client.post(address, {"file": file, "go": go})
    return Page(response)


class TestImports:
    BODY = ("slj", "云河市水利局", "", "政府工作部门", "部门", "szf", "", "2026-01-01")

    def test_are_read_first_and_change_nothing(self, system: office.Visitor) -> None:
        data = material.workbook(bodies=[self.BODY])
        page = upload(system, at("import_bodies"), data, "0")
        assert "试读没有错误" in page.text
        assert not Body.objects.filter(code="slj").exists()
        assert "机构1个" in upload(system, at("import_bodies"), data, "1").text
        assert Body.objects.filter(code="slj").exists()

    @pytest.mark.parametrize("go", ["0", "1"])
    def test_name_every_wrong_cell_and_take_nothing(self, go: str, system: office.Visitor) -> None:
        wrong = ("slj", "云河市水利局", "", "衙门", "部门", "没有", "", "2026-02-30")
        page = upload(system, at("import_bodies"), material.workbook(bodies=[wrong]), go)
        table = page.texts("//table[@id='import-errors']//td")
        assert any("衙门" in cell for cell in table)
        assert not Body.objects.filter(code="slj").exists()

    def test_of_something_else_say_what_to_bring(self, system: office.Visitor) -> None:
        assert "这不是XLSX工作簿" in upload(system, at("import_bodies"), b"no workbook", "0").text

    def test_of_accounts_are_the_system_administrator_s_of_posts_the_security_administrator_s(
        self, city: City, system: office.Visitor, security: office.Visitor
    ) -> None:
        account = material.workbook(accounts=[("zhang.wei", "张伟", "jyj")])
        assert "新账号1个" in upload(system, at("import_accounts"), account, "1").text
        rows = [
            ("zhang.wei", "张伟", "jyj", "经办", "经办人", "2026-01-01"),
            ("zhang.wei", "张伟", "szf", "主管", "信息公开主管", "2026-01-01"),
        ]
        page = upload(security, at("import_people"), material.workbook(people=rows), "1")
        assert "任职1项" in page.text
        assert "任命张伟为云河市人民政府主管" in page.text
        assert "生效" in page.text

    def test_begin_with_a_template(self, system: office.Visitor) -> None:
        assert system.get(at("import_template")).content.startswith(b"PK")


class TestTokens:
    def test_are_shown_once_and_revoked_with_a_reason(self, city: City, security: office.Visitor) -> None:
        posted = {"name": "门户", "body": "jyj", "scopes": ["body.view"], "days": "90"}
        page = Page(security.post(at("token_new"), **posted))
        secret = page.texts("//p[@class='once__secret']")[0]
        token = ApiToken.objects.get()
        assert secret.startswith(f"gk_{token.prefix}_")
        assert secret not in security.page(at("tokens")).source
        security.post(at("token_revoke", token.public_id), reason="不再使用")
        token.refresh_from_db()
        assert token.revoked_at is not None


class TestSettings:
    NAME = "practice.consultation_cap_days"

    def test_are_changed_from_a_day_on_with_a_reason(self, system: office.Visitor) -> None:
        posted = {"value": "10", "on": "2026-12-01", "reason": "市司法局意见"}
        assert system.post(at("setting_change", self.NAME), **posted).status_code == 303
        page = system.page(at("setting", self.NAME))
        row = page.texts("//table[@id='history']//tr")[1]
        for part in ("10个工作日", "2026-12-01", "全市", "市司法局意见"):
            assert part in row

    @pytest.mark.parametrize("value", ["-1", "61", "x", "1.5", "１０"])
    def test_take_no_value_that_makes_no_sense(self, value: str, system: office.Visitor) -> None:
        posted = {"value": value, "on": "2026-12-01", "reason": "x"}
        response = system.post(at("setting_change", self.NAME), **posted)
        assert response.status_code == 422
        assert Page(response).field("value") == value

    def test_are_seen_by_the_other_administrators_and_changed_by_none_of_them(
        self, auditor: office.Visitor
    ) -> None:
        assert "由系统管理员办理" in auditor.page(at("setting", self.NAME)).text
        assert auditor.post(at("setting_change", self.NAME), value="1").status_code == 403


class TestTheJournal:
    def test_is_verified_in_the_background_and_the_page_says_how_far(self, auditor: office.Visitor) -> None:
        journal.seal_all(at=timezone.now())
        response = auditor.post(at("journal_verify"))
        page = auditor.page(response.headers["Location"])
        assert "正在排队" in page.text
        assert page.select("//meta[@http-equiv='refresh']")
        row = execution.claim("test")
        assert row is not None
        execution.execute(row)
        over = auditor.page(response.headers["Location"])
        assert "前后一致，未经证明" in over.text
        assert not over.select("//meta[@http-equiv='refresh']")
        [entry] = journal.entries(journal.EntryFilters(verb=VERIFIED))
        assert entry.actor_id == auditor.person.public_id
        assert DBTaskResult.objects.get(pk=row.pk).finished_at is not None

    def test_shows_an_entry_with_before_after_and_seal(self, city: City, auditor: office.Visitor) -> None:
        operations.rename_body(
            body=city.education, name="云河市教体局", on=material.ON, act=SystemAct(SYSTEM, material.AT)
        )
        journal.seal_all(at=timezone.now())
        entry = journal.entries(journal.EntryFilters(verb="body.renamed"))[0]
        page = auditor.page(at("entry", entry.pk))
        cells = [page.texts(f"//table[@id='changes']//tr[2]/{cell}") for cell in ("th", "td[1]", "td[2]")]
        assert cells == [["名称"], ["云河市教育局"], ["云河市教体局"]]
        assert "与内容相符" in page.text

    def test_gives_an_anchor_to_keep(self, auditor: office.Visitor) -> None:
        journal.seal_all(at=timezone.now())
        response = auditor.post(at("journal_anchor"))
        assert json.loads(response.content)["block"] >= 1
        assert journal.entries(journal.EntryFilters(verb="journal.anchor_taken")).exists()
