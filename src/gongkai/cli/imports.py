"""`gongkai import`: bodies and people from a workbook, which is also how a new city begins.

Before there is an administrator nobody can sign in to make one: the first three come in by this command.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gongkai.records.acts import command_act

if TYPE_CHECKING:
    from gongkai.organisations.operations import Imported
    from gongkai.organisations.sheets import RowError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
dry_run_option = click.option("--dry-run", is_flag=True, help="只试读，列出全部错误，不导入。")
json_option = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")


@click.group("import")
def import_() -> None:
    """从 XLSX 工作簿导入机构和人员。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


@import_.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def write_template(file: Path) -> None:
    """把空白模板写到 FILE。"""
    from gongkai.organisations.sheets import template

    try:
        file.write_bytes(template())
    except OSError as error:
        refuse(f"{file}：{error.strerror}。")
    click.echo(f"模板已写到 {file}")


@import_.command("bodies")
@click.argument("file", type=FILE)
@dry_run_option
@json_option
def bodies(file: Path, dry_run: bool, as_json: bool) -> None:
    """导入 FILE 的“机构”表；有一处错误就整份都不导入，退出码为 1。"""
    from django.utils import timezone

    from gongkai.organisations import operations

    run(
        file,
        as_json,
        lambda data: operations.check_import_bodies(data=data, act=command_act(timezone.now())),
        None
        if dry_run
        else lambda data: operations.import_bodies(data=data, act=command_act(timezone.now())),
    )


@import_.command("accounts")
@click.argument("file", type=FILE)
@dry_run_option
@json_option
def accounts(file: Path, dry_run: bool, as_json: bool) -> None:
    """导入 FILE 的“账号”表；账号没有密码，用 gongkai account reset 发放第一个，其余由本人领取。"""
    from django.utils import timezone

    from gongkai.organisations import operations

    run(
        file,
        as_json,
        lambda data: operations.check_import_accounts(data=data, act=command_act(timezone.now())),
        None
        if dry_run
        else lambda data: operations.import_accounts(data=data, act=command_act(timezone.now())),
    )


@import_.command("people")
@click.argument("file", type=FILE)
@dry_run_option
@json_option
def people(file: Path, dry_run: bool, as_json: bool) -> None:
    """导入 FILE 的“人员”表（任职和角色）；账号应先用 accounts 导入。"""
    from django.utils import timezone

    from gongkai.organisations import operations

    run(
        file,
        as_json,
        lambda data: operations.check_import_people(data=data, act=command_act(timezone.now())),
        None
        if dry_run
        else lambda data: operations.import_people(data=data, act=command_act(timezone.now())),
    )


def run(
    file: Path,
    as_json: bool,
    judge: Callable[[bytes], tuple[list[Any], list[RowError]]],
    take: Callable[[bytes], Imported] | None,
) -> None:
    """Judge the file and take it, or (without `take`) only judge it. Exit 1 with errors, 2 if unreadable."""
    from gongkai.organisations import operations
    from gongkai.organisations.sheets import NotReadable

    data = file.read_bytes()
    done: Imported | None = None
    try:
        rows, errors = judge(data)
        if take is not None and not errors:
            done = take(data)
    except NotReadable as refusal:
        refuse(f"{file}：{refusal}")
    except operations.ImportRefused as refusal:  # somebody else changed something meanwhile
        errors = refusal.errors
    if as_json:
        click.echo(json.dumps(answer(len(rows), errors, done), ensure_ascii=False))
    else:
        tell(len(rows), errors, done)
    if errors:
        sys.exit(1)


def answer(rows: int, errors: list[RowError], done: Imported | None) -> dict[str, object]:
    """What happened, as machines read it."""
    found = {
        "rows": rows,
        "imported": done is not None,
        "errors": [
            {"sheet": error.sheet, "row": error.row, "column": error.column, "message": error.sentence}
            for error in errors
        ],
    }
    return {**found, "waiting": list(done.waiting)} if done else found


def tell(rows: int, errors: list[RowError], done: Imported | None) -> None:
    """What happened, in words."""
    for error in errors:
        click.echo(str(error), err=True)
    if errors:
        click.echo(f"共{len(errors)}处错误，没有导入任何内容。", err=True)
    elif done is None:
        click.echo(f"{rows}行都可以导入。")
    else:
        click.echo(f"已导入{done.rows}行，摘要 {done.digest}")


def refuse(reason: str) -> NoReturn:
    """Say why not, and exit 2."""
    click.echo(reason, err=True)
    sys.exit(2)
