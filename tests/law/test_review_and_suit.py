"""行政复议法, 行政诉讼法: the way open against each kind of reply, its terms, and the organ of review."""

from datetime import date

import pytest

from gongkai.law import remedies
from gongkai.law.remedies import RemedyRoute, ReplyKind, Respondent

COVERS = (
    "review-2023/11",
    "review-2023/20",
    "review-2023/23",
    "review-2023/24",
    "review-2023/27",
    "review-2023/28",
    "review-2023/48",
    "review-2023/54",
    "review-1999/5",
    "review-1999/6",
    "review-1999/9",
    "review-1999/12",
    "review-1999/13",
    "review-1999/23",
    "litigation-1989/38",
    "litigation-1989/39",
    "litigation-2014/45",
    "litigation-2014/46",
    "litigation-2014/67",
    "litigation-2017/45",
    "litigation-2017/46",
    "litigation-2017/67",
    "litigation-interpretation-2018/64",
)
OLD, NEW = date(2023, 12, 31), date(2024, 1, 1)

# 申请政府信息公开，行政机关不予公开的，应当先申请行政复议（复议法第二十三条第一款第四项，2024年1月1日起）。
ROUTES = [
    # kind, until 2023, since 2024, verified
    (ReplyKind.DISCLOSED, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_OR_SUIT, True),
    (ReplyKind.OTHER_ACT, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_OR_SUIT, True),
    (ReplyKind.REFUSED, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_FIRST, True),
    (ReplyKind.PARTLY_DISCLOSED, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_FIRST, False),
    (ReplyKind.NOT_AVAILABLE, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_FIRST, False),
    (ReplyKind.NOT_PROCESSED, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_FIRST, False),
    (ReplyKind.NO_LONGER_PROCESSED, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_FIRST, False),
    (ReplyKind.NO_ANSWER, RemedyRoute.REVIEW_OR_SUIT, RemedyRoute.REVIEW_FIRST, False),
    (ReplyKind.CORRECTION_NOTICE, RemedyRoute.NONE, RemedyRoute.NONE, False),
    (ReplyKind.EXTENSION_NOTICE, RemedyRoute.NONE, RemedyRoute.NONE, False),
    (ReplyKind.FEE_NOTICE, RemedyRoute.NONE, RemedyRoute.NONE, False),
]


@pytest.mark.parametrize(("kind", "until_2023", "since_2024", "verified"), ROUTES)
def test_the_route_open_against_a_reply(
    kind: ReplyKind, until_2023: RemedyRoute, since_2024: RemedyRoute, verified: bool
) -> None:
    assert remedies.remedy(kind, OLD).value is until_2023
    assert remedies.remedy(kind, NEW).value is since_2024
    assert (remedies.remedy(kind, NEW).mark == "") is verified


def test_the_table_of_routes_is_total() -> None:
    assert set(remedies.ROUTES) == set(ReplyKind) == {row[0] for row in ROUTES}
    assert set(remedies.REVIEW_ORGANS) == set(Respondent)


# 60日内申请复议（第二十条）；复议后15日内（行诉法第四十五条）；直接起诉6个月内（第四十六条）。
def test_last_days() -> None:
    # 2026-05-19 + 60 = Saturday 07-18.
    assert remedies.review_by(date(2026, 5, 19)) == date(2026, 7, 20)
    # 2026-09-16 + 15 = 10-01, National Day.
    assert remedies.suit_after_review_by(date(2026, 9, 16)) == date(2026, 10, 8)
    # 2025-12-06 + 6 months = Saturday 2026-06-06.
    assert remedies.suit_by(date(2025, 12, 6)) == date(2026, 6, 8)
    # 2015年5月1日前: 3个月。2015-01-30 + 3 months = 04-30.
    assert remedies.suit_by(date(2015, 1, 30)) == date(2015, 4, 30)


# 对部门不服的，2024年起只能向本级人民政府申请（第二十四条第一款第一项）。
@pytest.mark.parametrize(
    ("who", "until_2023", "since_2024"),
    [
        (Respondent.DEPARTMENT, "本级人民政府或者上一级主管部门", "本级人民政府"),
        (Respondent.GOVERNMENT, "上一级人民政府", "上一级人民政府"),
        (Respondent.VERTICAL, "上一级主管部门", "上一级主管部门"),
        (Respondent.JUSTICE, "本级人民政府或者上一级主管部门", "本级人民政府或者上一级司法行政部门"),
    ],
)
def test_organ_of_review(who: Respondent, until_2023: str, since_2024: str) -> None:
    organs = remedies.REVIEW_ORGANS[who]
    assert (organs.value(OLD), organs.value(NEW)) == (until_2023, since_2024)


# 行政机关在作出行政行为时应当告知先向行政复议机关申请行政复议（第二十三条第二款）。
def test_the_notice_of_a_refusal_sends_to_review_first() -> None:
    assert remedies.remedy_notice(ReplyKind.REFUSED, Respondent.DEPARTMENT, NEW) == (
        "如对本答复不服，应当先自收到本答复之日起60日内向本级人民政府申请行政复议；对行政复议决定不服的，"
        "可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
    )
    assert remedies.remedy_notice(ReplyKind.DISCLOSED, Respondent.GOVERNMENT, NEW) == (
        "如对本答复不服，可以自收到本答复之日起60日内向上一级人民政府申请行政复议，"
        "也可以自收到本答复之日起6个月内依法向人民法院提起行政诉讼。"
    )
    assert remedies.remedy_notice(ReplyKind.EXTENSION_NOTICE, Respondent.DEPARTMENT, NEW) == ""


# 被申请人10日（简易程序5日）内答复复议，均指工作日（第四十八条、第五十四条、第八十八条）；被告15日内答辩。
def test_the_organs_own_terms() -> None:
    assert remedies.review_answer_working_days.value(NEW) == 10
    assert remedies.simple_review_answer_working_days.value(NEW) == 5
    assert remedies.suit_answer_days.value(NEW) == 15


# 未告知的，最长一年（复议法第二十条第三款，行诉解释第六十四条第一款）。
def test_the_longest_terms_where_nothing_was_told() -> None:
    assert remedies.untold_review_years.value(NEW) == 1
    assert remedies.untold_suit_years.value(NEW) == 1
