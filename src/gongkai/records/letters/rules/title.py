"""How a title of several lines is broken: whole words, in the shape of a trapezoid or a lozenge (7.3.1).

GB/T 9704-2012 asks for 回行时词意完整、排列对称、长短适宜、间距恰当, shaped as 梯形 or 菱形. Word
segmentation is not needed for that: titles are made of a small stock of official words, and what breaks
them badly is known.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise, product
from typing import Final

# Never broken inside; the longest is taken first. Words of official titles, not a general dictionary.
_OFFICIAL_WORDS: Final = (
    "政府信息公开 信息公开 依申请公开 主动公开 申请答复书 答复书 告知书 意见书 通知书 "
    "补正 延期 收费 第三方 征求意见 人民政府 办公室 委员会 管理局 管理委员会 "
    "领导小组 指挥部 发展和改革 自然资源 生态环境 卫生健康 市场监督 人力资源 社会保障 "
    "住房和城乡建设 城乡建设 交通运输 农业农村 文化和旅游 退役军人 应急管理 行政审批 "
    "政务服务 政务公开 城市更新 人民政府办公厅 人民政府办公室 公示制度 记录制度 "
    "审核制度 工作 报告 通知 通报 公告 通告 决定 意见 请示 批复 议案 纪要 方案 "
    "办法 规定 细则 规划 计划 要点 制度 清单 目录 有关 关于 进一步 推进 加强 "
    "规范 做好 印发 转发 开展 实施 落实 贯彻 建设 管理 服务 保护 改革 发展 环境 "
    "影响 评价 行政 执法 规范性 文件 公共 企业 事业 单位 项目 资金 使用 情况 "
    "年度 重点 领域 标准化 改造 征收 补偿 安置 房屋 土地 国有土地上房屋 国有 集体 "
    "专项 预算 决算 采购 招标 投标 监督 检查 考核 评估 试行 暂行 城市 全文 任务 "
    "分解 扩建 工程 部分 公开 政府 信息 申请 全市 全区 全省 "
)
_UNBREAKABLE: Final = re.compile(
    "|".join(sorted(map(re.escape, _OFFICIAL_WORDS.split()), key=len, reverse=True))
    + r"|[0-9A-Za-z.%〔〕\[\]-]+(?:[年月日号条届次批期个项家]|年度)?"
    + r"|第[一二三四五六七八九十百零〇]+[章条款项届次批期]"
)
_NOT_AT_START: Final = frozenset("的了和与及、，。；：！？”’）》〉】〕」等")
_NOT_AT_END: Final = frozenset("“‘（《〈【〔「第")
_GOOD_BEFORE: Final = ("关于", "《", "“")
_GOOD_AFTER: Final = ("、", "》", "”", "）", "的", "人民政府", "委员会", "局", "办公室")

# A break is sought this many characters around the place that would make all lines equal.
_WINDOW: Final = 6.0
# What is longer than this many lines is no title any more, and is set in full lines.
_MOST_LINES: Final = 5
_INSIDE, _FORBIDDEN, _SHAPE, _GOOD = 60.0, 1000.0, 40.0, -6.0


def width(text: str) -> float:
    """Width in full characters: Chinese 1, Latin letters and digits ½."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


@lru_cache(maxsize=512)
def break_title(title: str, most: int = 20) -> tuple[str, ...]:
    """The lines of a title, none wider than `most` characters where that is possible.

    A line break typed by its writer is kept and ends the matter.

    >>> break_title("云河市人民政府关于进一步做好政府信息公开申请办理工作的通知")
    ('云河市人民政府关于进一步', '做好政府信息公开申请办理工作的通知')
    """
    title = title.strip()
    if "\n" in title:
        return tuple(line.strip() for line in title.split("\n") if line.strip())
    if width(title) <= most:
        return (title,)
    costs = _costs(title)
    fewest = int(-(-width(title) // most))
    for lines in range(fewest, min(fewest + 2, _MOST_LINES) + 1):
        found = _best(title, lines, most, costs)
        if found:
            return found
    return _cut(title, most)


def _costs(title: str) -> list[float]:
    """What a break before each character costs; a negative cost is a good place."""
    costs = [0.0] * (len(title) + 1)
    for word in _UNBREAKABLE.finditer(title):
        for place in range(word.start() + 1, word.end()):
            costs[place] += _INSIDE
    for place in range(1, len(title)):
        if title[place] in _NOT_AT_START or title[place - 1] in _NOT_AT_END:
            costs[place] += _FORBIDDEN
        if title.startswith(_GOOD_BEFORE, place) or title.endswith(_GOOD_AFTER, 0, place):
            costs[place] += _GOOD
    return costs


def _best(title: str, lines: int, most: int, costs: list[float]) -> tuple[str, ...] | None:
    """The cheapest way to make so many lines, or None where none is lawful."""
    ideal = [width(title) * n / lines for n in range(1, lines)]
    windows = [
        [p for p in range(1, len(title)) if costs[p] < _INSIDE and abs(width(title[:p]) - goal) <= _WINDOW]
        for goal in ideal
    ]
    best: tuple[float, tuple[str, ...]] | None = None
    for cut in product(*windows):
        edges = (0, *cut, len(title))
        parts = tuple(title[a:b] for a, b in pairwise(edges))
        widths = [width(part) for part in parts]
        if list(cut) != sorted(set(cut)) or max(widths) > most or min(widths) < 3:
            continue
        cost = sum(costs[place] for place in cut) + _shape(widths)
        if best is None or cost < best[0]:
            best = cost, parts
    return best[1] if best else None


def _shape(widths: list[float]) -> float:
    """How far the lines are from a trapezoid (widths rise or fall) or a lozenge (rise, then fall)."""
    steps = [b - a for a, b in pairwise(widths)]
    rising, falling = all(s > 0 for s in steps), all(s < 0 for s in steps)
    peak = widths.index(max(widths))
    lozenge = (
        len(widths) > 2
        and 0 < peak < len(widths) - 1
        and all(s > 0 for s in steps[:peak])
        and all(s < 0 for s in steps[peak:])
    )
    shaped = 0.0 if rising or falling or lozenge else _SHAPE
    # A difference of one or two characters a line looks meant; none looks square, many look torn.
    return shaped + sum((abs(step) - 3.0) ** 2 / 3 for step in steps)


def _cut(title: str, most: int) -> tuple[str, ...]:
    """Where nothing better is possible: full lines."""
    lines, line = [], ""
    for character in title:
        if width(line + character) > most:
            lines.append(line)
            line = ""
        line += character
    return (*lines, line)
