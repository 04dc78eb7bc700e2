"""`gongkai report import`: reports from a file, a folder or a zip into the archive of this deployment."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.preparing import prepared
from gongkai.records.acts import command_act

if TYPE_CHECKING:
    from gongkai.annual_reports.rules.unpacking import Member

LEVELS = ("province", "city", "county", "town", "department")
WORDS = {"new": "收录", "known": "已收录", "refused": "未收录", "unread": "读不出"}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What became of one file. `outcome`: new, known, refused or unread."""

    file: str
    outcome: str
    place: str | None = None
    year: int | None = None
    errors: int = 0
    warnings: int = 0
    unread: int = 0
    reason: str = ""


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--level", type=click.Choice(LEVELS), help="名称上看不出层级的新地方用这个层级。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def import_reports(path: Path, level: str | None, as_json: bool) -> None:
    """把 PATH（文件、文件夹或者 ZIP）里的年报读出并收录；重复导入不改变已收录的。

    每个文件一行，最后是汇总。退出码：全部收录为 0，有文件没有收录为 1，一份也没有读出为 2。
    """
    with prepared():
        from gongkai.annual_reports.rules.unpacking import CannotUnpack

        lines: list[ImportLine] = []
        try:
            for member in dropped(path):
                lines.append(imported(member, level or ""))
                if not as_json:
                    click.echo(in_words(lines[-1]))
        except (CannotUnpack, OSError) as problem:
            reason = "打不开，请检查路径与权限。" if isinstance(problem, OSError) else problem
            click.echo(f"{path}：{reason}", err=True)
            if not lines:
                sys.exit(2)
    counts = Counter(line.outcome for line in lines)
    if as_json:
        answer = {"files": [asdict(line) for line in lines], "summary": {key: counts[key] for key in WORDS}}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        told = "，".join(f"{words}{counts[key]}份" for key, words in WORDS.items())
        click.echo(f"共{len(lines)}个文件：{told}。")
    if counts["new"] + counts["known"] + counts["refused"] == 0:
        sys.exit(2)
    sys.exit(1 if counts["refused"] or counts["unread"] else 0)


def dropped(path: Path) -> Iterator[Member]:
    """Every file of a folder or zip, one at a time; links are not followed out of a folder."""
    from gongkai.annual_reports.rules.unpacking import (
        LARGEST_MEMBER,
        Member,
        ignored,
        is_archive,
        members,
    )

    folder = path.is_dir()
    paths = sorted(found for found in path.rglob("*") if found.is_file() and not found.is_symlink())
    for one in paths if folder else [path]:
        name = one.relative_to(path).as_posix() if folder else one.name
        if folder and ignored(name):
            continue
        with one.open("rb") as file:
            if is_archive(file, name):
                yield from members(file)
                continue
            file.seek(0)
            data = file.read(LARGEST_MEMBER + 1)
        if len(data) > LARGEST_MEMBER:
            yield Member(name, problem="文件太大，没有读取；请只导入报告正文。")
        else:
            yield Member(name, data)


def imported(member: Member, level: str) -> ImportLine:
    """Read one file and archive it; whatever goes wrong is said on its line and goes no further."""
    from django.utils import timezone

    from gongkai.annual_reports import operations, rules
    from gongkai.records.refusals import Refused

    if member.data is None:
        return ImportLine(member.path, "unread", reason=member.problem)
    try:
        reading = rules.read(member.data, member.path.rpartition("/")[2])
    except rules.NothingRead as problem:
        return ImportLine(member.path, "unread", reason=str(problem))
    except Exception as error:
        reason = f"读取时出现意外情况（{type(error).__name__}），请用原来的软件另存后再导入。"
        return ImportLine(member.path, "unread", reason=reason)
    levels = Counter(finding.level for finding in rules.check(reading))
    read = ImportLine(
        member.path,
        "new",
        reading.place,
        reading.year,
        levels["error"],
        levels["warn"],
        len(reading.unread),
    )
    title = member.path.rpartition("/")[2]
    try:
        _report, new = operations.import_report(
            reading=reading, title=title, level=level, act=command_act(timezone.now())
        )
    except Refused as refusal:
        return ImportLine(**{**asdict(read), "outcome": "refused", "reason": str(refusal)})
    return read if new else ImportLine(**{**asdict(read), "outcome": "known"})


def in_words(line: ImportLine) -> str:
    """One line: file, outcome, whose and of which year, what was found; or the reason."""
    told = f"{line.file}：{WORDS[line.outcome]}"
    if line.place or line.year:
        told += f" {line.place or '（单位未能确定）'} {line.year or '（年度未能确定）'}年"
    found = [
        f"{count}{words}"
        for count, words in ((line.errors, "处错误"), (line.warnings, "处警告"), (line.unread, "处未读"))
        if count
    ]
    return "；".join(filter(None, [told, "、".join(found), line.reason]))
