"""Reports of our own making: figures that close, written as a web page or as text copied from one."""

from __future__ import annotations

from gongkai.annual_reports.rules import Reading, form

COLUMNS = ("natural", "commercial", "research", "public_welfare", "legal_services", "other")
HEADING = "云河市人民政府2023年政府信息公开工作年度报告"
TITLES = {
    "table2": "二、主动公开政府信息情况",
    "table3": "三、收到和处理政府信息公开申请情况",
    "table4": "四、政府信息公开行政复议、行政诉讼情况",
}


def figures() -> dict[tuple[str, str, str], int]:
    """A value for every cell of the form of 2021, such that every identity holds."""
    shape = form("2021")
    cells = {("table2", row, col): 3 for row, col in shape.tables["table2"].cells}
    leaves = [row for row in shape.tables["table3"].rows if row[0].isdigit()]
    for col in COLUMNS:
        per_leaf = {"natural": 2, "commercial": 1}.get(col, 0)
        for row in leaves:
            cells["table3", row, col] = per_leaf
        cells["table3", "total", col] = per_leaf * len(leaves)
        cells["table3", "carried_in", col] = per_leaf
        cells["table3", "carried_out", col] = 2 * per_leaf
        cells["table3", "new", col] = per_leaf * (len(leaves) + 1)
    for row in shape.tables["table3"].rows:
        cells["table3", row, "total"] = sum(cells["table3", row, col] for col in COLUMNS)
    for row in shape.tables["table4"].rows:
        cells |= {("table4", row, col): 1 for col in ("upheld", "corrected", "other", "pending")}
        cells["table4", row, "total"] = 4
    return cells


def reading(**tables: object) -> Reading:
    """The figures as the reader would give them, without going through a text."""
    data: dict[str, object] = {
        "place": "云河市",
        "year": 2023,
        "format": "2021",
        "narrative": [],
        "unread": [],
    }
    for key in TITLES:
        rows: dict[str, dict[str, int]] = {}
        for (table, row, col), value in figures().items():
            if table == key:
                rows.setdefault(row, {})[col] = value
        data[key] = rows
    return Reading.from_json({**data, **tables})


def as_html(values: dict[tuple[str, str, str], int | str]) -> str:
    """The report as a web page with the prescribed tables."""
    parts = [f"<html><head><title>{HEADING}</title></head><body><h1>{HEADING}</h1>"]
    for key, title in TITLES.items():
        parts.append(f"<h2>{title}</h2><table border=1>")
        for line in form("2021").grid(key):
            parts.append("<tr>")
            for cell in line:
                text = values[key, cell.row, cell.col] if cell.kind == "data" else cell.label
                parts.append(f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{text}</td>')
            parts.append("</tr>")
        parts.append("</table>")
    return "".join(parts) + "</body></html>"


def as_text(values: dict[tuple[str, str, str], int | str]) -> str:
    """The same as it arrives when somebody copies the page: cells apart by tabs, rows by line ends."""
    lines = [HEADING]
    for key, title in TITLES.items():
        lines.append(title)
        for line in form("2021").grid(key):
            texts = (str(values[key, c.row, c.col]) if c.kind == "data" else c.label for c in line)
            lines.append("\t".join(texts))
    return "\n".join(lines)
