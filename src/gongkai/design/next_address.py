"""Where a form leads on to, when the request says so itself: a page of this deployment, or nowhere."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve

LONGEST: Final = 2000
# Addresses as this program writes them: printable ASCII, other characters as %XX; no backslash, no fragment.
_WRITTEN: Final = re.compile(r"/[!$-\[\]-~]*")
# What browsers and proxies resolve in a path, before or after they decode it.
_CLIMBS: Final = re.compile(r"//|(?:^|/)\.{1,2}(?:;[^/]*)?(?:/|$)")
_MEANS_MORE: Final = re.compile(r"%(?:2[eEfF5]|5[cC]|[01][0-9a-fA-F]|7[fF])|%(?![0-9a-fA-F]{2})")


def page_at(wanted: str) -> ResolverMatch | None:
    """The page of this deployment that every browser finds at this address; None for anything else.

    What is written otherwise than this program writes addresses is not mended: it is none of ours.
    """
    path, _mark, _question = wanted.partition("?")
    if len(wanted) > LONGEST or not _WRITTEN.fullmatch(wanted) or not path.startswith(get_script_prefix()):
        return None
    if _MEANS_MORE.search(path) or _CLIMBS.search(path):
        return None
    try:
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return None
    if not plain.isprintable() or _CLIMBS.search(plain):
        return None
    try:
        return resolve("/" + plain.removeprefix(get_script_prefix()))
    except Resolver404:
        return None
