"""The kinds of this room: stored files, refused secrets, and the store as a whole."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.kinds import Field, Kind, declare

PRIVATE_LABEL: Final = "非公开文件"
_YES_NO: Final = {"True": _("是"), "False": _("否")}

FILE: Final = declare(
    Kind(
        "file",
        _("文件"),
        StoredFile,
        name=lambda file, on: file.public_name if file.public else PRIVATE_LABEL,
        related=("case_key",),
        fields=(
            Field("kind", _("格式")),
            Field("size", _("字节数")),
            Field("public", _("公开"), _YES_NO),
        ),
    )
)
SECRET_REFUSAL: Final = declare(
    Kind(
        "secret_refusal",
        _("涉密拒收"),
        SecretRefusal,
        name=lambda refusal, on: refusal.mark,
        fields=(
            Field("mark", _("标志")),
            Field("kind", _("格式")),
            Field("size", _("字节数")),
        ),
    )
)
FILES: Final[Kind[Any]] = declare(
    Kind(
        "files",
        _("文件库"),
        fields=(Field("removed", _("清理的文件数")), Field("objects", _("文件数"))),
    )
)
