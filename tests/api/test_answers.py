"""What the operations answer: the same as the portal's pages, and what was done, on the day it was done."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.annual_reports import queries as archive_queries
from gongkai.annual_reports.models import KeptCheck
from gongkai.annual_reports.rules import Reading, check
from gongkai.law import reply_clock
from gongkai.law.workdays import official
from gongkai.organisations.models import Body
from gongkai.organisations.operations import bodies, reforms
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.journal import Entry
from gongkai.records.journal.sealing import seal_all
from tests.api import city as material
from tests.api.city import Program
from tests.material import yunhe

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class TestReports:
    def test_every_archived_report_comes_as_it_was_read(self, anybody: Program, archive: int) -> None:
        listed = anybody.get("/reports", limit=100).json()["items"]
        assert len(listed) == archive > 0
        for item in listed:
            kept = archive_queries.report(item["place"]["code"], item["year"])
            assert kept is not None
            told = anybody.get(f"/reports/{item['place']['code']}/{item['year']}").json()
            assert {name: told[name] for name in item} == item
            assert Reading.from_json(told["figures"]) == Reading.from_json(kept.figures)
            assert len(told["findings"]) >= len(check(Reading.from_json(kept.figures)))

    @pytest.mark.parametrize(
        ("query", "years"),
        [
            ({"year": 2019}, {2019}),
            ({"q": "重庆"}, {2019}),
            ({"level": "department"}, {2020}),
            ({"q": "没有"}, set()),
        ],
    )
    def test_filters_are_those_of_the_archive(
        self, query: dict[str, Any], years: set[int], anybody: Program, archive: int
    ) -> None:
        assert {item["year"] for item in anybody.get("/reports", **query).json()["items"]} == years


class TestChecking:
    """A file, a page, a text or JSON: one answer. Nothing is stored."""

    def test_every_way_of_sending_reads_the_same(self, anybody: Program) -> None:
        text, page = yunhe.as_text(yunhe.figures()), yunhe.as_html(yunhe.figures())
        file = SimpleUploadedFile("x.html", page.encode(), "text/html")
        answers = [
            anybody.post("/reports/check", {"text": text}),
            anybody.post("/reports/check", text.encode(), type="text/plain"),
            anybody.post("/reports/check", page.encode(), type="text/html; charset=utf-8"),
            anybody.client.post("/api/v1/reports/check", {"report": file}),
        ]
        for answer in answers:
            assert answer.status_code == 200, answer.content
            assert answer["Cache-Control"] == "no-store"
            told = answer.json()
            assert told["findings"] == []
            assert (told["figures"]["place"], told["figures"]["year"]) == ("云河市", 2023)
            for key in ("table2", "table3", "table4"):
                assert told["figures"][key] == yunhe.reading().as_json()[key]
        assert not KeptCheck.objects.exists()
        assert not Entry.objects.exists()

    def test_a_sum_that_does_not_fit_is_told_with_its_cells(self, anybody: Program) -> None:
        figures = yunhe.figures() | {("table3", "new", "total"): 999}
        told = anybody.post("/reports/check", {"text": yunhe.as_text(figures)}).json()["findings"]
        assert {"row": "new", "col": "total"} in [cell for finding in told for cell in finding["cells"]]

    def test_a_multipart_form_needs_its_file(self, anybody: Program) -> None:
        answer = anybody.client.post("/api/v1/reports/check", {"other": "x"})
        assert answer.json()["errors"][0]["field"] == "report"


class TestTheClock:
    @pytest.mark.parametrize("received", ["2019-02-01", "2024-09-20", "2026-02-13"])
    def test_the_deadline_is_that_of_the_clock_with_every_step(self, received: str, anybody: Program) -> None:
        told = anybody.get("/deadlines/reply", received=received).json()
        facts = reply_clock.ReplyFacts(date.fromisoformat(received))
        reckoned = reply_clock.explain(facts, official()).as_json()
        assert {name: told[name] for name in reckoned} == json.loads(json.dumps(reckoned))
        assert told["state"] == "running"

    def test_all_facts_reach_the_clock(self, anybody: Program) -> None:
        """《条例》第三十条、第三十二条、第三十三条、第四十二条: each of them moves the day."""
        query: dict[str, Any] = {"received": "2026-02-13"}
        days = []
        for more in (
            {},
            {"consultation": ["third_party/2026-02-25/2026-03-03", "other_organ/2026-03-05/2026-03-06"]},
            {"extension_days": 10, "extension_decided_on": "2026-03-10"},
            {"corrected": "2026-02-24", "correction_requested": "2026-02-14"},
            {"fee_noticed_on": "2026-02-25", "fee_paid_on": "2026-03-02"},
        ):
            query |= more
            days.append(anybody.get("/deadlines/reply", **query).json()["due_on"])
        assert days == sorted(set(days))
        waiting = anybody.get("/deadlines/reply", received="2026-02-13", fee_noticed_on="2026-02-25").json()
        assert (waiting["state"], waiting["due_on"]) == ("waiting_for_payment", None)
        assert waiting["pay_by"]
        late = anybody.get("/deadlines/reply", received="2026-02-13", delivered="2026-03-31").json()
        assert (late["state"], late["days_over"] > 0) == ("delivered_late", True)

    def test_workdays_are_those_of_the_calendar(self, anybody: Program) -> None:
        known = official()
        added = anybody.get("/workdays/add?from=2026-02-13&days=20").json()
        assert added["on"] == known.add(date(2026, 2, 13), 20).isoformat()
        between = anybody.get("/workdays/between", after="2026-02-13", through=added["on"]).json()
        assert between["days"] == 20
        year = anybody.get("/workdays/years/2026").json()
        assert len(year["special"]) == len(known.special_days(2026))


class TestBodies:
    def test_a_name_holds_from_its_day_on(self, administration: Program) -> None:
        renaming = {"name": "云河市统计和调查局", "valid_from": "2026-04-01", "reason": "机构改革方案"}
        answer = administration.patch("/bodies/tjj", renaming)
        assert answer.status_code == 200
        names = {
            day: administration.get("/bodies/tjj", on=day).json() for day in ("2026-03-31", "2026-04-01")
        }
        assert names["2026-03-31"]["version"]["name"] == "云河市统计局"
        assert names["2026-04-01"]["version"]["name"] == "云河市统计和调查局"
        assert [row["valid_to"] for row in answer.json()["history"]] == ["2026-04-01", None]
        listed = administration.get("/bodies", on="2026-04-01", q="调查").json()["items"]
        assert [item["code"] for item in listed] == ["tjj"]

    def test_a_body_is_not_there_before_its_first_day(self, administration: Program) -> None:
        assert administration.get("/bodies", on="2009-12-31").json()["items"] == []
        assert administration.get("/bodies/tjj", on="2009-12-31").json()["version"] is None

    def test_what_is_done_is_journalled_with_token_and_reason(self, administration: Program) -> None:
        renaming = {"name": "云河市统计和调查局", "valid_from": "2026-04-01", "reason": "机构改革方案"}
        administration.patch("/bodies/tjj", renaming)
        entry = Entry.objects.get(verb="body.renamed")
        own = administration.get("/tokens/self").json()
        assert (entry.actor_kind, entry.actor_id, entry.actor_body) == ("token", own["id"], "yunhe")
        assert entry.reason == "机构改革方案"

    def test_a_new_body_stands_where_its_location_says(self, administration: Program) -> None:
        new = {
            "code": "tyj",
            "kind": "department",
            "name": "云河市体育局",
            "level": "department",
            "parent": "yunhe",
            "valid_from": "2026-01-01",
        }
        made = administration.post("/bodies", new)
        assert made.status_code == 201
        told = administration.get(made["Location"].removeprefix("/api/v1"), on="2026-01-01").json()
        assert told == made.json()
        below = administration.get("/bodies", parent="yunhe", level="department").json()["items"]
        assert [item["code"] for item in below] == ["tjj", "tyj"]

    def test_who_took_over_is_told_on_both_sides(
        self, administration: Program, city: dict[str, Body]
    ) -> None:
        reforms.record_succession(
            predecessor=city["tjj"],
            successor=city["xishan"],
            on=date(2026, 1, 1),
            act=SystemAct(SYSTEM, material.AT),
        )
        left = administration.get("/bodies/tjj").json()["successors"]
        right = administration.get("/bodies/xishan").json()["predecessors"]
        assert left[0]["body"] == {"code": "xishan", "name": "西山区人民政府"}
        assert right[0]["body"]["code"] == "tjj"


class TestTheJournal:
    def test_followed_by_position_nothing_is_missed_or_repeated(self, administration: Program) -> None:
        """Entries are read once sealed; in between, more are written."""
        positions: list[int] = []
        after = 0
        for day in range(1, 8):
            renaming = {"name": f"云河市统计局{day}", "valid_from": f"2026-04-0{day}", "reason": "试验"}
            assert administration.patch("/bodies/tjj", renaming).status_code == 200
            if day % 2:
                seal_all(at=timezone.now())
            told = administration.get("/journal", after=after, limit=2).json()
            positions += [item["position"] for item in told["items"]]
            after = told["next_after"]
        seal_all(at=timezone.now())
        more = True
        while more:
            told = administration.get("/journal", after=after, limit=2).json()
            positions += [item["position"] for item in told["items"]]
            after, more = told["next_after"], told["more"]
        assert positions == sorted(set(positions))
        renamed = Entry.objects.filter(verb="body.renamed").values_list("position", flat=True)
        assert set(renamed) <= set(positions)
        assert administration.get("/journal", after=after).json() == {
            "items": [],
            "next_after": after,
            "more": False,
        }

    def test_an_entry_not_yet_sealed_is_not_told(self, administration: Program) -> None:
        assert administration.get("/journal").json()["items"] == []

    def test_nothing_private_is_kept_by_a_cache(self, administration: Program) -> None:
        for path in ("/journal", "/bodies", "/bodies/tjj", "/tokens/self"):
            answer = administration.get(path)
            assert answer["Cache-Control"] == "no-store"
            assert "ETag" not in answer
            assert "Authorization" in answer["Vary"]


def test_a_token_tells_whose_it_is_and_what_it_may(city: dict[str, Body]) -> None:
    bodies.rename_body(
        body=city["tjj"], name="统计局", on=date(2020, 1, 1), act=SystemAct(SYSTEM, material.AT)
    )
    told = Program(material.token("tjj", "body.view", "body.manage")).get("/tokens/self").json()
    assert told["body"] == {"code": "tjj", "name": "统计局"}
    assert [(scope["name"], scope["reach"]) for scope in told["scopes"]] == [
        ("body.manage", "subtree"),
        ("body.view", "all"),
    ]
    assert "digest" not in json.dumps(told)
