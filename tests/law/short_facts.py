"""Facts of an application written short, for tables of vectors."""

from __future__ import annotations

from datetime import date

from gongkai.law.disclosure_regulation import ConsultationKind
from gongkai.law.reply_clock import Consultation


def day(written: str) -> date:
    """A day written YYYY-MM-DD; `10-08` is a day of 2026."""
    return date.fromisoformat(written if len(written) == 10 else f"2026-{written}")


def consulted(
    asked: str, answered: str | None = None, kind: ConsultationKind = "third_party"
) -> Consultation:
    """A consultation between two days written short; without the second, unanswered."""
    return Consultation(day(asked), day(answered) if answered else None, kind)
