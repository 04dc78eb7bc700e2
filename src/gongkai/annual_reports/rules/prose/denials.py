"""What did not happen: 未收到政府信息公开申请, 没有发生行政复议和行政诉讼, 未收取信息处理费. Each says zero.

Only a clause that says so as a whole counts: 未收到通过传真提出的申请 and 未发生败诉案件 do not. Pure text.
"""

from __future__ import annotations

import re

from gongkai.annual_reports.rules.prose import leads, sentences
from gongkai.annual_reports.rules.prose.figures import Figure

_NEVER = r"(?P<never>(?:从|均|尚|也|并|故)?(?:未曾?|没有|无|零)(?:再)?(?:{verbs}){optional}(?:过|到)?)"
_PERSONS = r"(?:公民、法人(?:和|或|或者|及|以及)?(?:其[他它]组织)?(?:提出|提交)?的?(?:关于|要求)?)?"
_SUBJECTIVE = (
    r"(?:在?(?:政府|政务)?信息(?:依申请)?公开(?:工作)?(?:方面)?中?)?"
    r"[对向]?(?:公民、法人和其[他它]组织依申请事项)?(?:提供政府信息)?"
)
_APPLICATION = (
    r"(?:任何|新的?)?"
    + _PERSONS
    + r"(?:申请人|群众|社会公众)?(?:提出的|要求)?(?:(?:政府|政务)?信息(?:依申请)?(?:公开)?的?申请"
    r"|依申请(?:信息)?公开(?:政府|政务)?(?:信息)?的?(?:申请|事项|件)?|公开政府信息的?申请|申请(?:公开)?(?:政府信息)?)(?:事项|件|案件|信件|情况)?"
)
_CAUSE = (
    r"(?:任何)?(?:因|由|就|与|有关|涉及|关于|针对)?"
    r"(?:(?:(?:政府|政务)?信息|政务)(?:依申请)?公开(?:类|工作|事项|申请|事务|答复|相关|有关)*|依申请公开(?:工作)?)?"
    r"而?(?:引起|引发|产生|发生|导致|被申请|被提起|提起|提出|有关|相关)?的?"
)
_REMEDY = r"(?:被)?(?:提起|申请)?(?:政府信息公开)?(?:行政)?(?:复议|诉讼|申诉)"
_FEE = (
    r"(?:任何|相关|有关|过)?(?:向申请人)?(?:收取)?(?:政府信息公开|依申请公开)?(?:信息处理费|费用|收费|检索费)用?"
    r"(?:及减免)?的?(?:情况|情形|现象)?"
)
_DENIED = (
    (
        "applications.received",
        re.compile(
            _NEVER.format(verbs="收到(?:[和或并](?:处理|受理))?|接到|受理|接收|有", optional="?")
            + f"(?P<object>{_APPLICATION})"
        ),
    ),
    (
        "remedies",
        re.compile(
            _NEVER.format(verbs="收到|发生|出现|产生|引起|引发|涉及|存在|有|被提起", optional="?")
            + f"{_CAUSE}(?P<object>{_REMEDY}(?:(?:、|和|及|与|或|以及|或者){_REMEDY})*)"
            r"(?:等)?(?:的)?(?:案件|事件|案)?(?:等)?(?:的)?(?:情况|情形|现象|问题|案件)?(?:发生)?"
        ),
    ),
    (
        "applications.carried_in",
        re.compile(rf"(?P<never>没有|无)上一?年度?结转(?:至本年度?)?(?:办理)?的?(?:{_APPLICATION})?"),
    ),
    (
        "applications.carried_out",
        re.compile(
            r"(?P<never>没有|无)(?:下一?年度?结转|结转(?:至|到)?(?:下一?年度?|次年)"
            rf"(?:继续)?(?:办理|处理)?的?(?:{_APPLICATION})?)"
        ),
    ),
    (
        "processing_fee",
        re.compile(
            r"(?P<never>(?:从|均|尚|也|并)?(?:未|没有|无)(?:收取|发生|产生|出现|征收|有)?(?:过)?)" + _FEE
            + r"|(?P<never_>(?:从|均|尚)?未收费)"
        ),
    ),
)  # fmt: skip
_SAYS = re.compile(r"未|没有|无|零")
_CONDITION = re.compile(r"^(?:如果?|若|因|凡|对|对于|但|虽|为)")


def find(text: str, start: int, end: int) -> list[Figure]:
    """The zeros that text[start:end] (a sentence) says in words; none where it only supposes so (如未…)."""
    found: list[Figure] = []
    if not _SAYS.search(text, start, end):
        return found
    for clause_start, clause_end in sentences.clauses(text, start, end):
        clause = text[clause_start:clause_end].rstrip(" ”.")
        word = _SAYS.search(clause)
        if word is None or _CONDITION.match(clause):
            continue
        for key, pattern in _DENIED:
            for never in _SAYS.finditer(clause):
                at = _from(clause, never.start())
                match = pattern.fullmatch(clause, at)
                if match and _governs(clause[:at], key):
                    found += _zeros(key, match, clause_start)
                    break
    return found


def _from(clause: str, at: int) -> int:
    """Where the words of denial begin: 均未, 尚未 with the adverb."""
    return at - 1 if at and clause[at - 1] in "从均尚也并故" else at


def _governs(before: str, key: str) -> bool:
    """Whether nothing but when, whose and which work stands before the denial."""
    rest = leads.read(before).rest
    rest = re.sub(r"20\d\d年(?:度)?$|^(?:全年|本年度?)$", "", rest)
    return not rest or re.fullmatch(_SUBJECTIVE, rest) is not None


def _zeros(key: str, match: re.Match[str], offset: int) -> list[Figure]:
    name = "never" if match["never"] is not None else "never_"
    start, end = (offset + place for place in match.span(name))
    unit = "元" if key == "processing_fee" else "件"
    if key != "remedies":
        return [Figure(start, end, offset + match.end(), 0, unit, negated=True, subject=key)]
    both = [("review.total", "复议"), ("litigation.total", "诉讼")]
    return [
        Figure(start, end, offset + match.end(), 0, unit, negated=True, subject=subject)
        for subject, word in both
        if word in match["object"]
    ]
