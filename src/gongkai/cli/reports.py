"""`gongkai report`: read and check annual reports without a server or a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from gongkai.annual_reports import rules
from gongkai.cli.late import LateGroup
from gongkai.cli.reading_files import read

FILE = click.Path(dir_okay=False, path_type=Path)


LATE = {
    "compare": ("gongkai.cli.report_compare", "compare"),
    "import": ("gongkai.cli.report_import", "import_reports"),
    "survey": ("gongkai.cli.report_survey", "survey"),
}


@click.group(cls=LateGroup, late=LATE)
def report() -> None:
    """读取、核查政府信息公开工作年度报告。"""


@report.command("read")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def read_one(file: Path, as_json: bool) -> None:
    """读出一份年报的表格与数据；读不准的格子不猜，逐一说明原因。"""
    try:
        reading = read(file)
    except rules.NothingRead as error:
        click.echo(f"{file}：{error}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
    else:
        click.echo(in_words(reading))


@report.command("check")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option(
    "--previous", type=FILE, help="同一机关上一年度的年报，用于核对结转等跨年关系（只能与一份年报同用）。"
)
@click.option(
    "--next", "following", type=FILE, help="同一机关下一年度的年报，用法同 --previous（只能与一份年报同用）。"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def check(files: tuple[Path, ...], previous: Path | None, following: Path | None, as_json: bool) -> None:
    """核查年报的勾稽关系和正文；有错误或警告时退出码为 1，有文件读不出时为 2。"""
    if (previous or following) and len(files) > 1:
        raise click.UsageError("--previous 和 --next 只能与一份年报同用。")
    code = 0
    answers: list[dict[str, Any]] = []
    clean: dict[str, str] = {}
    for file in files:
        try:
            beside = (read(path) if path else None for path in (previous, following))
            reading = read(file)
            findings = rules.check(reading, *beside)
        except rules.NothingRead as error:
            click.echo(f"{file}：{error}", err=True)
            answers.append({"file": str(file), "findings": [], "error": str(error)})
            code = 2
            continue
        answers.append({"file": str(file), "findings": [finding.as_json() for finding in findings]})
        clean[str(file)] = _clean(reading)
        if any(finding.level != "ask" for finding in findings):
            code = max(code, 1)
    if as_json:
        click.echo(json.dumps(answers, ensure_ascii=False, indent=1))
    else:
        click.echo(findings_in_words(answers, clean))
    sys.exit(code)


def in_words(reading: rules.Reading) -> str:
    """What was read and what was not, as lines."""
    lines = [
        f"{reading.place or '（单位未能确定）'} {reading.year or '（年度未能确定）'}年，{reading.format} 格式"
    ]
    for key, table in rules.form(reading.format).tables.items() if reading.format else ():
        cells = reading.tables.get(key)
        lines.append(f"{table.label}：{'未读到' if cells is None else f'{len(cells)} 行'}")
    lines.append(f"正文数据：{len(reading.narrative)} 项")
    for item in reading.unread:
        where = " ".join(part for part in (item.table, item.row, item.col) if part)
        lines.append(f"未读：{where} {item.reason}" if where else f"未读：{item.reason}")
    return "\n".join(lines)


def _clean(reading: rules.Reading) -> str:
    """What may be said of a report in which nothing was found."""
    if not any(reading.tables.values()):
        return "没有读到统计表，正文没有发现矛盾"
    part = "已读出部分的" if any(item.table for item in reading.unread) else ""
    return f"{part}勾稽关系全部成立，正文没有发现矛盾"


def findings_in_words(answers: list[dict[str, Any]], clean: dict[str, str]) -> str:
    """One line a finding, grouped by file; `clean` has for each file what is said if nothing was found."""
    levels = {"error": "错误", "warn": "警告", "ask": "请核"}
    lines = []
    for answer in answers:
        if "error" in answer:
            lines.append(f"{answer['file']}：{answer['error']}")
        elif not answer["findings"]:
            lines.append(f"{answer['file']}：{clean[answer['file']]}")
        else:
            lines.append(f"{answer['file']}：{len(answer['findings'])} 项发现")
            lines.extend(
                f"  {levels[item['level']]} {item['code']} {item['message']}" for item in answer["findings"]
            )
    return "\n".join(lines)
