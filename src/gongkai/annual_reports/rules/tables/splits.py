"""Digits of several cells run together: every way to split them that the form's sums allow.

A split is never chosen: it is proved. What every admissible way has in common is certain; the rest is not.
All of it assumes that the office left no cell empty and that the sums which decide do hold in the report.
Where the digits allow a single split and its sum fails, nothing is taken for certain either: a cell left
empty would look the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import accumulate
from math import prod

from gongkai.annual_reports.rules.structure import Identity

Cells = tuple[int, ...]

# A row of seven figures has 7 to 30 digits; fifteen cells in one string have 15 to 60.
MOST_DIGITS_PER_CELL = 6
_LONGEST_CELL = 8
_MOST_SPLITS, _MOST_SUMS, _MOST_WAYS = 2_000, 3_000, 1_000


class TooMany(ValueError):
    """More digits, or more ways to split them, than can be gone through."""


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a row; `cuts` are the places where a separator is left, so that a cell ends there."""

    text: str
    cuts: frozenset[int]

    @classmethod
    def of(cls, runs: Sequence[str]) -> Digits:
        """Digits from runs between separators."""
        return cls("".join(runs), frozenset(accumulate(len(run) for run in runs)))

    def cell(self, start: int, end: int) -> int | None:
        """The figure between two places; None if it would begin with 0 or reach over a separator."""
        if end - start > 1 and (self.text[start] == "0" or not self.cuts.isdisjoint(range(start + 1, end))):
            return None
        return int(self.text[start:end])


def any_splits(digits: Digits, width: int) -> tuple[int, Cells]:
    """How many ways there are to split into `width` figures without regard to any sum, and the first of them.

    Raises TooMany for more digits than that many cells have.
    """
    size = len(digits.text)
    _bound(size, width)
    ways: list[list[tuple[int, int | None]]] = [[(0, None)] * (size + 1) for _ in range(width + 1)]
    ways[0][0] = (1, None)
    for count in range(1, width + 1):
        for end in range(count, size + 1):
            before = [
                (start, ways[count - 1][start][0])
                for start in range(end)
                if ways[count - 1][start][0] and digits.cell(start, end) is not None
            ]
            ways[count][end] = (sum(number for _, number in before), before[0][0] if before else None)
    if not ways[width][size][0]:
        return 0, ()
    cells, end = [], size
    for count in range(width, 0, -1):
        start = ways[count][end][1] or 0
        cells.append(int(digits.text[start:end]))
        end = start
    return ways[width][size][0], tuple(reversed(cells))


def closing_splits(digits: Digits, width: int) -> list[Cells]:
    """Every split into `width` figures of which the last is the sum of the others; TooMany if endless."""
    _bound(len(digits.text), width)
    return _Closing(digits, width).between(0, len(digits.text))


def closing_groups(digits: Digits, width: int, groups: int) -> list[set[int]]:
    """For each of `groups` × `width` cells, the figures it has in some split in which every group closes.

    A group closes if its last figure is the sum of the others. Empty sets if no split does; TooMany if
    endless.
    """
    size = len(digits.text)
    _bound(size, width * groups)
    closing = _Closing(digits, width)
    reached: list[set[int]] = [{0}]
    steps: list[dict[tuple[int, int], list[Cells]]] = []
    for index in range(groups):
        left = (groups - index - 1) * width
        found = {
            (start, end): cells
            for start in reached[-1]
            for end in ([size] if not left else range(start + width, size - left + 1))
            if (cells := closing.between(start, end))
        }
        steps.append(found)
        reached.append({end for _, end in found})
    values: list[set[int]] = [set() for _ in range(width * groups)]
    goals = {size}
    for index in range(groups - 1, -1, -1):
        kept = {place: cells for place, cells in steps[index].items() if place[1] in goals}
        goals = {start for start, _ in kept}
        for split in (split for cells in kept.values() for split in cells):
            for position, value in enumerate(split):
                values[index * width + position].add(value)
    return values


def _bound(size: int, width: int) -> None:
    if size > width * MOST_DIGITS_PER_CELL:
        raise TooMany


class _Closing:
    """Splits of parts of the digits into `width` figures of which the last is the sum of the others.

    The summands are split in two halves, each of which has few ways to be split; halves are matched by sum.
    """

    def __init__(self, digits: Digits, width: int) -> None:
        self.digits = digits
        self.first, self.second = (width - 1) // 2, width - 1 - (width - 1) // 2
        self.known: dict[tuple[int, int, int], dict[int, list[Cells]]] = {}
        self.ways = 0

    def between(self, start: int, end: int) -> list[Cells]:
        """Every split of text[start:end]."""
        found: list[Cells] = []
        summands = self.first + self.second
        for place in range(max(end - _LONGEST_CELL, start + summands), end):
            total = self.digits.cell(place, end)
            # A sum has at least as many digits as its longest summand.
            if total is not None and (end - place) * summands >= place - start:
                found += self._adding_up(start, place, total)
        self.ways += len(found)
        if self.ways > _MOST_SPLITS:
            raise TooMany
        return found

    def _adding_up(self, start: int, end: int, total: int) -> Iterator[Cells]:
        low = max(start + self.first, end - self.second * _LONGEST_CELL)
        high = min(end - self.second, start + self.first * _LONGEST_CELL)
        for middle in range(low, high + 1):
            right = self._by_sum(self.second, middle, end)
            if not right:
                continue
            for value, ways in self._by_sum(self.first, start, middle).items():
                for others in right.get(total - value, ()):
                    for cells in ways:
                        yield (*cells, *others, total)

    def _by_sum(self, count: int, start: int, end: int) -> dict[int, list[Cells]]:
        """The splits of text[start:end] into `count` figures, by their sum."""
        if count == 0:
            return {0: [()]} if start == end else {}
        known = self.known.get((count, start, end))
        if known is not None:
            return known
        found: dict[int, list[Cells]] = {}
        for place in range(max(start + count - 1, end - _LONGEST_CELL), end):
            last = self.digits.cell(place, end)
            if last is None:
                continue
            for value, ways in self._by_sum(count - 1, start, place).items():
                found.setdefault(value + last, []).extend((*cells, last) for cells in ways)
        self.known[count, start, end] = found
        return found


@dataclass(slots=True)
class SplitRows:
    """The rows of a table, each with all its admissible splits, under relations along the columns."""

    columns: Sequence[str]
    ways: dict[str, list[Cells]]
    relations: Sequence[Identity] = field(default_factory=list)

    def _complete(self) -> list[Identity]:
        """The relations of which every row is there."""
        return [
            identity
            for identity in self.relations
            if all(term.key in self.ways for term in (*identity.left, *identity.right))
        ]

    def related(self) -> set[str]:
        """The rows of the relations that can be tried."""
        return {term.key for each in self._complete() for term in (*each.left, *each.right)}

    def narrowed(self) -> dict[str, list[Cells]] | None:
        """The splits that the columns leave; None if the columns cannot close at all.

        Never drops a split that belongs to some assignment in which every relation holds.
        """
        ways, relations = dict(self.ways), self._complete()
        if not relations:
            return ways
        changed = True
        while changed:
            changed = False
            for identity in relations:
                for index in range(len(self.columns)):
                    for row, kept in _kept(identity, index, ways).items():
                        if not kept:
                            return None
                        changed = changed or len(kept) < len(ways[row])
                        ways[row] = kept
        return self._together(ways, relations)

    def _together(
        self, ways: dict[str, list[Cells]], relations: Sequence[Identity]
    ) -> dict[str, list[Cells]] | None:
        """Where few rows are open: only splits that stand in a whole assignment."""
        rows = {term.key for identity in relations for term in (*identity.left, *identity.right)}
        open_rows = [row for row in rows if len(ways[row]) > 1]
        if not open_rows or prod(len(ways[row]) for row in open_rows) > _MOST_WAYS:
            return ways
        settled = {row: ways[row][0] for row in rows}
        choices: Iterable[dict[str, Cells]] = reduce(
            lambda made, row: [{**one, row: way} for one in made for way in ways[row]],
            open_rows,
            [settled],
        )
        whole = [choice for choice in choices if not any(self.gaps(choice, relations))]
        if not whole:
            return None
        return ways | {row: list(dict.fromkeys(choice[row] for choice in whole)) for row in open_rows}

    def gaps(self, choice: Mapping[str, Cells], relations: Sequence[Identity]) -> Iterator[int]:
        """Left minus right, for every relation and column."""
        for identity in relations:
            for index in range(len(self.columns)):
                yield sum(sign * choice[row][index] for row, sign in _signed(identity))

    def explains(self, choice: Mapping[str, Cells], row: str, digits: Digits) -> bool:
        """Whether the columns would close if `row` had other figures that its digits can mean too."""
        relations = self._complete()
        needed: list[int] = []
        for index in range(len(self.columns)):
            changes = set()
            for identity in relations:
                gap = sum(sign * choice[key][index] for key, sign in _signed(identity))
                sign = dict(_signed(identity)).get(row, 0)
                if not sign and gap:
                    return False
                if sign:
                    changes.add(-gap * sign)
            if len(changes) > 1:
                return False
            needed.append(choice[row][index] + (changes.pop() if changes else 0))
        if min(needed) < 0 or tuple(needed) == tuple(choice[row]):
            return False
        ends = set(accumulate(len(str(value)) for value in needed))
        return "".join(map(str, needed)) == digits.text and digits.cuts <= ends


def _signed(identity: Identity) -> list[tuple[str, int]]:
    return [
        *((term.key, term.sign) for term in identity.left),
        *((term.key, -term.sign) for term in identity.right),
    ]


def _kept(identity: Identity, index: int, ways: Mapping[str, list[Cells]]) -> dict[str, list[Cells]]:
    """For each open row of the relation, the splits whose figure in this column some others balance."""
    terms = _signed(identity)
    domains = [{sign * way[index] for way in ways[row]} for row, sign in terms]
    before, after = _sums(domains), _sums(domains[::-1])
    if before is None or after is None:
        return {}
    kept = {}
    for place, (row, sign) in enumerate(terms):
        left, right = before[place], after[len(terms) - place - 1]
        allowed = {value for value in domains[place] if any(-value - other in right for other in left)}
        if len(allowed) < len(domains[place]):
            kept[row] = [way for way in ways[row] if sign * way[index] in allowed]
    return kept


def _sums(domains: Sequence[set[int]]) -> list[set[int]] | None:
    """The sums that the first 0, 1, 2 … domains can have; None if they are too many to go through."""
    sums = [{0}]
    for domain in domains:
        if len(sums[-1]) * len(domain) > _MOST_SUMS:
            return None
        sums.append({total + value for total in sums[-1] for value in domain})
    return sums
