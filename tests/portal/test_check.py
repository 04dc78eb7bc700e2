"""Checking a report: what comes in as file or text, what is said, what is kept (unless asked: nothing)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest import MonkeyPatch

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import KeptCheck
from gongkai.portal.views.check import _SALT as SALT
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.rates import counting
from tests.material import yunhe
from tests.portal.html import Page
from tests.responses import Response

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def send(visitor: Client, address: str = "/check/", **fields: object) -> Response:
    """Post a form as a browser does: with the token of the page it stands on."""
    form = Page(visitor.get(address if address.startswith("/check/kept/") else "/check/"))
    return visitor.post(address, {"csrfmiddlewaretoken": form.field("csrfmiddlewaretoken"), **fields})


def file(content: bytes, name: str = "report.html") -> SimpleUploadedFile:
    """A file as chosen in the browser."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def broken() -> dict[tuple[str, str, str], int]:
    """Figures with one total that is one too high."""
    return {**yunhe.figures(), ("table3", "total", "natural"): 43}


class TestAReportThatCanBeRead:
    def test_as_a_file_is_shown_with_its_tables(self, visitor: Client) -> None:
        page = Page(send(visitor, report=file(yunhe.as_html(yunhe.figures()).encode())))
        assert page.texts("//h1") == ["核查结果：云河市2023年度报告"]
        assert "勾稽关系全部成立" in page.text
        assert page.texts("//td[@id='table3-new-natural']") == ["44"]

    def test_as_pasted_text_shows_what_does_not_fit_in_the_cell(self, visitor: Client) -> None:
        page = Page(send(visitor, text=yunhe.as_text(broken())))
        marks = page.select("//td[@id='table3-total-natural']//a")
        sentences = [page.select(f"//*[@id='{mark.get('href')[1:]}']")[0].text_content() for mark in marks]
        assert any("各项相加为42，第(七)项总计填报为43，相差1" in sentence for sentence in sentences)

    def test_the_file_counts_where_both_are_given(self, visitor: Client) -> None:
        good = file(yunhe.as_html(yunhe.figures()).encode())
        assert "勾稽关系全部成立" in Page(send(visitor, report=good, text=yunhe.as_text(broken()))).text


class TestHowOften:
    def test_one_address_sends_so_many_a_minute_and_gets_its_text_back(
        self, visitor: Client, monkeypatch: MonkeyPatch
    ) -> None:
        monkeypatch.setattr(counting, "WINDOW", 10**9)  # a minute that does not end meanwhile
        monkeypatch.setitem(counting.LIMITS, "visitor", 2)
        answers = [send(visitor, text="不是报告的文字") for _time in range(3)]
        assert [answer.status_code for answer in answers] == [422, 422, 429]
        assert answers[-1].headers["Retry-After"].isdigit()
        assert "不是报告的文字" in Page(answers[-1]).source

    def test_all_together_send_so_many_a_minute(self, visitor: Client, monkeypatch: MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "WINDOW", 10**9)
        monkeypatch.setitem(counting.LIMITS, "visitors", 2)
        statuses = [send(visitor, text="不是报告的文字").status_code for _time in range(3)]
        assert statuses == [422, 422, 429]


class TestNothingIsStored:
    def test_unless_asked_for(self, visitor: Client) -> None:
        page = Page(send(visitor, text=yunhe.as_text(yunhe.figures())))
        assert "没有保存" in page.text
        assert KeptCheck.objects.count() == 0

    def test_and_figures_can_still_be_taken_away(self, visitor: Client) -> None:
        """The page posts back the figures it shows; the server remembered nothing."""
        figures = Page(send(visitor, text=yunhe.as_text(broken()))).field("figures")
        answer = send(visitor, "/check/figures/", figures=figures, **{"as": "json"})
        assert json.loads(answer.content) == json.loads(signing.loads(figures, salt=SALT))
        assert KeptCheck.objects.count() == 0

    def test_as_csv_too(self, visitor: Client) -> None:
        figures = Page(send(visitor, text=yunhe.as_text(broken()))).field("figures")
        answer = send(visitor, "/check/figures/", figures=figures, **{"as": "csv"})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"

    @pytest.mark.parametrize(
        "figures",
        [
            "",
            "not json",
            "[]",
            "{}x",
            "[" * 100_000,
            json.dumps(yunhe.reading().as_json()),
            signing.dumps(json.dumps(yunhe.reading().as_json()), salt="another"),
            json.dumps({**yunhe.reading().as_json(), "extra": 1}),
        ],
    )
    def test_figures_that_this_page_did_not_write_are_refused(self, figures: str, visitor: Client) -> None:
        answer = send(visitor, "/check/figures/", figures=figures, **{"as": "csv"})
        assert answer.status_code == 422
        assert "请重新选择文件核查" in Page(answer).text


class TestKeeping:
    def kept(self, visitor: Client, **fields: Any) -> str:
        """Keep a check; its address."""
        answer = send(visitor, text=yunhe.as_text(broken()), keep="1", **fields)
        assert answer.status_code == 303
        return answer["Location"]

    def test_gives_an_address_that_cannot_be_guessed_and_says_until_when(self, visitor: Client) -> None:
        address = self.kept(visitor)
        token = address.split("/")[-2]
        assert len(token) >= 40
        response = visitor.get(address)
        until = timezone.localtime(KeptCheck.objects.get().expires_at).strftime("%Y-%m-%d %H:%M")
        assert f"到{until}自动删除" in Page(response).text
        assert "相差1" in Page(response).text

    def test_keeps_figures_only_not_the_text(self, visitor: Client) -> None:
        self.kept(visitor)
        assert "政府信息公开工作年度报告" not in json.dumps(
            KeptCheck.objects.get().figures, ensure_ascii=False
        )

    def test_is_hidden_from_search_engines_and_caches(self, visitor: Client) -> None:
        response = visitor.get(self.kept(visitor))
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"

    def test_can_follow_a_look_at_the_result(self, visitor: Client) -> None:
        """Without sending the file again: the result page posts back its figures."""
        figures = Page(send(visitor, text=yunhe.as_text(broken()))).field("figures")
        answer = send(visitor, figures=figures, name="x.html", keep="1")
        assert visitor.get(answer["Location"]).status_code == 200

    def test_shows_no_word_of_a_stranger_s_as_the_city_s(self, visitor: Client) -> None:
        """Neither a name that is sent along nor a place that the file makes up is a title or an origin."""
        text = yunhe.as_text(broken()).replace("云河市", "中央通报http://evil.example")
        figures = Page(send(visitor, text=text)).field("figures")
        answer = send(visitor, figures=figures, name="中央通报：造假 http://evil.example", keep="1")
        page = Page(visitor.get(answer["Location"]))
        assert "evil.example" not in page.texts("//h1")[0]
        assert "evil.example" not in " ".join(page.texts("//*[@class='heading__origin']"))
        assert "未经本站核实" in page.text
        assert KeptCheck.objects.get().name == ""

    def test_ends_at_twenty_a_day_from_one_address(self, visitor: Client, monkeypatch: MonkeyPatch) -> None:
        monkeypatch.setitem(counting.LIMITS, "visitor", 1000)
        monkeypatch.setitem(counting.LIMITS, "keeping", 2)
        figures = Page(send(visitor, text=yunhe.as_text(broken()))).field("figures")
        statuses = [send(visitor, figures=figures, keep="1").status_code for _time in range(3)]
        assert statuses == [303, 303, 429]
        assert KeptCheck.objects.count() == 2

    def test_has_downloads_of_its_own(self, visitor: Client) -> None:
        address = self.kept(visitor)
        assert json.loads(visitor.get(address + "figures.json").content)["year"] == 2023
        assert visitor.get(address + "figures.csv").status_code == 200

    def test_ends_at_once_when_forgotten(self, visitor: Client) -> None:
        address = self.kept(visitor)
        answer = send(visitor, address, forget="1")
        assert answer["Location"] == "/check/?forgotten=1"
        assert "已经删除" in Page(visitor.get(answer["Location"])).text
        for each in ("", "figures.json", "figures.csv"):
            assert visitor.get(address + each).status_code == 404

    def test_is_not_ended_by_a_post_that_does_not_say_forget(self, visitor: Client) -> None:
        address = self.kept(visitor)
        assert send(visitor, address).status_code == 303
        assert visitor.get(address).status_code == 200

    def test_ends_after_thirty_days(self, visitor: Client) -> None:
        at = timezone.now() - timedelta(days=30, seconds=1)
        old = operations.keep_check(reading=yunhe.reading(), name="", act=SystemAct(SYSTEM, at))
        assert visitor.get(f"/check/kept/{old.token}/").status_code == 404


class TestWhatCannotBeChecked:
    @pytest.mark.parametrize(
        ("fields", "field", "remedy"),
        [
            # nothing at all
            ({}, "report", "请选择报告文件，或者把报告全文粘贴"),
            ({"text": "   \n"}, "report", "请选择报告文件，或者把报告全文粘贴"),
            # an empty file
            ({"report": b""}, "report", "是空文件"),
            # bytes that are no report
            ({"report": b"\x00\x01\x02\xff" * 500}, "report", "请"),
            ({"report": b"%PDF-1.7\n" + b"x" * 1000}, "report", "请"),
            # words that are no report
            ({"text": "今天天气很好，我们去公园。"}, "text", "请"),
            # more than 10 MB, with and without the part that the server accepts
            ({"report": b"a" * (10 * 1024 * 1024 + 1)}, "report", "超过10 MB"),
            ({"report": b"a" * (13 * 1024 * 1024)}, "report", "超过10 MB"),
            ({"text": "a" * (11 * 1024 * 1024)}, "text", "请"),
        ],
    )
    def test_is_refused_with_a_sentence_at_the_field(
        self, fields: dict[str, Any], field: str, remedy: str, visitor: Client
    ) -> None:
        sent: dict[str, Any] = {k: file(v) if isinstance(v, bytes) else v for k, v in fields.items()}
        answer = send(visitor, **sent)
        page = Page(answer)
        assert answer.status_code == 422
        assert remedy in page.texts(f"//*[@id='{field}-error']")[0]
        assert page.attributes("//*[@role='alert']//a/@href") == [f"#{field}"]
        assert page.select(f"//*[@id='{field}' and @aria-invalid='true']")

    def test_text_beyond_what_the_server_reads_gets_a_page_that_says_so(self, visitor: Client) -> None:
        answer = send(visitor, text="a" * (13 * 1024 * 1024))
        assert answer.status_code == 400
        assert "过大" in Page(answer).text

    def test_is_given_back_as_it_was_typed(self, visitor: Client) -> None:
        page = Page(send(visitor, text="今天天气很好 <b>&amp;", keep="1"))
        assert page.field("text").strip() == "今天天气很好 <b>&amp;"
        assert page.select("//input[@name='keep' and @checked]")
