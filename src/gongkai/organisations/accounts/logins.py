"""What a login looks like."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from gongkai.records.refusals import Refused

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


class BadLogin(Refused):
    """The login has the wrong form."""


def compact_login(text: str) -> str:
    """The login in small letters; BadLogin if it has the wrong form."""
    login = text.strip().lower()
    if not LOGIN.fullmatch(login):
        raise BadLogin(
            _(
                "登录名“%(login)s”不合要求：用3至40个小写字母、数字，中间可以有点、横线、下划线，"
                "例如 zhang.wei。"
            )
            % {"login": text},
            "login",
        )
    return login
