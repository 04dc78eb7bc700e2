"""The kinds of this room: the keys of the deployment, and the key of a case."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.keys.models import CaseKey
from gongkai.records.kinds import Field, Kind, declare

KEYS: Final[Kind[Any]] = declare(
    Kind(
        "keys",
        _("密钥"),
        fields=(
            Field("version", _("版本")),
            Field("versions", _("停用的版本")),
            Field("rewrapped", _("重新加密的案件密钥")),
            Field("resumed", _("续完上次的轮换"), {"True": _("是"), "False": _("否")}),
            Field("wrapping", _("主密钥版本")),
            Field("lookup", _("检索密钥版本")),
            Field("signing", _("签名密钥版本")),
        ),
    )
)
CASE_KEY: Final = declare(
    Kind(
        "case_key",
        _("案件密钥"),
        CaseKey,
        fields=(Field("case_key", _("案件密钥")), Field("wrapping_version", _("主密钥版本"))),
    )
)
