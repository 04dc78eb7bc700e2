"""The lifecycle of a confirmation: asked by one administrator, decided by another of the three."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models import Confirmation
from gongkai.records.lifecycle import Lifecycle, Step

PENDING, CONFIRMED, REJECTED, WITHDRAWN, EXPIRED = (str(state) for state in Confirmation.State)
_GROUND: Final = "三员分立"


def _asker(confirmation: Any) -> str:
    return str(confirmation.asked_by)


CONFIRMATION_LIFECYCLE: Final = Lifecycle(
    "confirmation",
    _("双人确认"),
    Confirmation.State,
    initial=(PENDING,),
    steps=(
        Step(
            "confirm",
            _("确认"),
            (PENDING,),
            CONFIRMED,
            action="grant.confirm",
            ground=_GROUND,
            other_than=_asker,
        ),
        Step(
            "reject",
            _("不同意"),
            (PENDING,),
            REJECTED,
            action="grant.confirm",
            ground=_GROUND,
            other_than=_asker,
            reason=True,
        ),
        Step("withdraw", _("撤回"), (PENDING,), WITHDRAWN, action="grant.confirm"),
        Step("expire", _("过期"), (PENDING,), EXPIRED, action="inside"),
    ),
    settled=lambda one: (one.decided_by, one.decided_at),
)
