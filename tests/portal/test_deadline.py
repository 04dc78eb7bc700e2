"""The calculator: dates in, an answer as a sentence out, every day and every step accounted for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from gongkai.law import reply_clock
from tests.portal.html import Page
from tests.responses import Response


def ask(visitor: Client, **typed: str) -> Response:
    """Send the form as a browser does."""
    return visitor.get(f"/deadline/?{urlencode(typed)}")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        # 条例第三十三条第二款：自收到申请之日起20个工作日内予以答复。
        # 2月11–14日4天（14日调休上班），春节15–23日休息，24–28日5天（28日调休上班），
        # 3月2–6日、9–13日10天，16日第20天
        ({"received": "2026-02-10"}, "应于2026年3月16日前答复"),
        # 日期怎么写都行
        ({"received": "2026年2月10日"}, "应于2026年3月16日前答复"),
        ({"received": "20260210"}, "应于2026年3月16日前答复"),
        ({"received": " 2026.2.10 "}, "应于2026年3月16日前答复"),
        ({"received": "２０２６－０２－１０"}, "应于2026年3月16日前答复"),
        # 条例第三十条：答复期限自行政机关收到补正的申请之日起计算。
        # 3月3–6日4天，9–13、16–20、23–27日15天，30日第20天
        ({"received": "2026-02-10", "corrected": "2026-03-02"}, "应于2026年3月30日前答复"),
        # 条例第三十三条第二款：延长的期限最长不得超过20个工作日。 3月16日之后：17–20日4天，23日第5天
        ({"received": "2026-02-10", "extended": "5"}, "应于2026年3月23日前答复"),
        ({"received": "2026-02-10", "extended": "５个工作日"}, "应于2026年3月23日前答复"),
        # 条例第三十三条第三款：征求意见所需时间不计算在内。 3月3、4日不计，顺延到18日
        (
            {"received": "2026-02-10", "asked_1": "2026-03-02", "answered_1": "2026-03-04"},
            "应于2026年3月18日前答复",
        ),
        # 2007年条例第二十四条第二款：15个工作日（2019年5月15日前收到的）
        ({"received": "2018-06-19"}, "应于2018年7月10日前答复"),
    ],
)
def test_the_answer_is_a_sentence(typed: dict[str, str], answer: str, visitor: Client) -> None:
    response = ask(visitor, **typed)
    page = Page(response)
    assert response.status_code == 200
    assert page.texts("//*[@role='status']/p")[0] == answer
    assert page.select("//title")[0].text_content().startswith(answer)


def test_the_address_is_the_input(visitor: Client) -> None:
    """An answer can be bookmarked and passed on: the same address gives the same page, filled in."""
    page = Page(
        ask(visitor, received="2026-02-10", corrected="2026-03-02", extended="3", asked_2="2026-03-05")
    )
    assert page.select("//form[@action='/deadline/']")[0].get("method") == "get"
    shown = {name: page.field(name) for name in ("received", "corrected", "extended", "asked_2")}
    assert shown == {
        "received": "2026-02-10",
        "corrected": "2026-03-02",
        "extended": "3",
        "asked_2": "2026-03-05",
    }


CASES = [
    {"received": "2026-02-10"},
    {"received": "2026-02-10", "extended": "20"},
    {"received": "2026-01-05", "corrected": "2026-02-02"},
    {
        "received": "2026-02-10",
        "extended": "7",
        "asked_1": "2026-02-25",
        "answered_1": "2026-03-04",
        "asked_2": "2026-03-03",
        "answered_2": "2026-03-10",
    },
]


class TestTheCalendar:
    """Counted days are numbered, skipped days are named: no day of the period is unaccounted for."""

    def days(self, page: Page) -> dict[date, tuple[str, str]]:
        """Each drawn day with its kind and its label."""
        found = {}
        for cell in page.select("//table[contains(@class, 'calendar')]//td[time]"):
            on = date.fromisoformat(cell.xpath("string(time/@datetime)"))
            kind = re.findall(r"day--(\w+)", cell.get("class", ""))
            found[on] = ("".join(kind), cell.xpath("string(span)"))
        return found

    @pytest.mark.parametrize("typed", CASES)
    def test_accounts_for_every_day_until_the_due_day(self, typed: dict[str, str], visitor: Client) -> None:
        days = self.days(Page(ask(visitor, **typed)))
        due = next(on for on, (kind, _) in days.items() if kind == "due")
        base = date.fromisoformat(typed.get("corrected", typed["received"]))
        assert days[base][0] == "start"
        period = [base + timedelta(days=n) for n in range(1, (due - base).days + 1)]
        assert all(days[on][1] for on in period)

    @pytest.mark.parametrize("typed", CASES)
    def test_numbers_the_counted_days_without_a_gap(self, typed: dict[str, str], visitor: Client) -> None:
        days = self.days(Page(ask(visitor, **typed)))
        labels = [days[on][1].split()[0] for on in sorted(days) if days[on][0] in {"counted", "moved", "due"}]
        extension = int(typed.get("extended", 0))
        assert labels == [str(n) for n in range(1, 21)] + [f"延{n}" for n in range(1, extension + 1)]

    def test_names_what_is_not_counted(self, visitor: Client) -> None:
        days = self.days(Page(ask(visitor, **CASES[3])))
        assert days[date(2026, 2, 14)] == ("moved", "4 调休上班")
        assert days[date(2026, 2, 17)] == ("holiday", "春节")
        assert days[date(2026, 3, 3)] == ("paused", "征求意见")
        assert days[date(2026, 3, 7)] == ("off", "星期六")

    def test_agrees_with_the_clock_of_the_law(self, visitor: Client) -> None:
        for offset in range(0, 300, 7):
            received = date(2026, 1, 1) + timedelta(days=offset)
            due = reply_clock.reply_due(received)
            days = self.days(Page(ask(visitor, received=received.isoformat())))
            assert [on for on, (kind, _) in days.items() if kind == "due"] == [due]


class TestTheSteps:
    def test_name_their_grounds_and_lead_to_them(self, visitor: Client) -> None:
        page = Page(ask(visitor, received="2026-02-10", corrected="2026-03-02", extended="5"))
        grounds = page.select("//ol[@class='steps']//a")
        assert "《中华人民共和国政府信息公开条例》第三十三条第二款" in [
            each.text_content() for each in grounds
        ]
        law = Page(visitor.get("/law/"))
        for each in grounds:
            address, _, anchor = each.get("href").partition("#")
            assert address == "/law/"
            assert law.select(f"//*[@id='{anchor}']"), anchor

    def test_say_what_was_not_counted(self, visitor: Client) -> None:
        page = Page(ask(visitor, received="2026-02-10"))
        assert "不计：周末8天、春节（2月16日至2月23日，6天）" in page.text


class TestErrors:
    @pytest.mark.parametrize(
        ("typed", "field", "remedy"),
        [
            ({"received": ""}, "received", "请填写收到申请的日期"),
            ({"received": "2026-02-30"}, "received", "不是日历上的日期"),
            ({"received": "昨天"}, "received", "不是日历上的日期"),
            ({"received": "2026-02-10", "corrected": "2026-02"}, "corrected", "不是日历上的日期"),
            # 补正不可能早于收到
            ({"received": "2026-02-10", "corrected": "2026-02-09"}, "corrected", "改正填错的一个"),
            # 延期最长20个工作日；用户会写“一个月”
            ({"received": "2026-02-10", "extended": "21"}, "extended", "请填写1至20之间的整数"),
            ({"received": "2026-02-10", "extended": "0"}, "extended", "请填写1至20之间的整数"),
            ({"received": "2026-02-10", "extended": "一个月"}, "extended", "请填写延长的工作日数"),
            ({"received": "2026-02-10", "extended": "-5"}, "extended", "请填写延长的工作日数"),
            # 征求意见
            ({"received": "2026-02-10", "answered_1": "2026-03-04"}, "asked_1", "还要填写发出日期"),
            (
                {"received": "2026-02-10", "asked_2": "2026-03-04", "answered_2": "2026-03-01"},
                "answered_2",
                "改正填错的一个",
            ),
            ({"received": "2026-02-10", "asked_1": "2026-03-04", "kind_1": "x"}, "kind_1", "请从列表中选择"),
            # 条例施行以前
            ({"received": "2007-01-05"}, "received", "请核对日期"),
        ],
    )
    def test_stand_at_the_field_and_in_the_summary_and_what_was_typed_stays(
        self, typed: dict[str, str], field: str, remedy: str, visitor: Client
    ) -> None:
        response = ask(visitor, **typed)
        page = Page(response)
        assert response.status_code == 422
        assert remedy in page.texts(f"//*[@id='{field}-error']")[0]
        assert f"#{field}" in page.attributes("//*[@role='alert']//a/@href")
        control = page.select(f"//*[@id='{field}']")[0]
        assert control.get("aria-invalid") == "true"
        assert f"{field}-error" in (control.get("aria-describedby") or "")
        for name, value in typed.items():
            if name != "kind_1":
                assert page.field(name) == value

    def test_are_all_told_at_once(self, visitor: Client) -> None:
        page = Page(ask(visitor, received="x", corrected="y", extended="z"))
        assert len(page.select("//*[@role='alert']//li")) == 3

    def test_what_was_typed_is_never_markup(self, visitor: Client) -> None:
        assert b"<script>alert" not in ask(visitor, received='"><script>alert(1)</script>').content


class TestBeyondTheAnnouncedCalendar:
    def test_it_refuses_to_guess_and_says_what_to_load(self, visitor: Client) -> None:
        response = ask(visitor, received="2026-12-20")
        page = Page(response)
        assert response.status_code == 422
        assert "2027年的放假安排还没有载入" in page.text
        assert "2027.csv" in page.text
        assert not page.select("//*[@role='status']")

    def test_it_says_where_the_calendar_begins(self, visitor: Client) -> None:
        assert ask(visitor, received="1999-01-05").status_code == 422
