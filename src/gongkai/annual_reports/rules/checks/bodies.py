"""Whose report it is: another body's words left from a template, and rules by a body that cannot make them.

Superiors, subordinates, courts and media are named in every report. Only where the text speaks of itself
(我局, 编制了《…指南》, 本报告由…编制) can a name be a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.annual_reports.rules.checks import scopes
from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind, Span, limited
from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.annual_reports.rules.reading import Reading

BODY, RULES = "BODY", "RULES"
_OWN_WORDS = "《中华人民共和国政府信息公开条例》第十条、第十二条（机关公开自己的信息，编制自己的指南和目录）"
_WHO_MAKES = "《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条"
KINDS = (
    FindingKind(BODY, "warn", "正文说到自己时，用的是本机关的名称", _OWN_WORDS, FORMATS),
    FindingKind(BODY, "ask", "正文自称（我局、我镇）与本机关的性质相符", _OWN_WORDS, FORMATS),
    FindingKind(RULES, "warn", "不能制定规章的机关，规章各栏为0", _WHO_MAKES, ("2019", "2021")),
)
_NAME = r"[\u3400-\u9fff]{2,24}?"
_GUIDE = re.compile(
    rf"(?:编制|制定|修订|更新|完善|公布|发布)[^。；《》]{{0,12}}《({_NAME})(?:政府)?信息公开(?:工作)?(?:指南|目录)"
)
_WRITTEN_BY = re.compile(rf"(?:本报告|本年报|本年度报告)由({_NAME})(?:编制|负责编制|根据|依据|按照)")
_PRESENTED = re.compile(
    r"(?:现将|现公布|现向社会公布)([^省市县区旗我本全该各、，。；《》\s]{2,6}[省市县区旗]"
    rf"(?:{_NAME})?)20\d\d年度?(?:政府|政务)?信息公开"
)
_SELF = re.compile(r"(?:^|(?<=[，。；：、,;:]))(?:我|本)(局|委|厅|乡|镇|街道)(?![外部里间领属土])")
# No name or clause in quotes is longer; a mark that is never closed is not looked for to the end of the text.
_QUOTED = re.compile(r"[“《「][^”》」]{0,300}[”》」]")
_CLASSES = (
    "局",
    "委员会",
    "委",
    "厅",
    "办公室",
    "办公厅",
    "中心",
    "街道",
    "镇",
    "乡",
    "县",
    "区",
    "市",
    "省",
)
_CANNOT = re.compile(r"(?:县|区|旗|乡|镇|街道|街道办事处|苏木)(?:人民政府|政府|管理委员会|管委会)?$")
_AREA = re.compile(r"省|市|县|区|旗|州|盟")
_LOCAL_DEPARTMENT = re.compile(r"(?<![国])(?:局|委员会|委|厅)$")
_MADE = ("本年制发件数", "本年废止件数", "本年新制作数量")


def check(reading: Reading) -> list[Finding]:
    """Names that are not the body's own, then the cells of rules. Silent where the report names nobody."""
    if not reading.place:
        return []
    return [
        *limited(_documents(reading, reading.place)),
        *_selves(reading, reading.place),
        *_rules(reading, reading.place),
    ]


def _tail(name: str) -> str:
    """The class of body by the end of its name, 人民政府 left off."""
    bare = re.sub(r"(?:人民)?政府$|办事处$", "", name) or name
    return next((end for end in _CLASSES if bare.endswith(end)), "")


def _same_body(name: str, place: str) -> bool:
    """Whether one name is the other's end or has all its characters in order (县发改局 of 县发展和改革局)."""
    short, long = sorted((_bare(name), _bare(place)), key=len)
    return long.endswith(short) or _abbreviates(short, long)


def _bare(name: str) -> str:
    return re.sub(r"(?:人民)?政府(?:办公室|办公厅)?$|办事处$", "", name) or name


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _documents(reading: Reading, place: str) -> Iterator[Finding]:
    """A guide or a report of its own under the name of another body of the same class."""
    for index, text in enumerate(reading.paragraphs):
        for match in (*_GUIDE.finditer(text), *_WRITTEN_BY.finditer(text), *_PRESENTED.finditer(text)):
            name = match[1]
            if not _tail(name) or _tail(name) != _tail(place) or _same_body(name, place):
                continue
            message = (
                f"第{index + 1}段说到自己的指南、目录或者报告时写的是“{name}”，本报告的机关是“{place}”；"
                "请核对是否沿用了别的机关的稿子。"
            )
            span = Span(index, match.start(1), match.end(1), name)
            yield Finding(BODY, "warn", None, (), None, None, message, (), (span,))


def _selves(reading: Reading, place: str) -> Iterator[Finding]:
    """我局 in the report of a town or a government, 我镇 in that of a department: one finding a word."""
    kind, own = scopes.kind_of(place), _tail(place)
    if kind is None or not own:
        return
    places: dict[str, list[Span]] = {}
    for index, text in enumerate(reading.paragraphs):
        plain = _QUOTED.sub(lambda quoted: "　" * len(quoted[0]), text)
        for match in _SELF.finditer(plain):
            word = match[1]
            if _strange(word, kind, own, place):
                places.setdefault(match[0], []).append(Span(index, match.start(), match.end(), match[0]))
    for word, spans in places.items():
        message = (
            f"第{spans[0].paragraph + 1}段自称“{word}”，本报告的机关是“{place}”；"
            "请核对是否沿用了别的机关的稿子。"
        )
        yield Finding(BODY, "ask", None, (), None, None, message, (), tuple(spans))


def _strange(word: str, kind: str, own: str, place: str) -> bool:
    """Whether a body of this kind cannot call itself 我`word`."""
    if kind == scopes.DEPARTMENT:
        # offices and centres answer for a town or serve a bureau: only bureaus, committees and 厅 are certain
        certain = own in ("局", "委员会", "委", "厅")
        return certain and word in ("乡", "镇", "街道")
    if kind == scopes.TOWN:
        return word != own
    return not (word == "委" and place.endswith(("管理委员会", "管委会")))


def _rules(reading: Reading, place: str) -> list[Finding]:
    """规章 that are not 0 in the table of a body that the law gives no power to make them."""
    if reading.format not in ("2019", "2021") or not _cannot(place):
        return []
    table = form(reading.format).tables["table2"]
    cells = []
    for column in table.rows["规章"].columns:
        value = reading.value("table2", "规章", column)
        if value:
            cells.append((column, value))
    if not cells:
        return []
    named = "、".join(f"“{column}”填报为{value}" for column, value in cells)
    made = any(column in _MADE for column, _ in cells)
    message = f"表二“规章”行{named}，{place}没有制定规章的权限；请核对是否把规范性文件填进了规章。"
    where = tuple(("规章", column) for column, _ in cells)
    return [Finding(RULES, "warn" if made else "ask", "table2", where, 0, cells[0][1], message)]


def _cannot(place: str) -> bool:
    """Counties, districts, towns and local departments cannot make rules; what a city may its name hides."""
    if place.startswith(("国家", "中国", "中华")):
        return False
    if _CANNOT.search(place) and not place.endswith(("自治区", "特别行政区", "地区")):
        return True
    return bool(_LOCAL_DEPARTMENT.search(place) and _AREA.search(place))
