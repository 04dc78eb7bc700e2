"""Checks of the journal: nothing waits long to be sealed, the clock went on, the auditor has an anchor."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.records.health import Moment, Seen
from gongkai.records.journal.models import Block, Entry
from gongkai.records.journal.queries import anchor_age

# Sealing takes two seconds; an entry that is not sealed can be removed without a trace.
SEALING_SLOW: Final = timedelta(seconds=30)
SEALING_STANDS: Final = timedelta(minutes=2)
# Clocks of a web server and of a runner elsewhere differ a little.
CLOCKS_DIFFER: Final = timedelta(minutes=2)
ANCHOR_OLD: Final = timedelta(days=2)


def examine_sealing(moment: Moment) -> Seen:
    """The check `sealing`: how long the oldest entry has waited."""
    oldest = Entry.objects.filter(position__isnull=True).order_by("id").values_list("at", flat=True).first()
    if oldest is None:
        return Seen("ok", _("全部日志已封存"))
    waited = moment.age(oldest)
    said = _("最早的待封存日志已等%(seconds)d秒") % {"seconds": max(0, int(waited.total_seconds()))}
    remedy = _("请确认后台任务在运行（gongkai serve 或者 gongkai runner），并查看它的日志。")
    if waited > SEALING_STANDS:
        return Seen("fault", said, remedy)
    return Seen("note", said, remedy) if waited > SEALING_SLOW else Seen("ok", said)


def examine_clock(moment: Moment) -> Seen:
    """The check `clock`: this machine's clock is not before what was already recorded."""
    last = max(
        filter(
            None,
            (
                Entry.objects.order_by("-id").values_list("at", flat=True).first(),
                Block.objects.order_by("-number").values_list("sealed_at", flat=True).first(),
            ),
        ),
        default=None,
    )
    if last is None or last <= moment.at + CLOCKS_DIFFER:
        return Seen("ok", _("正常"))
    said = _("本机时间 %(now)s 早于最近一条日志的时间 %(last)s") % {
        "now": f"{moment.at.astimezone():%Y-%m-%d %H:%M:%S}",
        "last": f"{last.astimezone():%Y-%m-%d %H:%M:%S}",
    }
    return Seen("fault", said, _("期限按本机时间推算，请先校准本机时间（例如启用 NTP）。"), stops=True)


def examine_anchor(moment: Moment) -> Seen:
    """The check `anchor`: the last one is not old, where anchors are kept at all."""
    age = anchor_age(moment.at)
    remedy = _("请检查日志锚点的存放处是否可用。")
    if age is None:
        wanted = (
            settings.GONGKAI_ANCHOR_FOLDER or settings.GONGKAI_ANCHOR_BUCKET or settings.GONGKAI_ANCHOR_MAIL
        )
        if wanted and moment.since is not None and moment.age(moment.since) > ANCHOR_OLD:
            return Seen("note", _("设置了存放处，还没有存放过日志锚点"), remedy)
        return Seen("ok", _("没有自动存放的日志锚点"))
    said = _("最近一次存放于%(hours)d小时前") % {"hours": age // timedelta(hours=1)}
    return Seen("note", said, remedy) if age > ANCHOR_OLD else Seen("ok", said)
