"""`gongkai keys`: show, rotate, retire, back up and restore the keys of this deployment."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gongkai.records.acts import command_act

FILE = click.Path(dir_okay=False, path_type=Path)
PASSPHRASE_FILE = click.option(
    "--passphrase-file", type=FILE, help="从文件第一行读取口令（不写则在终端上询问）。"
)


@click.group()
def keys() -> None:
    """查看、更换、备份和恢复密钥。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


@keys.command("show")
def show() -> None:
    """列出各用途的密钥版本和签名公钥（不显示密钥本身）。"""
    from gongkai.records.keys import keyring, signing

    with refusing():
        ring = keyring.read()
        click.echo(f"密钥文件：{keyring.path()}")
        for purpose, versions in ring.purposes.items():
            for one in versions:
                used = "（在用）" if one == versions[-1] else ""
                click.echo(f"{purpose} 第{one.version}版，{one.made_at[:10]}生成{used}")
        for name, public in signing.public_keys().items():
            click.echo(f"签名公钥 {name} {base64.b64encode(public).decode()}")


@keys.command("rotate")
@click.option(
    "--purpose",
    type=click.Choice(["wrapping", "lookup", "signing"]),
    default="wrapping",
    show_default=True,
    help="wrapping 加密案件密钥，lookup 查找摘要，signing 日志签名。",
)
def rotate(purpose: str) -> None:
    """启用新版密钥；wrapping 会把全部案件密钥重新加密，中断后再次运行会接着做完。"""
    from django.utils import timezone

    from gongkai.records.keys import operations

    def progress(done: int, total: int) -> None:
        click.echo(f"案件密钥 {done}/{total}", err=True)

    with refusing():
        done = operations.rotate(purpose=purpose, act=command_act(timezone.now()), progress=progress)
    resumed = "（接续上次未完成的更换）" if done.resumed else ""
    click.echo(f"{purpose} 现用第{done.version}版{resumed}，重新加密案件密钥{done.rewrapped}个。")
    click.echo("请立即重新备份密钥：gongkai keys backup 文件。")


@keys.command("retire")
@click.confirmation_option(prompt="停用后，更早的数据库备份里的非公开内容只能用当时的密钥备份打开。继续吗？")
def retire() -> None:
    """从密钥文件中删去已无案件使用的旧版 wrapping 密钥。"""
    from django.utils import timezone

    from gongkai.records.keys import operations

    with refusing():
        gone = operations.retire(act=command_act(timezone.now()))
    click.echo(f"已停用：第{'、'.join(map(str, gone))}版。" if gone else "没有可以停用的旧版密钥。")


@keys.command("backup")
@click.argument("file", type=FILE)
@PASSPHRASE_FILE
def backup(file: Path, passphrase_file: Path | None) -> None:
    """把全部密钥用口令保护后写入新文件；请与数据备份分开保管。"""
    from django.utils import timezone

    from gongkai.records.backups import archive
    from gongkai.records.keys import operations

    with refusing():
        passphrase = read_passphrase(passphrase_file, confirm=True)
        with archive.new_file(file) as opened:
            opened.write(operations.back_up(passphrase=passphrase, act=command_act(timezone.now())))
    click.echo(f"密钥已备份到 {file}。没有口令就无法恢复，请分开保管。")


@keys.command("restore")
@click.argument("file", type=FILE)
@PASSPHRASE_FILE
def restore(file: Path, passphrase_file: Path | None) -> None:
    """密钥文件丢失后，从备份恢复。"""
    from django.utils import timezone

    from gongkai.records.keys import operations

    with refusing():
        content = file.read_bytes()
        passphrase = read_passphrase(passphrase_file)
        operations.restore(content=content, passphrase=passphrase, act=command_act(timezone.now()))
    click.echo("密钥已恢复。")


def read_passphrase(file: Path | None, *, confirm: bool = False) -> str:
    """The passphrase from the first line of a file, else asked for without showing it."""
    if file is not None:
        return file.read_text("utf-8").partition("\n")[0].rstrip("\r")
    return str(click.prompt("口令", hide_input=True, confirmation_prompt=confirm))


@contextmanager
def refusing() -> Iterator[None]:
    """A refusal becomes a sentence on standard error and exit code 2."""
    from django.db import DatabaseError

    from gongkai.records.backups import BackupRefused
    from gongkai.records.keys import KeysRefused, KeysUnusable

    try:
        yield
    except (KeysRefused, KeysUnusable, BackupRefused) as problem:
        click.echo(str(problem), err=True)
    except FileExistsError as problem:
        click.echo(f"{problem} 已经存在，不覆盖。请换一个文件名。", err=True)
    except OSError as problem:
        click.echo(f"不能读写 {problem.filename or '文件'}：{problem.strerror}。请检查路径和权限。", err=True)
    except DatabaseError as problem:
        click.echo(f"数据库不可用：{str(problem).strip()}", err=True)
    else:
        return
    sys.exit(2)
