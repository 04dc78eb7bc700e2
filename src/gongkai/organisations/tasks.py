"""Periodic work of accounts: forgetting what no longer matters."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.organisations import operations
from gongkai.organisations.accounts import claims, devices, lockout, sessions
from gongkai.organisations.accounts.session_store import SessionStore
from gongkai.records.actors import RUNNER
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run, periodic


@periodic(
    "organisations.forget_sign_ins",
    every=timedelta(days=1),
    offset=time(2, 40),
    label=_("清理过期的登录记录"),
)
def forget_sign_ins(run: Run) -> None:
    """Drop sign-ins, known devices and browser sessions that are over; the journal keeps them."""
    claims.purge_claims(run.at)
    operations.expire_old(SystemAct(RUNNER, run.at))
    devices.purge(run.at)
    sessions.purge(run.at)
    SessionStore.forget_expired(run.at)


@periodic("organisations.forget_failures", every=timedelta(hours=1), label=_("清理过期的登录失败计数"))
def forget_failures(run: Run) -> None:
    """Drop counts of failed sign-ins that no longer matter: every login a stranger invents makes one."""
    lockout.purge(run.at)
