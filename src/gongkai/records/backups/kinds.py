"""The kind `backup`."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.kinds import Field, Kind, declare

BACKUP: Final[Kind[Any]] = declare(
    Kind(
        "backup",
        _("备份"),
        fields=(
            Field("rows", _("行数")),
            Field("objects", _("文件数")),
            Field("bytes", _("字节数")),
        ),
    )
)
