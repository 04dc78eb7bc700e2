"""`gongkai journal`: seal, verify and anchor the journal of this deployment."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongkai.records.journal import Evidence, JournalVerification

FILE = click.Path(dir_okay=False, path_type=Path)
EXITS = {"proved": 0, "damaged": 1, "unproven": 3}


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
@click.argument("file", type=FILE, required=False)
def anchor(file: Path | None) -> None:
    """封存后制作锚点：追加到文件（交审计员在系统外保存）；不写文件则存放到各存放处。"""
    from django.db import DatabaseError
    from django.utils import timezone

    from gongkai.records.journal import KeyIsMissing, NothingSealed, SealingInterrupted, anchors, seal_all

    now = timezone.now()
    try:
        if file is None:
            sys.exit(_keep_now(now))
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
    click.echo(f"区块{made.block}，共{made.position}条，根摘要 {made.root}{signed}")


def _keep_now(now: datetime) -> int:
    """Make an anchor and keep it in every place of this deployment; the exit code."""
    from gongkai.records.acts import command_act
    from gongkai.records.auditing import operations, stores

    places = stores.places()
    if not places:
        click.echo(
            "没有设置锚点存放处（GONGKAI_ANCHOR_FOLDER、GONGKAI_ANCHOR_BUCKET、GONGKAI_ANCHOR_MAIL），"
            "也没有写文件名。",
            err=True,
        )
        return 2
    made = operations.make_anchor(act=command_act(now))
    code = 0
    for place in places:
        try:
            receipt = operations.keep_anchor(anchor=made, place=place, act=command_act(now))
        except stores.StoreRefused as problem:
            click.echo(f"没有存放，后台会再试：{problem}", err=True)
            code = 1
        else:
            click.echo(f"已存放 {receipt.location} {receipt.name}（{receipt.said}）")
    return code


@journal.command("verify")
@click.option("--anchor", "files", type=FILE, multiple=True, help="与文件中的锚点核对，可以写几次。")
@click.option("--anchors", "ask_places", is_flag=True, help="与各存放处（文件夹、对象存储）的锚点核对。")
@click.option("--full", is_flag=True, help="不用检查点，逐条重算全部。")
@click.option(
    "--within",
    default=2,
    show_default=True,
    type=click.IntRange(0, 36_500),
    help="最新的锚点在几天以内，才算证明（退出码0）。",
)
@click.option("--unrecorded", is_flag=True, help="只读：不记入日志，也不留检查点。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def verify(
    files: tuple[Path, ...],
    ask_places: bool,
    full: bool,
    within: int,
    unrecorded: bool,
    as_json: bool,
) -> None:
    """核验日志。退出码：0 有锚点证明，1 被破坏，2 不能读取，3 前后一致但未经证明。

    \b
    0  全部条目一致，且与锚点相符，最新的锚点在 --within 天以内
    1  被破坏，第一行说明首处
    2  不能读取（数据库、锚点文件、存放处、密钥文件）
    3  全部条目前后一致，但没有锚点，或者锚点太旧：未经证明
    """
    from django.db import DatabaseError
    from django.utils import timezone

    from gongkai.records.auditing import evidence
    from gongkai.records.journal import Unreadable, anchors
    from gongkai.records.refusals import Refused

    now, allowed = timezone.now(), timedelta(days=within)
    try:
        witnessed = anchors.from_files(files)
        if ask_places:
            if not evidence.readable_places():
                raise Refused("没有可以读回的锚点存放处（GONGKAI_ANCHOR_FOLDER、GONGKAI_ANCHOR_BUCKET）。")
            witnessed += evidence.read_back()
        result = _examined(witnessed, now, full=full, unrecorded=unrecorded)
    except (Unreadable, Refused) as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    except DatabaseError as problem:
        click.echo(f"核验结果不能记入日志（{str(problem).strip()}）。只读核验请加 --unrecorded。", err=True)
        sys.exit(2)
    if as_json:
        oldest = result.oldest_unsealed
        age = {"unsealed_seconds": int((now - oldest).total_seconds()) if oldest else 0}
        click.echo(json.dumps(result.as_json(now, allowed) | age, ensure_ascii=False, indent=1))
    else:
        click.echo(in_words(result, now, allowed))
    sys.exit(EXITS[result.verdict(now, allowed)])


def _examined(witnessed: Evidence, now: datetime, *, full: bool, unrecorded: bool) -> JournalVerification:
    from gongkai.records import journal as records
    from gongkai.records.acts import command_act
    from gongkai.records.auditing import operations

    if unrecorded:
        return records.verify(evidence=witnessed, full=full, at=now)
    return operations.verify_journal(act=command_act(now), full=full, witnessed=witnessed)


def in_words(result: JournalVerification, now: datetime, within: timedelta) -> str:
    """The result as lines, the verdict first."""
    from gongkai.records.journal import verdicts

    lines = [verdicts.sentence(result, now, within)]
    lines += [f"  {finding.message}" for finding in result.findings[1:]]
    if result.more_findings:
        lines.append(f"  另有{result.more_findings}处未列出。")
    lines += filter(None, [verdicts.remedy(result, now, within), verdicts.reach(result)])
    lines.append(
        f"已封存{result.last_position}条，{result.last_block}个区块，"
        f"末区块根摘要 {result.last_root or '（无）'}"
    )
    lines.append(verdicts.signatures(result))
    lines.append(
        f"锚点：核对{result.anchors}个。" if result.anchors else "锚点：未核对（--anchors，--anchor 文件）。"
    )
    if result.unsealed and result.oldest_unsealed:
        age = int((now - result.oldest_unsealed).total_seconds())
        lines.append(f"待封存：{result.unsealed}条，最早的已等{age}秒。")
    else:
        lines.append("待封存：无。")
    return "\n".join(lines)
