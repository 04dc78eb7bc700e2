"""Parts and their whole: what a list of the prose adds up to.

A list that says it is complete must add up; one that may leave something out (其中, 包括, 等) must not exceed
its whole. Parts that may overlap are asked about, never called wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.annual_reports.rules.checks import stated
from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind
from gongkai.annual_reports.rules.checks.stated import Stated
from gongkai.annual_reports.rules.forms import FORMATS
from gongkai.annual_reports.rules.reading import Reading

CODE = "TXT-SUM"
_GROUND = "《中华人民共和国政府信息公开条例》第五十条；算术关系"
KINDS = (
    FindingKind(CODE, "error", "正文中列举完整的各部分之和等于总数；任一部分不大于总数", _GROUND, FORMATS),
    FindingKind(CODE, "error", "正文中新收加上年结转，等于办结加结转下年", _GROUND, FORMATS),
    FindingKind(
        CODE,
        "warn",
        "2019年以前：以各种方式收到的申请之和等于收到申请数",
        _GROUND,
        FORMATS,
    ),
    FindingKind(CODE, "ask", "正文中列举不完整或者可能重叠的各部分之和，一般不大于总数", _GROUND, FORMATS),
)
_OUTCOMES = tuple(
    f"applications.{key}"
    for key in ("granted", "partly", "refused", "unavailable", "not_processed", "other_handling")
)
_LINK = re.compile(r"其中|包括|包含|分别|分为|[件条个次篇份项起]中|[:：(（]")
_BARE = re.compile(r"(?<![第\d.〔])\d+(?!\d|[年月日号章]|\.\d)(?=[，,。；;、)）\s]|$)")
_APPLICANTS = ("commercial", "research", "public_welfare", "legal_services")


@dataclass(frozen=True, slots=True)
class _Partition:
    """Subjects that never overlap. `needed`: with all of these named in one paragraph nothing is left out."""

    wholes: tuple[str, ...]
    needed: tuple[str, ...]
    more: tuple[str, ...] = ()
    level: str = "error"
    through: int | None = None
    since: int | None = None

    def serves(self, year: int | None) -> bool:
        """Whether the reports of that year are divided like this."""
        if self.through is None and self.since is None:
            return True
        after = self.since is None or (year is not None and year >= self.since)
        return after and (self.through is None or (year is not None and year <= self.through))


def _outcomes_of(kind: str, year: dict[str, int], *more: str) -> _Partition:
    needed = tuple(f"{kind}.{outcome}" for outcome in ("upheld", "corrected", "other", *more))
    return _Partition((f"{kind}.total",), needed, **year)  # type: ignore[arg-type]


_RECEIVED = ("applications.received", "applications.due")
PARTITIONS = (
    _Partition(_RECEIVED, ("applications.natural", "applications.legal")),
    _Partition(
        _RECEIVED,
        tuple(f"applications.{key}" for key in ("in_person", "fax", "online", "letter")),
        ("applications.email",),
        level="warn",
        through=2018,
    ),
    _Partition(("applications.closed", "applications.answered", "applications.due"), _OUTCOMES, since=2019),
    _outcomes_of("review", {"through": 2018}),
    _outcomes_of("review", {"since": 2019}, "pending"),
    _outcomes_of("litigation", {"through": 2018}),
    _outcomes_of("litigation", {"since": 2019}, "pending"),
    _Partition(("litigation.total",), ("litigation.direct", "litigation.after_review"), since=2019),
)
_DISJOINT = (
    *(frozenset((*each.needed, *each.more)) for each in PARTITIONS),
    frozenset(("applications.natural", *(f"applications.{key}" for key in _APPLICANTS))),
)


def check(reading: Reading, figures: tuple[Stated, ...]) -> list[Finding]:
    """Lists that name their whole, then divisions that the forms know, then what comes in and goes out."""
    found, seen = [], set[int]()
    unmeasured = _Unmeasured(reading)
    for whole, parts in _lists(reading, figures):
        finding = _list(reading, whole, parts, unmeasured)
        if finding:
            found.append(finding)
            seen |= {part.index for part in parts}
    for block in _paragraphs(figures):
        for partition in PARTITIONS:
            finding = _division(reading, partition, block, seen) if partition.serves(reading.year) else None
            found += [finding] if finding else []
        balance = _balance(reading, block)
        found += [balance] if balance else []
    return found


def _lists(reading: Reading, figures: tuple[Stated, ...]) -> list[tuple[Stated, list[Stated]]]:
    """Every list with its whole. What a whole is divided into anew (包括…。其中…) is a list of its own."""
    lists: dict[int, list[tuple[Stated, list[Stated]]]] = {}
    for part in figures:
        whole = part.claim.whole
        if part.claim.kind not in ("count", "listed") or whole is None or not 0 <= whole < len(figures):
            continue
        if figures[whole].claim.kind in ("count", "listed") and figures[whole].year == part.year:
            known = lists.setdefault(whole, [])
            if not known or _divided_anew(reading, known[-1][1][-1], part):
                known.append((figures[whole], []))
            known[-1][1].append(part)
    return [each for known in lists.values() for each in known]


def _divided_anew(reading: Reading, before: Stated, part: Stated) -> bool:
    """Whether a new sentence begins a list of another kind: the one before is open, this one complete."""
    if before.claim.listing == part.claim.listing:
        return False
    words = stated.between(reading, before, part)
    return words is None or "。" in words


def _list(reading: Reading, whole: Stated, parts: list[Stated], unmeasured: _Unmeasured) -> Finding | None:
    """One list against its whole. Its length and its measure words decide how sure the finding can be."""
    linked = _linked(stated.between(reading, whole, parts[0]))
    if linked is False and not (_disjoint(parts) and whole.claim.subject in _RECEIVED):
        return None
    alike = all(stated.same_unit(whole, part) for part in parts)
    if not alike and not all(stated.both_things(whole, part) for part in parts):
        return None
    total = sum(part.amount for part in parts)
    slack = sum((part.slack for part in parts), whole.slack)
    exact = whole.exact and all(part.exact for part in parts)
    complete = linked and exact and all(part.claim.listing == "closed" for part in parts)
    if complete and len(parts) > 1 and stated.apart(total, whole.amount) > slack:
        if unmeasured.among(whole, parts):
            return None
        level = "error" if alike else "ask"
        return _finding(reading, level, whole, parts, total, "各部分应当合计等于总数")
    if total - whole.amount <= slack or not whole.exact:
        return None
    certain = linked is not None and alike and exact and (len(parts) == 1 or _disjoint(parts))
    hint = "部分不可能大于总数" if certain else "各部分如不重叠，不应多于总数"
    return _finding(reading, "error" if certain else "ask", whole, parts, total, hint)


class _Unmeasured:
    """Numbers without a measure (部分公开67，) that were not read as figures, sought once a paragraph."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._places: dict[int, list[int]] = {}
        self._read: dict[int, set[int]] = {}
        for claim in reading.narrative:
            if place := claim.position:
                self._read.setdefault(place.paragraph, set()).update(range(place.start, place.end))

    def among(self, whole: Stated, parts: list[Stated]) -> bool:
        """Whether one stands among the parts, up to the end of their sentence: one of them may be unread."""
        first, last = whole.claim.position, parts[-1].claim.position
        if first is None or last is None or first.paragraph != last.paragraph:
            return False
        if first.paragraph >= len(self.reading.paragraphs):
            return False
        places = self._in(first.paragraph)
        following = bisect_left(places, first.end)
        if following == len(places):
            return False
        end = self.reading.paragraphs[first.paragraph].find("。", last.end, places[following] + 1)
        return end < 0

    def _in(self, paragraph: int) -> list[int]:
        if paragraph not in self._places:
            numbers = _BARE.finditer(self.reading.paragraphs[paragraph])
            read = self._read.get(paragraph, ())
            self._places[paragraph] = [number.start() for number in numbers if number.start() not in read]
        return self._places[paragraph]


def _linked(words: str | None) -> bool | None:
    """Whether words make what follows parts of what precedes; None where the words are not at hand."""
    if words is None:
        return None
    opened = 0
    for character in words:
        opened += {"(": 1, "（": 1, ")": -1, "）": -1}.get(character, 0)
        if opened < 0:  # the first figure stands in a remark that ends before the second
            return False
    return _LINK.search(words) is not None


def _disjoint(parts: list[Stated]) -> bool:
    names = [part.claim.subject for part in parts]
    return len(set(names)) == len(names) and any(set(names) <= division for division in _DISJOINT)


def _paragraphs(figures: tuple[Stated, ...]) -> list[dict[str, list[Stated]]]:
    """By paragraph and body: the exact figures of each subject, of the report's own year."""
    blocks: dict[tuple[int, str], dict[str, list[Stated]]] = {}
    for item in figures:
        if item.claim.kind != "count" or not item.claim.subject or not item.own_year:
            continue
        if item.exact and item.paragraph is not None:
            place = (item.paragraph, item.body)
            blocks.setdefault(place, {}).setdefault(item.claim.subject, []).append(item)
    return list(blocks.values())


def _only(block: dict[str, list[Stated]], key: str) -> Stated | None:
    """The figure of a subject in a paragraph, if it has just one value there."""
    items = block.get(key, [])
    return items[0] if items and len({item.amount for item in items}) == 1 else None


def _division(
    reading: Reading, partition: _Partition, block: dict[str, list[Stated]], seen: set[int]
) -> Finding | None:
    wholes = [item for key in partition.wholes for item in block.get(key, ())]
    named = [_only(block, key) for key in (*partition.needed, *(k for k in partition.more if k in block))]
    parts = [part for part in named if part is not None]
    if not wholes or len(parts) < len(named) or seen & {part.index for part in parts}:
        return None
    total = sum(part.amount for part in parts)
    wholes += [
        _with_carried(block, whole) for whole in wholes if whole.claim.subject == "applications.received"
    ]
    slack = sum((part.slack for part in parts), Decimal(0))
    if any(stated.apart(total, whole.amount) <= whole.slack + slack for whole in wholes):
        return None
    level = partition.level if all(part.whose == wholes[0].whose for part in parts) else "ask"
    return _finding(reading, level, wholes[0], parts, total, "各部分应当合计等于总数")


def _with_carried(block: dict[str, list[Stated]], whole: Stated) -> Stated:
    """What was new with what was carried in: 受理 may mean both."""
    carried = _only(block, "applications.carried_in")
    amount = whole.amount + (carried.amount if carried else 0)
    return replace(whole, amount=amount)


def _balance(reading: Reading, block: dict[str, list[Stated]]) -> Finding | None:
    """新收 + 上年结转 = 办结 + 结转下年, where a paragraph gives all four, or shows the first too many."""
    new, carried_in = (_only(block, f"applications.{key}") for key in ("received", "carried_in"))
    closed, carried_out = (_only(block, f"applications.{key}") for key in ("closed", "carried_out"))
    outcomes = [part for key in _OUTCOMES if (part := _only(block, key))]
    if new is None or carried_out is None:
        return None
    done = [closed] if closed else outcomes if carried_in and len(outcomes) > 1 else []
    if not done:
        return None
    left = new.amount + (carried_in.amount if carried_in else 0)
    right = sum(item.amount for item in done) + carried_out.amount
    # Where 受理 means all that was due, the sum is already in it.
    if left == right or new.amount == right or (carried_in is None and left < right):
        return None
    if closed is None and right < left:
        return None
    items = [item for item in (new, carried_in, *done, carried_out) if item]
    message = (
        f"正文{stated.where(items)}：新收{'加上年结转' if carried_in else ''}为{left}，"
        f"办结加结转下年为{right}，相差{abs(left - right)}；请核对这几个数字。"
    )
    level = "error" if all(item.whose == new.whose for item in items) else "ask"
    values = tuple(item.figure() for item in items)
    return Finding(CODE, level, None, (), left, right, message, values, stated.spans(reading, items))


def _finding(
    reading: Reading, level: str, whole: Stated, parts: list[Stated], total: int | Decimal, hint: str
) -> Finding:
    named = "、".join(part.words for part in parts[:8]) + ("等" if len(parts) > 8 else "")
    message = (
        f"正文{stated.where([whole])}“{whole.claim.claim}”为{whole.words}，"
        f"所列各部分{named}合计{stated.plain(total)}，相差{abs(total - whole.amount)}；{hint}，请核对。"
    )
    items: Iterable[Stated] = (whole, *parts)
    values = tuple(item.figure() for item in items)
    return Finding(CODE, level, None, (), whole.amount, total, message, values, stated.spans(reading, items))
