"""Specimens of charts and of tables of figures."""

from __future__ import annotations

from decimal import Decimal

from gongkai.design import chart, table
from gongkai.design.specimen import LONG, RARE, Specimen, Specimens

_YEARS = [f"{year}年" for year in range(2019, 2026)]
_GAP = (120, 340, None, 280, 310, None, 905)
_DOWN = (-35, -10, 0, 12, 30, -5, -80)


def _series(name: str, values: tuple[int | None, ...], unit: str = "件") -> chart.ChartSeries:
    texts = [f"{name}{year}：{value}{unit}" for year, value in zip(_YEARS, values, strict=True)]
    return chart.ChartSeries(name, values, texts)


_SIX = [
    _series(name, tuple(100 * number + 13 * year * (number % 3 - 1) for year in range(7)))
    for number, name in enumerate(("云河市", "云溪市", "山南市", LONG, RARE, "临江市"), start=1)
]
_RANKING = [
    chart.Bar("云河市", Decimal("99.20"), "99.20%", "#gallery", "1"),
    chart.Bar(LONG, Decimal("87.5"), "87.50%", "#gallery", "2"),
    chart.Bar(RARE, Decimal("87.5"), "87.50%", "", "2"),
    chart.Bar("山南市", 0, "0.00%", "#gallery", "4"),
]
_CHANGES = [
    chart.Bar("规章", 12, "12"),
    chart.Bar("行政许可", -30, "-30"),
    chart.Bar("行政处罚", 1, "1"),
]
_SAID = {"desc": "示例图，数据见下表。"}

CHARTS: Specimens = {
    "chart": [
        Specimen(
            "default",
            {
                **_SAID,
                "id": "chart-gap",
                "title": "本年新收申请",
                "unit": "单位：件",
                "chart": chart.lines(_YEARS, [_series("云河市", _GAP)]),
            },
        ),
        Specimen(
            "long",
            {**_SAID, "id": "chart-six", "title": "六条线", "chart": chart.lines(_YEARS, _SIX)},
        ),
        Specimen(
            "default",
            {
                **_SAID,
                "id": "chart-down",
                "title": "有负数",
                "chart": chart.lines(_YEARS, [_series("本年增/减", _DOWN)]),
            },
        ),
        Specimen(
            "default",
            {
                **_SAID,
                "id": "chart-one",
                "title": "只有一年",
                "chart": chart.lines(["2023年"], [chart.ChartSeries("云河市", [42], ["42件"])]),
            },
        ),
        Specimen(
            "default",
            {**_SAID, "id": "chart-bars", "title": "办结率排序", "chart": chart.bars(_RANKING)},
        ),
        Specimen(
            "default",
            {**_SAID, "id": "chart-changes", "title": "有负数的条形", "chart": chart.bars(_CHANGES)},
        ),
        Specimen(
            "empty",
            {
                **_SAID,
                "id": "chart-empty",
                "title": "没有数",
                "chart": chart.lines(_YEARS, []),
                "empty": "所选年度没有可以画出的数。",
            },
        ),
    ],
}
RANK_TABLE = Specimen(
    "default",
    {
        "caption": "排序",
        "id": "table-ranks",
        "kind": "figures",
        "rows": [
            [
                table.TableCell("head", "位次", depth=1),
                table.TableCell("head", "地方", depth=2),
                table.TableCell("head", "办结率（%）"),
            ],
            [
                table.TableCell("data", "1", depth=1),
                table.TableCell("label", RARE, depth=2, last_label=True),
                table.TableCell("data", "99.20%", href="#gallery", note="124／125"),
            ],
        ],
    },
)
FIGURE_TABLE = Specimen(
    "default",
    {
        "caption": "数的比较",
        "id": "table-figures",
        "kind": "figures",
        "scroll_hint": "表格可左右滑动。",
        "rows": [
            *table.plain(
                ["地方", "2019年", "2020年", "2021年"],
                [
                    [
                        "云河市",
                        table.TableCell("data", "1,336,000", href="#gallery"),
                        table.TableCell("data", "空白", state="blank"),
                        table.TableCell("data", "0", href="#gallery"),
                    ],
                    [
                        LONG,
                        table.TableCell("data", "未读出", state="missing"),
                        table.TableCell("data", "不可比", state="none", note="2019年格式没有这一项"),
                        table.TableCell("data", "未收录", state="none"),
                    ],
                    [
                        "合计",
                        table.TableCell("data", "1,336,000", touched=True, note="缺1个地方"),
                        table.TableCell("data", "—", state="none"),
                        table.TableCell("data", "0", touched=True),
                    ],
                ],
            )
        ],
    },
)
TABLES = (FIGURE_TABLE, RANK_TABLE)
