"""`gongkai account`: for when no administrator can sign in any more; everything it does is journalled."""

from __future__ import annotations

import os
import sys

import click

from gongkai.records.acts import command_act


@click.group()
def account() -> None:
    """处理无法登录的账号。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


@account.command("reset")
@click.argument("login")
@click.option("--second-factor", is_flag=True, help="同时取消二次验证。")
def reset(login: str, second_factor: bool) -> None:
    """给 LOGIN 发放新的初始密码，启用被停用的账号；密码只显示这一次。"""
    from django.utils import timezone

    from gongkai.organisations import operations, queries
    from gongkai.organisations.accounts import second_factor as factors
    from gongkai.records.actors import SYSTEM

    person = queries.person(login)
    if person is None:
        click.echo(f"没有登录名为“{login}”的账号，请核对。", err=True)
        sys.exit(2)
    now = timezone.now()
    # Each in a transaction of its own, for hashing takes time; the account opens last. Given again, the
    # command does what is left.
    if second_factor:
        factors.remove(person=person, reason="命令行重置", by=SYSTEM, at=now)
    initial = operations.issue_initial_password(person=person, act=command_act(now))
    if not person.is_active:
        operations.unlock_person(person=person, reason="命令行重置", act=command_act(now))
    click.echo(initial)
    click.echo(f"以上为{person.name}的初始密码，只显示这一次；首次登录须修改。", err=True)
