"""Where to go on to after a sign-in or a choice: an address of this console, whatever was asked for."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from django.urls import Resolver404, get_script_prefix, resolve, reverse

LONGEST: Final = 2000
# Addresses as this program writes them: printable ASCII, other characters as %XX; no backslash, no fragment.
_WRITTEN: Final = re.compile(r"[!$-\[\]-~]+")
# What browsers and proxies resolve in a path, before or after they decode it.
_CLIMBS: Final = re.compile(r"//|(?:^|/)\.{1,2}(?:;[^/]*)?(?:/|$)")
_MEANS_MORE: Final = re.compile(r"%(?:2[eEfF5]|5[cC]|[01][0-9a-fA-F]|7[fF])|%(?![0-9a-fA-F]{2})")
# Addresses that answer no visit: they end it, or there is nothing there.
_LEADS_NOWHERE: Final = frozenset({"nowhere", "sign_in", "sign_in_code", "sign_out"})


def safe_next(wanted: str) -> str:
    """The address where it is a page of the console written plainly, else the inbox."""
    return wanted if leads_to_the_console(wanted) else reverse("console:inbox")


def leads_to_the_console(wanted: str) -> bool:
    """Whether every browser takes this for the path (and question) of a page of the console."""
    path, _mark, _question = wanted.partition("?")
    if len(wanted) > LONGEST or not _WRITTEN.fullmatch(wanted):
        return False
    if not path.startswith(reverse("console:inbox")) or _MEANS_MORE.search(path) or _CLIMBS.search(path):
        return False
    try:
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return False
    if not plain.isprintable() or _CLIMBS.search(plain):
        return False
    try:
        match = resolve("/" + plain.removeprefix(get_script_prefix()))
    except Resolver404:
        return False
    return match.app_names == ["console"] and match.url_name not in _LEADS_NOWHERE
