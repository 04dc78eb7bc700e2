"""What stands before the words that are counted: when, whose, through which channel.

`全市全年通过政府网站主动公开政府信息` is read from its beginning: 全市 (whose), 全年 (when), 政府网站
(channel), and what is left says what is counted. Only words at the beginning of a clause govern it; the same
words elsewhere (向市政府办报送) may mean somebody else. Pure text, no errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = "省市县区旗州盟乡镇"
_OFFICES = (
    "(?:各级(?:各部门|行政机关|政府|机关)?|各?行政机关|各部门|各单位|政府系统"
    "|政府(?!信息|网|门户|公报|公开))?"
)
# A name is not read across a verb: 指导市财政局 speaks of somebody else.
_NO_VERB = (
    "(?!受理|收到|办理|办结|向|对|由|为|督促|指导|组织|推动|要求|会同|联合|配合|主动|公开|发布|在|代表)"
)
_FOLLOWS = r"(?=共|全年|累计|收到|接到|新收|受理|审理|答复|办理|办结|主动|公开|通过|发布|信息|本级|占|\d|$)"
_COUNTIES = (
    r"县市区|区县|县区|辖市区|乡镇|镇街|镇\(街道\)|乡镇\(街道\)|镇、街道办事处|乡镇街道"
    r"|县\(市、区\)|县\(市\)区"
)
_KINDS_OF_BODY = "街道|委|厅|院|校|单位|(?:行政)?机关|中心|系统|管委会"
_NAMED = f"{_NO_VERB}(?:(?![我本该])[\\u3400-\\u9fff]){{1,12}}?"
_WHOSE_WORDS = (
    # 全市各级行政机关, 我局
    rf"[全我本该](?:[{_PLACE}](?![别场])|局(?!限)|办(?![理结事公])|{_KINDS_OF_BODY}){_OFFICES}",
    # 市政府办公室
    rf"(?:[{_PLACE}]|{_NO_VERB}[\u3400-\u9fff]{{2,6}}[{_PLACE}])?(?:人民)?政府(?:办公室|办公厅|办(?![理结事公]))",
    # 市政府及其部门, 政府各部门
    rf"[{_PLACE}]?(?:人民)?政府(?:及其|及所属|各|各组成|组成|所属)?部门",
    rf"[{_PLACE}]{{1,2}}(?:人民)?政府及其(?:各)?部门",
    # 市直部门, 市本级
    rf"[{_PLACE}](?:直属?|级|本级)各?(?:行政机关|(?:公共)?企事业单位|部门|机关|单位)?(?!以上|层面|政府网|政府门)",
    # 各区县政府, 各级行政机关
    "各地各部门|各级?[省市县区乡镇街道、()及和]{0,9}(?:行政机关|政府|部门|单位|委办局|责任单位)(?:及其部门)?",
    rf"(?:{_COUNTIES})(?:(?:人民)?政府(?:及其部门)?)?{_FOLLOWS}",
    # 区政府
    rf"[{_PLACE}](?:人民)?政府(?!网|门户|信息|公报|公开|采购|工作|常务|令|规章|文件|微)",
    # a body's name
    rf"{_NAMED}(?:(?<![格布当结])局|委员会|办公室|街道办事处|街道|管委会|开发区){_FOLLOWS}",
    # a unit that acts: 所属单位收到, not 商业企业8件
    rf"{_NAMED}(?:单位|集团|公司|中心|学校|医院|支队|大队|法院|社区)(?=共?(?:收到|接到|新收|受理|审理|办理|办结))",
    rf"(?:部门|{_NO_VERB}[\u3400-\u9fff]{{1,8}}[{_PLACE}](?=共|全年|累计)){_FOLLOWS}",
)
_WHOSE = re.compile("|".join(_WHOSE_WORDS))
_SOMEBODY = re.compile(
    "[省市县区旗州盟乡镇街局委厅办院校单机中系管政部各公企团队社]"
)  # one of these is in every such word
_CHANNEL = re.compile(
    r"(?:通过|利用|依托|在|以|经由?|借助)(?P<channel>[^，,。；;：:()\d]{0,24}?"
    r"(?:网站(?:群)?(?:信息公开)?(?:平台|专栏|栏目)?|网站平台|信息公开(?:网|平台|专栏)|公众号(?:“[^”]{1,20}”)?|微博|微信|公报|报刊|媒体|平台|渠道))"
    r"(?:等(?:多种)?(?:渠道|平台|方式|形式))?(?:上|中)?"
)
_GENERIC_SITE = re.compile(r"(?:政府)?(?:门户)?网站(?:平台)?")
_YEAR = re.compile(
    r"(?:截[至止]到?|到)?(?P<year>20\d\d)年?度?(?:\d{1,2}月份?(?:\d{1,2}日)?)?(?:年?[底末初])?"
    r"(?<=[年度月日底末初份])"
)
_LAST_YEAR = re.compile(
    r"(?:上一?年度|上一?年(?!度)|去年)(?:同期(?=为|是|共|收|的|\d|$))?(?!结转|同期|末|底|遗留)"
)
# 上半年, 一季度, 1至6月 (not 1至12月), 3月: figures of a part of the year are not the year's.
_PART_OF_YEAR = re.compile(
    r"[上下]半年|(?:第?[一二三四1-4]|前[二三两])个?季度|(?!0?1月?份?(?:至|到|-|—|~)12月)\d{1,2}月?份?(?:至|到|-|—|~)\d{1,2}月份?"
    r"|(?<![年\d])\d{1,2}月份?(?!\d|底|末|初|份)"
)
_THIS_YEAR = re.compile(r"今年|本年度?|本年")
_OTHER = re.compile(
    r"[、\s“]+|其中|以及|此外|另外|同时|并且|并|且|[一二三四五六七八九十]是|\d{1,2}\.|全年|本年度?|年度?内|当年|今年|年初以来|0?1月?份?(?:至|到|-|—|~)12月份?|截[至止](?:目前|年底)"
    r"|共计|总计|合计|累计|总共|共(?!享|同|和|公|性|建)|已经|已|均|先后|依法依规|依法(?!行政|治)|依规|严格|规范|及时|妥善|统一|总体上|还|又|也|约|和(?!谐)|与|及|的(?!确)"
    r"|(?:目前|期间|年度)|各项|代表[省市县区旗州乡镇]?(?:人民)?政府"
)
_TAIL = re.compile(
    r"(?:累计|共计|总计|合计|总共|共有|共为|达到|分别为?|占比|占|共|约|达|为|有|了|计|已|超过|逾|近|至|到(?<!收到)(?<!接到)|仅|是|数量|总数|总量|\(){1,12}+$"
)
_TOWARDS = re.compile(r"向[^，,。；;：:\d]{2,14}?(?:提出|提交|申请|递交)的?")
_SINCE = re.compile(r"(?:自|从).{2,30}(?:以来|起)|以来|历年")


@dataclass(frozen=True, slots=True)
class Lead:
    """What the beginning of a clause says: `whose`, `channel`, when (`year` and the two below), and `rest`.

    `named_channel`: the channel is one certain site or account, not government sites at large. `since`: the
    figures count from some day on, or a part of the year, not the year.
    """

    rest: str
    whose: str = ""
    channel: str = ""
    named_channel: bool = False
    year: int | None = None
    last_year: bool = False
    this_year: bool = False
    since: bool = False


def read(clause: str) -> Lead:
    """Read a clause from its beginning, as far as it says when, whose and how."""
    rest, whose, channel, named = clause, "", "", False
    year: int | None = None
    last_year = this_year = False
    since = bool(_SINCE.search(clause))
    for _ in range(12):
        if match := _THIS_YEAR.match(rest):
            this_year = True
        elif match := _PART_OF_YEAR.match(rest):
            since = True
        elif match := _OTHER.match(rest):
            pass
        elif match := _YEAR.match(rest):
            year = int(match["year"])
        elif match := _LAST_YEAR.match(rest):
            last_year = True
        elif match := _CHANNEL.match(rest):
            channel = match["channel"]
            named = not _GENERIC_SITE.fullmatch(channel)
        elif not whose and _SOMEBODY.search(rest, 0, 20) and (match := _WHOSE.match(rest)):
            whose = match[0]
        else:
            break
        rest = rest[match.end() :]
    if towards := _TOWARDS.search(rest):
        whose = re.sub(r"^向|(?:提出|提交|申请|递交)的?$", "", towards[0])
        rest = rest.replace(towards[0], "", 1)
    return Lead(_TAIL.sub("", rest), whose, channel, named, year, last_year, this_year, since)
