"""Keeping a visitor's check for a while, and forgetting it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import KEPT_CHECK
from gongkai.annual_reports.models import KeptCheck
from gongkai.annual_reports.rules import Reading
from gongkai.records.acts import ANYONE, INSIDE, Act
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused
from gongkai.text.names import without_hidden

KEEP_FOR = timedelta(days=30)
MOST_KEPT = 5000


class TooManyKept(Refused):
    """There is no room for another kept check until some expire."""


def _figures(*, reading: Reading) -> dict[str, Any]:
    return reading.as_json()


@prepared_operation(_figures, "check.kept", gettext_lazy("保存核查结果"), of=KEPT_CHECK, action=ANYONE)
def keep_check(figures: dict[str, Any], *, reading: Reading, name: str = "", act: Act) -> Done[KeptCheck]:
    """Keep a reading for 30 days under an address nobody can guess (256 random bits). Raises TooManyKept."""
    if KeptCheck.objects.filter(expires_at__gt=act.at).count() >= MOST_KEPT:
        raise TooManyKept(_("保存的核查结果已满，暂时不能保存；请先下载，过几天再来保存。"))
    kept = KeptCheck.objects.create(
        token=secrets.token_urlsafe(32),
        created_at=act.at,
        expires_at=act.at + KEEP_FOR,
        name=without_hidden(name)[:200],
        figures=figures,
        kept_by=act.actor.name,
    )
    return Done(kept, kept, after={"expires_at": kept.expires_at})


@operation("check.forgotten", gettext_lazy("删除保存的核查结果"), of=KEPT_CHECK, action=ANYONE)
def forget_check(*, token: str, act: Act) -> Done[bool]:
    """Delete a kept check at once; True if there was one. Whoever knows its address may."""
    kept = KeptCheck.objects.select_for_update().filter(token=token).first()
    if kept is None:
        return Done(False, silent=True)
    ref = KEPT_CHECK.ref(kept, act.on)
    kept.delete()
    return Done(True, ref)


@operation("check.forgotten", gettext_lazy("删除保存的核查结果"), of=KEPT_CHECK, action=INSIDE)
def purge_checks(*, act: Act) -> Done[int]:
    """Delete every kept check that has expired at the instant of the act; returns how many."""
    expired = KeptCheck.objects.filter(expires_at__lte=act.at).order_by("pk")
    inside = act.delegated().because(_("保存期已满"))
    tokens = list(expired.values_list("token", flat=True))
    gone = sum(forget_check(token=token, act=inside) for token in tokens)
    return Done(gone, silent=True)  # each is journalled as it is forgotten
