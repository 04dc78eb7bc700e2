"""`gongkai backup` and `gongkai restore`: database and files in one file, keys apart in another."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from gongkai.cli.keys import FILE, PASSPHRASE_FILE, read_passphrase, refusing
from gongkai.records.acts import command_act

STEP = 1_000


@click.command()
@click.argument("file", type=FILE)
@click.option("--keys", "keys_file", type=FILE, help="同时把密钥用口令保护后备份到这个文件（请分开保管）。")
@PASSPHRASE_FILE
def backup(file: Path, keys_file: Path | None, passphrase_file: Path | None) -> None:
    """把数据库和文件备份到一个新文件；服务可以照常运行。"""
    _set_up()
    from django.utils import timezone

    from gongkai.records import backups
    from gongkai.records.backups import archive
    from gongkai.records.keys import operations as key_operations

    now = timezone.now()
    with refusing():
        if keys_file:  # first the keys: whatever the back-up holds opens with them
            passphrase = read_passphrase(passphrase_file, confirm=True)
            with archive.new_file(keys_file) as opened:
                opened.write(key_operations.back_up(passphrase=passphrase, act=command_act(now)))
        made = backups.back_up(path=file, act=command_act(now), progress=_progress())
    click.echo(f"已备份{made.rows}行、{made.objects}个文件（{made.bytes}字节）到 {file}")
    click.echo(f"备份摘要 sha256:{made.digest}")
    if not keys_file:
        click.echo("密钥不在其中，请另行备份：gongkai keys backup 文件。")
    for what, names in (("不见了", made.missing), ("与摘要不符", made.damaged)):
        for name in names:
            click.echo(f"文件{what}：{name}", err=True)
    sys.exit(1 if made.missing or made.damaged else 0)


@click.command()
@click.argument("file", type=FILE)
@click.option("--keys", "keys_file", type=FILE, help="密钥的备份文件。")
@PASSPHRASE_FILE
def restore(file: Path, keys_file: Path | None, passphrase_file: Path | None) -> None:
    """把备份恢复到空的部署，核验日志和全部文件；任何一步不符就什么都不留下。"""
    _set_up()
    from django.utils import timezone

    from gongkai.records import backups

    with refusing():
        keys = (keys_file.read_bytes(), read_passphrase(passphrase_file)) if keys_file else None
        done = backups.restore(path=file, act=command_act(timezone.now()), keys=keys, progress=_progress())
    click.echo(f"已恢复{done.rows}行、{done.objects}个文件，文件摘要全部相符。")
    click.echo(f"日志完好：{done.journal_entries}条，末区块根摘要 {done.journal_root or '（无）'}")
    click.echo(f"备份摘要 sha256:{done.digest}")
    if not done.keys:
        click.echo(
            "没有恢复密钥：非公开内容打不开，日志签名未核验。请执行 gongkai keys restore 文件。", err=True
        )


def _progress() -> Callable[[str, int, int], None]:
    def show(what: str, done: int, total: int) -> None:
        if done == total or done % STEP == 0:
            click.echo(f"{what} {done}/{total}", err=True)

    return show


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
