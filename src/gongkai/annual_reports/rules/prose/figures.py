"""The figures of a sentence: a number with the measure word or per cent sign that makes it one.

Left out, because they count nothing or have two readings: dates, periods, ordinals and ranks, articles of
law, numbers of documents, ranges, numbers without a measure, lines of a table (`件 45`). Pure, linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.text import numerals

# A measure word and the characters after it with which it is part of another word (条例, 件数, 人民).
_MEASURES = {
    "个百分点": "", "人次": "", "件次": "", "批次": "", "间次": "", "户次": "", "家次": "", "场次": "",
    "项次": "", "平方米": "", "公里": "", "万元": "", "亿元": "", "件": "数", "条": "例件款目幅",
    "篇": "幅目章", "个": "人信别性体", "次": "元要于日数序", "场": "所景面馆", "期": "限间末初刊内满待望货",
    "项": "目", "份": "额", "人": "民大社均口事才力", "家": "庭属长园", "元": "旦月宵",
    "起": "诉草始至来施步", "宗": "旨教地族", "户": "口籍外主", "册": "子", "例": "如外行会",
    "处": "理罚置级室长于分", "名": "称单录下誉", "张": "贴", "本": "年市县区级局机单部行月期次报",
    "类": "型别似", "部": "门分委署队级长办局", "套": "用", "辆": "", "台": "账湾风帐阶", "幅": "度",
    "封": "面存闭", "则": "", "批": "准评示复文", "组": "织成长合建", "种": "植类子业", "款": "项规待",
    "门": "户口槛类诊禁店", "所": "有在属列示以得", "座": "谈位机", "支": "持付出部队撑行", "字": "号样",
    "页": "面码", "间": "接隔断", "笔": "录试记", "亩": "", "吨": "", "位": "于置", "卷": "",
    "版": "本块面权", "分": "钟之别布析类",
}  # fmt: skip
_UNIT = re.compile(
    "|".join(f"{word}(?![{taken}])" if taken else word for word, taken in _MEASURES.items()) + "|项(?=目标)"
)
_OF_TIME = re.compile(r"个?(?:月|工作日|小时|自然日|分钟|星期|季度|学时|课时)")
_SCALE = re.compile(r"([万亿])[余多+]?$")
_MORE = re.compile(r"以上|以下|以内|左右|上下|余(?![额款])|多(?!次|个|种|样|媒|元)|开外")
_BOUND = re.compile(
    r"(?:[不未][应得能可]?(?:低于|少于|高于|超过|超|足|到|满)|至少|最多|最少|最高|大于|小于|高于|低于)$"
)
_RANKED = re.compile(r"(?:[第前]|名列|位列|位居|列|排名|[版批届])$")
_RANGE = re.compile(r"[\d余多万亿%](?:至|到|或)$")
_PREVIOUS_NUMBER = re.compile(r"[\d.]\s?$")
# 收到申请三件: a lone numeral is a word more often than a figure (一起), unless it ends such a clause.
_LONE = re.compile(
    r"(?:收到|接到|受理|申请|办结|办理|答复|结转|复议|诉讼|案件|共|计|为)"
    r"(?P<figure>[一二两三四五六七八九十])(?P<unit>[件条起例宗])(?=[，,。；;、)]|$|[^\w])"
)
_DISTRIBUTED = re.compile(r"分别(?:为|是|有|达|达到|公开|发布|占|收到|受理|办理)?(?:了)?$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence: `text[start:end]` is the number, `stop` the place behind its measure word.

    `negated`: no number is written, the span is that of the words that say there was none (未收到).
    `subject`: what it counts, where the words that were found say so themselves.
    """

    start: int
    end: int
    stop: int
    value: int | Decimal
    unit: str
    approximate: bool = False
    negated: bool = False
    subject: str = ""


def find(text: str) -> list[Figure]:
    """The figures of `text` in order."""
    mentions = numerals.find(text)
    found = [figure for mention in mentions if (figure := _figure(text, mention))]
    taken = {figure.start for figure in found}
    found += [
        Figure(*match.span("figure"), match.end("unit"), _DIGITS.index(_even(match["figure"])), match["unit"])
        for match in _LONE.finditer(text)
        if match.start("figure") not in taken
    ]
    found += _sharing(text, mentions, found)
    return sorted(found, key=lambda figure: figure.start)


_DIGITS = "零一二三四五六七八九十"


def _even(figure: str) -> str:
    return "二" if figure == "两" else figure


def _figure(text: str, mention: numerals.NumberMention) -> Figure | None:
    number, start, end = mention.number, mention.start, mention.end
    before = text[max(0, start - 8) : start]
    if _RANKED.search(before) or _RANGE.search(before) or _PREVIOUS_NUMBER.search(before):
        return None
    value, unit, stop = number.value, "%", end
    if not number.percent:
        while text[stop : stop + 1] == " ":
            stop += 1
        measure = _UNIT.match(text, stop)
        if measure is None or _OF_TIME.match(text, stop):
            return None
        scale = _SCALE.search(number.text)
        factor = {"万": 10**4, "亿": 10**8}[scale[1]] if scale else 1
        value, unit = value / factor, (scale[1] if scale else "") + measure[0]
        stop = measure.end()
        if text[stop : stop + 1].isdigit():
            return None  # a line of a table: 申请总数 10 件 4
    more = _MORE.match(text, stop)
    approximate = number.approximate or bool(more or _BOUND.search(before))
    return Figure(start, end, more.end() if more else stop, exact(value), unit, approximate)


def exact(value: Decimal) -> int | Decimal:
    """A whole number as int, any other as it is."""
    return int(value) if value == value.to_integral_value() else value


def _sharing(text: str, mentions: list[numerals.NumberMention], found: list[Figure]) -> list[Figure]:
    """The numbers before the one that carries the measure: 分别为1、2、3件."""
    if "分别" not in text:
        return []
    at = {mention.end: mention for mention in mentions}
    shared: list[Figure] = []
    for figure in found:
        chain: list[Figure] = []
        start, unit = figure.start, figure.unit
        while (joint := text[start - 1 : start]) in ("、", "和", "及", "与", "，") and joint:
            mention = at.get(start - 1)
            if mention is None or mention.number.percent or _SCALE.search(mention.number.text):
                break
            value = exact(mention.number.value)
            chain.append(replace(figure, start=mention.start, end=mention.end, stop=mention.end, value=value))
            start = mention.start
        if chain and _DISTRIBUTED.search(text[max(0, start - 8) : start]) and unit[0] not in "万亿":
            shared += chain
    return shared
