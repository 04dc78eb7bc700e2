"""The kinds of things of the console itself: lists and saved views."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.models import SavedView
from gongkai.records.kinds import Field, Kind, declare

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
