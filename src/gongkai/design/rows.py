"""The cells that the component `data_list` draws.

A list page may hold hundreds of cells and is looked at all day, so its rows are put together here, escaped,
in one pass; the component stands around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, where it leads, a note below it, a tag's kind where the text is a state."""

    text: str
    href: str = ""
    note: str = ""
    tag: Literal["", "plain", "accent", "ok", "warn", "error"] = ""
    kind: Literal["", "number", "time"] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is drawn."""

    html: SafeString


def row(cells: Sequence[Cell], labels: Sequence[str], *, pick: str = "", picked: bool = False) -> Row:
    """A row of cells under the (escaped) labels of their columns; `pick` is the value of its box, if any."""
    parts = ['<tr role="row">']
    if pick:
        first = escape(cells[0].text)
        checked = " checked" if picked else ""
        parts.append(
            f'<td role="cell" class="list__pick"><input type="checkbox" name="pick" value="{escape(pick)}"'
            f' aria-label="{first}"{checked}></td>'
        )
    for index, (cell, label) in enumerate(zip(cells, labels, strict=True)):
        parts.append(_cell(cell, label, first=index == 0))
    parts.append("</tr>")
    return Row(mark_safe("".join(parts)))  # noqa: S308 - every text was escaped on its way in


def _cell(cell: Cell, label: str, *, first: bool) -> str:
    text = escape(cell.text)
    if not text:
        text = '<span class="list__empty">—</span>'
    elif cell.tag:
        text = f'<strong class="tag tag--{cell.tag}">{text}</strong>'
    if cell.href:
        main = ' class="list__main"' if first else ""
        text = f'<a{main} href="{escape(cell.href)}">{text}</a>'
    if cell.note:
        text += f'<span class="list__note">{escape(cell.note)}</span>'
    classes = " ".join(
        filter(None, ("list__first" if first else "", f"list__{cell.kind}" if cell.kind else ""))
    )
    named = f' class="{classes}"' if classes else ""
    return f'<td role="cell"{named} data-label="{label}"><div>{text}</div></td>'
