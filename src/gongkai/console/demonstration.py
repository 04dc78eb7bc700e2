"""What only a demo deployment shows: its accounts and their one password, on the page of the sign-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.design.rows import Cell, row
from gongkai.organisations.demo import DEMO_PASSWORD, demo_accounts
from gongkai.records.addresses import is_local


def context(request: HttpRequest, on: date) -> dict[str, Any] | None:
    """The accounts to try as the page draws them.

    None where this is no demo, no demo city is there, or the request comes from another machine.
    """
    accounts = demo_accounts(on) if is_local(request) else []
    if not accounts:
        return None
    labels = [_("登录名"), _("角色"), _("机构")]
    rows = [
        row([Cell(one.login, note=one.name), Cell(one.role), Cell(one.body, note=one.note)], labels)
        for one in accounts
    ]
    return {"password": DEMO_PASSWORD, "heads": [{"label": label} for label in labels], "rows": rows}
