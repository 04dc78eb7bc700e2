"""Which figure is a part of which: 其中, 包括, 分别为, brackets; what grew, and of what a share is a share.

Whether the parts named are all there are is said only where the words say so (分别为, 共…：, a remainder such
as 其余 or 其他 at the end); every other list is open. Works along the figures of a paragraph, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.annual_reports.rules.prose import subjects
from gongkai.annual_reports.rules.prose.drafts import ClaimDraft
from gongkai.annual_reports.rules.prose.ownership import Ownership

_OPENER = re.compile(
    r"(?P<word>其中|包括|包含|涵盖|涉及|主要有|主要是|主要为|具体(?:为|包括)|分别(?:为|是)?|[（(](?:另)?含?|[，,]内[含有]|，含|,含|含|[：:])"
)
_AMONG = re.compile(r"^(?:的)?(?:申请|申请件|件|案件|信息|政府信息)?中[，,：:]?")
_REMAINDER = re.compile(r"^(?:其余|其[他它]|剩余|余下|另)")
_OPENED = re.compile(r"^(?:的?[^，,]{0,8}其中)?(?:(?:包括|包含|涵盖|涉及|主要有|主要是|分别为?|含)(?=.))?")
_CLOSED = re.compile(r"[（(][^()（）]*[)）]")
_AT_ONCE = re.compile(r"[，,(（]?分别(?:为|是|有)[^，,。；;]+")  # 共12条，分别为图解5条、文字7条
_SCALE = re.compile(r"^[万亿]")
_ATTACHED = re.compile(r"^[，,、(（]?(?:约)?(?:占比?|比例)[^，,。；;]{0,14}$")
_COMPARING = re.compile(r"^[，,、(（](?:[^，,。；;]{0,4})(?:同比|环比|较|比|与|同|相比)")
_NEW = re.compile(
    r"(?:收到|受理|办理|办结|办复|答复|回复|举办|召开|开展|组织|参加|培训|制作|开设|建设|处理|接受|印发|结转|转办|举行|解答|接听|回应|实现|更新|报送|上报|推送|编发|转载)|(?:主动)?向"
)
_TOTAL = re.compile(
    r"共(?:计)?(?:收到|受理|办理|办结|公开|发布|举办|召开|开展|组织|答复|回复|处理)|全年(?:共|累计)"
)
_THINGS = frozenset("条件篇个次份项期部则起宗批例封张册")
_OTHER_MATTER = re.compile(r"建议|提案|信箱|热线|网民|咨询|问政|信访|舆情|留言|工单|来电|来信|投诉|举报")
_APPLICATIONS = re.compile(r"依申请公开|信息公开(?:的)?申请|申请公开|依申请")
_REMEDIES = re.compile(r"信息(?:依申请)?公开[^。，,]{0,16}(?:行政复议|行政诉讼|复议|诉讼)")
_SIGNS = ((_OTHER_MATTER, ""), (_APPLICATIONS, "applications"), (_REMEDIES, "remedies"))
_TOPICS = {
    "applications": ("applications",),
    "review": ("review", "litigation"),
    "litigation": ("litigation", "review"),
    "remedies": ("review", "litigation"),
    "normative": ("normative",),
}
_OF_ALL = re.compile(
    r"^(?:applications\.(?:received|due|closed)|review\.total|litigation\.total|disclosure\.)"
)
_BY_APPLICANT = re.compile(
    r"^applications\.(?:natural|legal|commercial|research|public_welfare|legal_services|in_person|fax|online|letter|email)$"
)
_PUBLISHED = re.compile(r"(?:主动)?(?:公开|发布)?(?:各类)?(?:政府|政务)?(?:信息)?")
_RATES = {
    "applications.closed": ("applications.due", "applications.received"),
    "applications.answered": ("applications.due", "applications.received"),
    "applications.on_time": ("applications.closed", "applications.answered", "applications.received"),
}


@dataclass(slots=True)
class _List:
    whole: int
    word: str
    bracket: bool
    sentence: int
    closed: bool
    semicolons: bool = False
    items: list[int] = field(default_factory=list)


class Relations:
    """Goes along the drafts of one paragraph and fills in whole, listing, subject, scope. `topic`: the family
    of what the chapter speaks of (applications, review …), which generic words such as 办结 lean on."""

    def __init__(self, text: str, drafts: list[ClaimDraft], topic: str) -> None:
        """Nothing is filled in before `settle`; `text` is the paragraph."""
        self.text = text
        self.drafts = drafts
        self.topic = topic
        self._owners = Ownership()
        self._open: list[_List] = []
        self._ended: _List | None = None
        self._bracketed: int | None = None  # the whole of a list in brackets that has just ended

    def settle(self) -> None:
        """Fill in every draft, in order."""
        for index, draft in enumerate(self.drafts):
            if index and draft.sentence != self.drafts[index - 1].sentence:
                self._end_all()
            self._topic_of(index, draft)
            draft.scope = self._owners.governs(draft)
            self._subject_of(index, draft)
            if draft.kind in ("growth", "change"):
                self._grew(index, draft)
                continue
            if draft.kind == "share" and self._share(index, draft):
                continue
            self._list(index, draft)
            self._owned(draft)
            if draft.whole is not None:
                self._subject_of(index, draft)
            if draft.subject:
                self.topic = draft.subject.partition(".")[0]
        self._end_all()

    def _owned(self, draft: ClaimDraft) -> None:
        """A part owns itself or is its whole's; any other figure names who governs from here on."""
        if draft.whole is None:
            self._owners.keep(draft)
        elif not draft.head.whose:
            draft.scope = self.drafts[draft.whole].scope
        if not draft.scope and draft.head.named_channel:
            draft.scope = draft.head.channel

    # What it counts

    def _topic_of(self, index: int, draft: ClaimDraft) -> None:
        """A chapter's topic changes with the words between two figures; the last of them counts."""
        between = self.text[self.drafts[index - 1].figure.stop if index else 0 : draft.figure.start]
        said = [(match.end(), topic) for pattern, topic in _SIGNS for match in pattern.finditer(between)]
        if said:
            self.topic = max(said)[1]

    def _subject_of(self, index: int, draft: ClaimDraft) -> None:
        if draft.figure.subject:
            draft.subject = draft.figure.subject
            return
        whole = self.drafts[draft.whole] if draft.whole is not None else None
        family = whole.subject.partition(".")[0] if whole and whole.subject else self.topic
        draft.subject = ""
        if draft.since or draft.last_year:
            return
        rest, tail = draft.head.rest, draft.tail
        rest = _AMONG.sub("", rest) if whole and _AMONG.match(draft.gap) else _without_opener(rest)
        for phrase in (rest, rest + tail, "" if rest else tail):
            if not phrase:
                continue
            for related in ("", *_TOPICS.get(family, ())):
                key = subjects.said(phrase, related) if related else subjects.said(phrase)
                if key and _fits(key, draft, whole):
                    draft.subject = _through(key, draft)
                    return
        if (
            whole
            and whole.subject.startswith("disclosure.")
            and draft.head.whose
            and _PUBLISHED.fullmatch(rest)
        ):
            draft.subject = whole.subject

    # Lists

    def _list(self, index: int, draft: ClaimDraft) -> None:
        gap = draft.gap
        self._close(index, draft)
        opened = self._opener(index, draft)
        if opened:
            self._open.append(opened)
        if not self._open:
            return
        level = self._open[-1]
        whole = self.drafts[level.whole]
        if draft.figure.negated or (
            draft.kind == "count" and not _same_sort(draft.figure.unit, whole.figure.unit)
        ):
            return
        draft.whole = level.whole
        level.items.append(index)
        if level.word in ("其中", "：", ":") and re.search(r"其中[：:]|^[：:]", gap):
            level.semicolons = True

    def _close(self, index: int, draft: ClaimDraft) -> None:
        """End the lists that the words before `draft` end."""
        self._bracketed = None
        for character in draft.gap:
            if character in ")）" and any(level.bracket for level in self._open):
                while self._open and not self._open[-1].bracket:
                    self._end()
                self._bracketed = self._open[-1].whole
                self._end()
            elif character in "；;":
                while len(self._open) > 1 and not self._open[-1].bracket:
                    self._end()
                level = self._open[-1] if self._open else None
                if level and level.closed and len(level.items) == 1:
                    level.semicolons = True  # 分别为甲5件；乙3件: its items are set apart by semicolons
                if level and not level.semicolons and not self._parallel(level, draft):
                    self._end()
                elif level:
                    level.semicolons = True
        while self._open and self._begins_anew(self._open[-1], draft):
            self._end()

    def _parallel(self, level: _List, draft: ClaimDraft) -> bool:
        """其中通过网站公开…，包括…；通过公众号公开…: the same beginning as the list's first item."""
        first = self.drafts[level.items[0]] if level.items else None
        beginning = re.sub(r"^.*其中[，,：:]?", "", first.gap)[:2] if first else ""
        return bool(beginning) and draft.gap.lstrip("；;， ").startswith(beginning)

    def _begins_anew(self, level: _List, draft: ClaimDraft) -> bool:
        if not level.items or (_OPENER.search(draft.gap) and "其中" in draft.gap):
            return False
        if _TOTAL.search(draft.gap):
            return True
        first, whole = self.drafts[level.items[0]], self.drafts[level.whole]
        said = subjects.said(draft.head.rest)
        if said and said.partition(".")[0] != whole.subject.partition(".")[0]:
            return bool(whole.subject) or not said.startswith("disclosure")
        if draft.subject == whole.subject and draft.subject and not draft.head.whose:
            return True
        verb = _NEW.match(draft.head.rest)
        return bool(verb) and not _NEW.match(_without_opener(first.head.rest))

    def _opener(self, index: int, draft: ClaimDraft) -> _List | None:
        """The list that the words directly before `draft` open, if they certainly open one."""
        gap = draft.gap
        previous = self._previous_count(index) if self._bracketed is None else self._bracketed
        if previous is None:
            return self._remainder(draft)
        here = self.drafts[previous].sentence == draft.sentence
        if not here:
            if not re.match(r"[\s、]*其中", gap):
                return self._remainder(draft)
            previous = self._only_total(index)
            if previous is None:
                return None
            return _List(previous, "其中", False, draft.sentence, False, semicolons=True)
        if self._bracketed is None and any(
            self.drafts[between].kind == "count" for between in range(previous + 1, index)
        ):
            return None
        if _AMONG.match(gap):
            return _List(previous, "中", False, draft.sentence, False)
        gap = _CLOSED.sub("", gap)  # 25个乡镇(街道): a remark, not a list
        match = _OPENER.search(gap)
        if match is None or (match["word"] in ("：", ":", "(", "（") and match.start() > 3):
            return None
        if match["word"] in ("涉及", "含", "包含", "涵盖") and (match.start() > 3 or self._open):
            return None
        if match["word"].startswith("分别") and match.start() > 60:
            return None
        bracket = gap.rfind("(") > gap.rfind(")")
        whole = self.drafts[previous]
        if match["word"].startswith("分别") and not _same_matter(draft, whole):
            at_once = _AT_ONCE.fullmatch(gap) and draft.figure.unit == whole.figure.unit
            if not at_once:
                return None
        closed = self._says_all(match["word"], gap, whole)
        return _List(previous, match["word"], bracket, draft.sentence, closed)

    def _says_all(self, word: str, gap: str, whole: ClaimDraft) -> bool:
        if "主要" in gap or "等" in whole.tail:
            return False
        return "分别" in gap or word == "具体为" or (word in ("：", ":") and "共" in whole.gap)

    def _remainder(self, draft: ClaimDraft) -> _List | None:
        """其余982件 after a list in the sentence before completes that list."""
        if not re.match(r"(?:其余|剩余|余下)", draft.gap) or self._ended is None:
            return None
        level, self._ended = self._ended, None
        return level

    def _previous_count(self, index: int) -> int | None:
        return next(
            (back for back in range(index - 1, -1, -1) if self.drafts[back].kind == "count"),
            None,
        )

    def _only_total(self, index: int) -> int | None:
        """The one figure of the sentence before that is no part of another; None if there are several."""
        number = self.drafts[self._previous_count(index) or 0].sentence
        draft = self.drafts[index]
        tops = [
            back
            for back, other in enumerate(self.drafts[:index])
            if other.sentence == number and other.kind == "count" and other.whole is None
        ]
        if len(tops) > 1:
            tops = [back for back in tops if self.drafts[back].figure.unit == draft.figure.unit]
        return tops[0] if len(tops) == 1 and draft.sentence - number == 1 else None

    def _end(self) -> None:
        level = self._open.pop()
        if not level.items:
            return
        counted = [item for item in level.items if self.drafts[item].kind == "count"] or level.items
        last = self.drafts[counted[-1]]
        remainder = _REMAINDER.match(_without_opener(last.head.rest) or last.words)
        etc = re.match(r"[^，,。；;]{0,2}等", last.tail)
        listing = "closed" if (level.closed or (remainder and len(level.items) > 1)) and not etc else "open"
        for item in level.items:
            self.drafts[item].listing = listing
        self._ended = level

    def _end_all(self) -> None:
        while self._open:
            self._end()

    # Shares and growth

    def _share(self, index: int, draft: ClaimDraft) -> bool:
        """Whether the share belongs to the figure before it or is a rate; else it may be part of a list."""
        previous = self._previous_count(index)
        if previous is not None and previous == index - 1 and _ATTACHED.match(draft.gap):
            part = self.drafts[previous]
            if part.sentence == draft.sentence:
                draft.subject, draft.scope, draft.year = part.subject, part.scope, part.year
                if part.whole is not None:
                    draft.whole = part.whole
                    if self._open and part.whole == self._open[-1].whole:
                        self._open[-1].items.append(index)
                return True
        if draft.subject in _RATES:
            for key in _RATES[draft.subject]:
                for back in range(index - 1, -1, -1):
                    other = self.drafts[back]
                    if other.kind == "count" and other.subject == key and other.scope == draft.scope:
                        draft.whole = back
                        return True
            return True
        return "占" not in draft.gap

    def _grew(self, index: int, draft: ClaimDraft) -> None:
        previous = self._previous_count(index)
        draft.subject = ""
        if (previous is None or not _COMPARING.match(draft.gap.lstrip())) and not (
            previous is not None and index - 1 > previous and re.match(r"^[，,、](?:增长|下降)", draft.gap)
        ):
            return
        part = self.drafts[previous] if previous is not None else None
        if part is None or part.sentence != draft.sentence:
            return
        between = self.drafts[previous + 1 : index] if previous is not None else []
        if any(item.kind not in ("growth", "change") or item.whole != previous for item in between):
            return
        draft.subject, draft.scope = part.subject, part.scope
        if draft.year is None or draft.year == part.year:
            draft.whole, draft.year = previous, part.year


def topic_of(heading: str) -> str:
    """The family that a heading announces: applications, remedies or none."""
    if re.search(r"复议|诉讼", heading):
        return "remedies"
    return "applications" if re.search(r"依申请|收到和处理|申请情况", heading) else ""


def _without_opener(rest: str) -> str:
    return _OPENED.sub("", rest)


def _same_sort(left: str, right: str) -> bool:
    left, right = (_SCALE.sub("", unit) for unit in (left, right))
    return left == right or (left in _THINGS and right in _THINGS)


def _same_matter(draft: ClaimDraft, whole: ClaimDraft) -> bool:
    """Whether both count the same things of the same family: 收到申请10件，自然人、法人分别为8、2件."""
    families = {item.subject.partition(".")[0] for item in (draft, whole)}
    return len(families) == 1 and "" not in families and draft.figure.unit == whole.figure.unit


def _fits(key: str, draft: ClaimDraft, whole: ClaimDraft | None) -> bool:
    """Whether the measure word is one of what the subject counts."""
    unit = _SCALE.sub("", draft.figure.unit)
    if key in ("processing_fee", "fees", "procurement.amount"):
        return unit == "元"
    if key in ("trained",):
        return unit == "人次"
    if key in ("licences", "penalties", "coercion") and whole:
        return False  # what was published of them, not what was decided
    if key.startswith("staff."):
        return unit in ("人", "名")
    if unit == "%":
        return draft.kind == "share" and bool(re.search(r"率|公开|无法|不予|其[他它]", draft.head.rest))
    if _BY_APPLICANT.match(key) and whole and whole.subject not in ("applications.received", ""):
        return False
    return unit in _THINGS or unit in ("场", "件次")


def _through(key: str, draft: ClaimDraft) -> str:
    """主动公开政府信息 through a channel is what that channel published."""
    if key != "disclosure.total" or not draft.head.channel:
        return key
    channel = draft.head.channel
    if draft.head.named_channel and not re.search(r"政府(?:门户)?网站", channel):
        return ""  # one department's site is not the government's
    sites = (
        ("微博", "weibo"),
        ("微信", "wechat"),
        ("公众号", "wechat"),
        ("公报", "gazette"),
        ("网", "website"),
    )
    return next((f"disclosure.{name}" for word, name in sites if word in channel), "")
