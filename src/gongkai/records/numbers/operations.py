"""What can be done with numbers. A series' row is locked until the transaction ends: no gap, no double."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records.acts import INSIDE, Act
from gongkai.records.numbers.kinds import NUMBER, SERIES
from gongkai.records.numbers.models import Number, Series
from gongkai.records.numbers.rules import patterns
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused


class NumberRefused(Refused):
    """An operation on numbers was refused; the message says why and what to do."""


class PatternRefused(NumberRefused):
    """The pattern does not make one number per serial."""


class AlreadyVoid(NumberRefused):
    """The number was voided before."""


class VoidReasonMissing(NumberRefused):
    """A void needs a written reason."""


class SeriesHasNumbers(NumberRefused):
    """A series that numbers were taken from cannot be given another start."""


@operation("number.taken", gettext_lazy("取号"), of=NUMBER, action=INSIDE)
def take(*, body: str, kind: str, year: int, pattern: str, short: str = "", act: Act) -> Done[Number]:
    """The next number of the series (body, kind, year); given back by itself if the transaction rolls back.

    Whoever takes from the same series waits until this transaction ends: take the number late in it.
    `short` fills {short} of the pattern. Raises PatternRefused.
    """
    check_pattern(pattern)
    series = _locked(body=body, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    number = Number.objects.create(
        series=series,
        serial=series.last,
        text=patterns.fill(pattern, short=short, year=year, serial=series.last),
        taken_at=act.at,
    )
    after = {"kind": kind, "year": year, "serial": number.serial}
    return Done(number, number, after=after)


def next_number(*, body: str, kind: str, year: int, pattern: str, short: str = "") -> str:
    """The text that the next number of the series would have now; nobody is kept from taking it first.

    Raises PatternRefused.
    """
    check_pattern(pattern)
    last = Series.objects.filter(body=body, kind=kind, year=year).values_list("last", flat=True).first()
    return patterns.fill(pattern, short=short, year=year, serial=(last or 0) + 1)


@operation("number.voided", gettext_lazy("编号作废"), of=NUMBER, action="number.void")
def void(*, number: Number, reason: str, act: Act) -> Done[Number]:
    """Mark a number as never to be used; it stays in the series. Raises AlreadyVoid, ReasonMissing."""
    if not reason.strip():
        raise VoidReasonMissing(_("作废编号要写明理由，请填写后再提交。"))
    if number.voided_at is not None:
        raise AlreadyVoid(_("编号%(number)s已经作废了。") % {"number": number.text})
    number.voided_at, number.void_reason = act.at, reason.strip()
    number.save(update_fields=["voided_at", "void_reason"])
    return Done(number)


@operation("number.continued", gettext_lazy("接续编号"), of=SERIES, action="number.void", codes=("body",))
def continue_from(*, body: str, kind: str, year: int, last: int, act: Act) -> Done[Series]:
    """Go on from numbers given out elsewhere: the next one taken is `last` + 1. Raises SeriesHasNumbers."""
    if last < 0:
        raise NumberRefused(_("已用到的序号不能是负数。"))
    series = _locked(body=body, kind=kind, year=year)
    if series.numbers.exists():
        raise SeriesHasNumbers(_("这个序列已经在本系统取过号，不能再改起始序号。"))
    series.first, series.last = last + 1, last
    series.save(update_fields=["first", "last"])
    return Done(series, series, after={"last": last})


def check_pattern(pattern: str) -> None:
    """Raise PatternRefused with the sentence for whoever wrote the pattern."""
    try:
        patterns.check(pattern)
    except patterns.BadPattern as problem:
        raise PatternRefused(_sentence(problem)) from problem


def _sentence(problem: patterns.BadPattern) -> str:
    sentences = {
        "unknown": _(
            "编号格式里的%(found)s不认识；可用的有{short}、{year}、{serial}，序号可补零如{serial:04}。"
        ),
        "brace": _("编号格式“%(found)s”的花括号不成对，或者年份和序号之间没有隔开。"),
        "serial": _("编号格式“%(found)s”要有且只有一个{serial}（序号）。"),
        "year": _("编号格式“%(found)s”要有且只有一个{year}（年份）：序号每年重新开始。"),
        "length": _("编号格式“%(found)s”太长，请控制在80个字符以内。"),
    }
    return sentences[problem.problem] % {"found": problem.found}


def _locked(*, body: str, kind: str, year: int) -> Series:
    """The series' row, locked; made if this is its first number."""
    rows = Series.objects.select_for_update().filter(body=body, kind=kind, year=year)
    found = rows.first()
    if found is None:
        # Of two first takers one inserts; the other waits for it here, then finds the row.
        Series.objects.bulk_create([Series(body=body, kind=kind, year=year)], ignore_conflicts=True)
        found = rows.get()
    return found
