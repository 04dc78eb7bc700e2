"""The kind `journal`: the journal as a whole, which is verified and anchored."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.kinds import Field, Kind, declare

_YES_NO: Final = {"True": _("是"), "False": _("否")}
VERDICTS: Final = {
    "proved": _("有锚点证明"),
    "unproven": _("前后一致，未经证明"),
    "damaged": _("已被破坏"),
}
PLACES: Final = {"folder": _("文件夹"), "bucket": _("对象存储"), "mail": _("邮件")}

VERIFIED: Final = "journal.verified"
JOURNAL: Final[Kind[Any]] = declare(
    Kind(
        "journal",
        _("审计日志"),
        fields=(
            Field("ok", _("通过"), _YES_NO),
            Field("verdict", _("结论"), VERDICTS),
            Field("said", _("结论")),
            Field("full", _("完整核验"), _YES_NO),
            Field("entries", _("条目数")),
            Field("blocks", _("区块数")),
            Field("unsealed", _("未封存")),
            Field("last_root", _("最后的根摘要")),
            Field("proved_to", _("证明至序号")),
            Field("proved_by", _("锚点来自")),
            Field("findings", _("发现")),
            Field("more_findings", _("其余发现")),
            Field("silent", _("没有答复的存放处")),
            Field("block", _("区块")),
            Field("position", _("序号")),
            Field("root", _("根摘要")),
            Field("count", _("条目数")),
            Field("algorithm", _("摘要算法")),
            Field("place", _("存放方式"), PLACES),
            Field("where", _("存放处")),
            Field("file", _("文件名")),
            Field("receipt", _("回执")),
        ),
    )
)
