"""`gongkai token`: tokens for programs that use the API, made and revoked by whoever runs the server."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

import click

from gongkai.records.acts import command_act

if TYPE_CHECKING:
    from gongkai.organisations.models import ApiToken


@click.group()
def token() -> None:
    """管理接口令牌。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


@token.command("create")
@click.option("--body", "code", required=True, help="令牌代表的机构代码。")
@click.option("--scope", "scopes", multiple=True, required=True, help="授权范围，可重复，例如 body.view。")
@click.option("--name", default="命令行建立", show_default=True, help="用途，列在管理页面上。")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 730), help="有效天数。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def create(code: str, scopes: tuple[str, ...], name: str, days: int, as_json: bool) -> None:
    """建立令牌；令牌只显示这一次。"""
    from django.utils import timezone

    from gongkai.organisations import operations, queries

    body = queries.body(code)
    if body is None:
        refuse(f"--body：没有代码为“{code}”的机构，请核对。")
    try:
        issued = operations.create_token(
            body=body,
            name=name,
            scopes=[part for scope in scopes for part in scope.replace(",", " ").split()],
            lasts=timedelta(days=days),
            act=command_act(timezone.now()),
        )
    except operations.Refused as refusal:
        refuse(str(refusal))
    if as_json:
        click.echo(json.dumps({**as_row(issued.token), "token": issued.secret}, ensure_ascii=False))
    else:
        click.echo(issued.secret)
        click.echo("请立即妥善保存：令牌不再显示第二次。", err=True)


@token.command("list")
@click.option("--body", "code", help="只列这个机构的令牌。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def list_all(code: str | None, as_json: bool) -> None:
    """列出令牌（不含令牌本身）。"""
    from gongkai.organisations.models import ApiToken

    rows = ApiToken.objects.select_related("body")
    if code:
        rows = rows.filter(body__code=code)
    found = [as_row(row) for row in rows]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        state = "已撤销" if row["revoked_at"] else f"有效至 {row['expires_at']}"
        if not (row["confirmed"] or row["revoked_at"]):
            state = "待另一名管理员确认"
        click.echo(f"{row['id']}  gk_{row['prefix']}_…  {row['body']}  {row['name']}  {state}")


@token.command("revoke")
@click.argument("identifier")
@click.option("--reason", default="", help="撤销原因，记入日志。")
def revoke(identifier: str, reason: str) -> None:
    """撤销令牌 IDENTIFIER（编号，见 gongkai token list）。"""
    from django.utils import timezone

    from gongkai.organisations import operations
    from gongkai.organisations.models import ApiToken

    found = ApiToken.objects.filter(public_id=identifier).first()
    if found is None:
        refuse(f"没有编号为“{identifier}”的令牌，请用 gongkai token list 核对。")
    try:
        operations.revoke_token(token=found, reason=reason, act=command_act(timezone.now()))
    except operations.Refused as refusal:
        refuse(str(refusal))
    click.echo(f"已撤销 gk_{found.prefix}_…（{found.name}）。")


def as_row(row: ApiToken) -> dict[str, object]:
    """A token as machines read it; instants in UTC."""
    return {
        "id": row.public_id,
        "prefix": row.prefix,
        "body": row.body.code,
        "name": row.name,
        "scopes": row.scopes,
        "confirmed": row.confirmed,
        "expires_at": row.expires_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
        "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
    }


def refuse(reason: str) -> NoReturn:
    """Say why not, and exit 2."""
    click.echo(reason, err=True)
    sys.exit(2)
