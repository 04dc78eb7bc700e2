"""The kind `job`: what stands in the queue of the background."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.records.kinds import Field, Kind, declare

JOB: Final[Kind[Any]] = declare(
    Kind(
        "job",
        _("后台任务"),
        key="id",
        name=lambda job, on: str(job.label),
        fields=(
            Field("job", _("任务")),
            Field("arguments", _("参数")),
            Field("error", _("错误")),
        ),
    )
)
