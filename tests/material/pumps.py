"""Texts made from a pattern's own literals and classes that make a search go over them again and again.

A search is superlinear where a repetition runs far from many beginnings and then fails, or where two
repetitions can share one run among them. So every repetition gets runs of what it takes, alone, behind what
must stand before it, and with that repeated; each followed by what no pattern takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from re import _constants as ops
from re import _parser as parser
from typing import Any

# A text of about so many characters.
Pump = Callable[[int], str]
Node = tuple[Any, Any]

# A repetition of at most so many is a constant, not a run.
_FEW = 40
# Characters a class may take though the pattern does not name them.
_USUAL = " \n\t1a中。,\u3000"
_NOWHERE = "\x01"
_MOST_PUMPS = 48


def pumps(source: str | bytes, flags: int) -> list[tuple[str, Pump]]:
    """Named pumps for a pattern, the same in every run; the most dangerous kinds of all its runs first."""
    tree = list(parser.parse(source, flags))
    found: dict[str, Pump] = {}
    runs = list(dict.fromkeys(_runs(tree, "", _alphabet(tree))))
    for kind in _KINDS:
        for before, unit, end in runs:
            for first, again, last in kind(before, unit, end):
                found.setdefault(f"{first!r}, {again!r} × n, {last!r}", _pump(first, again, last))
    whole = _example(tree)
    for again in (whole, whole + _NOWHERE) if whole else ():
        found.setdefault(f"{again!r} × n", _pump("", again, ""))
    return list(found.items())[:_MOST_PUMPS]


def _pump(first: str, again: str, last: str) -> Pump:
    return lambda size: first + again * (size // len(again) + 1) + last


# From what must stand before a run, what it takes at once and what ends it: a run in the empty; beginnings
# over and over with and without their runs; a run behind its beginning; all that line by line.
_KINDS: tuple[Callable[[str, str, str], Sequence[tuple[str, str, str]]], ...] = (
    lambda before, unit, end: [("", unit, end), ("", unit, _NOWHERE)],
    lambda before, unit, end: [("", before + unit, end), ("", before + unit, _NOWHERE)] if before else [],
    lambda before, unit, end: [("", before, end), ("", before, _NOWHERE)] if before else [],
    lambda before, unit, end: [(before, unit, end)] if before else [],
    lambda before, unit, end: [("", before + unit + "\n", end)],
)


def _runs(nodes: Sequence[Node], before: str, alphabet: str) -> Iterator[tuple[str, str, str]]:
    """What must stand before it, what it takes at once, what it does not take: of every long repetition."""
    for op, value in nodes:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > _FEW:
                end = _end(list(body), alphabet)
                for unit in _units(list(body), alphabet, before[-1:]):
                    yield before, unit, end
            yield from _runs(list(body), before, alphabet)
        else:
            for part in _parts(op, value):
                yield from _runs(part, before, alphabet)
        before += _example([(op, value)])


def _end(body: list[Node], alphabet: str) -> str:
    """What ends a run: nothing in its body begins with it."""
    tests = [takes for node in _firsts(body) if (takes := _class(node)) is not None]
    return next((c for c in (*alphabet[::-1], _NOWHERE) if not any(takes(c) for takes in tests)), _NOWHERE)


def _firsts(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes of one character that a sequence can begin with."""
    for op, value in nodes:
        if _class((op, value)) is not None:
            yield op, value
            return
        if op in (ops.ASSERT, ops.ASSERT_NOT, ops.AT):
            continue
        for part in _parts(op, value):
            yield from _firsts(part)
        if not (op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and value[0] == 0):
            return


def _units(body: list[Node], alphabet: str, before: str) -> list[str]:
    """What a repetition takes at once: characters of its class, unlike as other classes go, or alternatives.

    `before` is taken where a class takes it too: what begins a run may then stand in it (an escaped quote).
    """
    if len(body) == 1 and (takes := _class(body[0])) is not None:
        return [character for character in before + alphabet if takes(character)][:8]
    units = {_example(body): None, _example(body, before): None}
    for alternatives in (value[1] for op, value in body if op is ops.BRANCH):
        for alternative in alternatives:
            units |= {_example(list(alternative)): None, _example(list(alternative), before): None}
    for op, value in body:
        for part in _parts(op, value):
            units |= dict.fromkeys(_units(part, alphabet, before)[:4])
    return [unit for unit in units if unit][:12]


def _parts(op: Any, value: Any) -> list[list[Node]]:
    """The sequences a node is made of."""
    if op is ops.SUBPATTERN:
        return [list(value[3])]
    if op is ops.BRANCH:
        return [list(alternative) for alternative in value[1]]
    if op is ops.ATOMIC_GROUP:
        return [list(value)]
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return [list(value[1])]
    if op is ops.GROUPREF_EXISTS:
        return [list(part) for part in value[1:] if part]
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return [list(value[2])]
    return []


def _example(nodes: Sequence[Node], rather: str = "") -> str:
    """A short text that the nodes take, by their first alternatives and their fewest repetitions.

    `rather`: a character for every class that takes it.
    """
    text = ""
    for op, value in nodes:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            text += _example(list(value[2]), rather) * value[0]
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            continue
        elif (takes := _class((op, value))) is not None:
            named = [chr(value)] if op is ops.LITERAL else list(_named(op, value))
            text += next((c for c in (*rather, *named, *_USUAL) if takes(c)), "")
        else:
            parts = _parts(op, value)
            text += _example(parts[0], rather) if parts else ""
    return text


def _class(node: Node) -> Callable[[str], bool] | None:
    """What a node of one character takes; None for any other node."""
    op, value = node
    if op is ops.LITERAL:
        return lambda c: ord(c) == value
    if op is ops.NOT_LITERAL:
        return lambda c: ord(c) != value
    if op is ops.ANY:
        return lambda c: c != "\n"
    if op is ops.IN:
        negated = bool(value) and value[0][0] is ops.NEGATE
        inner = [item for item in value if item[0] is not ops.NEGATE]
        return lambda c: negated != any(_takes(item, c) for item in inner)
    if op is ops.CATEGORY:
        return lambda c: _takes(node, c)
    return None


_CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}


def _takes(item: Node, character: str) -> bool:
    op, value = item
    if op is ops.LITERAL:
        return ord(character) == int(value)
    if op is ops.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return op is ops.CATEGORY and re.fullmatch(_CATEGORIES[value], character) is not None


def _named(op: Any, value: Any) -> Iterator[str]:
    """The characters that a class names."""
    if op in (ops.LITERAL, ops.NOT_LITERAL):
        yield chr(value)
    elif op is ops.IN:
        for kind, what in value:
            if kind is ops.LITERAL:
                yield chr(what)
            elif kind is ops.RANGE:
                yield chr(what[0])
                yield chr(what[1])


def _alphabet(tree: list[Node]) -> str:
    """One character for each way of belonging to the pattern's classes, those of most classes first."""
    classes = list(_classes(tree))
    named = {c: None for node in classes for c in _named(*node)}
    tests = [takes for node in classes if (takes := _class(node)) is not None]
    like: dict[tuple[bool, ...], str] = {}
    for character in (*_USUAL, *named):
        like.setdefault(tuple(takes(character) for takes in tests), character)
    return "".join(character for _, character in sorted(like.items(), key=lambda pair: -sum(pair[0])))


def _classes(nodes: Sequence[Node]) -> Iterator[Node]:
    for op, value in nodes:
        if _class((op, value)) is not None:
            yield op, value
        for part in _parts(op, value):
            yield from _classes(part)
