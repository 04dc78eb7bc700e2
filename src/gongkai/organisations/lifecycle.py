"""The lifecycle of a confirmation: asked by one administrator, decided by another of the three."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.acts import INSIDE
from gongkai.records.lifecycle import Lifecycle, Step, declare


class ConfirmationState(models.TextChoices):
    """How far a confirmation is."""

    PENDING = "pending", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    REJECTED = "rejected", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已过期")


_S: Final = ConfirmationState
_GROUND: Final = "三员分立"


def _asker(confirmation: Any) -> str:
    return str(confirmation.asked_by)


CONFIRMATION_LIFECYCLE: Final = declare(
    Lifecycle(
        "confirmation",
        _("双人确认"),
        ConfirmationState,
        initial=(_S.PENDING,),
        steps=(
            Step(
                "confirm",
                _("确认"),
                (_S.PENDING,),
                _S.CONFIRMED,
                "grant.confirm",
                _GROUND,
                other_than=_asker,
            ),
            Step(
                "reject",
                _("不同意"),
                (_S.PENDING,),
                _S.REJECTED,
                "grant.confirm",
                _GROUND,
                reason=_("请写明不同意的理由。"),
                other_than=_asker,
            ),
            Step("withdraw", _("撤回"), (_S.PENDING,), _S.WITHDRAWN, "grant.confirm"),
            Step("expire", _("过期"), (_S.PENDING,), _S.EXPIRED, INSIDE),
        ),
        settled=lambda one: (one.decided_by, one.decided_at),
    )
)
