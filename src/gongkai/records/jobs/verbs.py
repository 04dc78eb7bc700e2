"""What people do to jobs, as the journal names it."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "job.retried": "重新执行后台任务",
    "job.discarded": "放弃后台任务",
}
