"""What a recipient may do against a reply, by when and before whom, as of the day of the reply.

Since 2024-01-01 a refusal to disclose must go to review before it can go to court (art. 23(1)(4) of the
Review Law), and the reply must say so (art. 23(2)). How far "不予公开" reaches is unsettled in practice, so
the route of every kind of reply is a dated value of its own.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

from gongkai.law.calendar_terms import after_days, after_months
from gongkai.law.citation import Citation
from gongkai.law.dated import LegalParameter, ParameterValue
from gongkai.law.workdays import Calendar

_TERMS, _ROUTES, _ORGANS, _OWN = "救济期限", "救济途径", "复议机关", "复议答复和应诉期限"

_REVIEW_1999 = date(1999, 10, 1)
_REVIEW_2024 = date(2024, 1, 1)
_SUIT_1990, _SUIT_2015, _SUIT_2017 = date(1990, 10, 1), date(2015, 5, 1), date(2017, 7, 1)
_INTERPRETATION = date(2018, 2, 8)
_UNREAD = "修改前的条文原文未核对。"


class RemedyRoute(Enum):
    """The way open to the recipient of a reply."""

    REVIEW_OR_SUIT = "可以申请行政复议，也可以直接提起行政诉讼"
    REVIEW_FIRST = "应当先申请行政复议，对复议决定不服的，再提起行政诉讼"
    NONE = "不能单独申请行政复议或者提起行政诉讼"

    def __str__(self) -> str:
        return self.value


class ReplyKind(Enum):
    """Kinds of reply and of procedural letter, as far as their remedies differ."""

    DISCLOSED = "予以公开"
    PARTLY_DISCLOSED = "部分公开"
    REFUSED = "不予公开"
    NOT_AVAILABLE = "无法提供"
    NOT_PROCESSED = "不予处理"
    NO_LONGER_PROCESSED = "逾期不补正或者不缴费，不再处理"
    NO_ANSWER = "逾期不答复"
    OTHER_ACT = "其他处理"
    CORRECTION_NOTICE = "补正告知书"
    EXTENSION_NOTICE = "延期答复告知书"
    FEE_NOTICE = "收费通知书"


class Respondent(Enum):
    """Who made the reply, as far as the competent review organ differs."""

    DEPARTMENT = "县级以上地方人民政府工作部门"
    GOVERNMENT = "地方各级人民政府"
    VERTICAL = "海关、金融、外汇管理等垂直领导的机关、税务和国家安全机关"
    JUSTICE = "履行行政复议机构职责的司法行政部门"


def _review(article: int, paragraph: int | None = None, item: int | None = None) -> Citation:
    return Citation("review-2023", article, paragraph=paragraph, item=item)


def _review_1999(article: int, paragraph: int | None = None) -> Citation:
    return Citation("review-1999", article, paragraph=paragraph)


def _suit(version: str, article: int, paragraph: int | None = None) -> Citation:
    return Citation(f"litigation-{version}", article, paragraph=paragraph)


review_days = LegalParameter(
    "remedies.review_days",
    "申请行政复议的期限（自知道之日起）",
    "日",
    _TERMS,
    (
        ParameterValue(_REVIEW_1999, 60, _review_1999(9, 1), "K", _UNREAD),
        ParameterValue(_REVIEW_2024, 60, _review(20, 1)),
    ),
)
suit_after_review_days = LegalParameter(
    "remedies.suit_after_review_days",
    "经复议后起诉的期限（自收到复议决定书或者复议期满之日起）",
    "日",
    _TERMS,
    (
        ParameterValue(_SUIT_1990, 15, _suit("1989", 38, 2), "K", _UNREAD),
        ParameterValue(_SUIT_2015, 15, _suit("2014", 45), "K", _UNREAD),
        ParameterValue(_SUIT_2017, 15, _suit("2017", 45)),
    ),
)
suit_months = LegalParameter(
    "remedies.suit_months",
    "直接起诉的期限（自知道之日起）",
    "个月",
    _TERMS,
    (
        ParameterValue(_SUIT_1990, 3, _suit("1989", 39), "K", _UNREAD),
        ParameterValue(_SUIT_2015, 6, _suit("2014", 46, 1), "K", _UNREAD),
        ParameterValue(_SUIT_2017, 6, _suit("2017", 46, 1)),
    ),
)
untold_review_years = LegalParameter(
    "remedies.untold_review_years",
    "未告知复议权利、机关和期限时的最长期限（自知道行为内容之日起）",
    "年",
    _TERMS,
    (ParameterValue(_REVIEW_2024, 1, _review(20, 3)),),
)
untold_suit_years = LegalParameter(
    "remedies.untold_suit_years",
    "未告知起诉期限时的最长期限（自知道行为内容之日起）",
    "年",
    _TERMS,
    (ParameterValue(_INTERPRETATION, 1, Citation("litigation-interpretation-2018", 64, paragraph=1)),),
)

review_answer_working_days = LegalParameter(
    "remedies.review_answer_working_days",
    "被申请人提交复议答复的期限（普通程序）",
    "个工作日",
    _OWN,
    (
        ParameterValue(_REVIEW_1999, 10, _review_1999(23, 1), "K", _UNREAD),
        ParameterValue(_REVIEW_2024, 10, _review(48), note="十日是指工作日（第八十八条第二款）。"),
    ),
)
simple_review_answer_working_days = LegalParameter(
    "remedies.simple_review_answer_working_days",
    "被申请人提交复议答复的期限（简易程序）",
    "个工作日",
    _OWN,
    (ParameterValue(_REVIEW_2024, 5, _review(54, 1), note="五日是指工作日（第八十八条第二款）。"),),
)
suit_answer_days = LegalParameter(
    "remedies.suit_answer_days",
    "被告提交证据和答辩状的期限",
    "日",
    _OWN,
    (
        ParameterValue(_SUIT_2015, 15, _suit("2014", 67, 1), "K", _UNREAD),
        ParameterValue(_SUIT_2017, 15, _suit("2017", 67, 1)),
    ),
)

_BEFORE_2024 = ParameterValue(_REVIEW_1999, RemedyRoute.REVIEW_OR_SUIT, _review_1999(5), "K", _UNREAD)
_NOT_ALONE = "司法部指导意见的转述：补正、延期告知和缴费期内的收费通知不能单独申请复议；原文未核对。"
_REACH = (
    "“不予公开”是否包括这一情形，各地做法不一；本项目从严告知先行复议。"
    "据报新修订的行政复议法实施条例对范围作了规定，原文未核对。"
)
_DUTY = "第二十三条第一款第三项所引第十一条是否包括逾期不答复信息公开申请，本项目理解为包括。"


def _table(kind: ReplyKind, entries: tuple[ParameterValue[RemedyRoute], ...]) -> LegalParameter[RemedyRoute]:
    return LegalParameter(f"remedies.ROUTES.{kind.name}", kind.value, "", _ROUTES, entries)


def _route(kind: ReplyKind, entry: ParameterValue[RemedyRoute]) -> LegalParameter[RemedyRoute]:
    return _table(kind, (_BEFORE_2024, entry))


def _open(kind: ReplyKind) -> LegalParameter[RemedyRoute]:
    return _route(kind, ParameterValue(_REVIEW_2024, RemedyRoute.REVIEW_OR_SUIT, _review(11, item=14)))


def _first_by_caution(kind: ReplyKind) -> LegalParameter[RemedyRoute]:
    return _route(
        kind, ParameterValue(_REVIEW_2024, RemedyRoute.REVIEW_FIRST, _review(23, 1, 4), "K", _REACH)
    )


def _not_alone(kind: ReplyKind) -> LegalParameter[RemedyRoute]:
    places = ((_REVIEW_1999, _review_1999(6)), (_REVIEW_2024, _review(11, item=14)))
    entries = tuple(
        ParameterValue(since, RemedyRoute.NONE, place, "K", _NOT_ALONE) for since, place in places
    )
    return _table(kind, entries)


ROUTES: dict[ReplyKind, LegalParameter[RemedyRoute]] = {
    ReplyKind.DISCLOSED: _open(ReplyKind.DISCLOSED),
    ReplyKind.PARTLY_DISCLOSED: _first_by_caution(ReplyKind.PARTLY_DISCLOSED),
    ReplyKind.REFUSED: _route(
        ReplyKind.REFUSED, ParameterValue(_REVIEW_2024, RemedyRoute.REVIEW_FIRST, _review(23, 1, 4))
    ),
    ReplyKind.NOT_AVAILABLE: _first_by_caution(ReplyKind.NOT_AVAILABLE),
    ReplyKind.NOT_PROCESSED: _first_by_caution(ReplyKind.NOT_PROCESSED),
    ReplyKind.NO_LONGER_PROCESSED: _first_by_caution(ReplyKind.NO_LONGER_PROCESSED),
    ReplyKind.NO_ANSWER: _route(
        ReplyKind.NO_ANSWER,
        ParameterValue(_REVIEW_2024, RemedyRoute.REVIEW_FIRST, _review(23, 1, 3), "K", _DUTY),
    ),
    ReplyKind.OTHER_ACT: _open(ReplyKind.OTHER_ACT),
    ReplyKind.CORRECTION_NOTICE: _not_alone(ReplyKind.CORRECTION_NOTICE),
    ReplyKind.EXTENSION_NOTICE: _not_alone(ReplyKind.EXTENSION_NOTICE),
    ReplyKind.FEE_NOTICE: _not_alone(ReplyKind.FEE_NOTICE),
}


def _organ(who: Respondent, before: tuple[str, int], since: tuple[str, Citation]) -> LegalParameter[str]:
    return LegalParameter(
        f"remedies.REVIEW_ORGANS.{who.name}",
        who.value,
        "",
        _ORGANS,
        (
            ParameterValue(_REVIEW_1999, before[0], _review_1999(before[1]), "K", _UNREAD),
            ParameterValue(_REVIEW_2024, since[0], since[1]),
        ),
    )


_EITHER = "本级人民政府或者上一级主管部门"
REVIEW_ORGANS: dict[Respondent, LegalParameter[str]] = {
    Respondent.DEPARTMENT: _organ(Respondent.DEPARTMENT, (_EITHER, 12), ("本级人民政府", _review(24, 1, 1))),
    Respondent.GOVERNMENT: _organ(
        Respondent.GOVERNMENT, ("上一级人民政府", 13), ("上一级人民政府", _review(24, 1, 2))
    ),
    Respondent.VERTICAL: _organ(Respondent.VERTICAL, ("上一级主管部门", 12), ("上一级主管部门", _review(27))),
    Respondent.JUSTICE: _organ(
        Respondent.JUSTICE, (_EITHER, 12), ("本级人民政府或者上一级司法行政部门", _review(28))
    ),
}

PARAMETERS: tuple[LegalParameter[Any], ...] = (
    review_days,
    suit_months,
    suit_after_review_days,
    untold_review_years,
    untold_suit_years,
    *ROUTES.values(),
    *REVIEW_ORGANS.values(),
    review_answer_working_days,
    simple_review_answer_working_days,
    suit_answer_days,
)


def remedy(kind: ReplyKind, on: date) -> ParameterValue[RemedyRoute]:
    """The route open against a reply of this kind made on `on`, with its citation."""
    return ROUTES[kind].on(on)


def review_by(known: date, calendar: Calendar | None = None) -> date:
    """The last day to apply for review, from the day the reply was known."""
    return after_days(known, review_days.value(known), calendar)


def suit_by(known: date, calendar: Calendar | None = None) -> date:
    """The last day to sue without review, from the day the reply was known."""
    return after_months(known, suit_months.value(known), calendar)


def suit_after_review_by(decided: date, calendar: Calendar | None = None) -> date:
    """The last day to sue after review, from receipt of the decision or the end of the review period."""
    return after_days(decided, suit_after_review_days.value(decided), calendar)


def remedy_notice(kind: ReplyKind, respondent: Respondent, on: date) -> str:
    """The sentence on remedies that a reply of this kind carries; empty for a letter that carries none."""
    route = remedy(kind, on).value
    if route is RemedyRoute.NONE:
        return ""
    organ = REVIEW_ORGANS[respondent].value(on)
    review = f"自收到本答复之日起{review_days.value(on)}日内向{organ}申请行政复议"
    if route is RemedyRoute.REVIEW_FIRST:
        after = suit_after_review_days.value(on)
        return (
            f"如对本答复不服，应当先{review}；对行政复议决定不服的，"
            f"可以自收到行政复议决定书之日起{after}日内依法向人民法院提起行政诉讼。"
        )
    months = suit_months.value(on)
    return f"如对本答复不服，可以{review}，也可以自收到本答复之日起{months}个月内依法向人民法院提起行政诉讼。"
