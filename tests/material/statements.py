"""Prose with its figures marked, and the reading that a report with this prose and these tables gives.

A figure is written `<12 applications.received scope=全市 year=2022 whole=0 listing=closed kind=share about>`:
its value first, then its subject if it has one, then whatever of a claim is not the default. The text that
the checks see has only the value in its place; the measure word follows it.

Shorter: new, in, done, out, due for applications.received … applications.due; `of=0` for a part in an open
list of claim 0, `all=0` in a complete one, `share=0` for a percentage of it, `grew=0` for its growth.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from gongkai.annual_reports.rules import Claim, Position, Reading
from tests.material import forms

_SHORT = {"new": "received", "in": "carried_in", "done": "closed", "out": "carried_out", "due": "due"}
_RELATIONS = {"of": "listing=open", "all": "listing=closed", "share": "kind=share", "grew": "kind=growth"}
_FIGURE = re.compile(r"<([^<>]+)>")
_UNIT = re.compile(r"%|[万亿]?(?:人次|件次|元|[条件篇个次份项期起])")


def reading(
    *paragraphs: str, place: str | None = "云溪市", year: int | None = 2023, **figures: Any
) -> Reading:
    """A reading whose prose is `paragraphs`; `figures` are tables (table3=…) and format, 2021 unless said."""
    claims: list[Claim] = []
    texts = [_plain(text, index, claims) for index, text in enumerate(paragraphs)]
    shape = {"place": place, "year": year, "format": "2021", "narrative": [], "unread": []} | figures
    read = Reading.from_json(shape)
    return Reading(read.place, read.year, read.format, read.tables, tuple(claims), (), tuple(texts))


def tables(format: str = "2021", **cells: dict[str, int]) -> dict[str, Any]:
    """Tables three and four full of zeros, but for rows named like `new={"natural": 3}`."""
    report = forms.figures(format, 0, 0)
    for row, values in cells.items():
        line = report["table4"] if row in report["table4"] else report["table3"]
        line[row].update(values)
    return {"format": format, "table3": report["table3"], "table4": report["table4"]}


def _plain(text: str, paragraph: int, claims: list[Claim]) -> str:
    parts, before = [], ""
    last = 0
    for match in _FIGURE.finditer(text):
        before += text[last : match.start()]
        claims.append(_claim(match[1].split(), before, text[match.end() :], paragraph))
        before += match[1].split()[0]
        last = match.end()
    parts.append(before + text[last:])
    return "".join(parts)


def _spelled(word: str) -> list[str]:
    name, _, index = word.partition("=")
    if name in _RELATIONS:
        return [_RELATIONS[name], f"whole={index}"]
    return [f"applications.{_SHORT[word]}"] if word in _SHORT else [word]


def _claim(figure: list[str], before: str, after: str, paragraph: int) -> Claim:
    words = [each for word in figure for each in _spelled(word)]
    named = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    subject = next((word for word in words[1:] if "." in word and "=" not in word), "")
    unit = _UNIT.match(after.lstrip("余多"))
    value = Decimal(words[0])
    return Claim(
        claim=re.split(r"[，。；：、,;]", before)[-1][-20:] or "数量",
        value=int(value) if value == value.to_integral_value() and "." not in words[0] else value,
        unit=unit[0] if unit else "件",
        approximate="about" in words,
        kind=named.get("kind", "count"),
        subject=subject,
        scope=named.get("scope", ""),
        year=int(named["year"]) if "year" in named else None,
        whole=int(named["whole"]) if "whole" in named else None,
        listing=named.get("listing", ""),
        position=Position(paragraph, len(before), len(before) + len(words[0])),
    )
