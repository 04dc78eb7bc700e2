"""Checking what takes too much, or when too many others check: a sentence, and what was sent comes back."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.annual_reports import operations
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.process_pool import STRANGERS
from tests.material import yunhe
from tests.portal.html import Page
from tests.portal.test_check import file, send
from tests.records.process_pool.crowding import crowd, hurry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class TestWhatTakesTooMuch:
    @pytest.fixture(autouse=True)
    def _no_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        hurry(monkeypatch, "gongkai.annual_reports.queries.checking.STRANGERS", STRANGERS)

    def test_is_refused_at_the_text_which_comes_back(self, visitor: Client) -> None:
        answer = send(visitor, text="政府信息公开 <b>")
        page = Page(answer)
        assert answer.status_code == 422
        assert "分成几份" in page.texts("//*[@id='text-error']")[0]
        assert page.field("text").strip() == "政府信息公开 <b>"

    def test_is_refused_at_the_file(self, visitor: Client) -> None:
        answer = send(visitor, report=file(yunhe.as_html(yunhe.figures()).encode()))
        assert answer.status_code == 422
        assert "分成几份" in Page(answer).texts("//*[@id='report-error']")[0]

    def test_figures_that_come_back_are_read_in_a_child_too(self, visitor: Client) -> None:
        figures = json.dumps(yunhe.reading().as_json())
        answer = send(visitor, "/check/figures/", figures=figures, **{"as": "csv"})
        assert answer.status_code == 422


class TestTooManyAtOnce:
    def test_the_form_comes_back_with_what_was_pasted_and_says_when_to_try_again(
        self, visitor: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crowd(monkeypatch)
        answer = send(visitor, text="政府信息公开", keep="1")
        page = Page(answer)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "10秒后再试" in page.texts("//*[@id='text-error']")[0]
        assert page.field("text").strip() == "政府信息公开"
        assert page.select("//input[@name='keep' and @checked]")

    def test_a_kept_check_says_so_on_a_page_and_its_address_stays_out_of_the_log(
        self, visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        kept = operations.keep_check(reading=yunhe.reading(), name="", act=SystemAct(SYSTEM, timezone.now()))
        crowd(monkeypatch)
        answer = visitor.get(f"/check/kept/{kept.token}/")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "10秒后再试" in Page(answer).text
        assert kept.token not in caplog.text
