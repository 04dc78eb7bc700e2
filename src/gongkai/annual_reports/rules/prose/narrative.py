"""The claims of the prose: every figure with what it counts, whose it is, of which year and of what a part.

Paragraph by paragraph: the text without the layout's blanks (sentences), its figures (figures, denials), the
words around each (drafts, leads), what belongs together (relations). What is not certain stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.annual_reports.rules.prose import denials, drafts, figures, relations, sentences
from gongkai.annual_reports.rules.prose.drafts import ClaimDraft, Owner
from gongkai.annual_reports.rules.prose.figures import Figure
from gongkai.annual_reports.rules.prose.sentences import Plain
from gongkai.annual_reports.rules.reading import Claim, Position

_PROSE = re.compile(r"[，。；：,;:]")
_HEADING = re.compile(
    r"^#*\s*[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?P<title>[^。，,：:]{2,40})"
)
MOST = 2000  # a report has some dozens; what has thousands is no report
_LONGEST_PARAGRAPH = 20_000
_SHORTEST = 10
_DENIAL = re.compile(r"未|没有|无")


def find(paragraphs: Iterable[str], year: int | None = None) -> list[Claim]:
    """The claims of the prose in order. `year`: the report's, which 上年 is counted from.

    Paragraphs without punctuation are lists or cells and left out. `claim.position` counts within
    `paragraphs`.
    """
    claims: list[Claim] = []
    topic = ""
    for number, paragraph in enumerate(paragraphs):
        if len(claims) >= MOST:
            break
        heading = _HEADING.match(paragraph)
        if heading or (len(paragraph) < 30 and not _PROSE.search(paragraph)):
            topic = relations.topic_of(heading["title"] if heading else paragraph)
        if not _PROSE.search(paragraph) or (len(paragraph) < _SHORTEST and not _DENIAL.search(paragraph)):
            continue
        text = sentences.plain(paragraph[:_LONGEST_PARAGRAPH])
        found = _drafts(text.text, year)
        relations.Relations(text.text, found, topic).settle()
        claims += [_claim(draft, text, number, len(claims), year) for draft in found]
    return claims[:MOST]


def _drafts(text: str, year: int | None) -> list[ClaimDraft]:
    """The figures of a paragraph with the words around them."""
    found: list[ClaimDraft] = []
    owners: list[Owner] = []
    counted = figures.find(text)
    if not counted and not _DENIAL.search(text):
        return found
    for number, (start, end, here) in enumerate(drafts.in_sentences(text, counted)):
        here = _with_denials(here, denials.find(text, start, end))
        drafted, named = drafts.of_sentence(text, start, end, here, number, year)
        if drafted:
            drafted[0].owners = (*owners, *drafted[0].owners)
            owners = []
        found += drafted
        owners += named
        if len(found) >= MOST:
            break
    return found[:MOST]


def _with_denials(here: list[Figure], denied: list[Figure]) -> list[Figure]:
    return sorted([*here, *denied], key=lambda figure: figure.start) if denied else here


def _claim(draft: ClaimDraft, text: Plain, paragraph: int, before: int, year: int | None) -> Claim:
    figure = draft.figure
    start, end = text.place(figure.start, figure.end)
    return Claim(
        claim=draft.words,
        value=-figure.value if draft.falling else figure.value,
        unit=figure.unit,
        approximate=figure.approximate,
        kind=draft.kind,
        subject=draft.subject,
        scope=draft.scope,
        year=None if draft.year == year else draft.year,
        whole=None if draft.whole is None else before + draft.whole,
        listing=draft.listing,
        position=Position(paragraph, start, end),
    )
