"""Percentages: shares recomputed from their parts, and growth from the figures of two years.

A percentage is right if it is the quotient rounded to as many places as it is written with. Cutting off
instead of rounding (99.68 as 99.6) is asked about, not called wrong.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from gongkai.annual_reports.rules.checks import scopes, stated
from gongkai.annual_reports.rules.checks.findings import ComparedFigure, Finding, FindingKind, Span
from gongkai.annual_reports.rules.checks.stated import Stated
from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.annual_reports.rules.prose import subjects
from gongkai.annual_reports.rules.reading import Reading

SHARE, GROWTH = "TXT-PCT", "TXT-GROWTH"
_GROUND = "《中华人民共和国政府信息公开条例》第五十条；算术关系"
KINDS = (
    FindingKind(SHARE, "error", "占比、办结率等于部分除以总数，按所写位数四舍五入", _GROUND, FORMATS),
    FindingKind(SHARE, "error", "占比、办结率、答复率不大于100%", _GROUND, FORMATS),
    FindingKind(SHARE, "error", "列举完整的各项占比之和，在舍入误差内等于100%", _GROUND, FORMATS),
    FindingKind(GROWTH, "error", "比上年增减的百分比、件数，与两年的数字相符", _GROUND, FORMATS),
    FindingKind(GROWTH, "ask", "比上年增减的百分比，应能由某个整数的上年数得出", _GROUND, FORMATS),
)
_RATE = ("办结率", "答复率", "按时率", "办理率", "回复率", "及时率")
_PART = ("占",)
_ALSO_DUE = ("applications.carried_in", "applications.due")
_MOST_DUE = 20
_DONE = ("applications.closed", "applications.answered", "applications.on_time")
# From a count to its share: 条，占 / 件，占总数的 / 件，办结率达
_OF_IT = re.compile(
    r"[\u3400-\u9fff]{0,2}[,，、(（]?(?:约|各)?"
    r"(?:占[^,，。;；]{0,14}|[^,，。;；]{0,6}率(?:为|达到?)?)"
)


def check(reading: Reading, figures: tuple[Stated, ...], previous: Reading | None) -> list[Finding]:
    """Shares one by one, shares together, growth."""
    found: list[Finding] = []
    known = _Known(figures)
    for item in figures:
        if item.claim.kind == "share" and item.exact:
            finding = _impossible(reading, item) or _share(reading, known, item)
        elif item.claim.kind == "growth" and item.exact:
            finding = _growth(reading, known, item, previous)
        elif item.claim.kind == "change" and item.exact:
            finding = _change(reading, known, item, previous)
        else:
            continue
        found += [finding] if finding else []
    return found + _together(reading, figures)


class _Known:
    """The figures, and what single ones are compared with, gathered once."""

    def __init__(self, figures: tuple[Stated, ...]) -> None:
        self.figures = figures
        self.also_due: dict[str, list[int | Decimal]] = {}
        self._counts: dict[tuple[str, int, str], set[int | Decimal]] = {}
        self._changes: dict[int, Stated] = {}
        for item in figures:
            claim = item.claim
            if claim.subject in _ALSO_DUE and item.own_year:
                amounts = self.also_due.setdefault(claim.subject, [])
                amounts += [item.amount] if item.amount not in amounts[-_MOST_DUE:] else []
            if not item.exact or item.slack:
                continue
            if claim.kind == "count" and item.year is not None:
                self._counts.setdefault((claim.subject, item.year, item.unit), set()).add(item.amount)
            elif claim.kind == "change" and claim.whole is not None:
                self._changes.setdefault(claim.whole, item)

    def counts(self, subject: str, year: int, unit: str) -> set[int | Decimal]:
        """What the text says of a subject in a year, exactly and in this measure."""
        return self._counts.get((subject, year, unit), set())

    def change(self, now: Stated) -> Stated | None:
        """The first exact change that is said of a figure."""
        return self._changes.get(now.index)


def rounds_to(quotient: Decimal, written: int | Decimal) -> bool:
    """Whether `quotient`, rounded half up to the places `written` has, is `written`."""
    unit = Decimal(1).scaleb(-stated.decimals(written))
    return quotient.quantize(unit, ROUND_HALF_UP) == written


def _cut_to(quotient: Decimal, written: int | Decimal) -> bool:
    """As `rounds_to`, but cut off."""
    unit = Decimal(1).scaleb(-stated.decimals(written))
    return quotient.quantize(unit, ROUND_DOWN) == written


def _impossible(reading: Reading, item: Stated) -> Finding | None:
    if item.claim.value <= 100 or not any(word in item.claim.claim for word in (*_RATE, *_PART)):
        return None
    message = (
        f"正文{stated.where([item])}“{item.claim.claim}”为{item.words}，部分不可能超过总数的100%；请核对。"
    )
    return Finding(
        SHARE, "error", None, (), 100, item.claim.value, message, (item.figure(),), _at(reading, item)
    )


def _at(reading: Reading, *items: Stated) -> tuple[Span, ...]:
    return stated.spans(reading, items)


def _share(reading: Reading, known: _Known, item: Stated) -> Finding | None:
    """The share against the count before it and the whole that both belong to."""
    whole = _whole(known.figures, item)
    part = _numerator(reading, known.figures, item, whole) if whole else None
    if whole is None or part is None or not whole.amount:
        return None
    due = _also_due(known, whole)
    if len(due) > _MOST_DUE:
        return None  # of so many wholes any share is right of one
    wholes = [whole.amount, *due]
    quotients = [Decimal(part.amount) * 100 / amount for amount in wholes if amount]
    if any(rounds_to(quotient, item.claim.value) for quotient in quotients):
        return None
    if part.slack or whole.slack:
        return None
    cut = any(_cut_to(quotient, item.claim.value) for quotient in quotients)
    true = quotients[0].quantize(Decimal(1).scaleb(-max(2, stated.decimals(item.claim.value))), ROUND_HALF_UP)
    message = (
        f"正文{stated.where([item])}“{item.claim.claim}”写为{item.words}，按{part.words}除以{whole.words}计算"
        f"为{true}%，{'没有四舍五入' if cut else '与所写不符'}；请核对百分比和两个数字。"
    )
    return Finding(
        code=SHARE,
        level="ask" if cut else "error",
        table=None,
        cells=(),
        expected=true,
        found=item.claim.value,
        message=message,
        values=(part.figure(), whole.figure(), item.figure()),
        spans=_at(reading, part, whole, item),
    )


def _whole(figures: tuple[Stated, ...], item: Stated) -> Stated | None:
    index = item.claim.whole
    if index is None or not 0 <= index < len(figures):
        return None
    whole = figures[index]
    return whole if whole.claim.kind in ("count", "listed") and whole.exact else None


def _numerator(reading: Reading, figures: tuple[Stated, ...], item: Stated, whole: Stated) -> Stated | None:
    """The count right before the share, a part of the same whole; nothing where that is not certain."""
    if item.index == 0:
        return None
    before = figures[item.index - 1]
    words = stated.between(reading, before, item)
    if words is None or not _OF_IT.fullmatch("".join(words.split())):
        return None
    if before.index == whole.index or before.claim.kind not in ("count", "listed") or not before.exact:
        return None
    if any(word in item.claim.claim for word in _RATE):
        same = before.claim.subject in _DONE and whole.claim.subject.startswith("applications.")
        return before if same and before.claim.whole in (None, whole.index) else None
    certain = before.claim.whole == whole.index and stated.same_unit(before, whole)
    return before if certain else None


def _also_due(known: _Known, whole: Stated) -> list[int | Decimal]:
    """A rate of what was received may be counted on what was carried in as well."""
    if whole.claim.subject != "applications.received":
        return []
    carried, due = (known.also_due.get(subject, []) for subject in _ALSO_DUE)
    return [*(whole.amount + amount for amount in carried), *due]


def _together(reading: Reading, figures: tuple[Stated, ...]) -> list[Finding]:
    """Shares of one whole in a complete list add up to 100 within the rounding of each."""
    lists: dict[int, list[Stated]] = {}
    for item in figures:
        if item.claim.kind == "share" and item.claim.listing and item.claim.whole is not None:
            lists.setdefault(item.claim.whole, []).append(item)
    found = []
    for items in lists.values():
        closed = all(item.claim.listing == "closed" for item in items)
        total = sum((Decimal(item.claim.value) for item in items), Decimal(0))
        # each may have been rounded or cut: at most one unit of its last place
        slack = sum((Decimal(1).scaleb(-stated.decimals(i.claim.value)) for i in items), Decimal(0))
        if len(items) < 2 or not all(item.exact for item in items) or abs(total - 100) <= slack:
            continue
        if not closed and total < 100:
            continue
        total = Decimal(stated.plain(total))
        message = (
            f"正文{stated.where(items)}各项占比{'、'.join(item.words for item in items[:8])}合计{total}%，"
            f"{'应当在舍入误差内等于100%' if closed else '各项如不重叠，不应多于100%'}；请核对。"
        )
        values = tuple(item.figure() for item in items)
        level = "error" if closed else "ask"
        found.append(Finding(SHARE, level, None, (), 100, total, message, values, _at(reading, *items)))
    return found


def _growth(reading: Reading, known: _Known, item: Stated, previous: Reading | None) -> Finding | None:
    """Growth against the figure of the year before, in the text or last year's report; else: is there one?"""
    now = _whole(known.figures, item)
    if now is None or now.slack or not now.exact or item.claim.value <= -100:
        return None
    before = _last_year(known, now) or _reported(now, previous) or _changed_from(known, now)
    if before is None:
        return _no_base(reading, now, item)
    if not before.value:
        return None
    quotient = (Decimal(now.amount) - before.value) * 100 / before.value
    if rounds_to(quotient, item.claim.value):
        return None
    cut = _cut_to(quotient, item.claim.value)
    true = quotient.quantize(Decimal(1).scaleb(-max(2, stated.decimals(item.claim.value))), ROUND_HALF_UP)
    certain = now.whose == scopes.OWN or not before.label.startswith("上一年度")
    message = (
        f"正文{stated.where([item])}称比上年增长{item.words}，按{before.label}{before.value}到本年{now.words}计算"
        f"为{true}%；请核对百分比和两年的数字。"
    )
    return Finding(
        code=GROWTH,
        level="error" if certain and not cut else "ask",
        table=None,
        cells=(),
        expected=true,
        found=item.claim.value,
        message=message,
        values=(now.figure(), before, item.figure()),
        spans=_at(reading, now, item),
    )


def _change(reading: Reading, known: _Known, item: Stated, previous: Reading | None) -> Finding | None:
    """So many more or fewer than last year, against the figures of both years."""
    now = _whole(known.figures, item)
    if now is None or now.slack or item.slack or not stated.same_unit(now, item):
        return None
    before = _last_year(known, now) or _reported(now, previous)
    if before is None or now.amount - before.value == item.amount:
        return None
    true = stated.plain(now.amount - before.value)
    message = (
        f"正文{stated.where([item])}称比上年{_moved(item.amount)}{item.claim.unit}，按{before.label}{before.value}"
        f"到本年{now.words}计算为{_moved(true)}{item.claim.unit}；请核对增减数和两年的数字。"
    )
    certain = now.whose == scopes.OWN or not before.label.startswith("上一年度")
    level = "error" if certain else "ask"
    values = (now.figure(), before, item.figure())
    return Finding(GROWTH, level, None, (), true, item.amount, message, values, _at(reading, now, item))


def _moved(amount: int | Decimal) -> str:
    return f"{'减少' if amount < 0 else '增加'}{abs(amount)}"


def _changed_from(known: _Known, now: Stated) -> ComparedFigure | None:
    """Last year's figure by how many more or fewer the text says this year's is."""
    item = known.change(now)
    if item is None or not stated.same_unit(now, item):
        return None
    return ComparedFigure("增减数推算的上年", now.amount - item.amount)


def _last_year(known: _Known, now: Stated) -> ComparedFigure | None:
    """The same thing in the year before, if the text says it once."""
    if not now.claim.subject or now.year is None:
        return None
    values = known.counts(now.claim.subject, now.year - 1, now.unit)
    return ComparedFigure("正文所说上年", next(iter(values))) if len(values) == 1 else None


def _reported(now: Stated, previous: Reading | None) -> ComparedFigure | None:
    """What last year's own table says, for the body's own figures."""
    if previous is None or previous.format is None or not now.claim.subject or now.whose == scopes.OTHER:
        return None
    if now.year is None or previous.year != now.year - 1:
        return None
    try:
        cells = subjects.subject(now.claim.subject).cells.get(previous.format, ())
    except KeyError:
        return None
    values = [previous.value(*cell) for cell in cells if cell[0] in form(previous.format).tables]
    if not values or None in values or len(values) < len(cells):
        return None
    return ComparedFigure("上一年度报告", sum(value for value in values if value is not None))


def _no_base(reading: Reading, now: Stated, item: Stated) -> Finding | None:
    """No whole number of last year gives this percentage: asked, for the growth may be of something else."""
    if isinstance(now.amount, Decimal) or now.amount <= 0 or now.amount > 10**7:
        return None
    guess = int(Decimal(now.amount) * 100 / (100 + Decimal(item.claim.value)))
    for base in range(max(1, guess - 1), guess + 3):
        quotient = Decimal(now.amount - base) * 100 / base
        if rounds_to(quotient, item.claim.value) or _cut_to(quotient, item.claim.value):
            return None
    if guess > 10 ** (2 + stated.decimals(item.claim.value)) or guess < 1:
        return None
    message = (
        f"正文{stated.where([item])}称{now.words}比上年增长{item.words}，没有哪个整数的上年数能得出这个百分比；"
        "请对照上一年度报告核对。"
    )
    values = (now.figure(), item.figure())
    return Finding(GROWTH, "ask", None, (), None, item.claim.value, message, values, _at(reading, now, item))
