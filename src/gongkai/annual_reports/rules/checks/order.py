"""What cannot be more than what (finished than due), and one thing said in two figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules.checks import scopes, stated
from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind
from gongkai.annual_reports.rules.checks.stated import Stated
from gongkai.annual_reports.rules.forms import FORMATS
from gongkai.annual_reports.rules.reading import Reading

ORDER, SELF = "TXT-ORDER", "TXT-SELF"
_GROUND = "《中华人民共和国政府信息公开条例》第五十条；算术关系"
KINDS = (
    FindingKind(ORDER, "error", "正文中办结数不大于新收加上年结转，按时办结数不大于办结数", _GROUND, FORMATS),
    FindingKind(ORDER, "error", "正文中复议、诉讼的一种结果不大于总数", _GROUND, FORMATS),
    FindingKind(SELF, "error", "正文前后对同一事项、同一范围、同一年度的说法一致", _GROUND, FORMATS),
    FindingKind(SELF, "ask", "正文前后的数字不同，可能不是同一口径的，请核对", _GROUND, FORMATS),
)


@dataclass(frozen=True, slots=True)
class _Order:
    """The first is at most the sum of the second."""

    less: str
    more: tuple[str, ...]


ORDERS = (
    _Order("applications.closed", ("applications.received", "applications.carried_in")),
    _Order("applications.closed", ("applications.due",)),
    _Order("applications.on_time", ("applications.closed",)),
    *(
        _Order(f"{kind}.{outcome}", (f"{kind}.total",))
        for kind in ("review", "litigation")
        for outcome in ("upheld", "corrected", "other", "pending")
    ),
    _Order("litigation.direct", ("litigation.total",)),
    _Order("litigation.after_review", ("litigation.total",)),
)
# 受理、办理 and 主动公开 are counted in more ways than one: two figures are asked about, not called wrong.
_LOOSE = ("applications.received", "applications.due", "applications.closed", "applications.answered")
_COUNTED_ONCE = ("applications.", "review.", "litigation.", "processing_fee")


def check(reading: Reading, figures: Iterable[Stated]) -> list[Finding]:
    """What exceeds its bound, then what is said twice in two figures; figures of the body's own year only."""
    groups: dict[str, list[Stated]] = {}
    for item in stated.comparable(figures):
        if item.exact:
            groups.setdefault(item.claim.subject, []).append(item)
    found = []
    for order in ORDERS:
        finding = _exceeds(reading, order, groups)
        found += [finding] if finding else []
    for key, items in groups.items():
        finding = _twice(reading, key, items, groups)
        found += [finding] if finding else []
    return found


def _exceeds(reading: Reading, order: _Order, groups: dict[str, list[Stated]]) -> Finding | None:
    bounds = [_single(groups, key) for key in order.more]
    less = _single(groups, order.less)
    known = [bound for bound in bounds if bound]
    if less is None or len(known) < len(bounds):
        return None
    bound = sum(item.amount for item in known)
    if less.amount <= bound or less.claim.unit not in {item.claim.unit for item in known}:
        return None
    named = "加".join(stated.label(item.claim.subject) + item.words for item in known)
    message = (
        f"正文{stated.where([less])}称{stated.label(less.claim.subject)}{less.words}，"
        f"多于{named}，相差{less.amount - bound}；请核对这几个数字。"
    )
    items = [less, *known]
    level = "error" if len({item.whose for item in items}) == 1 else "ask"
    values = tuple(item.figure() for item in items)
    spans = stated.spans(reading, items)
    return Finding(ORDER, level, None, (), bound, less.amount, message, values, spans)


def _single(groups: dict[str, list[Stated]], key: str) -> Stated | None:
    items = groups.get(key, [])
    return items[0] if items and len({item.amount for item in items}) == 1 else None


def _twice(
    reading: Reading, key: str, items: list[Stated], groups: dict[str, list[Stated]]
) -> Finding | None:
    """Two figures for one thing. Parts of something else (`whole`) and other measure words are left out."""
    # a figure that is itself divided, or belongs to no list, speaks of the thing as a whole
    whole = [item for item in items if item.claim.whole is None and item.claim.unit == items[0].claim.unit]
    amounts = sorted({item.amount for item in whole})
    if not key.startswith(_COUNTED_ONCE) or len(amounts) < 2:
        return None
    if key in _LOOSE and _carried_between(reading, amounts, groups):
        return None
    first = whole[0]
    other = next(item for item in whole if item.amount != first.amount)
    certain = key not in _LOOSE and {first.whose, other.whose} == {scopes.OWN}
    message = (
        f"正文{stated.where([first])}称{stated.label(key)}{first.words}，"
        f"{stated.where([other]).strip('（）') or '另一处'}称{other.words}，前后相差"
        f"{abs(first.amount - other.amount)}；请核对是否同一口径，改正写错的一处。"
    )
    values = (first.figure(), other.figure())
    spans = stated.spans(reading, whole)
    level = "error" if certain else "ask"
    return Finding(SELF, level, None, (), first.amount, other.amount, message, values, spans)


def _carried_between(reading: Reading, amounts: list[int | Decimal], groups: dict[str, list[Stated]]) -> bool:
    """Whether the figures differ by what was carried in or out: counted with it and without it."""
    carried = {
        item.amount for key in ("carried_in", "carried_out") for item in groups.get(f"applications.{key}", ())
    }
    carried |= {reading.value("table3", row, "total") or 0 for row in ("carried_in", "carried_out")}
    return all(abs(amount - amounts[0]) in carried or amount == amounts[0] for amount in amounts)
