"""The statutory forms, written down a second time, and consistent figures for them.

From the two notices (国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号) and the statistics of 2014–2018
(国办发〔2014〕32号), not from the form files, so that a slip in those files shows. Figures have the shape of
`Reading.as_json()`; places are invented.
"""

from __future__ import annotations

import random
from typing import Any

Figures = dict[str, Any]

FORMATS = ("pre2019", "2019", "2021")
YEAR = {"pre2019": 2016, "2019": 2020, "2021": 2023}
PLACE = "云溪市"

APPLICANTS = ("natural", "commercial", "research", "public_welfare", "legal_services", "other")
APPLICANT_LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
OUTCOME_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
PROCEEDINGS = ("review", "litigation_direct", "litigation_after_review")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

# (key, label, head over it) of the results in table three, in order; None: directly under the third item.
_RESULTS = (
    ("1", "（一）予以公开", None),
    ("2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", None),
    ("3.1", "1.属于国家秘密", "（三）不予公开"),
    ("3.2", "2.其他法律行政法规禁止公开", "（三）不予公开"),
    ("3.3", "3.危及“三安全一稳定”", "（三）不予公开"),
    ("3.4", "4.保护第三方合法权益", "（三）不予公开"),
    ("3.5", "5.属于三类内部事务信息", "（三）不予公开"),
    ("3.6", "6.属于四类过程性信息", "（三）不予公开"),
    ("3.7", "7.属于行政执法案卷", "（三）不予公开"),
    ("3.8", "8.属于行政查询事项", "（三）不予公开"),
    ("4.1", "1.本机关不掌握相关政府信息", "（四）无法提供"),
    ("4.2", "2.没有现成信息需要另行制作", "（四）无法提供"),
    ("4.3", "3.补正后申请内容仍不明确", "（四）无法提供"),
    ("5.1", "1.信访举报投诉类申请", "（五）不予处理"),
    ("5.2", "2.重复申请", "（五）不予处理"),
    ("5.3", "3.要求提供公开出版物", "（五）不予处理"),
    ("5.4", "4.无正当理由大量反复申请", "（五）不予处理"),
    ("5.5", "5.要求行政机关确认或重新出具已获取信息", "（五）不予处理"),
)
RESULTS = {
    "2019": (*_RESULTS, ("6", "（六）其他处理", None)),
    "2021": (
        *_RESULTS,
        ("6.1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "（六）其他处理"),
        ("6.2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "（六）其他处理"),
        ("6.3", "3.其他", "（六）其他处理"),
    ),
}
# Table two: (title, heads, rows) for each item of article 20.
ITEMS = {
    "2019": (
        (
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            ("规章", "规范性文件"),
        ),
        (
            "第二十条第（五）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            ("行政许可", "其他对外管理服务事项"),
        ),
        ("第二十条第（六）项", ("上一年项目数量", "本年增/减", "处理决定数量"), ("行政处罚", "行政强制")),
        ("第二十条第（八）项", ("上一年项目数量", "本年增/减"), ("行政事业性收费",)),
        ("第二十条第（九）项", ("采购项目数量", "采购总金额"), ("政府集中采购",)),
    ),
    "2021": (
        ("第二十条第（一）项", ("本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "行政规范性文件")),
        ("第二十条第（五）项", ("本年处理决定数量",), ("行政许可",)),
        ("第二十条第（六）项", ("本年处理决定数量",), ("行政处罚", "行政强制")),
        ("第二十条第（八）项", ("本年收费金额",), ("行政事业性收费",)),
    ),
}
# The statistics of 2014–2018: (key, label, unit), or a head over the rows that follow: ("", label, "").
STATISTICS = (
    ("", "一、主动公开情况", ""),
    ("1.1", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("1.1.1", "其中：主动公开规范性文件数", "条"),
    ("1.1.2", "制发规范性文件总数", "件"),
    ("", "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("1.2.1", "1.政府公报公开政府信息数", "条"),
    ("1.2.2", "2.政府网站公开政府信息数", "条"),
    ("1.2.3", "3.政务微博公开政府信息数", "条"),
    ("1.2.4", "4.政务微信公开政府信息数", "条"),
    ("1.2.5", "5.其他方式公开政府信息数", "条"),
    ("", "二、回应解读情况", ""),
    ("2.1", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("", "（二）通过不同渠道和方式回应解读的情况", ""),
    ("2.2.1", "1.参加或举办新闻发布会总次数", "次"),
    ("2.2.1.1", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("2.2.2", "2.政府网站在线访谈次数", "次"),
    ("2.2.2.1", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("2.2.3", "3.政策解读稿件发布数", "篇"),
    ("2.2.4", "4.微博微信回应事件数", "次"),
    ("2.2.5", "5.其他方式回应事件数", "次"),
    ("", "三、依申请公开情况", ""),
    ("3.1", "（一）收到申请数", "件"),
    ("3.1.1", "1.当面申请数", "件"),
    ("3.1.2", "2.传真申请数", "件"),
    ("3.1.3", "3.网络申请数", "件"),
    ("3.1.4", "4.信函申请数", "件"),
    ("3.2", "（二）申请办结数", "件"),
    ("3.2.1", "1.按时办结数", "件"),
    ("3.2.2", "2.延期办结数", "件"),
    ("3.3", "（三）申请答复数", "件"),
    ("3.3.1", "1.属于已主动公开范围数", "件"),
    ("3.3.2", "2.同意公开答复数", "件"),
    ("3.3.3", "3.同意部分公开答复数", "件"),
    ("3.3.4", "4.不同意公开答复数", "件"),
    ("3.3.4.1", "其中：涉及国家秘密", "件"),
    ("3.3.4.2", "涉及商业秘密", "件"),
    ("3.3.4.3", "涉及个人隐私", "件"),
    ("3.3.4.4", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("3.3.4.5", "不是《条例》所指政府信息", "件"),
    ("3.3.4.6", "法律法规规定的其他情形", "件"),
    ("3.3.5", "5.不属于本行政机关公开数", "件"),
    ("3.3.6", "6.申请信息不存在数", "件"),
    ("3.3.7", "7.告知作出更改补充数", "件"),
    ("3.3.8", "8.告知通过其他途径办理数", "件"),
    ("4", "四、行政复议数量", "件"),
    ("4.1", "（一）维持具体行政行为数", "件"),
    ("4.2", "（二）被依法纠错数", "件"),
    ("4.3", "（三）其他情形数", "件"),
    ("5", "五、行政诉讼数量", "件"),
    ("5.1", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("5.2", "（二）被依法纠错数", "件"),
    ("5.3", "（三）其他情形数", "件"),
    ("6", "六、举报投诉数量", "件"),
    ("7", "七、依申请公开信息收取的费用", "万元"),
    ("", "八、机构建设和保障经费情况", ""),
    ("8.1", "（一）政府信息公开工作专门机构数", "个"),
    ("8.2", "（二）设置政府信息公开查阅点数", "个"),
    ("8.3", "（三）从事政府信息公开工作人员数", "人"),
    ("8.3.1", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("8.3.2", "2.兼职人员数", "人"),
    ("8.4", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元"),
    ("", "九、政府信息公开会议和培训情况", ""),
    ("9.1", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("9.2", "（二）举办各类培训班数", "次"),
    ("9.3", "（三）接受培训人员数", "人次"),
)
# What its words say adds up, the innermost first: total → its parts.
STATISTICS_SUMS = {
    "3.3.4": tuple(f"3.3.4.{n}" for n in range(1, 7)),
    "3.1": tuple(f"3.1.{n}" for n in range(1, 5)),
    "3.2": ("3.2.1", "3.2.2"),
    "3.3": tuple(f"3.3.{n}" for n in range(1, 9)),
    "4": ("4.1", "4.2", "4.3"),
    "5": ("5.1", "5.2", "5.3"),
    "8.3": ("8.3.1", "8.3.2"),
}


def figures(format: str, seed: int, largest: int, *, combined: bool = False, sparse: float = 0) -> Figures:
    """Figures that satisfy every identity of the notices; leaves between 0 and `largest`.

    `combined`: in the form of 2021, （六） as the one row of 2019. `sparse`: so much of the leaves is 0.
    """
    dice = _Dice(seed, largest, sparse)
    head: Figures = {"place": PLACE, "year": YEAR[format], "format": format}
    if format == "pre2019":
        return head | {"table2": None, "table3": None, "table4": None, "statistics": _statistics(dice)}
    results = RESULTS["2019" if combined else format]
    table3, table4 = _table3([key for key, _, _ in results], dice), _table4(dice)
    return head | {"table2": _table2(format, dice), "table3": table3, "table4": table4}


class _Dice:
    """Leaves of a form: from 0 to `largest`, the share `sparse` of them 0."""

    def __init__(self, seed: int, largest: int, sparse: float) -> None:
        self.largest, self._sparse = largest, sparse
        self._random = random.Random(seed)  # noqa: S311 (test material)
        self.randint = self._random.randint

    def leaf(self) -> int:
        if self._sparse and self._random.random() < self._sparse:
            return 0
        return self.randint(0, self.largest)


def _table3(results: list[str], dice: _Dice) -> dict[str, dict[str, int]]:
    table3: dict[str, dict[str, int]] = {
        key: {} for key in ("new", "carried_in", *results, "total", "carried_out")
    }
    for column in APPLICANTS:
        for key in results:
            table3[key][column] = dice.leaf()
        table3["total"][column] = sum(table3[key][column] for key in results)
        table3["carried_out"][column] = dice.leaf()
        due = table3["total"][column] + table3["carried_out"][column]
        table3["carried_in"][column] = dice.randint(0, due)
        table3["new"][column] = due - table3["carried_in"][column]
    for line in table3.values():
        line["total"] = sum(line[column] for column in APPLICANTS)
    return table3


def _table4(dice: _Dice) -> dict[str, dict[str, int]]:
    table4 = {}
    for proceeding in PROCEEDINGS:
        outcomes = {outcome: dice.leaf() for outcome in OUTCOMES[:-1]}
        table4[proceeding] = outcomes | {"total": sum(outcomes.values())}
    return table4


def _table2(format: str, dice: _Dice) -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {}
    for _, heads, rows in ITEMS[format]:
        for row in rows:
            table[row] = {head: dice.leaf() for head in heads}
            if "本年增/减" in heads:
                before = table[row]["上一年项目数量"]
                table[row]["本年增/减"] = dice.randint(-before, dice.largest)
    if format == "2019":
        table["政府集中采购"]["采购总金额"] = {"value": dice.randint(1, 10**6) / 100, "unit": "万元"}
    else:
        table["行政事业性收费"] = {"本年收费金额": dice.randint(0, 10**8) / 10**3, "unit": "万元"}
    return table


def _statistics(dice: _Dice) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {
        key: {"value": dice.leaf()}
        if unit != "万元"
        else {"value": dice.randint(0, 10**5) / 100, "unit": unit}
        for key, _, unit in STATISTICS
        if key
    }
    for total, parts in STATISTICS_SUMS.items():
        made[total]["value"] = sum(made[part]["value"] for part in parts)
    made["1.1.1"]["value"] = min(made["1.1.1"]["value"], made["1.1.2"]["value"])
    return made


def with_blanks(report: Figures, seed: int, share: float, *, for_zeros: bool = False) -> Figures:
    """The same report with so much of its cells left blank (None); `for_zeros`: of those that are 0."""
    dice = random.Random(seed)  # noqa: S311 (test material)
    made = dict(report)
    for key in tables_of(report):
        made[key] = {
            row: {
                column: None
                if column != "unit" and dice.random() < share and not (for_zeros and value)
                else value
                for column, value in line.items()
            }
            for row, line in report[key].items()
        }
    return made


def tables_of(report: Figures) -> tuple[str, ...]:
    """The keys of the tables that this report has."""
    return ("statistics",) if report["format"] == "pre2019" else ("table2", "table3", "table4")
