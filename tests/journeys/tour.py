"""Every page of the portal, and how a visitor gets there: one list for screenshots, axe and widths."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.material import yunhe

PAGES = {
    "home": "/",
    "archive": "/reports/",
    "archive-empty": "/reports/?q=没有这个地方",
    "compare": "/reports/compare/",
    "compare-few": "/reports/compare/?measure=completion_rate&places=重庆市 马鞍山市&from=2018&to=2020",
    "compare-cell": "/reports/compare/?row=table3/new&column=table3/natural&level=province",
    "compare-errors": "/reports/compare/?places=没有这里&row=table3/new&column=table4/upheld",
    "compare-empty": "/reports/compare/?level=town",
    "place": "/reports/chongqing/",
    "place-before-2019": "/reports/guangshui/",
    "report": "/reports/chongqing/2019/",
    "report-before-2019": "/reports/guangshui/2016/",
    "check": "/check/",
    "deadline": "/deadline/",
    "deadline-answer": "/deadline/?received=2026-02-13&corrected=&extended=",
    "deadline-consulted": (
        "/deadline/?received=2026-02-13&corrected=2026-02-26&extended=10&asked_1=2026-03-04&answered_1=2026-03-12"
    ),
    "deadline-errors": "/deadline/?received=2026-02-30&corrected=2026&extended=x",
    "deadline-beyond": "/deadline/?received=2026-12-20",
    "law": "/law/",
    "workdays": "/law/workdays/2026/",
    "workdays-unknown": "/law/workdays/2031/",
    "design": "/design/",
    "not-found": "/no-such-page/",
}
# Pages that come out of a form.
SENT = ("check-errors", "check-clean", "check-findings", "check-unread", "check-kept")


def visit(page: Page, name: str) -> None:
    """Open the page called `name`."""
    if name in PAGES:
        page.goto(PAGES[name])
        return
    page.goto("/check/")
    if name != "check-errors":
        page.get_by_label("或者粘贴报告全文").fill(_text(name))
    if name == "check-kept":
        page.get_by_label("保存30天").check()
    with page.expect_navigation():
        page.get_by_role("button", name="开始核查").click()


def _text(name: str) -> str:
    values: dict[tuple[str, str, str], int | str] = dict(yunhe.figures())
    if name == "check-findings":
        values["table3", "total", "natural"] = 43
        values["table4", "review", "total"] = ""
    if name == "check-unread":
        values["table3", "3.1", "natural"] = "约二三"
        values["table2", "规章", "现行有效件数"] = ""
    return yunhe.as_text(values)
