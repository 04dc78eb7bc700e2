"""The journal's words for what is done in the console itself."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

VERIFIED: Final = "journal.verified"
VERBS: Final[dict[str, str]] = {
    VERIFIED: _("校验审计日志"),
    "journal.anchor_taken": _("导出审计锚点"),
    "list.exported": _("导出列表"),
    "list.view_saved": _("保存列表视图"),
    "list.view_forgotten": _("删除列表视图"),
}
