"""What a person typed into the calculator, as facts of the reply clock or as errors at the fields.

The address of the page is the form: every field is a query parameter, so that an answer can be passed on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from gongkai.law.disclosure_regulation import CONSULTED
from gongkai.law.reply_clock import Consultation, Extension, ImpossibleFacts, ReplyFacts
from gongkai.text import dates
from gongkai.text.script import fold_width

CONSULTATIONS = 3
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_FACTS = {"received": "received", "corrected": "corrected", "extension.days": "extended"}

Kind = Literal["date", "number", "choice"]


@dataclass
class DeadlineField:
    """One input: its name, label and kind, what was typed, and what is wrong with it."""

    name: str
    label: str
    kind: Kind = "date"
    typed: str = ""
    error: str = ""


@dataclass
class ConsultationFields:
    """The three inputs of one consultation."""

    number: int
    asked: DeadlineField
    answered: DeadlineField
    kind: DeadlineField
    choices: list[dict[str, object]] = field(default_factory=list)

    @property
    def all(self) -> tuple[DeadlineField, DeadlineField, DeadlineField]:
        """In the order in which they stand on the page."""
        return self.kind, self.asked, self.answered


class DeadlineForm:
    """The fields with what was typed; `facts()` gives the facts, or None and errors at the fields."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.submitted = "received" in typed
        self.received = DeadlineField("received", _("收到日期"))
        self.corrected = DeadlineField("corrected", _("补正收到日期"))
        self.extended = DeadlineField("extended", _("延期工作日数"), "number")
        self.consultations = [_consultation(number) for number in range(1, CONSULTATIONS + 1)]
        for each in self.fields:
            each.typed = typed.get(each.name, "").strip()[:40]
        for consultation in self.consultations:
            chosen = consultation.kind.typed or "third_party"
            consultation.choices = [
                {"value": value, "label": label, "current": value == chosen}
                for value, label in CONSULTED.items()
            ]

    @property
    def fields(self) -> list[DeadlineField]:
        """Every field, in the order of the page."""
        first = [self.received, self.corrected, self.extended]
        return first + [each for group in self.consultations for each in group.all]

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the summary: a link to the field and its message."""
        return [
            {
                "href": f"#{each.name}",
                "message": _("%(label)s：%(error)s") % {"label": each.label, "error": each.error},
            }
            for each in self.fields
            if each.error
        ]

    @property
    def consulted(self) -> bool:
        """Whether anything was typed about consultations (then they are shown unfolded)."""
        return any(group.asked.typed or group.answered.typed for group in self.consultations)

    def facts(self) -> ReplyFacts | None:
        """The facts, or None with the errors set at the fields."""
        received, corrected = _date(self.received, required=True), _date(self.corrected)
        extension = _extension(self.extended)
        consultations = tuple(filter(None, (_asked(group) for group in self.consultations)))
        if self.errors or received is None:
            return None
        return ReplyFacts(received, None, corrected, consultations, extension)

    def refuse(self, refusal: ImpossibleFacts) -> None:
        """Set the refusal of the clock at the field it names."""
        name = _FACTS.get(refusal.field, "received")
        if found := re.fullmatch(r"consultations\[(\d+)\]\.(asked|answered)", refusal.field):
            filled = [group.number for group in self.consultations if group.asked.typed]
            name = f"{found[2]}_{filled[int(found[1])]}"
        next(each for each in self.fields if each.name == name).error = str(refusal)


def _consultation(number: int) -> ConsultationFields:
    label = {"number": number}
    return ConsultationFields(
        number,
        DeadlineField(f"asked_{number}", _("第%(number)d次征求意见：发出日期") % label),
        DeadlineField(f"answered_{number}", _("第%(number)d次征求意见：收到答复日期") % label),
        DeadlineField(f"kind_{number}", _("第%(number)d次征求意见：征求谁的意见") % label, "choice"),
    )


def _date(each: DeadlineField, *, required: bool = False) -> date | None:
    if not each.typed:
        if required:
            each.error = _("请填写收到申请的日期，例如 2026-02-13。")
        return None
    compact = _COMPACT.fullmatch(fold_width(each.typed))
    try:
        return dates.parse("-".join(compact.groups()) if compact else each.typed)
    except dates.NotADate as refusal:
        each.error = str(refusal)
        return None


def _extension(each: DeadlineField) -> Extension | None:
    if not each.typed:
        return None
    typed = fold_width(each.typed).removesuffix(_("个工作日")).strip()
    if not re.fullmatch(r"[0-9]{1,3}", typed):
        each.error = _("“%(typed)s”不是整数。请填写延长的工作日数，例如 20；没有延期就留空。") % {
            "typed": each.typed
        }
        return None
    return Extension(int(typed))


def _asked(group: ConsultationFields) -> Consultation | None:
    asked, answered = _date(group.asked), _date(group.answered)
    if group.answered.typed and not group.asked.typed:
        group.asked.error = _("填了收到答复日期，还要填写发出日期。")
    kind = group.kind.typed or "third_party"
    if kind not in CONSULTED:
        group.kind.error = _("请从列表中选择征求谁的意见。")
        return None
    if asked is None:
        return None
    return Consultation(asked, answered, kind)
