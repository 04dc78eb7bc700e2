"""What a body took over from others and gave away, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Q

from gongkai.organisations.models import Body, Succession


@dataclass(frozen=True, slots=True)
class Handover:
    """A succession as one of its two bodies sees it: the other body, the functions (none named: all the
    rest), and whether they were `taken` over or given away.
    """

    on: date
    other: Body
    taken: bool
    functions: tuple[str, ...]
    ground: str


def handovers_of(body: Body) -> list[Handover]:
    """What a body took over and gave away, in the order of the days: one query."""
    rows = (
        Succession.objects.filter(Q(predecessor=body) | Q(successor=body))
        .select_related("predecessor", "successor")
        .annotate(function=F("functions__name"))
        .order_by("on", "pk", "functions__code")
    )
    found = []
    for _pk, group in groupby(rows, key=lambda row: row.pk):
        same = list(group)
        first = same[0]
        taken = first.successor_id == body.pk
        other = first.predecessor if taken else first.successor
        functions = tuple(row.function for row in same if row.function)
        found.append(Handover(first.on, other, taken, functions, first.ground))
    return found
