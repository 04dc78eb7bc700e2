"""The kinds of things of the console itself: lists, saved views, the journal as a whole."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.models import SavedView
from gongkai.records.kinds import Field, Kind, declare

_YES_NO: Final = {"True": _("是"), "False": _("否")}

VERIFIED: Final = "journal.verified"
LIST: Final[Kind[Any]] = declare(
    Kind(
        "list",
        _("列表"),
        fields=(
            Field("name", _("视图名称")),
            Field("rows", _("行数")),
            Field("columns", _("列")),
            Field("filters", _("筛选")),
            Field("format", _("格式")),
        ),
    )
)
SAVED_VIEW: Final = declare(
    Kind(
        "saved_view",
        _("列表视图"),
        SavedView,
        owner=lambda view: view.person.public_id,
        related=("person",),
        fields=(Field("name", _("视图名称")),),
    )
)
JOURNAL: Final[Kind[Any]] = declare(
    Kind(
        "journal",
        _("审计日志"),
        fields=(
            Field("ok", _("通过"), _YES_NO),
            Field("entries", _("条目数")),
            Field("blocks", _("区块数")),
            Field("unsealed", _("未封存")),
            Field("last_root", _("最后的根摘要")),
            Field("findings", _("发现")),
            Field("more_findings", _("其余发现")),
            Field("block", _("区块")),
            Field("root", _("根摘要")),
            Field("count", _("条目数")),
        ),
    )
)
