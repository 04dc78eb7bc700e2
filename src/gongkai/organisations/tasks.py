"""Periodic work of accounts: forgetting what no longer matters."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.organisations.accounts import lockout, sessions
from gongkai.organisations.accounts.session_store import SessionStore
from gongkai.records.jobs import Run, periodic


@periodic(
    "organisations.forget_sign_ins",
    every=timedelta(days=1),
    offset=time(2, 40),
    label=_("清理过期的登录记录"),
)
def forget_sign_ins(run: Run) -> None:
    """Drop counts of failures, sign-ins and browser sessions that are over; the journal keeps them."""
    lockout.purge(run.at)
    sessions.purge(run.at)
    SessionStore.forget_expired(run.at)
