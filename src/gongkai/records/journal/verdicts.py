"""A verification in words: what is proved by which anchor, what only agrees with itself, what is broken."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.records.journal.findings import WITHIN, JournalVerification, Proof


def sentence(result: JournalVerification, at: datetime, within: timedelta = WITHIN) -> str:
    """The verdict, first of all that is said."""
    if result.findings:
        return _("日志已被破坏，首处：%(problem)s") % {"problem": result.findings[0].message}
    if result.verdict(at, within) == "proved":
        return _("日志完好，有锚点证明：%(proof)s") % {"proof": _proved(result)}
    if not result.last_position and not result.unsealed:
        return _("日志里没有条目。没有锚点，不能证明从来没有过。")
    if result.proof:
        return _("日志前后一致，但没有新的锚点证明：%(proof)s") % {"proof": _proved(result)}
    return _("日志前后一致，但没有锚点证明：全部%(count)s条自%(since)s以来未经证明。") % {
        "count": result.unproven,
        "since": _day(result.unproven_since or at),
    }


def remedy(result: JournalVerification, at: datetime, within: timedelta = WITHIN) -> str:
    """What an unproven verdict means and how to get a proof; empty for the others."""
    if result.verdict(at, within) != "unproven":
        return ""
    return _(
        "掌握数据库和密钥文件的人可以改写未经证明的部分，重新串接、重新签名，不留痕迹。"
        "请与系统外的锚点核对（--anchors，或者 --anchor 文件）。"
    )


def reach(result: JournalVerification) -> str:
    """What was recomputed, and what an earlier verification stands for."""
    relied = result.relied
    if relied is None:
        return _("完整核验：%(entries)s条、%(blocks)s个区块逐一重算。") % {
            "entries": result.entries,
            "blocks": result.blocks,
        }
    words = {
        "position": relied.position,
        "day": _day(relied.at),
        "anchored": _("有锚点证明") if relied.anchored else _("没有锚点"),
        "entries": result.entries,
        "sampled": relied.sampled,
    }
    return (
        _(
            "增量核验：序号1至%(position)s于%(day)s完整核验过（%(anchored)s），这次核对了数目、串接，"
            "并随机抽查%(sampled)s条；此后的%(entries)s条逐一重算。逐条重算全部请加 --full。"
        )
        % words
    )


def signatures(result: JournalVerification) -> str:
    """How many signatures were verified, and how many were not."""
    unchecked = result.signed - result.checked
    said = _("签名：核验%(checked)s个区块") % {"checked": result.checked}
    if unchecked:
        said += _("，%(unchecked)s个没有通过或者没有核验") % {"unchecked": unchecked}
    if result.unsigned:
        said += _("，%(unsigned)s个区块未签名") % {"unsigned": result.unsigned}
    return said + "。"


def _proved(result: JournalVerification) -> str:
    proof = result.proof
    assert isinstance(proof, Proof)  # noqa: S101 - asked only where there is one
    said = _("序号1至%(position)s由%(day)s的锚点证明（%(where)s）") % {
        "position": proof.position,
        "day": _day(proof.at),
        "where": proof.where,
    }
    if not result.unproven:
        return said + _("，此后没有条目。")
    return said + _("，此后%(count)s条自%(since)s以来未经证明。") % {
        "count": result.unproven,
        "since": _minute(result.unproven_since or proof.at),
    }


def _day(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d")


def _minute(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
