"""`gongkai journal`: seal, verify and anchor the journal of this deployment."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongkai.records.journal import Verification

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def journal() -> None:
    """封存、核验操作日志，导出锚点。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


@journal.command("seal")
def seal() -> None:
    """封存已经提交的条目（服务运行时由后台自动进行）。"""
    from django.db import DatabaseError
    from django.utils import timezone

    from gongkai.records.journal import KeyIsMissing, SealingInterrupted, seal_all

    try:
        blocks = seal_all(at=timezone.now())
    except (KeyIsMissing, SealingInterrupted, DatabaseError) as problem:
        click.echo(f"没有封存：{problem}", err=True)
        sys.exit(2)
    if not blocks:
        click.echo("没有待封存的条目。")
    for block in blocks:
        click.echo(f"区块{block.number}：序号{block.first}至{block.last}，根摘要 {block.root}")


@journal.command("anchor")
@click.argument("file", type=FILE)
def anchor(file: Path) -> None:
    """封存后，把最新区块的锚点追加到文件（交审计员在系统外保存）。"""
    from django.db import DatabaseError
    from django.utils import timezone

    from gongkai.records.journal import KeyIsMissing, NothingSealed, SealingInterrupted, anchors, seal_all

    now = timezone.now()
    try:
        seal_all(at=now)
        made = anchors.export_anchor(at=now)
        anchors.append(made, file)
    except OSError as problem:
        click.echo(f"不能写入 {file}：{problem.strerror}。", err=True)
        sys.exit(2)
    except (NothingSealed, KeyIsMissing, SealingInterrupted, DatabaseError) as problem:
        click.echo(f"没有导出锚点：{problem}", err=True)
        sys.exit(2)
    signed = "" if made.signature else "（没有签名密钥，锚点未签名）"
    click.echo(f"区块{made.block}，共{made.count}条，根摘要 {made.root}{signed}")


@journal.command("verify")
@click.option("--anchor", "anchor_file", type=FILE, help="与文件中的锚点核对（可发现截尾和改写重串）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def verify(anchor_file: Path | None, as_json: bool) -> None:
    """核验全部日志；完好退出码为 0，发现问题为 1，不能读取为 2。"""
    from django.utils import timezone

    from gongkai.records.journal import Unreadable
    from gongkai.records.journal import verify as examine

    try:
        result = examine(anchor=anchor_file)
    except Unreadable as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    now = timezone.now()
    if as_json:
        oldest = result.oldest_unsealed
        age = {"unsealed_seconds": int((now - oldest).total_seconds()) if oldest else 0}
        click.echo(json.dumps(result.as_json() | age, ensure_ascii=False, indent=1))
    else:
        click.echo(in_words(result, now))
    sys.exit(0 if result.ok else 1)


def in_words(result: Verification, now: datetime) -> str:
    """The result as lines, the verdict first."""
    lines = ["日志完好。" if result.ok else f"日志已被破坏，首处：{result.findings[0].message}"]
    lines += [f"  {finding.message}" for finding in result.findings[1:]]
    if result.more_findings:
        lines.append(f"  另有{result.more_findings}处未列出。")
    lines.append(
        f"已封存{result.entries}条，{result.blocks}个区块，末区块根摘要 {result.last_root or '（无）'}"
    )
    if result.signed and not result.checked_signatures:
        lines.append(f"签名：{result.signed}个区块有签名，但没有密钥，未核验。")
    else:
        unsigned = f"，{result.unsigned}个区块未签名" if result.unsigned else ""
        lines.append(f"签名：{result.signed}个区块已核验{unsigned}。")
    lines.append(f"锚点：核对{result.anchors}个。" if result.anchors else "锚点：未核对（--anchor 文件）。")
    if result.unsealed and result.oldest_unsealed:
        age = int((now - result.oldest_unsealed).total_seconds())
        lines.append(f"待封存：{result.unsealed}条，最早的已等{age}秒。")
    else:
        lines.append("待封存：无。")
    return "\n".join(lines)
