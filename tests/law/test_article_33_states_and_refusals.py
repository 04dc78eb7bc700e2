"""第三十三条: what the clock refuses, what it waits for, in time and late, and what practice may settle."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.dated import BeforeFirst
from gongkai.law.reply_clock import (
    Extension,
    ExtensionTooLate,
    ExtensionTooLong,
    Fee,
    ImpossibleFacts,
    NoDeadlineYet,
    Practice,
    ReplyFacts,
    due_on,
    explain,
    reply_due,
)
from gongkai.law.workdays import NotYetAnnounced, official
from tests.law.short_facts import consulted, day

COVERS = ("disclosure-2019/33", "disclosure-2007/24", "fees-2020/7")


# 延长答复的期限最长不得超过20个工作日（第二款；2007年条例：15个工作日）。
@pytest.mark.parametrize(
    ("received", "days", "most"),
    [("03-02", 21, 20), ("03-02", 0, 20), ("03-02", -1, 20), ("2018-09-10", 16, 15)],
)
def test_an_extension_outside_the_law_is_refused(received: str, days: int, most: int) -> None:
    with pytest.raises(ExtensionTooLong, match=f"1至{most}") as refused:
        due_on(ReplyFacts(day(received), extension=Extension(days)))
    assert refused.value.field == "extension.days"
    assert f"请填写1至{most}之间的整数" in refused.value.remedy


def test_an_extension_decided_after_the_period_is_refused() -> None:
    # 20 from 03-02 = 03-30: decided that day it is in time, the day after it is not.
    assert due_on(ReplyFacts(day("03-02"), extension=Extension(1, day("03-30")))) == day("03-31")
    with pytest.raises(ExtensionTooLate, match="期限届满后不能再延期") as refused:
        due_on(ReplyFacts(day("03-02"), extension=Extension(1, day("03-31"))))
    assert refused.value.field == "extension.decided_on"


# Facts in an order in which they cannot have happened.
IMPOSSIBLE = [
    ("correction_requested", ReplyFacts(day("03-02"), correction_requested=day("03-01"))),
    ("corrected", ReplyFacts(day("03-02"), corrected=day("03-01"))),
    (
        "corrected",
        ReplyFacts(day("03-02"), correction_requested=day("03-05"), corrected=day("03-04")),
    ),
    (
        "consultations[1].answered",
        ReplyFacts(day("03-02"), consultations=(consulted("03-03"), consulted("03-05", "03-04"))),
    ),
    ("extension.decided_on", ReplyFacts(day("03-02"), extension=Extension(5, day("03-01")))),
    ("fee.noticed_on", ReplyFacts(day("03-02"), fee=Fee(day("03-01")))),
    ("fee.paid_on", ReplyFacts(day("03-02"), fee=Fee(day("03-05"), day("03-04")))),
    ("delivered", ReplyFacts(day("03-02"), delivered=day("03-01"))),
]


@pytest.mark.parametrize(("field", "facts"), IMPOSSIBLE)
def test_impossible_facts_name_their_field_and_the_remedy(field: str, facts: ReplyFacts) -> None:
    for ask in (due_on, explain):
        with pytest.raises(ImpossibleFacts, match="早于") as refused:
            ask(facts)
        assert refused.value.field == field
        assert "请核对" in refused.value.remedy


def test_an_unanswered_correction_stops_the_clock() -> None:
    facts = ReplyFacts(day("03-02"), correction_requested=day("03-05"))
    answer = explain(facts)
    assert (answer.due_on, answer.state, answer.as_json()["due_on"]) == (
        None,
        "waiting_for_correction",
        None,
    )
    with pytest.raises(NoDeadlineYet, match="等待申请人补正"):
        due_on(facts)


def test_an_unpaid_fee_stops_the_clock_and_says_by_when_to_pay() -> None:
    # 30 days from 03-10: 04-09, a Thursday.
    facts = ReplyFacts(day("03-02"), fee=Fee(day("03-10")))
    answer = explain(facts)
    assert (answer.due_on, answer.state, answer.pay_by) == (None, "waiting_for_payment", day("04-09"))
    with pytest.raises(NoDeadlineYet, match="2026年4月9日"):
        due_on(facts)


def test_waiting_needs_no_calendar_of_next_year() -> None:
    answer = explain(ReplyFacts(day("12-28"), correction_requested=day("12-30")))
    assert answer.state == "waiting_for_correction"


@pytest.mark.parametrize(
    ("delivered", "state", "over"),
    [
        ("03-30", "delivered_in_time", 0),
        ("03-31", "delivered_late", 1),
        # 03-31, 04-01, 02, 03 and, after 清明节, 07.
        ("04-07", "delivered_late", 5),
        ("03-20", "delivered_in_time", 0),
    ],
)
def test_a_delivered_reply_is_in_time_or_late(delivered: str, state: str, over: int) -> None:
    answer = explain(ReplyFacts(day("03-02"), delivered=day(delivered)))
    assert (answer.due_on, answer.state, answer.days_over) == (day("03-30"), state, over)


def test_a_reply_on_the_rest_day_after_the_last_day_is_late() -> None:
    # 20 from 03-06: 09-13 (5) 16-20 (10) 23-27 (15) 30,31 (17) 04-01…03 (20). 04-04 is a Saturday.
    answer = explain(ReplyFacts(day("03-06"), delivered=day("04-04")))
    assert (answer.due_on, answer.state, answer.days_over) == (day("04-03"), "delivered_late", 0)


def test_a_reply_given_while_waiting_for_a_correction() -> None:
    facts = ReplyFacts(day("03-02"), correction_requested=day("03-05"), delivered=day("04-30"))
    assert (explain(facts).due_on, explain(facts).state) == (None, "delivered")


# What the Regulation leaves open is a setting of the office.
def test_settings_of_practice() -> None:
    silent = ReplyFacts(day("03-02"), consultations=(consulted("03-04"),))
    # Capped at 5: out 05, 06, 09, 10, 11; 03-30 + 5 = 31, 04-01, 02, 03, 07.
    assert due_on(silent, practice=Practice(consultation_cap_days=5)) == day("04-07")
    fee = ReplyFacts(day("03-02"), fee=Fee(day("03-10")))
    assert due_on(fee, practice=Practice(fee_restarts=False)) == day("03-30")
    # Received under the 2007 Regulation, corrected under the 2019 one.
    # 15: 05-21…24 (4) 27…31 (9) 06-03…06 (13) [07 端午节] 10, 11 (15).
    # 20: … 06-06 (13) 10…14 (18) 17, 18 (20).
    across = ReplyFacts(day("2019-05-10"), corrected=day("2019-05-20"))
    assert due_on(across) == day("2019-06-11")
    assert due_on(across, practice=Practice(regulation_by="restart")) == day("2019-06-18")
    with pytest.raises(ValueError, match="不能是负数"):
        Practice(consultation_cap_days=-1)


def test_beyond_the_announced_calendar_nothing_is_guessed() -> None:
    # 2026-12 has 23 working days: 12-03 + 20 = 12-31, one day later reaches into 2027.
    assert reply_due(day("12-03")) == day("12-31")
    with pytest.raises(NotYetAnnounced, match=r"2027年的放假安排尚未载入.*--calendar 2027\.csv") as refused:
        reply_due(day("12-04"))
    assert refused.value.year == 2027
    with pytest.raises(NotYetAnnounced):
        explain(ReplyFacts(day("12-04")), official())


def test_before_the_first_regulation_there_is_no_period() -> None:
    # [05-01…03 劳动节] the worked Sunday 04 (1) 05…09 (6) 12…16 (11) 19…22 (15).
    assert reply_due(date(2008, 5, 1)) == date(2008, 5, 22)
    with pytest.raises(BeforeFirst, match="自2008年5月1日起才有规定"):
        reply_due(date(2008, 4, 30))


def test_the_answer_reads_as_a_sentence() -> None:
    assert str(explain(ReplyFacts(day("02-10")))) == "应于2026年3月16日前答复（含当日，星期一）。"
    late = explain(ReplyFacts(day("03-02"), delivered=day("04-07")))
    assert str(late) == "应于2026年3月30日前答复（含当日，星期一），实际逾期5个工作日。"
    late = explain(ReplyFacts(day("03-06"), delivered=day("04-04")))
    assert str(late).endswith("实际逾期，在其后的休息日才答复。")
    waiting = explain(ReplyFacts(day("03-02"), fee=Fee(day("03-10"))))
    assert "最迟于2026年4月9日（星期四）缴费" in str(waiting)


def test_an_open_consultation_says_until_when_it_is_counted() -> None:
    rules = [
        step.rule for step in explain(ReplyFacts(day("03-02"), consultations=(consulted("03-04"),))).steps
    ]
    assert (
        "征求第三方意见，所需时间不计入答复期限（扣除15个工作日），未按期答复的，只扣除至2026-03-25" in rules
    )


def test_a_correction_asked_for_on_the_day_of_receipt() -> None:
    rules = [step.rule for step in explain(ReplyFacts(day("03-02"), day("03-02"), day("03-04"))).steps]
    assert "收到申请当日告知补正，未超过7个工作日的期限" in rules


def test_a_late_payment_is_counted_and_questioned() -> None:
    facts = ReplyFacts(day("03-02"), fee=Fee(day("03-10"), day("04-10")))
    assert any("缴费已超过期限" in step.rule for step in explain(facts).steps)
    assert due_on(facts) == due_on(ReplyFacts(day("04-10")))
