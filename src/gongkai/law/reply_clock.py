"""The clock of art. 33: from the facts of an application to the last day for the reply.

The period starts on the day after the last restart (receipt, corrected application, payment of the fee),
counts working days, leaves out those on which an opinion was awaited, and goes on for the days of an
extension. `due_on` computes the day, `explain` the same day with every step; both walk the same `_Run`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from gongkai.law import disclosure_regulation as regulation
from gongkai.law import fees, reply_facts
from gongkai.law.citation import Citation
from gongkai.law.deadline import Deadline, DeadlineStep, Skip, State
from gongkai.law.practice import Practice
from gongkai.law.reply_facts import (
    Consultation,
    Extension,
    ExtensionTooLate,
    ExtensionTooLong,
    Fee,
    ImpossibleFacts,
    ReplyFacts,
)
from gongkai.law.workdays import Calendar, official

__all__ = [
    "Consultation",
    "Deadline",
    "DeadlineStep",
    "Extension",
    "ExtensionTooLate",
    "ExtensionTooLong",
    "Fee",
    "ImpossibleFacts",
    "NoDeadlineYet",
    "Practice",
    "ReplyFacts",
    "Skip",
    "due_on",
    "explain",
    "reply_due",
]

_DEFAULT = Practice()


class NoDeadlineYet(ValueError):
    """The clock waits for the applicant; the message says for what."""


def reply_due(received: date, calendar: Calendar | None = None) -> date:
    """The last day to reply to an application received on `received`, nothing else having happened."""
    days = regulation.reply_working_days.value(received)
    return (calendar or official()).add(received, days)


def due_on(facts: ReplyFacts, calendar: Calendar | None = None, practice: Practice = _DEFAULT) -> date:
    """The last day to reply.

    Raises `ImpossibleFacts` (its `field` names the fact), `ExtensionTooLong`, `ExtensionTooLate`,
    `NoDeadlineYet`, `CalendarUnknown`, and `BeforeFirst` for a receipt before the first Regulation.
    """
    if facts.is_undisturbed():
        return reply_due(facts.received, calendar)
    run = _Run(facts, calendar or official(), practice)
    if (waiting := run.waiting()) is not None:
        raise NoDeadlineYet(str(Deadline(None, waiting, (), pay_by=run.pay_by())))
    return run.due()


def explain(facts: ReplyFacts, calendar: Calendar | None = None, practice: Practice = _DEFAULT) -> Deadline:
    """The last day to reply with the steps that lead to it, or the state in which the clock waits.

    Raises what `due_on` raises, except `NoDeadlineYet`.
    """
    run = _Run(facts, calendar or official(), practice)
    waiting = run.waiting()
    if waiting is not None:
        state: State = waiting if facts.delivered is None else "delivered"
        return Deadline(None, state, tuple(run.opening()), pay_by=run.pay_by())
    due = run.due()
    steps = (*run.opening(), *run.consulting(), *run.counting(), run.result())
    if facts.delivered is None:
        return Deadline(due, "running", steps)
    if facts.delivered <= due:
        return Deadline(due, "delivered_in_time", steps)
    over = run.calendar.count(due, facts.delivered)
    return Deadline(due, "delivered_late", steps, days_over=over)


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A consultation, the last day of waiting for it, and the working days it takes out of the period."""

    consultation: Consultation
    end: date
    days: tuple[date, ...]

    @property
    def label(self) -> str:
        return f"征求{regulation.CONSULTED[self.consultation.kind]}意见"


class _Run:
    """One walk of the clock over checked facts."""

    def __init__(self, facts: ReplyFacts, calendar: Calendar, practice: Practice) -> None:
        reply_facts.check(facts)
        regulation.reply_working_days.on(facts.received)  # before the first Regulation there was no clock
        self.facts, self.calendar, self.practice = facts, calendar, practice
        self.restarts = self._restarts()
        self.base = max(step.start for step in self.restarts)
        self.rules_of = facts.received if practice.regulation_by == "receipt" else self.base
        self.period = regulation.reply_working_days.on(self.rules_of)
        self.extension = self._extension()

    def waiting(self) -> State | None:
        """What the clock waits for, if it waits."""
        if self.facts.correction_requested is not None and self.facts.corrected is None:
            return "waiting_for_correction"
        if self.practice.fee_restarts and self.facts.fee is not None and self.facts.fee.paid_on is None:
            return "waiting_for_payment"
        return None

    def pay_by(self) -> date | None:
        """The last day to pay an unpaid fee."""
        fee = self.facts.fee
        if fee is None or fee.paid_on is not None:
            return None
        return fees.pay_by(fee.noticed_on, self.calendar)

    def due(self) -> date:
        """The last day to reply. Raises `ExtensionTooLate`."""
        if self.extension is None:
            return self.first_due
        decided = self.extension.decided_on
        if decided is not None and decided > self.first_due:
            raise ExtensionTooLate(
                "extension.decided_on",
                f"决定延期之日（{decided}）晚于答复期限届满之日（{self.first_due}），期限届满后不能再延期，",
                "请核对日期；确已逾期的，请删去延期。",
            )
        return self._nth(self.first_due, self.extension.days)

    def _restarts(self) -> list[DeadlineStep]:
        """Receipt, and whatever made the period run anew."""
        facts = self.facts
        receipt = regulation.new(31) if facts.received >= regulation.NEW else regulation.old(24, 2)
        steps = [_event("收到申请，当日不计入", receipt, facts.received)]
        restarting = regulation.correction_restarts.on(facts.received)
        if facts.corrected is not None and restarting.value:
            rule = f"收到补正的申请，答复期限自次日起重新计算{restarting.mark}"
            steps.append(_event(rule, restarting.citation, facts.corrected))
        paid = facts.fee.paid_on if facts.fee else None
        if paid is not None and self.practice.fee_restarts:
            entry = fees.payment_restarts.on(paid)
            rule = f"申请人缴纳信息处理费，答复期限自次日起重新计算{entry.mark}"
            steps.append(_event(rule, entry.citation, paid))
        return steps

    def _extension(self) -> Extension | None:
        """The extension that still counts: one decided before a restart ended with the period it extended."""
        extension = self.facts.extension
        if extension is None:
            return None
        most = regulation.extension_working_days.value(self.rules_of)
        if not 1 <= extension.days <= most:
            raise ExtensionTooLong(
                "extension.days",
                f"延长{extension.days}个工作日，不在1至{most}个工作日之内，",
                f"请填写1至{most}之间的整数；不延期的，请留空。",
            )
        if extension.decided_on is not None and extension.decided_on < self.base:
            return None
        return extension

    @cached_property
    def first_due(self) -> date:
        """The last day of the period before any extension."""
        return self._nth(self.base, self.period.value)

    @cached_property
    def awaited(self) -> list[_Awaited]:
        """The consultations with the working days that each takes out, no day twice."""
        kinds = regulation.excluded_consultations.value(self.rules_of)
        taken: set[date] = set()
        found = []
        for consultation in self.facts.consultations:
            end = consultation.answered or consultation.asked
            days: tuple[date, ...] = ()
            if consultation.kind in kinds:
                end = self._end(consultation)
                start = max(consultation.asked, self.base)
                if start < end:
                    days = tuple(day for day in self.calendar.days(start, end) if day not in taken)
                    taken.update(days)
            found.append(_Awaited(consultation, end, days))
        return found

    @cached_property
    def excluded(self) -> dict[date, str]:
        """Working day → reason, for every day that an awaited opinion takes out."""
        return {day: each.label for each in self.awaited for day in each.days}

    def _end(self, consultation: Consultation) -> date:
        """The day of the answer, at the latest the end of the time to answer."""
        asked, answered = consultation.asked, consultation.answered
        cap = self.practice.consultation_cap_days
        if cap is None:
            cap = regulation.ANSWER_LIMITS[consultation.kind].value(self.rules_of)
        # An early answer is known to be early without knowing the calendar up to the cap.
        if (
            answered is not None
            and answered <= self.calendar.through
            and self.calendar.count(asked, answered) <= cap
        ):
            return answered
        return self.calendar.add(asked, cap)

    def _nth(self, after: date, n: int) -> date:
        """The nth working day after `after` that no consultation takes out."""
        due = self.calendar.add(after, n)
        for day in sorted(self.excluded):
            if after < day <= due:
                due = self.calendar.add(due, 1)
        return due

    def opening(self) -> list[DeadlineStep]:
        """Receipt, the request for correction, the fee notice, and what restarted the clock."""
        facts = self.facts
        receipt, *restarts = self.restarts
        steps = [receipt]
        if facts.correction_requested is not None:
            steps.append(self._correction_request(facts.correction_requested))
        if facts.fee is not None:
            steps.append(self._fee_notice(facts.fee))
        steps.extend(restarts)
        return sorted(steps, key=lambda step: step.start)

    def _correction_request(self, requested: date) -> DeadlineStep:
        if self.facts.received < regulation.NEW:
            return _event("告知申请人更改、补充", regulation.old(21, item=4), requested)
        entry = regulation.correction_notice_working_days.on(self.facts.received)
        used = self.calendar.count(self.facts.received, requested)
        timely = "未超过" if used <= entry.value else "已超过"
        when = f"收到申请后第{used}个工作日" if used else "收到申请当日"
        rule = f"{when}告知补正，{timely}{entry.value}个工作日的期限"
        return _event(rule, entry.citation, requested)

    def _fee_notice(self, fee: Fee) -> DeadlineStep:
        rule = "送达收费通知"
        if fee.paid_on is None:
            rule += f"，申请人应于{fees.pay_by(fee.noticed_on, self.calendar)}前（含当日）缴费"
        elif fees.paid_late(fee.noticed_on, fee.paid_on, self.calendar):
            rule += "，缴费已超过期限，是否仍予办理请核对"
        entry = fees.payment_days.on(fee.noticed_on)
        return _event(rule + entry.mark, entry.citation, fee.noticed_on)

    def consulting(self) -> list[DeadlineStep]:
        """One step per consultation with the working days it takes out of the period, each day once."""
        due = self.due()
        entry = regulation.excluded_consultations.on(self.rules_of)
        steps = []
        for each in self.awaited:
            days = tuple(Skip(day, each.label) for day in each.days if day <= due)
            if each.consultation.kind in entry.value:
                rule = f"{each.label}，所需时间不计入答复期限（扣除{len(days)}个工作日）{self._cut(each)}"
            else:
                rule = f"{each.label}，所需时间依当时的规定计入答复期限"
            steps.append(DeadlineStep(rule, entry.citation, each.consultation.asked, each.end, 0, days))
        return steps

    def _cut(self, awaited: _Awaited) -> str:
        """That waiting ended without an answer, and the mark where its length is this project's reading."""
        if awaited.end == awaited.consultation.answered:
            return ""
        mark = regulation.ANSWER_LIMITS[awaited.consultation.kind].on(self.rules_of).mark
        return f"，未按期答复的，只扣除至{awaited.end}{mark}"

    def counting(self) -> list[DeadlineStep]:
        """The reply period and its extension, day by day."""
        rule = f"自次日起计算{self.period.value}个工作日"
        steps = [self._period(rule, self.period.citation, self.base, self.first_due, self.period.value)]
        citation = regulation.extension_working_days.on(self.rules_of).citation
        if self.extension is not None:
            days = self.extension.days
            steps.append(self._period(f"延长{days}个工作日", citation, self.first_due, self.due(), days))
        elif (lapsed := self.facts.extension) is not None:
            day = lapsed.decided_on or self.base
            steps.append(_event("延期决定早于期限重新起算之日，不再计入", citation, day))
        return steps

    def result(self) -> DeadlineStep:
        """The last day to reply."""
        return _event("答复期限届满", self.period.citation, self.due())

    def _period(self, rule: str, citation: Citation, after: date, end: date, counted: int) -> DeadlineStep:
        days = (after + timedelta(days=offset) for offset in range(1, (end - after).days + 1))
        skipped = []
        for day in days:
            reason = self.excluded.get(day) or self.calendar.why_off(day)
            if reason is not None:
                skipped.append(Skip(day, reason))
        return DeadlineStep(rule, citation, after + timedelta(days=1), end, counted, tuple(skipped))


def _event(rule: str, citation: Citation, on: date) -> DeadlineStep:
    """A step of one day on which nothing is counted."""
    return DeadlineStep(rule, citation, on, on)
