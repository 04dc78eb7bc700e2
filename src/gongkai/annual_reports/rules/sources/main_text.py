"""Where on a page its report stands: the smallest block with nearly all of its chapters and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

# The words of chapters and tables. Navigation has some of them, but in links, which do not count.
_LANDMARK = re.compile(
    "总体情况|總體情況|概述|主动公开政府信息|主動公開政府信息|依申请公开|依申請公開|收到和处理|收到和處理|第二十条第|第二十條第"
    "|统计期限|統計期限|行政复议|行政複議|行政诉讼|行政訴訟|收费及减免|存在的|改进|改進|其他需要|本年新收|结转|結轉|予以公开|予以公開"
)
# The heading of a chapter: none may be left outside.
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十]{1,2}[)）])")
_SENTENCE = re.compile("[。；;]")
_FEWEST = 3
_INSIDE_TABLES = frozenset(("table", "tbody", "thead", "tfoot", "tr"))


@dataclass(slots=True)
class Layout:
    """`main`: the block of the report, None where it is not certain; `frames`: tables that only arrange."""

    main: etree._Element | None = None
    frames: set[etree._Element] = field(default_factory=set)


@dataclass(slots=True)
class _Count:
    landmarks: int = 0
    prose: int = 0
    chapters: int = 0

    def take(self, text: str | None) -> None:
        if not text:
            return
        self.landmarks += len(_LANDMARK.findall(text))
        self.chapters += _CHAPTER.match(text) is not None
        if len(text) >= 12 and _SENTENCE.search(text):
            self.prose += len(text)


def find(root: etree._Element, skipped: Callable[[etree._Element], bool]) -> Layout:
    """Walk the page once; `skipped` says which elements (hidden, scripts) are no part of what is shown."""
    layout = Layout()
    counted = _counted(root, skipped, layout)
    total = counted[-1][1] if counted else _Count()
    if total.landmarks >= _FEWEST:
        # Children end before their parents: the first block with enough is the smallest.
        layout.main = next(
            (
                element
                for element, count in counted
                if count.landmarks * 10 >= total.landmarks * 9
                and count.prose * 10 >= total.prose * 9
                and count.chapters == total.chapters
            ),
            None,
        )
    if layout.main is not None:
        layout.frames.update(layout.main.iterancestors("table"))
    return layout


def _counted(
    root: etree._Element, skipped: Callable[[etree._Element], bool], layout: Layout
) -> list[tuple[etree._Element, _Count]]:
    events = etree.iterwalk(root, events=("start", "end"))
    open_counts, found = [_Count()], []
    tables: list[etree._Element] = []
    links, passed = 0, None
    for event, element in events:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or skipped(element):
                events.skip_subtree()
                passed = element
                continue
            if tag == "table":
                layout.frames.update(tables)
                tables.append(element)
            links += tag == "a"
            open_counts.append(_Count())
            open_counts[-1].take(None if links else element.text)
            continue
        if element is not passed:
            count = open_counts.pop()
            open_counts[-1].landmarks += count.landmarks
            open_counts[-1].prose += count.prose
            open_counts[-1].chapters += count.chapters
            if tag == "table":
                tables.pop()
            links -= tag == "a"
            if count.landmarks >= _FEWEST and tag not in _INSIDE_TABLES:
                found.append((element, count))
        open_counts[-1].take(None if links else element.tail)
    return found
