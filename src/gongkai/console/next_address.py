"""Where to go on to after a sign-in or a choice: a page of this console, whatever was asked for."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from gongkai.design.next_address import page_at

# Addresses that answer no here: they end it, or there is nothing there.
_LEADS_NOWHERE: Final = frozenset({"nowhere", "sign_in", "sign_in_code", "sign_out"})


def safe_next(wanted: str) -> str:
    """The address where it is a page of the console written plainly, else the inbox."""
    page = page_at(wanted)
    if page is None or page.app_names != ["console"] or page.url_name in _LEADS_NOWHERE:
        return reverse("console:inbox")
    return wanted
