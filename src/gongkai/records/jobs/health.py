"""The check `runner`: background work is done by somebody who was seen lately."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.records.health import Moment, Seen
from gongkai.records.jobs import queries

# A runner that dies is started again within a minute (cli.runner); one that stays away longer does not come.
GONE: Final = timedelta(minutes=2)


def examine(moment: Moment) -> Seen:
    """When the runner was last seen, and whether jobs wait for somebody's decision."""
    remedy = _("运行 gongkai serve 会同时运行后台任务；已加 --no-runner 的，请另外运行 gongkai runner。")
    runner = queries.runner(moment.at)
    if runner.seen_at is None:
        return Seen("note", _("从未运行"), remedy)
    last = timezone.localtime(runner.seen_at)
    said = _("最后出现于 %(time)s（%(host)s，进程 %(pid)s）") % {
        "time": f"{last:%Y-%m-%d %H:%M:%S}",
        "host": runner.host,
        "pid": runner.pid,
    }
    if runner.state == "late" and moment.age(runner.seen_at) > GONE:
        return Seen("fault", said, remedy)
    if runner.state != "running":
        return Seen("note", said, remedy)
    dead = queries.counts()["dead"]
    if dead:
        said += _("；%(count)d 项任务失败待处理，请到工作台的后台任务页面处理") % {"count": dead}
    return Seen("ok", said)
