"""《政府信息公开条例》第三十三条: the reply period, its extension, and the days it leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.law.reply_clock import Extension, Fee, ReplyFacts, due_on, explain, reply_due
from tests.law.short_facts import consulted, day

COVERS = (
    "disclosure-2019/33",
    "disclosure-2007/24",
    "disclosure-2019/31",
    "disclosure-2007/21",
    "fees-2020/7",
)


# 行政机关不能当场答复的，应当自收到申请之日起20个工作日内予以答复（第三十三条第二款）。
PLAIN = [
    # 2026: Spring Festival 02-16…20 and 02-23 off, Saturdays 02-14 and 02-28 worked.
    ("02-10", "03-16"),
    # Received on a worked Saturday, and on the Sunday after it: the same last day.
    ("02-14", "03-20"),
    ("02-15", "03-20"),
    # Mid-Autumn 09-25 and National Day 10-01…07 off, Sunday 09-20 and Saturday 10-10 worked.
    ("09-18", "10-22"),
    # Over New Year: 01-01 and 01-02 off, Sunday 01-04 worked.
    ("2025-12-25", "2026-01-23"),
    # Labour Day 05-01…05 off, Saturday 05-09 worked.
    ("04-30", "06-01"),
    # First day of the 2019 Regulation: 05-16,17 (2) 20…24 (7) 27…31 (12) 06-03…06 (16) [06-07 端午节]
    # 06-10…13 (20).
    ("2019-05-15", "2019-06-13"),
    # 2007年条例第二十四条第二款: 15 working days. 05-15…17 (3) 20…24 (8) 27…31 (13) 06-03,04 (15).
    ("2019-05-14", "2019-06-04"),
    # 09-11…14 (4) 17…21 (9) [09-24 中秋节] 25…28 (13) and the worked Saturday 29 (14), Sunday 30 (15).
    ("2018-09-10", "2018-09-30"),
]


@pytest.mark.parametrize(("received", "expected"), PLAIN)
def test_the_period_runs_from_the_day_after_receipt(received: str, expected: str) -> None:
    assert reply_due(day(received)) == day(expected)
    assert due_on(ReplyFacts(day(received))) == day(expected)
    assert explain(ReplyFacts(day(received))).due_on == day(expected)


# 征求意见所需时间不计算在内（第三款）；补正后重新起算（第三十条）；延长最长20个工作日（第二款）。
# Months of 2026 used below, working days only:
#   03: 2-6 9-13 16-20 23-27 30 31    04: 1-3 7-10 13-17 20-24 27-30 (04-06 清明节)
#   05: 6-8 9(Sat) 11-15 18-22 25-29  06: 1-5 8-12 15-18 22-26 29 30 (06-19 端午节)    07: all weekdays
COMBINED = [
    pytest.param(
        # Asked on 02-25 for another application, before this one came in: only 03-03, 04, 05 fall into the
        # period (the day of receipt itself never counts). After 03-30: 31 (1) 04-01, 02 (3).
        ReplyFacts(day("03-02"), consultations=(consulted("02-25", "03-05"),)),
        "04-02",
        id="a consultation that began before the receipt is clipped",
    ),
    pytest.param(
        # 20 from 03-02: 3-6 (4) 9-13 (9) 16-20 (14) 23-27 (19) 30 (20).
        # Out: 03-06, 09, 10, 11, 12 = 5. After 03-30: 31 (1) 04-01,02,03 (4) 07 (5).
        ReplyFacts(day("03-02"), consultations=(consulted("03-05", "03-12"),)),
        "04-07",
        id="one consultation",
    ),
    pytest.param(
        # Out: the union (03-05, 03-17] = 06, 09-13, 16, 17 = 8, not 5 + 5.
        # After 03-30: 31 (1) 04-01…03 (4) 07…10 (8).
        ReplyFacts(
            day("03-02"),
            consultations=(consulted("03-05", "03-12"), consulted("03-10", "03-17", "other_organ")),
        ),
        "04-10",
        id="two overlapping consultations count once",
    ),
    pytest.param(
        # Unanswered: out until 15 working days after 03-04: 05,06 (2) 09-13 (7) 16-20 (12) 23-25 (15).
        # Counted: 03-03,04 (2) 26,27 (4) 30,31 (6) 04-01…03 (9) 07…10 (13) 13…17 (18) 20,21 (20).
        ReplyFacts(day("03-02"), consultations=(consulted("03-04"),)),
        "04-21",
        id="an unanswered consultation stops taking days after 15 working days",
    ),
    pytest.param(
        # Answered after its time: the same 15 days and no more.
        ReplyFacts(day("03-02"), consultations=(consulted("03-04", "04-10"),)),
        "04-21",
        id="a late answer takes no more days than silence",
    ),
    pytest.param(
        # Restart 03-16: 17-20 (4) 23-27 (9) 30,31 (11) 04-01…03 (14) 07…10 (18) 13,14 (20) = 04-14.
        # Out: (03-12, 03-19] after 03-16 = 17, 18, 19 = 3. After 04-14: 15, 16, 17.
        ReplyFacts(
            day("03-02"),
            correction_requested=day("03-05"),
            corrected=day("03-16"),
            consultations=(consulted("03-12", "03-19"),),
        ),
        "04-17",
        id="a consultation begun before the correction counts from the correction",
    ),
    pytest.param(
        # 20 from 04-30 = 06-01 (vector above); 10 more: 06-02…05 (4) 08…12 (9) 15 (10).
        ReplyFacts(day("04-20"), corrected=day("04-30"), extension=Extension(10)),
        "06-15",
        id="correction and extension",
    ),
    pytest.param(
        # Out: 05-07, 08, the worked Saturday 09, 11, 12 = 5. After 06-01: 02…05 (4) 08 (5) = 06-08.
        # 10 more: 09…12 (4) 15…18 (8) [19 端午节] 22, 23 (10).
        ReplyFacts(
            day("04-20"),
            corrected=day("04-30"),
            consultations=(consulted("05-06", "05-12", "other_organ"),),
            extension=Extension(10),
        ),
        "06-23",
        id="correction, consultation and extension",
    ),
    pytest.param(
        # 06-02…05 (4) 08…12 (9) 15…18 (13) 22…26 (18); out: 29, 30, 07-01, 02, 03; then 06, 07 (20).
        # 5 more: 07-08, 09, 10, 13, 14.
        ReplyFacts(day("06-01"), consultations=(consulted("06-26", "07-03"),), extension=Extension(5)),
        "07-14",
        id="a consultation over the end of the first period moves the extension too",
    ),
    pytest.param(
        # 20 from 06-01 = 06-30. Extension: 07-01, 02 (2); out: 03, 06, 07, 08; 09, 10 (4) 13…17 (9) 20 (10).
        ReplyFacts(day("06-01"), consultations=(consulted("07-02", "07-08"),), extension=Extension(10)),
        "07-20",
        id="a consultation within the extension",
    ),
    pytest.param(
        # Out: (02-13, 02-25] = the worked Saturday 14, 24, 25 = 3; the festival is out anyway.
        # After 03-16: 17, 18, 19.
        ReplyFacts(day("02-10"), consultations=(consulted("02-13", "02-25"),)),
        "03-19",
        id="a consultation over the Spring Festival takes only its working days",
    ),
    pytest.param(
        # Out: 03-04, 05, 06 = 3, and 15 after 03-09: 10-13 (4) 16-20 (9) 23-27 (14) 30 (15).
        # Counted: 03-03 (1) 09 (2) 31 (3) 04-01…03 (6) 07…10 (10) 13…17 (15) 20…24 (20).
        ReplyFacts(
            day("03-02"),
            consultations=(consulted("03-03", "03-06"), consulted("03-09", None, "co_maker")),
        ),
        "04-24",
        id="two consultations one after the other",
    ),
    pytest.param(
        # Restart 03-20: 23-27 (5) 30,31 (7) 04-01…03 (10) 07…10 (14) 13…17 (19) 20 (20).
        ReplyFacts(day("03-02"), fee=Fee(day("03-10"), day("03-20"))),
        "04-20",
        id="payment restarts the period",
    ),
    pytest.param(
        # Decided 04-27, restarted 04-30: what was extended no longer runs, 06-01 stands.
        ReplyFacts(day("04-20"), corrected=day("04-30"), extension=Extension(10, day("04-27"))),
        "06-01",
        id="an extension decided before the restart ended with its period",
    ),
    pytest.param(
        # 2007: 15 = 2018-09-30. Out: 09-13, 14 = 2. After 09-30: [10-01…05 国庆节] 10-08, 09.
        ReplyFacts(day("2018-09-10"), consultations=(consulted("2018-09-12", "2018-09-14"),)),
        "2018-10-09",
        id="2007: consulting a third party is left out",
    ),
    pytest.param(
        # 2007年条例第二十四条第三款 leaves out third parties only.
        ReplyFacts(
            day("2018-09-10"),
            consultations=(consulted("2018-09-12", "2018-09-14", "other_organ"),),
        ),
        "2018-09-30",
        id="2007: consulting other organs is not left out",
    ),
    pytest.param(
        # 15 more after 2018-09-30: 10-08…12 (5) 15…19 (10) 22…26 (15).
        ReplyFacts(day("2018-09-10"), extension=Extension(15)),
        "2018-10-26",
        id="2007: extension",
    ),
]


@pytest.mark.parametrize(("facts", "expected"), COMBINED)
def test_consultation_correction_and_extension_together(facts: ReplyFacts, expected: str) -> None:
    assert due_on(facts) == day(expected)
    assert explain(facts).due_on == day(expected)


def test_every_day_of_the_period_is_either_counted_or_explained() -> None:
    facts = ReplyFacts(day("02-10"), consultations=(consulted("02-13", "02-25"),))
    period = next(step for step in explain(facts).steps if step.counted)
    assert (period.start, period.end, period.counted) == (day("02-11"), day("03-19"), 20)
    assert [(str(skip.on)[5:], skip.reason) for skip in period.skipped] == [
        ("02-14", "征求第三方意见"),
        ("02-15", "星期日"),
        ("02-16", "春节"),
        ("02-17", "春节"),
        ("02-18", "春节"),
        ("02-19", "春节"),
        ("02-20", "春节"),
        ("02-21", "星期六"),
        ("02-22", "星期日"),
        ("02-23", "春节"),
        ("02-24", "征求第三方意见"),
        ("02-25", "征求第三方意见"),
        ("03-01", "星期日"),
        ("03-07", "星期六"),
        ("03-08", "星期日"),
        ("03-14", "星期六"),
        ("03-15", "星期日"),
    ]


def test_the_steps_tell_the_story_with_their_articles() -> None:
    facts = ReplyFacts(
        day("04-20"),
        correction_requested=day("04-24"),
        corrected=day("04-30"),
        consultations=(consulted("05-06", "05-12"),),
        extension=Extension(10),
    )
    told = [(step.rule, getattr(step.citation, "short", step.citation)) for step in explain(facts).steps]
    assert told == [
        ("收到申请，当日不计入", "第三十一条"),
        ("收到申请后第4个工作日告知补正，未超过7个工作日的期限", "第三十条"),
        ("收到补正的申请，答复期限自次日起重新计算", "第三十条"),
        ("征求第三方意见，所需时间不计入答复期限（扣除5个工作日）", "第三十三条第三款"),
        ("自次日起计算20个工作日", "第三十三条第二款"),
        ("延长10个工作日", "第三十三条第二款"),
        ("答复期限届满", "第三十三条第二款"),
    ]


def test_what_is_this_projects_reading_is_marked_in_the_steps() -> None:
    paid = ReplyFacts(day("03-02"), fee=Fee(day("03-10"), day("03-20")))
    silent_organ = ReplyFacts(day("03-02"), consultations=(consulted("03-04", None, "other_organ"),))
    silent_third_party = ReplyFacts(day("03-02"), consultations=(consulted("03-04"),))
    assert any(step.rule.endswith("〔本项目理解〕") for step in explain(paid).steps)
    assert any(step.rule.endswith("〔本项目理解〕") for step in explain(silent_organ).steps)
    assert not any(step.rule.endswith("〔本项目理解〕") for step in explain(silent_third_party).steps)


def test_the_json_of_a_deadline() -> None:
    answer: dict[str, Any] = explain(ReplyFacts(day("03-02"))).as_json()
    assert answer["due_on"] == "2026-03-30"
    assert answer["steps"][-1] == {
        "rule": "答复期限届满",
        "citation": "《中华人民共和国政府信息公开条例》第三十三条第二款",
        "from": "2026-03-30",
        "to": "2026-03-30",
        "counted": 0,
        "skipped": [],
    }
