"""Running text cut at the places that are marked in it, as the component `marked_text` draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from gongkai.design.table import TableMark

MOST: Final = 3_000  # paragraphs
_WEIGHT: Final = {"error": 0, "warn": 1, "ask": 2, "claim": 3}


@dataclass(frozen=True)
class MarkedPlace:
    """A marked place of a paragraph. `kind`: claim, or the level of a finding, whose number is `mark`."""

    paragraph: int
    start: int
    end: int
    id: str
    kind: str
    title: str = ""
    mark: TableMark | None = None


def paragraphs(texts: Sequence[str], places: Iterable[MarkedPlace]) -> list[dict[str, Any]]:
    """Every paragraph with its number, in parts; places outside of the text are left out.

    Where places overlap the gravest colours the part; each has its id at its first part and its number
    after its last.
    """
    inside: dict[int, list[MarkedPlace]] = {}
    for place in places:
        if place.paragraph < len(texts) and 0 <= place.start < place.end <= len(texts[place.paragraph]):
            inside.setdefault(place.paragraph, []).append(place)
    return [
        {"id": f"para-{index + 1}", "number": index + 1, "parts": _parts(text, inside.get(index, []))}
        for index, text in enumerate(texts[:MOST])
    ]


def _parts(text: str, places: Sequence[MarkedPlace]) -> list[dict[str, Any]]:
    if not places:
        return [{"text": text}]
    cuts = sorted({0, len(text), *(place.start for place in places), *(place.end for place in places)})
    parts = []
    for start, end in pairwise(cuts):
        here = sorted(
            (place for place in places if place.start <= start and end <= place.end),
            key=lambda place: _WEIGHT[place.kind],
        )
        begins = [place.id for place in here if place.start == start]
        # Several places may begin here; all but the last get an empty part that bears their name.
        parts += [{"text": "", "id": id} for id in begins[1:]]
        part: dict[str, Any] = {"text": text[start:end], "id": begins[0] if begins else ""}
        if here:
            part |= {"kind": here[0].kind, "title": here[0].title}
            part["marks"] = _distinct(place.mark for place in here if place.mark and place.end == end)
        parts.append(part)
    return parts


def _distinct(marks: Iterable[TableMark]) -> tuple[TableMark, ...]:
    return tuple({mark.number: mark for mark in marks}.values())
