"""第三十二条, 第三十四条: 15 working days to answer; what silence means differs."""

from datetime import date

import pytest

from gongkai.law import disclosure_regulation as regulation

COVERS = (
    "disclosure-2019/32",
    "disclosure-2019/34",
    "disclosure-2019/33",
    "disclosure-2007/23",
    "disclosure-2007/24",
)
TODAY = date(2026, 2, 10)


# 第三方应当自收到征求意见书之日起15个工作日内提出意见；被征求意见的行政机关亦同。
@pytest.mark.parametrize("kind", ["third_party", "co_maker", "other_organ"])
def test_fifteen_working_days_to_answer(kind: regulation.ConsultationKind) -> None:
    # 02-11…14 (4) 24…28 (9, with the worked Saturday) 03-02…06 (14) 09 (15).
    assert regulation.consultation_answer_due(kind, TODAY) == date(2026, 3, 9)


# 第三方逾期未提出意见的，由行政机关决定；共同制作机关逾期未提出意见的，视为同意公开。
def test_silence_of_a_third_party_is_not_consent_silence_of_a_co_maker_is() -> None:
    assert regulation.third_party_silence.value(TODAY) == "由行政机关决定是否公开"
    assert regulation.co_maker_silence.value(TODAY) == "视为同意公开"


# 征求第三方和其他机关意见所需时间不计算在内（2007年条例：只限第三方）。
def test_whose_opinions_are_left_out() -> None:
    excluded = regulation.excluded_consultations
    assert excluded.value(date(2019, 5, 14)) == {"third_party"}
    assert excluded.value(date(2019, 5, 15)) == {"third_party", "co_maker", "other_organ"}
    assert excluded.text(excluded.on(TODAY)) == "第三方、共同制作机关、其他机关"


def test_the_limit_for_other_organs_is_this_projects_reading() -> None:
    assert regulation.other_organ_answer_working_days.on(TODAY).mark == "〔本项目理解〕"
    assert regulation.third_party_answer_working_days.on(TODAY).mark == ""
