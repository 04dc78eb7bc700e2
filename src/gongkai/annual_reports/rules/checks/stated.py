"""The figures of the prose made comparable: in ones, with the rounding they were written with, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.annual_reports.rules.checks import scopes
from gongkai.annual_reports.rules.checks.findings import ComparedFigure, Span
from gongkai.annual_reports.rules.prose import subjects
from gongkai.annual_reports.rules.reading import Claim, Reading

_SCALED = re.compile(r"^([万亿])(.*)$")
_SCALES = {"万": 10**4, "亿": 10**8}
# Bodies that are part of a government: where one is named, a figure may be its own.
_SOMEBODY = re.compile(
    r"办公室|办公厅|政府办|[省市县区旗州]直|本级|部门|单位|乡镇|镇街|街道|县区|区县|县市|各[省市县区镇乡]|机构|委员会|局|为主体|收到率"
)
_THINGS = frozenset("条件篇个次份项期部则起宗批例封张册")
_DEEPEST = 6
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim to be compared. `amount` is in ones of `unit`; the figure meant lies within `slack` of it."""

    index: int
    claim: Claim
    amount: int | Decimal
    slack: Decimal
    unit: str
    whose: str
    scope: str
    year: int | None
    own_year: bool

    @property
    def exact(self) -> bool:
        """Whether it is written as it is (not 余, 近, 约)."""
        return not self.claim.approximate

    @property
    def paragraph(self) -> int | None:
        """The paragraph it stands in, where that is known."""
        return self.claim.position.paragraph if self.claim.position else None

    @property
    def body(self) -> str:
        """Nothing for what is (or may be) the body's own, else the words that say whose it is."""
        return self.scope if self.whose == scopes.OTHER else ""

    @property
    def words(self) -> str:
        """The figure as a clerk reads it: value and measure word."""
        return f"{plain(self.claim.value)}{self.claim.unit}"

    def figure(self) -> ComparedFigure:
        """The figure with the words before it."""
        return ComparedFigure(f"正文“{self.claim.claim}”", self.claim.value)


def figures(reading: Reading) -> tuple[Stated, ...]:
    """Every claim of the narrative, in order."""
    return tuple(_stated(reading, index) for index in range(len(reading.narrative)))


def comparable(found: Iterable[Stated]) -> list[Stated]:
    """Counts of the report's own year that are certainly or probably the body's own and have a subject."""
    return [
        item
        for item in found
        if item.claim.kind == "count" and item.claim.subject and item.own_year and item.whose != scopes.OTHER
    ]


def spans(reading: Reading, items: Iterable[Stated]) -> tuple[Span, ...]:
    """Where the figures stand; the number's own words."""
    found = []
    for item in items:
        place = item.claim.position
        if place is None:
            continue
        text = str(plain(item.claim.value))
        if place.paragraph < len(reading.paragraphs):
            text = reading.paragraphs[place.paragraph][place.start : place.end]
        found.append(Span(place.paragraph, place.start, place.end, text))
    return tuple(found)


def between(reading: Reading, left: Stated, right: Stated) -> str | None:
    """The words from one figure to the next in the same paragraph; None where they are not at hand."""
    here, there = left.claim.position, right.claim.position
    if here is None or there is None or here.paragraph != there.paragraph or there.start < here.end:
        return None
    if here.paragraph >= len(reading.paragraphs):
        return None
    return reading.paragraphs[here.paragraph][here.end : there.start]


def where(items: Iterable[Stated]) -> str:
    """“（第3段）” of the first figure whose place is known, or nothing."""
    known = next((item.paragraph for item in items if item.paragraph is not None), None)
    return "" if known is None else f"（第{known + 1}段）"


def agree(left: Stated, right: Stated) -> bool:
    """Whether two figures can be the same one, rounding allowed for."""
    return apart(left.amount, right.amount) <= left.slack + right.slack


def apart(left: int | Decimal, right: int | Decimal) -> Decimal:
    """How far two figures are apart."""
    return abs(Decimal(left) - Decimal(right))


def same_unit(left: Stated, right: Stated) -> bool:
    """Whether the two count in the same measure word."""
    return left.unit == right.unit


def both_things(left: Stated, right: Stated) -> bool:
    """Whether both measure words count pieces of information or cases, not money or people."""
    return left.unit in _THINGS and right.unit in _THINGS


def label(key: str) -> str:
    """The name of a subject, or the key itself where there is none."""
    try:
        return subjects.subject(key).label
    except KeyError:
        return key


def plain(value: int | Decimal) -> int | Decimal:
    """A figure without needless zeros."""
    return int(value) if value == int(value) else value


def decimals(value: int | Decimal) -> int:
    """How many decimals a figure was written with."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _stated(reading: Reading, index: int) -> Stated:
    claim = reading.narrative[index]
    scaled = _SCALED.match(claim.unit)
    factor, unit = (_SCALES[scaled[1]], scaled[2]) if scaled else (1, claim.unit)
    places = decimals(claim.value)
    slack = Decimal(factor) / 2 / Decimal(10) ** places if factor > 1 or places else Decimal(0)
    amount = claim.value * factor
    year = claim.year if claim.year is not None else reading.year
    scope = _scope(reading.narrative, claim)
    whose = scopes.whose(reading.place, scope)
    if whose == scopes.LIKELY and not scope and _speaks_of_itself(reading, claim):
        whose = scopes.OWN
    return Stated(
        index=index,
        claim=claim,
        amount=plain(amount),
        slack=slack,
        unit=unit,
        whose=whose,
        scope=scope,
        year=year,
        own_year=claim.year is None or claim.year == reading.year,
    )


def _speaks_of_itself(reading: Reading, claim: Claim) -> bool:
    """Whether a government's report names nobody else up to the end of the sentence of such a figure."""
    place = claim.position
    if scopes.kind_of(reading.place) != scopes.GOVERNMENT or place is None:
        return False
    if place.paragraph >= len(reading.paragraphs):
        return False
    heading = reading.paragraphs[place.paragraph - 1] if place.paragraph else ""
    if len(heading) <= _LONGEST_HEADING and _SOMEBODY.search(heading):
        return False
    return place.end <= _nobody_until(reading.paragraphs[place.paragraph])


@lru_cache(maxsize=16)
def _nobody_until(text: str) -> int:
    """The end of the last sentence before the first that names somebody; sought once a paragraph."""
    somebody = _SOMEBODY.search(text)
    return text.rfind("。", 0, somebody.start()) if somebody else len(text)


def _scope(narrative: tuple[Claim, ...], claim: Claim) -> str:
    """A part that does not say whose it is belongs to whoever the whole belongs to."""
    for _ in range(_DEEPEST):
        if claim.scope or claim.whole is None or not 0 <= claim.whole < len(narrative):
            break
        claim = narrative[claim.whole]
    return claim.scope
