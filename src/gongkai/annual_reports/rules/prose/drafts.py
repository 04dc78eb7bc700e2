"""A figure with the words around it: before it is known what it is a part of.

For every figure of a sentence: the clause before it from its beginning (when, whose, what), the words after
it where nothing stands before, whether it counts, shares or grew. Pure text, no errors, linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongkai.annual_reports.rules.prose import leads, sentences
from gongkai.annual_reports.rules.prose.figures import Figure
from gongkai.annual_reports.rules.prose.leads import Lead

_PUNCTUATION = r",，。；;：:、()（）|\s!！?？—"
_PHRASE = re.compile(rf"(?:“[^“”]{{1,30}}”|《[^《》]{{1,30}}》|[^{_PUNCTUATION}“”《》]){{1,120}}+ ?$")
_END = re.compile(rf"[{_PUNCTUATION}“”《》\d]")
_MARKS = frozenset(",，。；;：:、()（）| \t\n\xa0!！?？—")
_QUOTED = re.compile("[“”《》]")
_REMARK = re.compile(r"[(（][^()（）]*[)）]\s*$")
_LEAD = re.compile(
    r"^(?:其中|累计|全年|全市|全县|全区|本年度?|年内|20\d\d年度?|共计|共|总计|分别|以及|和|与|及(?!时)|的|我[省市县区局])+"
)
_TAIL = re.compile(
    r"(?:累计|共计|总计|合计|共有|达到|共|约|达|为|有|了|各|计|已|超过|逾|近|至|(?<![收接])到|仅){1,12}+$"
)
_LONGEST_CLAIM = 32
# Advertisements that intruders write into published pages, in place of a word or two.
_INTRUDED = re.compile(
    r"(?:中国)?(?:股份有限(?:公司)?)?(?:(?:华球|亚博|必威|开云|乐鱼|欧宝|星空|半岛|米兰|江南|万博|爱游戏|九游|365)体育"
    r"|华体会|bet365|365bet|威廉希尔|新浦京|第一足球网)(?:直播|投注|备用网址|官网|官方|平台|娱乐|app)*",
    re.IGNORECASE,
)

_DOWN = "下降|减少|降低|下滑|回落|降幅|缩减|下跌"
_CHANGE = re.compile(
    rf"(?P<word>增长率?|增加|上升|提高|提升|增幅|增多|上涨|多|少|{_DOWN})(?:幅度)?(?:了|约|近|为|达)*$"
)
_FALL = re.compile(rf"{_DOWN}|少")
_COMPARED = re.compile(r"同比|环比|较|相比|[比与同]?(?:去年|上年|上一?年度?|20\d\d年度?)|同期")
_COMPARED_YEAR = re.compile(r"(?:较|比|与|同)(20\d\d)年")
_APART = re.compile(r"(?:其中[，,]?)?(?P<names>[^，,。；;：:()\d]{2,60}?)(?:的?数量)?分别[^，,。；;\d]{0,6}$")
_FOLLOWING = re.compile(r"[均都]?的?(?P<tail>[^、\d]{0,24})")
_JOINTS = ("、", "和", "及", "与", "，", ",", "、和")


@dataclass(frozen=True, slots=True)
class Owner:
    """Words that say whose the figures after them are. `firm`: they begin their sentence."""

    whose: str
    sentence: int
    firm: bool


@dataclass(slots=True)
class ClaimDraft:
    """A claim in the making. `gap`: the words since the figure before it (or since the sentence began);
    `head`: its clause read from the beginning; `tail`: the words behind it; `owners`: named since the figure
    before; `fresh`: its clause begins the sentence. Relations fill in scope, whole, subject and listing."""

    figure: Figure
    sentence: int
    words: str
    gap: str
    head: Lead
    tail: str
    owners: tuple[Owner, ...] = ()
    fresh: bool = False
    kind: str = "count"
    falling: bool = False
    scope: str = ""
    year: int | None = None
    last_year: bool = False
    since: bool = False
    subject: str = ""
    whole: int | None = None
    listing: str = ""


@dataclass(slots=True)
class _Dating:
    """The year that the words named last in a sentence, and whether figures count from some day on."""

    own: int | None
    year: int | None = None
    last_year: bool = False
    since: bool = False

    def take(self, lead: Lead) -> None:
        self.since = self.since or lead.since
        if lead.year or lead.last_year or lead.this_year:
            self.year, self.last_year = lead.year, lead.last_year


def of_sentence(
    text: str, start: int, end: int, found: list[Figure], number: int, year: int | None
) -> tuple[list[ClaimDraft], list[Owner]]:
    """The drafts of the figures `found` in text[start:end], and the owners named after the last of them."""
    drafts: list[ClaimDraft] = []
    dating, owners = _Dating(year), list[Owner]()
    fresh = True
    last, previous, bracketed = start, Lead(""), Lead("")
    apart = _named_apart(text, start, found)
    at = iter([figure for figure in found if apart.get(figure.start) != ("", 0)] + [None])
    figure = next(at)
    for clause_start, clause_end in sentences.clauses(text, start, end):
        piece = clause_start
        if text[clause_start - 1 : clause_start] == "(":
            bracketed = previous
        while figure and figure.start < clause_end:
            remark = piece == figure.start and text[piece - 1 : piece] == ")"
            head = bracketed if remark else leads.read(_of_the_year(text[piece : figure.start], year))
            if piece > clause_start and text[piece] not in "、 ":
                head = replace(head, whose="")  # 7个部门24项: the departments are what was counted
            dating.take(head)
            words, before = _words(text, figure, start, previous.rest), figure.start
            words = _INTRUDED.sub("", words) or words
            if figure.start in apart:
                words, before = apart[figure.start]
                head = leads.read(words)
            if words:
                tail = _tail(_of_the_year(text[figure.stop : clause_end], year))
                draft = ClaimDraft(
                    figure, number, words, text[last : figure.start], head, tail, tuple(owners), fresh
                )
                _settle(draft, text[max(start, before - 16) : before], dating)
                drafts.append(draft)
                owners = []
            fresh = False
            previous, last, piece = head, figure.stop, max(figure.stop, clause_start)
            figure = next(at)
        if piece == clause_start:
            previous = leads.read(_of_the_year(text[piece:clause_end], year))
            dating.take(previous)
            if previous.whose:
                owners.append(Owner(previous.whose, number, fresh))
            fresh = fresh and not previous.rest
            if not found and not fresh:
                break  # of a sentence without figures only the beginning can govern
    return drafts, owners


def _named_apart(text: str, start: int, found: list[Figure]) -> dict[int, tuple[str, int]]:
    """A、B、C分别为1、2、3件: by the start of each figure its name and where the first figure stands.

    Where names and figures are not as many, figures without a measure of their own get ("", 0): left out.
    """
    named: dict[int, tuple[str, int]] = {}
    index = 0
    while index < len(found):
        first = found[index]
        head = text[max(start, first.start - 80) : first.start]
        match = _APART.search(head) if "分别" in head else None
        group = [first]
        while match and index + len(group) < len(found):
            following = found[index + len(group)]
            if text[group[-1].stop : following.start] not in _JOINTS:
                break
            group.append(following)
        index += len(group)
        if match is None or len(group) < 2:
            continue
        names = [name for name in re.split(r"、|和|及|与|以及", match["names"]) if name]
        for place, figure in enumerate(group):
            if len(names) == len(group):
                named[figure.start] = names[place][-_LONGEST_CLAIM:], first.start
            elif figure.stop == figure.end and figure.unit != "%":
                named[figure.start] = "", 0
    return named


def _of_the_year(clause: str, year: int | None) -> str:
    """2021年结转 in a report on 2022 is 上年结转, 结转至2023年 is 结转至下年."""
    if year is None or "结转" not in clause:
        return clause
    clause = re.sub(rf"{year - 1}年度?(?=结转)", "上年", clause)
    return re.sub(rf"(?<=结转)(至|到|入|下)?{year + 1}年度?", "至下年", clause)


def _settle(draft: ClaimDraft, before: str, dating: _Dating) -> None:
    """Fill in kind and year."""
    draft.year, draft.last_year = dating.year, dating.last_year
    draft.since = dating.since
    if draft.last_year and dating.own:
        draft.year, draft.last_year = dating.own - 1, False
    word = _CHANGE.search(before)
    compared = _COMPARED.search(draft.gap)
    percent = draft.figure.unit == "%"
    if draft.figure.unit == "个百分点" or (
        word and ((percent and len(word["word"]) > 1) or compared or re.search(_DOWN, word["word"]))
    ):
        draft.kind = "growth" if percent else "change"
        draft.falling = bool(word and _FALL.search(word["word"]))
        base = _COMPARED_YEAR.search(draft.gap)
        # 较2022年 in a report on 2023 is 较上年: growth of this year
        other = base is not None and int(base[1]) != (dating.own or 0) - 1
        draft.year, draft.last_year = (int(base[1]) if base and other else dating.year), False
    elif percent:
        draft.kind = "share"


def _words(text: str, figure: Figure, start: int, previous: str) -> str:
    if figure.negated:
        return text[figure.start : figure.stop][:_LONGEST_CLAIM]
    before = _phrase_before(text[max(start, figure.start - 120) : figure.start])
    return before or _phrase_after(text[figure.stop : figure.stop + 40]) or previous[-_LONGEST_CLAIM:]


def _phrase_before(text: str) -> str:
    """Back to the last punctuation; a remark in brackets before the number is passed over."""
    if text.rstrip().endswith((")", "）")):
        text = _REMARK.sub("", text)
    if _QUOTED.search(text):
        match = _PHRASE.search(text)
        phrase = match[0].rstrip() if match else ""
    else:
        phrase = text[_last_mark(text.rstrip(" ")) :].rstrip()
    return _TAIL.sub("", _LEAD.sub("", phrase))[-_LONGEST_CLAIM:]


def _last_mark(text: str) -> int:
    """Where the words after the last punctuation begin."""
    return next((place + 1 for place in range(len(text) - 1, -1, -1) if text[place] in _MARKS), 0)


def _phrase_after(text: str) -> str:
    return _END.split(text)[0][:_LONGEST_CLAIM]


def _tail(following: str) -> str:
    match = _FOLLOWING.match(following)
    return match["tail"] if match else ""


def in_sentences(text: str, found: list[Figure]) -> Iterator[tuple[int, int, list[Figure]]]:
    """(start, end, those of `found` that stand in it) of every sentence."""
    index = 0
    for start, end in sentences.sentences(text):
        here: list[Figure] = []
        while index < len(found) and found[index].start < end:
            here.append(found[index])
            index += 1
        yield start, end, here
