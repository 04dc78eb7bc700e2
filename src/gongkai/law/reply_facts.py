"""The facts of one application that move the reply clock, refused where they cannot have happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.disclosure_regulation import ConsultationKind


class ImpossibleFacts(ValueError):
    """Facts that cannot stand together. `field` is the one to correct, `remedy` says how."""

    def __init__(self, field: str, sentence: str, remedy: str) -> None:
        self.field = field
        self.remedy = remedy
        super().__init__(f"{sentence}{remedy}")


class ExtensionTooLong(ImpossibleFacts):
    """An extension outside 1…maximum working days (art. 33(2))."""


class ExtensionTooLate(ImpossibleFacts):
    """An extension decided after the reply period had ended."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """Somebody was asked for an opinion (art. 32–34); `answered` None: no answer so far.

    Whether `asked` is the day of dispatch or of receipt is the caller's practice
    (`Practice.consultation_counts_from`).
    """

    asked: date
    answered: date | None = None
    kind: ConsultationKind = "third_party"


@dataclass(frozen=True, slots=True)
class Extension:
    """The reply period was extended by so many working days (art. 33(2))."""

    days: int
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee notice reached the applicant; `paid_on` None: not paid so far."""

    noticed_on: date
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What happened to one application, in legal days (Asia/Shanghai).

    `received` is the day of art. 31; `corrected` the day the corrected application was received;
    `delivered` the day the reply was handed over or posted.
    """

    received: date
    correction_requested: date | None = None
    corrected: date | None = None
    consultations: tuple[Consultation, ...] = ()
    extension: Extension | None = None
    fee: Fee | None = None
    delivered: date | None = None

    def is_undisturbed(self) -> bool:
        """True if nothing happened but receipt, as with most applications."""
        return (
            self.correction_requested is None
            and self.corrected is None
            and not self.consultations
            and self.extension is None
            and self.fee is None
            and self.delivered is None
        )


def check(facts: ReplyFacts) -> None:
    """Refuse facts in an order in which they cannot have happened. Raises `ImpossibleFacts`."""
    received = ("收到申请之日", facts.received)
    _in_order(received, "correction_requested", "告知补正之日", facts.correction_requested)
    _in_order(received, "corrected", "收到补正申请之日", facts.corrected)
    if facts.correction_requested is not None:
        _in_order(
            ("告知补正之日", facts.correction_requested), "corrected", "收到补正申请之日", facts.corrected
        )
    for index, each in enumerate(facts.consultations):
        field = f"consultations[{index}]"
        # Asked before this application was received (another one wanted the same): the clock clips it.
        _in_order(("征求意见之日", each.asked), f"{field}.answered", "对方答复意见之日", each.answered)
    if facts.extension is not None:
        _in_order(received, "extension.decided_on", "决定延期之日", facts.extension.decided_on)
    if facts.fee is not None:
        _in_order(received, "fee.noticed_on", "收费通知送达之日", facts.fee.noticed_on)
        _in_order(("收费通知送达之日", facts.fee.noticed_on), "fee.paid_on", "缴费之日", facts.fee.paid_on)
    _in_order(received, "delivered", "答复送达之日", facts.delivered)


def _in_order(earlier: tuple[str, date], field: str, name: str, day: date | None) -> None:
    label, first = earlier
    if day is not None and day < first:
        raise ImpossibleFacts(
            field, f"{name}（{day}）早于{label}（{first}），", "请核对这两个日期，改正填错的一个。"
        )
