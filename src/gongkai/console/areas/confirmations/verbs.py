"""What is done with a confirmation: confirm, refuse, take back."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy

from gongkai.console.request_context import RequestContext
from gongkai.console.things import CONFIRMATION_THING
from gongkai.console.verbs import ReasonForm, Verb, Verbs
from gongkai.organisations import operations
from gongkai.organisations.lifecycle import CONFIRMATION_LIFECYCLE
from gongkai.organisations.models import Confirmation


def _check_confirm(one: Confirmation, here: RequestContext) -> None:
    _check_reject(one, here)
    operations.check_stands(confirmation=one, act=here.act)


def _check_reject(one: Confirmation, here: RequestContext) -> None:
    CONFIRMATION_LIFECYCLE["confirm"].check(one, here.act)
    operations.check_not_same_role(confirmation=one, act=here.act)


def _confirm(one: Confirmation, data: dict[str, Any], here: RequestContext) -> object:
    return operations.confirm(confirmation=one, act=here.act)


def _is_pending(one: Confirmation, here: RequestContext) -> bool:
    return one.state == Confirmation.State.PENDING


CONFIRMATION_VERBS: Final = Verbs(
    CONFIRMATION_THING,
    (
        Verb(
            "confirm",
            gettext_lazy("确认"),
            "grant.confirm",
            _confirm,
            title=gettext_lazy("确认：%(name)s"),
            submit=gettext_lazy("确认，立即生效"),
            effect=[gettext_lazy("请先向提出人或者本人核实。确认后立即生效，您和提出人都写入审计日志。")],
            done=gettext_lazy("已经确认，立即生效。"),
            check=_check_confirm,
            shown=_is_pending,
            danger=True,
        ),
        Verb(
            "reject",
            gettext_lazy("不同意"),
            "grant.confirm",
            lambda one, data, here: operations.reject(confirmation=one, **data, act=here.act),
            form=ReasonForm,
            title=gettext_lazy("不同意：%(name)s"),
            effect=[gettext_lazy("不会生效；提出人可以看到理由，需要时重新提出。")],
            done=gettext_lazy("已退回，不生效。"),
            check=_check_reject,
            shown=_is_pending,
        ),
        Verb(
            "withdraw",
            gettext_lazy("撤回"),
            "grant.confirm",
            lambda one, data, here: operations.withdraw(confirmation=one, act=here.act),
            title=gettext_lazy("撤回：%(name)s"),
            effect=[gettext_lazy("不再等待确认，不会生效。")],
            done=gettext_lazy("已经撤回。"),
            shown=lambda one, here: _is_pending(one, here) and one.asked_by == here.by.id,
        ),
    ),
)
