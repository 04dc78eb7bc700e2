"""Which unit a report is of: by the name its text bears, else by the name of its file or folder.

Only what is certain is said. A name that fits two units, or a text and a file name that speak of different
ones, leaves the question to a person, with a sentence on what was seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from gongkai.text.script import fold_width

_GOVERNMENT = re.compile(r"(?<=[省市县区旗州乡镇盟])(?:人民)?政府$")
_OFFICE = re.compile(r"街道办事处$")
_CJK = re.compile(r"[\u3400-\u9fff]")
# What may stand behind a unit's name in the name of a file without making it another unit's.
_FOLLOWS = re.compile(
    r"关于|的|政府信息|信息公开|政务公开|年度|年报|报告|草稿|初稿|定稿|终稿|修改|送审|报送|人民政府(?!办)|政府(?!办|信)"
)
_SEPARATORS = re.compile(r"[\\/]+")


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A unit with every name it bore, full and short; `regions`: the names of the bodies above it."""

    id: int
    names: tuple[str, ...]
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """`id` None: nobody can say; `by` is place, name or empty; `note` what a person should know."""

    id: int | None
    by: str = ""
    note: str = ""


def normal(name: str) -> str:
    """A body's name as it is compared: half-width, without spaces, 人民政府 and 办事处 at its end.

    >>> normal("云河市 明河区人民政府")
    '云河市明河区'
    """
    folded = "".join(fold_width(name).split())
    return _OFFICE.sub("街道", _GOVERNMENT.sub("", folded))


def match(units: Sequence[UnitNames], place: str | None, path: str) -> Match:
    """The unit of a draft whose text says `place` (None: nothing certain) and whose file is `path`."""
    called = _names(units)
    title = {unit.id: unit.names[0] for unit in units}
    by_name = _in_path(called, path)
    if place is None:
        if len(by_name) > 1:
            named = "、".join(title[id] for id in sorted(by_name))
            return Match(None, note=f"正文没有写明单位，文件名里有几个单位（{named}），请选定")
        if by_name:
            return Match(by_name.pop(), "name")
        return Match(None, note="正文和文件名都没有写明是哪个单位，请选定")
    found = called.get(normal(place), set())
    if len(found) == 1 and not by_name - found:
        return Match(next(iter(found)), "place")
    if len(found) == 1:
        named = "、".join(title[id] for id in sorted(by_name))
        return Match(None, note=f"正文写的是“{place}”，文件名写的是“{named}”，请核对后选定")
    if by_name:
        named = "、".join(title[id] for id in sorted(by_name))
        return Match(None, note=f"正文写的是“{place}”，名单里没有；文件名写的是“{named}”，请核对后选定")
    return Match(None, note=f"正文写的是“{place}”，名单里没有这个单位，请选定，或者先把它加入名单")


def _names(units: Sequence[UnitNames]) -> dict[str, set[int]]:
    """Name → the units it may mean. A name without its region counts where no other unit's ends with it."""
    called: dict[str, set[int]] = {}
    for unit in units:
        for name in filter(None, map(normal, unit.names)):
            called.setdefault(name, set()).add(unit.id)
    shortened: dict[str, set[int]] = {}
    for unit in units:
        for region, name in product(map(normal, unit.regions), map(normal, unit.names)):
            if region and name.startswith(region) and len(name) - len(region) >= 2:
                shortened.setdefault(name.removeprefix(region), set()).add(unit.id)
    for name, ids in shortened.items():
        others = {id for known, owners in called.items() if known.endswith(name) for id in owners}
        if len(ids) == 1 and not others - ids:
            called.setdefault(name, set()).update(ids)
    return called


def _in_path(called: dict[str, set[int]], path: str) -> set[int]:
    """The units whose names stand in the path, each name by itself and not as a part of a longer one."""
    text = _SEPARATORS.sub("", "".join(fold_width(path).split())).rpartition(".")[0]
    spans: list[tuple[int, int, set[int]]] = []
    for name, ids in called.items():
        start = text.find(name)
        while start >= 0:
            if _stands_alone(text, start, start + len(name)):
                spans.append((start, start + len(name), ids))
            start = text.find(name, start + 1)
    outer = [
        ids
        for start, end, ids in spans
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ids in spans)
    ]
    return set().union(*outer) if outer else set()


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end:]
    free_before = not before or not re.match(r"[省市县区旗州乡镇盟道]", before)
    return free_before and (not after or not _CJK.match(after[0]) or _FOLLOWS.match(after) is not None)
