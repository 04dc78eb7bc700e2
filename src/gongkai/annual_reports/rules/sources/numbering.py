"""The numbers that Word puts before paragraphs by itself (一、, (二), 3.): they are seen, but are not text.

ECMA-376 part 1, 17.9. What is not certain (a format not listed here) gives no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

_HAN = "〇一二三四五六七八九"
_LEVEL = re.compile(r"%([1-9])")
_DEEPEST_STYLE = 20


def han(number: int) -> str:
    """一 … 九十九; plain digits beyond."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
    return head + (_HAN[ones] if ones else "")


def _letters(number: int) -> str:
    return chr(96 + number) if 1 <= number <= 26 else str(number)


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": str,
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "japaneseCounting": han,
    "ideographDigital": han,
    "taiwaneseCounting": han,
    "taiwaneseCountingThousand": han,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
}


def attribute(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of the element's own namespace, empty if there is none."""
    if element is None:
        return ""
    tag = str(element.tag)
    return element.get(tag[: tag.index("}") + 1] + name, "")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along local names in the element's own namespace."""
    for name in path:
        if element is None:
            return None
        tag = str(element.tag)
        element = element.find(tag[: tag.index("}") + 1] + name)
    return element


@dataclass(slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class _List:
    """A list of the document: its counting is shared by all that have the same `abstract`."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the document's lists while its paragraphs go by, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = _lists(numbering)
        self._styles = _style_lists(styles)
        self._counts: dict[str, dict[int, int]] = {}

    def before(self, properties: etree._Element | None) -> str:
        """The number seen before the paragraph with these `pPr`, empty if none; counts it."""
        own = child(properties, "numPr")
        style = self._styles.get(attribute(child(properties, "pStyle")), ("", ""))
        number = attribute(child(own, "numId")) or style[0]
        depth = attribute(child(own, "ilvl")) or style[1] or "0"
        found = self._lists.get(number)
        if found is None or not re.fullmatch("[0-8]", depth):
            return ""
        level = int(depth)
        if level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.abstract, {})
        if level in found.restarts:
            counts[level] = found.restarts.pop(level) - 1
        counts[level] = counts.get(level, found.levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _written(found, level, counts)


def _written(found: _List, level: int, counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        shown = found.levels.get(at)
        write = _FORMATS.get(shown.format) if shown else None
        return write(counts.get(at, shown.start)) if write and shown else "\x00"

    text = _LEVEL.sub(number, found.levels[level].text)
    return "" if "\x00" in text or found.levels[level].format in ("bullet", "none") else text.strip()


def _lists(root: etree._Element | None) -> dict[str, _List]:
    if root is None:
        return {}
    space = str(root.tag)[: str(root.tag).index("}") + 1]
    abstract = {
        attribute(item, "abstractNumId"): _levels(item, space) for item in root.iter(f"{space}abstractNum")
    }
    lists = {}
    for item in root.iter(f"{space}num"):
        key = attribute(child(item, "abstractNumId"))
        found = _List(key, dict(abstract.get(key, {})))
        for override in item.iter(f"{space}lvlOverride"):
            level = attribute(override, "ilvl")
            start = attribute(child(override, "startOverride"))
            if level.isdecimal() and start.isdecimal():
                found.restarts[int(level)] = int(start)
            found.levels |= _levels(override, space)
        lists[attribute(item, "numId")] = found
    return lists


def _levels(item: etree._Element, space: str) -> dict[int, _Level]:
    levels = {}
    for level in item.iter(f"{space}lvl"):
        at, start = attribute(level, "ilvl"), attribute(child(level, "start"))
        if at.isdecimal():
            levels[int(at)] = _Level(
                int(start) if start.isdecimal() else 1,
                attribute(child(level, "numFmt")) or "decimal",
                attribute(child(level, "lvlText")),
            )
    return levels


def _style_lists(root: etree._Element | None) -> dict[str, tuple[str, str]]:
    """Style → (numId, level), through the styles it is based on."""
    if root is None:
        return {}
    space = str(root.tag)[: str(root.tag).index("}") + 1]
    styles = {attribute(item, "styleId"): item for item in root.iter(f"{space}style")}
    found = {}
    for key in styles:
        at: str = key
        for _step in range(_DEEPEST_STYLE):
            item = styles.get(at)
            if item is None:
                break
            numbers = child(item, "pPr", "numPr")
            if numbers is not None:
                found[key] = (attribute(child(numbers, "numId")), attribute(child(numbers, "ilvl")))
                break
            at = attribute(child(item, "basedOn"))
    return found
