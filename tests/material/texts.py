"""The ways in which offices publish a report as a web page or as text copied from one."""

from __future__ import annotations

from collections.abc import Callable

from tests.material.drawing import Rows, Write, after, before, plain, tables
from tests.material.forms import Figures


def assemble(report: Figures, draw: Callable[[Rows], str], write: Write = plain, line: str = "{}\n") -> str:
    """Prose and the tables, each drawn by `draw`."""
    parts = [line.format(text) for text in before(report)]
    for chapter, rows in tables(report, write):
        parts += [line.format(chapter), draw(rows)]
    return "".join(parts + [line.format(text) for text in after(report)])


def html_table(rows: Rows) -> str:
    def cell(text: str, rowspan: int, colspan: int) -> str:
        return f'<td rowspan="{rowspan}" colspan="{colspan}"><p><span>{text}</span></p></td>'

    return "<table>" + "".join(f"<tr>{''.join(cell(*c) for c in row)}</tr>\n" for row in rows) + "</table>"


def html(report: Figures, write: Write = plain) -> str:
    """A web page."""
    body = assemble(report, html_table, write, line="<p>{}</p>\n")
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>"


def bars(report: Figures, write: Write = plain, *, full: bool = False) -> str:
    """Text with a bar after every cell; rows are filled up to the widest, the last one if `full`."""

    def draw(rows: Rows) -> str:
        width = max(len(row) for row in rows)
        lines = []
        for row in rows:
            padding = "|" * (width - len(row)) if full or row is not rows[-1] else ""
            lines.append("".join(f"{text} |\n" for text, _, _ in row) + (f"{padding}\n" if padding else ""))
        return "".join(lines)

    return assemble(report, draw, write)


def tabs(report: Figures, write: Write = plain) -> str:
    """What a browser copies: a line per row, a tab between its own cells."""
    return assemble(report, lambda rows: "".join("\t".join(c[0] for c in row) + "\n" for row in rows), write)


def spreadsheet(report: Figures, write: Write = plain) -> str:
    """What a spreadsheet copies: every position of the grid, merged cells as blanks after the first."""

    def draw(rows: Rows) -> str:
        width = sum(colspan for _, _, colspan in rows[0])
        taken: dict[tuple[int, int], str] = {}
        for top, row in enumerate(rows):
            left = 0
            for text, rowspan, colspan in row:
                while (top, left) in taken:
                    left += 1
                for down in range(rowspan):
                    for right in range(colspan):
                        taken[top + down, left + right] = text if down == right == 0 else ""
        return "".join("\t".join(taken[t, x] for x in range(width)) + "\n" for t in range(len(rows)))

    return assemble(report, draw, write)


def lines(report: Figures, write: Write = plain) -> str:
    """A cell per line, nothing between."""
    return assemble(report, lambda rows: "".join(f"{c[0]}\n" for row in rows for c in row), write)


def markdown(report: Figures, write: Write = plain) -> str:
    """A line per row between bars."""
    return assemble(
        report, lambda rows: "".join("| " + " | ".join(c[0] for c in row) + " |\n" for row in rows), write
    )


def rows_with(between: str) -> Callable[..., str]:
    """A line per row, `between` its own cells."""

    def published(report: Figures, write: Write = plain) -> str:
        return assemble(
            report, lambda rows: "".join(between.join(c[0] for c in row) + "\n" for row in rows), write
        )

    return published


def glued(report: Figures, write: Write = plain) -> str:
    """A line per row, nothing between its cells."""
    return rows_with("")(report, write)


def framed(report: Figures, write: Write = plain) -> str:
    """A web page whose tables stand in tables that only arrange it."""
    content = html(report, write).split("<div>")[1].split("</div>")[0]
    side = "<table><tr><td>栏目</td></tr><tr><td>领导信箱</td></tr></table>"
    return (
        "<html><body><table width='100%'><tr><td colspan='2'>云溪市人民政府门户网站</td></tr>"
        f"<tr><td>{side}</td><td><table><tr><td>{content}</td></tr></table></td></tr>"
        "<tr><td colspan='2'>主办：云溪市人民政府办公室</td></tr></table></body></html>"
    )


def dressed(report: Figures, write: Write = plain) -> str:
    """A web page as site builders dress it: menus, a path, a date line, styles, other pages, a footer."""
    content = html(report, write).split("<div>")[1].split("</div>")[0]
    style = "mso-border-alt:solid windowtext .5pt;padding:0 5.4pt"
    content = content.replace("<td ", f'<td class="c" style="{style}" width="64" ')
    content = content.replace("<table>", '<div class="tbl"><table border="1"><tbody>')
    content = content.replace("</table>", "</tbody></table></div>").replace("<span>", '<span lang="ZH-CN">')
    year = report["year"]
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>云溪市人民政府</title><style>.c{color:#333}"
        "</style><script>var pages = 12; if (pages < 3) { location.href = '/'; }</script></head><body>"
        "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul>"
        "<div class='path'>当前位置：首页 &gt; 政务公开 &gt; 年度报告</div>"
        f"<div class='info'>发布日期：{year + 1}-01-28 浏览次数：<span id='n'>308</span></div>"
        f"<div class='content' id='zoom'>{content}</div>"
        f"<ul class='more'><li><a href='1.html'>上一篇：{year - 1}年政务公开工作要点</a></li></ul>"
        "<div class='foot'>网站标识码：3300000001 邮编：100000</div></body></html>"
    )
