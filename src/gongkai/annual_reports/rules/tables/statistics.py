"""The statistics of 2014–2018: a list of labels, each followed by its unit and one figure.

Tables in place and flattened text are both written as one flow in which separators stay visible; between a
row's label and the next label nothing may stand but its unit and its figure. Labels that occur twice
(被依法纠错数) are told apart by the rows before them, and only where all rows stand in the form's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.structure import FormRow, FormTable
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.labels import split
from gongkai.text.script import fold_width

_EMPTY = "文中有这一行，但是后面没有数字，看不出是空白还是漏掉了"
_UNCLEAR = "这一行的名称后面不是只有单位和一个数字，不能确定取哪一个"
_UNIT_DIFFERS = "这一行的单位是{seen}，统计表规定的是{due}"
_AMBIGUOUS = "表里有几行同名，前后的行没有按规定的次序排列，不能确定是哪一行"
_FEWEST = 3  # rows; fewer are words of the prose
# Rows that lists of before 2014 did not have yet: without any of them it is another list.
_OWN = frozenset(("1.1.1", "2.1", "2.2.3", "3.2.1", "3.2.2", "3.3.1", "8.1", "8.2"))

# Separators of the flow: the end of a cell, a cell seen to be empty, the end of a row.
CELL, BLANK, END = "\x1f", "\x1e", "\x1d"
_MONEY = "千元|万元|百万元|亿元|元"
UNITS = f"{_MONEY}|人次|条次|件次|条|件|次|篇|个|人|期|场|项|份|本|种|户|起|宗"
_HAN = r"\u3400-\u9fff"
_BETWEEN = re.compile(rf"(?<=[{_HAN}])(?<![一二三四五六七八九十])[ 、《》“”\"·]+(?=[{_HAN}《“])")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
# What may stand before a label in words: 其中, (一), 二、, (1).
_BEFORE = re.compile(
    rf"(?:[{CELL} ]{{0,60}}+(?:其中[:：]?|\((?:{_NUMERAL}|\d{{1,2}})\)[、.]?"
    rf"|(?<![{_HAN}]){_NUMERAL}[、.,:：]?)){{1,12}}+"
    rf"[{CELL} ]{{0,60}}+$"
)
# In digits: 3. — after a figure it is seen as such only where something stands between.
_NUMBER_BEFORE = re.compile(rf"(?P<digits>\d{{1,17}})[、.:：]+[{CELL} ]*$")
_HEAD = rf"数?(?:\((?P<remark>[^()]*)\))?[:：]?[{CELL} ]*(?:(?P<unit>{UNITS})[{CELL} ]*)?"
_TAIL = re.compile(rf"{_HEAD}(?P<value>{BLANK}|[^\s{CELL}{BLANK}]+)?[\s{CELL}{BLANK}]*")
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_LAST = re.compile(rf"{_HEAD}(?:{BLANK}|{_NUMBER})(?=[\s{CELL}]|$)(?![\s{CELL}{BLANK}]*-?\d)")
_VALUE = re.compile(rf"[-−–—/\\]{{1,4}}|{_NUMBER}(?:{UNITS})?")
_BEGINS = ("统计指标", "情况统计表")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A label met in the flow: the rows that bear it (none: a head without a figure) and what follows it."""

    rows: tuple[str, ...]
    tail: str


def read(table: FormTable, document: Document) -> Found:
    """Everything of the list that stands for certain in the cells, or else in the flow of the text."""
    found = Found(table)
    for flow in (*_flows_of_grids(document), _flow_of_pieces(document)):
        _read_flow(table, flow, found)
    if len(found.rows) < _FEWEST or not _OWN & {*found.rows, *found.refused}:
        return Found(table)
    for row in found.rows:
        # The prose, or a list of heads, names a row without its figure.
        if found.refused.get(row) in (_EMPTY, _UNCLEAR):
            del found.refused[row]
    return found


def _flows_of_grids(document: Document) -> Iterator[str]:
    for grid in document.grids:
        parts = []
        for top, line in enumerate(grid.rows):
            parts += [f"{box.text or BLANK}{CELL}" for box in line if box.top == top]
            parts.append(END)
        yield compact("".join(parts))


def _flow_of_pieces(document: Document) -> str:
    marks = {"end": END, "blank": BLANK + CELL}
    flow = compact("".join(marks.get(piece.kind, piece.text + CELL) for piece in document.pieces))
    # The annex stands at the end; what the chapters say in the same words stands before it.
    return flow[max(0, *(flow.rfind(words) for words in _BEGINS)) :]


def compact(text: str) -> str:
    """The flow without what makes no difference to a label: width, spaces and quotes between characters."""
    folded = re.sub(r"[ \t\r\n\u200b\ufeff]+", " ", fold_width(text).replace("〔", "(").replace("〕", ")"))
    return _BETWEEN.sub("", folded)


def _read_flow(table: FormTable, flow: str, found: Found) -> None:
    seen = [label for label in _labels(table, flow) if label.rows]
    if len({label.rows for label in seen}) < _FEWEST:
        return
    rows = _in_order(table, seen)
    for label, row in zip(seen, rows, strict=True):
        if row is not None:
            _take(found, table.rows[row], label.tail)
            continue
        for key in label.rows:
            found.refuse(key, _AMBIGUOUS)


def _in_order(table: FormTable, seen: list[_Seen]) -> list[str | None]:
    """The row of each label; where the rows do not follow each other as in the form, those of a name that two
    rows have stay open (None)."""
    order = {row: place for place, row in enumerate(table.rows)}
    rows: list[str | None] = []
    last = ""
    for label in seen:
        last = (label.rows[0] if len(label.rows) == 1 else _among(order, label.rows, last)) or ""
        rows.append(last or None)
    places = [order[row] if row else -1 for row in rows]
    if all(above < below for above, below in pairwise(places)):
        return rows
    return [label.rows[0] if len(label.rows) == 1 else None for label in seen]


def _among(order: Mapping[str, int], rows: tuple[str, ...], last: str) -> str | None:
    """The row of that name which may follow `last`: under it, or beside it under the same row."""
    parents = {last, last.rpartition(".")[0]} - {""}
    after = [row for row in rows if row.rpartition(".")[0] in parents and order[row] > order[last]]
    return after[0] if len(after) == 1 else None


def _take(found: Found, row: FormRow, tail: str) -> None:
    if not tail.strip(f"{CELL} "):
        found.refuse(row.key, _EMPTY)
        return
    match = _TAIL.fullmatch(tail)
    if match is None or (match["value"] and match["value"] != BLANK and not _VALUE.fullmatch(match["value"])):
        found.refuse(row.key, _UNCLEAR)
        return
    remark = match["remark"] or ""
    unit = match["unit"] or (remark if re.fullmatch(UNITS, remark) else "")
    if unit and (unit.endswith("元") or row.unit.endswith("元")) and unit != row.unit:
        found.refuse(row.key, _UNIT_DIFFERS.format(seen=unit, due=row.unit))
    elif match["value"] is None:
        found.refuse(row.key, _EMPTY)
    else:
        found.take(row.key, ["" if match["value"] == BLANK else match["value"]])


# ——— labels in the flow ———


@lru_cache(maxsize=4)
def _names(key: str, rows: tuple[FormRow, ...]) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    names: dict[str, list[str]] = {}
    for row in rows:
        for label in (row.label, *row.also):
            keys = names.setdefault(_name(label), [])
            if row.key not in keys:
                keys.append(row.key)
        for group in row.groups:
            names.setdefault(_name(group), [])
    longest = sorted(names, key=len, reverse=True)
    first = "".join(sorted({name[0] for name in names}))
    pattern = re.compile(rf"(?=[{first}])(?:{'|'.join(map(re.escape, longest))})")
    return pattern, {name: tuple(keys) for name, keys in names.items()}


def _name(label: str) -> str:
    """The label as it stands in a compact flow, without numbering and remark."""
    return split(compact(label).removeprefix("其中").lstrip(":："))[1]


def _labels(table: FormTable, flow: str) -> Iterator[_Seen]:
    pattern, names = _names(table.key, tuple(table.rows.values()))
    matches: list[re.Match[str]] = []
    for match in pattern.finditer(flow):
        if _stands_alone(flow, match, matches[-1].end() if matches else 0):
            matches.append(match)
    for match, following in zip_longest(matches, matches[1:]):
        end = following.start() if following else len(flow)
        tail = flow[match.end() : min(end, match.end() + 120)]
        number = _number_of(table, names[following[0]]) if following else ""
        if END in tail:
            tail = tail[: tail.index(END)]
        elif following:
            tail = _without_numbering(tail, number)
        elif last := _LAST.match(tail):
            # Behind the last label the text goes on.
            tail = last[0]
        yield _Seen(names[match[0]], tail)


def _stands_alone(flow: str, match: re.Match[str], before: int) -> bool:
    """Whether the words are a label and not a part of a longer one (未按时办结数)."""
    start = match.start()
    if len(match[0]) < 5:
        after = flow[match.end() : match.end() + 1]
        if after not in ("", CELL, " ", "(") or not re.search(
            rf"(?:^|[{CELL}{BLANK}{END} )、.．:：])$", flow[max(0, start - 1) : start]
        ):
            return False
    if start == before or not re.match(f"[{_HAN}]", flow[start - 1]):
        return True
    return flow[max(0, start - 2) : start] == "其中" or bool(
        re.search(rf"(?:\d|^)(?:{UNITS})$", flow[max(before, start - 4) : start])
    )


def _number_of(table: FormTable, rows: tuple[str, ...]) -> str:
    """The Arabic number that a row's label has in the form, if all rows of that name have the same."""
    numbers = {number[1] if (number := re.match(r"(\d+)\.", table.rows[row].label)) else "" for row in rows}
    return numbers.pop() if len(numbers) == 1 else ""


def _without_numbering(tail: str, number: str) -> str:
    """`tail` without the beginning of the next label, whose number in the form is `number` (if it has one).

    A figure glued to that number (条 121.政府公报) is cut where the form says which number it is; else it
    stays, and the row is not certain.
    """
    tail = _BEFORE.sub("", tail)
    glued = _NUMBER_BEFORE.search(tail)
    if glued is None:
        return tail
    before, digits = tail[: glued.start()], glued["digits"]
    if number and digits.endswith(number):
        tail = before + digits.removesuffix(number)
    elif before.endswith((CELL, BLANK, " ")) and not number:
        tail = before
    return _BEFORE.sub("", tail)
