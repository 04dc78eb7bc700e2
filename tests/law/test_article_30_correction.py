"""第三十条: ask once for a correction within 7 working days; the period then runs from the corrected one."""

from datetime import date

import pytest

from gongkai.law.disclosure_regulation import correction_notice_due
from gongkai.law.reply_clock import ReplyFacts, due_on, explain

COVERS = ("disclosure-2019/30", "disclosure-2007/21")


# 自收到申请之日起7个工作日内一次性告知申请人作出补正。
@pytest.mark.parametrize(
    ("received", "last"),
    [
        # 02-11, 12, 13, the worked Saturday 14, [春节] 24, 25, 26.
        (date(2026, 2, 10), date(2026, 2, 26)),
        # The worked Sunday 09-20, 21…24, [中秋节] 28, 29.
        (date(2026, 9, 18), date(2026, 9, 29)),
    ],
)
def test_last_day_to_ask_for_a_correction(received: date, last: date) -> None:
    assert correction_notice_due(received) == last


def test_the_reply_period_runs_anew_from_the_corrected_application() -> None:
    facts = ReplyFacts(date(2026, 2, 10), date(2026, 2, 26), date(2026, 4, 30))
    assert due_on(facts) == due_on(ReplyFacts(date(2026, 4, 30))) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("requested", "told"),
    [
        (date(2026, 2, 26), "收到申请后第7个工作日告知补正，未超过7个工作日的期限"),
        (date(2026, 2, 27), "收到申请后第8个工作日告知补正，已超过7个工作日的期限"),
    ],
)
def test_a_late_request_for_correction_is_said_to_be_late(requested: date, told: str) -> None:
    steps = explain(ReplyFacts(date(2026, 2, 10), requested)).steps
    assert told in [step.rule for step in steps]


def test_in_2007_nothing_was_said_about_the_clock_and_the_step_says_so() -> None:
    facts = ReplyFacts(date(2018, 9, 10), date(2018, 9, 12), date(2018, 9, 14))
    rules = [step.rule for step in explain(facts).steps]
    assert "告知申请人更改、补充" in rules
    assert "收到补正的申请，答复期限自次日起重新计算〔本项目理解〕" in rules
