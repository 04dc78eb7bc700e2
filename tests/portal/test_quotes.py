"""A finding on the prose shows the words it is about: a reader has no paragraph numbers before them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.portal.html import Page

pytestmark = pytest.mark.django_db

TEXT = """云溪市人民政府2023年政府信息公开工作年度报告
本报告统计期限自2023年1月1日起至2023年12月31日止。
一、总体情况
2023年，全市共收到政府信息公开申请30件，其中网络申请21件，信函申请13件。门户网站另行发布信息。
"""


def test_figures_that_stand_close_together_are_quoted_once_with_each_marked(client: Client) -> None:
    page = Page(client.post("/check/", {"text": TEXT}))
    [quote] = page.select("//blockquote")
    assert [mark.text for mark in quote.xpath(".//mark")] == ["30", "21", "13"]
    assert "共收到政府信息公开申请30件" in quote.text_content()


def test_a_report_that_agrees_with_itself_has_nothing_quoted(client: Client) -> None:
    page = Page(client.post("/check/", {"text": TEXT.replace("13件", "9件")}))
    assert page.select("//blockquote") == []
