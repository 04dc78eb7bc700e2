"""`gongkai demo`: the invented city of 云河市, built by operations, with its accounts printed."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NoReturn

import click

from gongkai.cli.preparing import prepared

if TYPE_CHECKING:
    from gongkai.demo import Built

HEAD = ("登录名", "姓名", "角色", "机构", "说明")
EFFECT = "正在清空本演示部署的全部数据（机构、人员、文件登记、日志、年度报告等），并重新建立演示城市……"


@click.command()
@click.option(
    "--fresh", is_flag=True, help="先清空本演示部署的全部数据（连同日志），再重新建立；只对演示部署有效。"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def demo(fresh: bool, as_json: bool) -> None:
    """建立演示城市云河市，打印演示账号；已经建立的不再改动。"""
    refuse_a_real_site()
    with prepared():
        from django.utils import timezone

        from gongkai.demo import CannotEmpty
        from gongkai.organisations.demo import DEMO_PASSWORD, demo_accounts
        from gongkai.organisations.operations import Refused

        now = timezone.now()
        try:
            built = build(fresh)
        except (CannotEmpty, Refused) as refusal:
            refuse(refusal)
        accounts = demo_accounts(timezone.localdate(now))
    if as_json:
        answer = {"password": DEMO_PASSWORD, "accounts": [asdict(account) for account in accounts]}
        click.echo(json.dumps({**answer, **figures(built)}, ensure_ascii=False))
        return
    click.echo(in_words(built))
    click.echo(table([HEAD, *((row.login, row.name, row.role, row.body, row.note) for row in accounts)]))
    click.echo(f"\n全部演示账号的密码：{DEMO_PASSWORD}（只在演示部署中有效）")


def refuse_a_real_site() -> None:
    """Exit 2 where the settings say so, before the database is as much as opened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from gongkai.organisations import operations
    from gongkai.organisations.demo import is_demo

    if not is_demo():
        try:
            operations.check_can_found_demo_city()
        except operations.NotADemo as refusal:
            refuse(refusal)


def refuse(reason: object) -> NoReturn:
    """Say why not, and exit 2."""
    click.echo(str(reason), err=True)
    sys.exit(2)


def build(fresh: bool) -> Built | None:
    """Build the city, after emptying it if asked, or finish it; None where it stands and is left as it is."""
    from django.utils import timezone

    from gongkai import demo as city
    from gongkai.organisations.demo import city as mark

    standing = mark() is not None
    if standing and fresh:
        city.check_can_empty()
        click.echo(EFFECT, err=True)
        return city.rebuild(at=timezone.now(), progress=progress())
    if standing:
        return city.built() if city.finish(at=timezone.now(), progress=progress()) else None
    return city.build(at=timezone.now(), progress=progress())


def progress() -> Callable[[str, int, int], None]:
    """Progress on one line of standard error per stage, if somebody is looking at it."""

    def tell(stage: str, done: int, total: int) -> None:
        click.echo(f"\r{stage} {done}/{total}", nl=done == total, err=True)

    def silent(_stage: str, _done: int, _total: int) -> None:
        pass

    return tell if sys.stderr.isatty() else silent


def figures(built: Built | None) -> dict[str, object]:
    """What was built, for machines."""
    if built is None:
        return {"built": False}
    return {"built": True, **asdict(built), "base_day": built.base_day.isoformat()}


def in_words(built: Built | None) -> str:
    """What was built, in a sentence."""
    if built is None:
        return "演示城市云河市已经建立，没有改动；要清空重建，请加 --fresh。\n"
    return (
        f"演示城市云河市已建立：{built.bodies}个机构、{built.people}名人员、{built.reports}份年度报告，"
        f"日志{built.entries}条；基准日 {built.base_day.isoformat()}。\n"
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns, a Han character counted as two."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
