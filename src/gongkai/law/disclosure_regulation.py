"""《政府信息公开条例》 in numbers: the 2007 Regulation (from 2008-05-01) and the 2019 one (from 2019-05-15).

Every value is dated and cited. The functions below turn the plain periods into days; the reply period with
its interruptions is computed in `reply_clock`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from gongkai.law.citation import Citation
from gongkai.law.dated import LegalParameter, ParameterValue
from gongkai.law.workdays import Calendar, official

ConsultationKind = Literal["third_party", "co_maker", "other_organ"]
Level = Literal["department", "government"]

CONSULTED: dict[ConsultationKind, str] = {
    "third_party": "第三方",
    "co_maker": "共同制作机关",
    "other_organ": "其他机关",
}

OLD = date(2008, 5, 1)
NEW = date(2019, 5, 15)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year, such as 31 March."""

    month: int
    day: int

    def of(self, year: int) -> date:
        """This day in `year`."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month}月{self.day}日"


def old(article: int, paragraph: int | None = None, item: int | None = None) -> Citation:
    """A place in the 2007 Regulation."""
    return Citation("disclosure-2007", article, paragraph=paragraph, item=item)


def new(article: int, paragraph: int | None = None, item: int | None = None) -> Citation:
    """A place in the 2019 Regulation."""
    return Citation("disclosure-2019", article, paragraph=paragraph, item=item)


def _kinds_in_words(kinds: frozenset[ConsultationKind]) -> str:
    return "、".join(label for kind, label in CONSULTED.items() if kind in kinds)


_REPLY, _CONSULTING, _PUBLISHING, _REPORTING = "答复期限", "征求意见", "主动公开", "年度报告"
_WORKDAYS = "个工作日"

reply_working_days = LegalParameter(
    "disclosure_regulation.reply_working_days",
    "答复期限",
    _WORKDAYS,
    _REPLY,
    (ParameterValue(OLD, 15, old(24, 2)), ParameterValue(NEW, 20, new(33, 2))),
)
extension_working_days = LegalParameter(
    "disclosure_regulation.extension_working_days",
    "延长答复期限的上限",
    _WORKDAYS,
    _REPLY,
    (ParameterValue(OLD, 15, old(24, 2)), ParameterValue(NEW, 20, new(33, 2))),
)
correction_notice_working_days = LegalParameter(
    "disclosure_regulation.correction_notice_working_days",
    "告知补正的期限",
    _WORKDAYS,
    _REPLY,
    (ParameterValue(NEW, 7, new(30)),),
)
correction_restarts = LegalParameter(
    "disclosure_regulation.correction_restarts",
    "收到补正的申请后，答复期限重新起算",
    "",
    _REPLY,
    (
        ParameterValue(
            OLD, True, old(21, item=4), "K", "2007年条例只规定告知更改、补充，没有规定期限如何计算。"
        ),
        ParameterValue(NEW, True, new(30)),
    ),
    written=lambda yes: "是" if yes else "否",
)

_OWN_LIMIT_2007 = "2007年条例没有规定第三方答复的期限；本项目按15个工作日封顶，避免期限无限期停止。"
third_party_answer_working_days = LegalParameter(
    "disclosure_regulation.third_party_answer_working_days",
    "第三方答复征求意见的期限",
    _WORKDAYS,
    _CONSULTING,
    (ParameterValue(OLD, 15, old(23), "K", _OWN_LIMIT_2007), ParameterValue(NEW, 15, new(32))),
)
co_maker_answer_working_days = LegalParameter(
    "disclosure_regulation.co_maker_answer_working_days",
    "共同制作机关答复征求意见的期限",
    _WORKDAYS,
    _CONSULTING,
    (ParameterValue(NEW, 15, new(34)),),
)
other_organ_answer_working_days = LegalParameter(
    "disclosure_regulation.other_organ_answer_working_days",
    "征求其他机关意见的时间上限",
    _WORKDAYS,
    _CONSULTING,
    (
        ParameterValue(
            NEW, 15, new(33, 3), "K", "条例没有规定其他机关答复的期限；本项目比照第三方按15个工作日封顶。"
        ),
    ),
)
excluded_consultations: LegalParameter[frozenset[ConsultationKind]] = LegalParameter(
    "disclosure_regulation.excluded_consultations",
    "征求意见所需时间不计入答复期限的对象",
    "",
    _CONSULTING,
    (
        ParameterValue(OLD, frozenset({"third_party"}), old(24, 3)),
        ParameterValue(NEW, frozenset({"third_party", "co_maker", "other_organ"}), new(33, 3)),
    ),
    written=_kinds_in_words,
)
third_party_silence = LegalParameter(
    "disclosure_regulation.third_party_silence",
    "第三方逾期不答复",
    "",
    _CONSULTING,
    (ParameterValue(NEW, "由行政机关决定是否公开", new(32)),),
)
co_maker_silence = LegalParameter(
    "disclosure_regulation.co_maker_silence",
    "共同制作机关逾期不答复",
    "",
    _CONSULTING,
    (ParameterValue(NEW, "视为同意公开", new(34)),),
)

publication_working_days = LegalParameter(
    "disclosure_regulation.publication_working_days",
    "主动公开的期限（自信息形成或者变更之日起）",
    _WORKDAYS,
    _PUBLISHING,
    (ParameterValue(OLD, 20, old(18)), ParameterValue(NEW, 20, new(26))),
)

_ARTICLE_31 = "2007年条例第三十一条的原文未核对。"
department_report_day = LegalParameter(
    "disclosure_regulation.department_report_day",
    "政府部门公布上年度报告的最后一日",
    "",
    _REPORTING,
    (
        ParameterValue(OLD, MonthDay(3, 31), old(31), "K", _ARTICLE_31),
        ParameterValue(NEW, MonthDay(1, 31), new(49, 1)),
    ),
)
government_report_day = LegalParameter(
    "disclosure_regulation.government_report_day",
    "各级人民政府公布上年度报告的最后一日",
    "",
    _REPORTING,
    (
        ParameterValue(OLD, MonthDay(3, 31), old(31), "K", _ARTICLE_31),
        ParameterValue(NEW, MonthDay(3, 31), new(49, 2)),
    ),
)

ANSWER_LIMITS: dict[ConsultationKind, LegalParameter[int]] = {
    "third_party": third_party_answer_working_days,
    "co_maker": co_maker_answer_working_days,
    "other_organ": other_organ_answer_working_days,
}

PARAMETERS: tuple[LegalParameter[Any], ...] = (
    reply_working_days,
    extension_working_days,
    correction_notice_working_days,
    correction_restarts,
    third_party_answer_working_days,
    co_maker_answer_working_days,
    other_organ_answer_working_days,
    excluded_consultations,
    third_party_silence,
    co_maker_silence,
    publication_working_days,
    department_report_day,
    government_report_day,
)


def correction_notice_due(received: date, calendar: Calendar | None = None) -> date:
    """The last day to ask the applicant, once, for a correction (art. 30)."""
    return (calendar or official()).add(received, correction_notice_working_days.value(received))


def consultation_answer_due(kind: ConsultationKind, served: date, calendar: Calendar | None = None) -> date:
    """The last day for whoever was consulted to answer, from receipt of the letter (art. 32, 34)."""
    return (calendar or official()).add(served, ANSWER_LIMITS[kind].value(served))


def publication_due(formed: date, calendar: Calendar | None = None) -> date:
    """The last day to publish information formed or changed on `formed` (art. 26; other law prevails)."""
    return (calendar or official()).add(formed, publication_working_days.value(formed))


def annual_report_due(year: int, level: Level) -> date:
    """The last day to publish the report *of* `year`: a calendar day of the following year (art. 49)."""
    days = department_report_day if level == "department" else government_report_day
    return days.value(date(year + 1, 1, 1)).of(year + 1)
