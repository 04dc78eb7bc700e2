"""Figures of the prose: a number, the measure word after it, and the phrase it belongs to.

A first, honest slice: only numbers that carry a measure word or a per cent sign, only the phrase that stands
directly before them (or directly after, where nothing stands before). Not complete, and not meant to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from gongkai.annual_reports.rules.reading import Claim
from gongkai.text import numerals

_UNIT = re.compile(
    "人次|件次|批次|间次|户次|家次|万元|亿元|公里|平方米|小时"
    "|[条件篇个次场期项份人家元起宗户册例处名张本类部套辆台幅封则批组种款门所座支字页间]"
)
_SCALE = re.compile(r"([万亿])[余多]?$")
_PROSE = re.compile(r"[，。；：,;:]")
_PUNCTUATION = r",，。；;:：、()（）|\s!！?？—"
_PHRASE = re.compile(rf"(?:“[^“”]{{1,30}}”|《[^《》]{{1,30}}》|[^{_PUNCTUATION}“”《》])+ ?$")
_END = re.compile(rf"[{_PUNCTUATION}“”《》\d]")
_REMARK = re.compile(r"[(（][^()（）]*[)）]\s*$")
_LEAD = re.compile(
    r"^(?:其中|累计|全年|全市|全县|全区|本年度?|年内|20\d\d年度?|共计|共|总计|分别|以及|和|与|及|的|我[省市县区局])+"
)
_TAIL = re.compile(r"(?:累计|共计|总计|合计|共有|达到|共|约|达|为|有|了|各|计|已|超过|逾|近|至|到|仅)+$")
_MEASURE_OF_TIME = re.compile(r"个?(?:月|工作日|小时|自然日|分钟)")
_LONGEST_CLAIM = 32
MOST = 2000  # a report has some dozens; what has thousands is no report
_LONGEST_PARAGRAPH = 20_000


def find(paragraphs: Iterable[str]) -> list[Claim]:
    """The claims of the prose in order; paragraphs without punctuation are lists or cells and left out."""
    claims: list[Claim] = []
    for text in paragraphs:
        if len(claims) >= MOST:
            break
        if len(text) < 10 or not _PROSE.search(text):
            continue
        mentions = numerals.find(text[:_LONGEST_PARAGRAPH])
        found = (_claim(text, mention) for mention in mentions[:MOST])
        claims += [claim for claim in found if claim]
    return claims[:MOST]


def _claim(text: str, mention: numerals.Mention) -> Claim | None:
    number = mention.number
    value, unit = number.value, "%"
    after = text[mention.end : mention.end + 40].lstrip(" ")
    if not number.percent:
        measure = _UNIT.match(after)
        if measure is None or _MEASURE_OF_TIME.match(after):
            return None
        scale = _SCALE.search(number.text)
        factor = {"万": 10**4, "亿": 10**8}[scale[1]] if scale else 1
        value, unit = value / factor, (scale[1] if scale else "") + measure[0]
        after = after[measure.end() :]
    phrase = _phrase_before(text[max(0, mention.start - 120) : mention.start]) or _phrase_after(after)
    if not phrase:
        return None
    return Claim(phrase, _exact(value), unit, number.approximate)


def _phrase_before(text: str) -> str:
    """Back to the last punctuation; a remark in brackets before the number is passed over."""
    match = _PHRASE.search(_REMARK.sub("", text))
    phrase = match[0].rstrip() if match else ""
    return _TAIL.sub("", _LEAD.sub("", phrase))[-_LONGEST_CLAIM:]


def _phrase_after(text: str) -> str:
    return _END.split(text)[0][:_LONGEST_CLAIM]


def _exact(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value
