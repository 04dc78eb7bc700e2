"""`gongkai deadline` and `gongkai workdays`: the statutory clock on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from gongkai.law import reply_clock
from gongkai.law import workdays as calendars
from gongkai.law.workdays import Calendar, CalendarUnknown


class DayType(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class ConsultationType(click.ParamType[reply_clock.Consultation]):
    """A consultation written ASKED:ANSWERED; ASKED: alone is one not yet answered."""

    name = "D1:D2"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> reply_clock.Consultation:
        """The consultation, or a usage error that shows how to write one."""
        if isinstance(value, reply_clock.Consultation):
            return value
        asked, colon, answered = str(value).partition(":")
        if not colon:
            self.fail(f"“{value}”应写作 发出日:答复日，例如 2026-03-02:2026-03-10。", param, ctx)
        try:
            return reply_clock.Consultation(parse_day(asked), parse_day(answered) if answered else None)
        except ValueError as error:
            self.fail(str(error), param, ctx)


DAY = DayType()
CONSULTATION = ConsultationType()


def parse_day(text: str) -> date:
    """The day written YYYY-MM-DD; ValueError with a sentence otherwise."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text.strip()}”不是日期，请写作 YYYY-MM-DD，例如 2026-03-16。") from None


def load_calendar(files: tuple[Path, ...]) -> Calendar:
    """The announced calendar with the deployment's own files; exit 2 names the file that is wrong."""
    try:
        return calendars.official().with_files(*files)
    except (ValueError, OSError) as error:
        refuse(error)


def refuse(reason: object) -> NoReturn:
    """Say why the question cannot be answered, and exit 2."""
    click.echo(str(reason), err=True)
    sys.exit(2)


calendar_option = click.option(
    "--calendar",
    "calendar_files",
    multiple=True,
    envvar="GONGKAI_CALENDAR",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="加载工作日文件：2027.csv 增加一个年份，其他文件名增加本地节假日。可重复。",
)


@click.group()
def deadline() -> None:
    """计算法定期限，并逐日说明依据。"""


@deadline.command("reply")
@click.option("--received", required=True, help="收到申请之日（YYYY-MM-DD）；写 - 则从标准输入逐行读取。")
@click.option("--corrected", type=DAY, help="收到补正申请之日，答复期限自此重新起算。")
@click.option(
    "--consulted", "consultations", type=CONSULTATION, multiple=True, help="征求意见的发出日:答复日，可重复。"
)
@click.option("--extended", type=int, help="经批准延长的工作日数。")
@calendar_option
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def reply(
    received: str,
    corrected: date | None,
    consultations: tuple[reply_clock.Consultation, ...],
    extended: int | None,
    calendar_files: tuple[Path, ...],
    as_json: bool,
) -> None:
    """答复期限（《政府信息公开条例》第三十三条）。"""
    calendar = load_calendar(calendar_files)

    def clock(text: str) -> reply_clock.Deadline:
        facts = reply_clock.ReplyFacts(
            received=parse_day(text),
            corrected=corrected,
            consultations=consultations,
            extension=None if extended is None else reply_clock.Extension(extended),
        )
        return reply_clock.explain(facts, calendar)

    if received == "-":
        sys.exit(answer_each_line(clock))
    try:
        result = clock(received)
    except ValueError as error:
        refuse(error)
    click.echo(json.dumps(result.as_json(), ensure_ascii=False) if as_json else in_words(result))


def answer_each_line(clock: Callable[[str], reply_clock.Deadline]) -> int:
    """One JSON a line for one date a line; a line without an answer says why. Exit code 0 or 2."""
    code = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        answer: dict[str, object]
        try:
            answer = clock(line).as_json()
        except ValueError as error:
            code = 2
            answer = {"due_on": None, "steps": [], "error": str(error)}
            click.echo(f"{line.strip()}：{error}", err=True)
        click.echo(json.dumps({"received": line.strip(), **answer}, ensure_ascii=False))
    return code


def in_words(result: reply_clock.Deadline) -> str:
    """The deadline and its derivation as lines a clerk reads."""
    lines = [str(result)]
    for step in result.steps:
        lines.append(f"· {step.rule}（{step.citation}）")
        if step.counted:
            lines.append(f"  {step.start} 至 {step.end}，计 {step.counted} 个工作日")
        if step.skipped:
            lines.append("  不计入：" + "、".join(f"{skip.on}（{skip.reason}）" for skip in step.skipped))
    return "\n".join(lines)


@click.group()
def workdays() -> None:
    """工作日的推算与计数。"""


@workdays.command("add")
@click.argument("day", type=DAY)
@click.argument("number", type=click.IntRange(min=0))
@calendar_option
def add(day: date, number: int, calendar_files: tuple[Path, ...]) -> None:
    """DAY 之后第 NUMBER 个工作日（DAY 当日不计）。"""
    calendar = load_calendar(calendar_files)
    try:
        click.echo(calendar.add(day, number).isoformat())
    except CalendarUnknown as error:
        refuse(error)


@workdays.command("between")
@click.argument("after", type=DAY)
@click.argument("through", type=DAY)
@calendar_option
def between(after: date, through: date, calendar_files: tuple[Path, ...]) -> None:
    """AFTER 之后（当日不计）至 THROUGH（当日计入）的工作日数。"""
    calendar = load_calendar(calendar_files)
    if through < after:
        refuse("THROUGH：止日不能早于起日，请调换两个日期。")
    try:
        click.echo(str(calendar.count(after, through)))
    except CalendarUnknown as error:
        refuse(error)
