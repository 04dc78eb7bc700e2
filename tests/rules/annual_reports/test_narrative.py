"""Figures of the prose: the number, its measure word, the phrase it belongs to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gongkai.annual_reports.rules.prose import narrative


def claims(text: str) -> list[tuple[Any, ...]]:
    return [(claim.claim, claim.value, claim.unit, claim.approximate) for claim in narrative.find([text])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共收到政府信息公开申请7522件。", [("收到政府信息公开申请", 7522, "件", False)]),
        ("办理7498件,办结率99.7%。", [("办理", 7498, "件", False), ("办结率", Decimal("99.7"), "%", False)]),
        (
            "依法主动公开政府信息133.6万条，更新及时。",
            [("依法主动公开政府信息", Decimal("133.6"), "万条", False)],
        ),
        ("全市全年公开政府信息18.6万余条，不断增加。", [("公开政府信息", Decimal("18.6"), "万条", True)]),
        (
            "网站信息(以下由系统统计)10514条，其中部门3条。",
            [("网站信息", 10514, "条", False), ("部门", 3, "条", False)],
        ),
        ("在大厅建立了，4个政务公开专区。", [("政务公开专区", 4, "个", False)]),
        ("公开“双随机、一公开”信息602条。", [("公开“双随机、一公开”信息", 602, "条", False)]),
        ("收费1,336,000元，及时上缴国库。", [("收费", 1336000, "元", False)]),
    ],
)
def test_a_figure_keeps_its_phrase(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "自2019年1月1日起至2019年12月31日止，数据如下。",
        "根据国办公开办函〔2019〕60号文件，编制本报告。",
        "联系电话：0555-8356203，邮编：243000。",
        "依照第三十六条第一款办理，按期答复。",
        "在20个工作日内答复，准时送达。",
        "标题没有标点123件",
        "无。",
    ],
)
def test_dates_numbers_of_documents_and_telephones_are_no_claims(text: str) -> None:
    assert claims(text) == []
