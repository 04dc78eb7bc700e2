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
