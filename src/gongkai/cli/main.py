"""The command group; each command's module is imported only when the command is called."""

from __future__ import annotations

import click

from gongkai import __version__
from gongkai.cli.late import LateGroup

# Name → (module, attribute).
COMMANDS = {
    "account": ("gongkai.cli.accounts", "account"),
    "backup": ("gongkai.cli.backups", "backup"),
    "deadline": ("gongkai.cli.deadlines", "deadline"),
    "demo": ("gongkai.cli.demo", "demo"),
    "docs": ("gongkai.cli.reference", "docs"),
    "doctor": ("gongkai.cli.doctor", "doctor"),
    "import": ("gongkai.cli.imports", "import_"),
    "journal": ("gongkai.cli.journal", "journal"),
    "keys": ("gongkai.cli.keys", "keys"),
    "proxy-config": ("gongkai.cli.proxy", "proxy_config"),
    "report": ("gongkai.cli.reports", "report"),
    "restore": ("gongkai.cli.backups", "restore"),
    "runner": ("gongkai.cli.runner", "runner"),
    "serve": ("gongkai.cli.serving", "serve"),
    "token": ("gongkai.cli.tokens", "token"),
    "workdays": ("gongkai.cli.deadlines", "workdays"),
}


@click.group(cls=LateGroup, late=COMMANDS)
@click.version_option(__version__, prog_name="gongkai")
def main() -> None:
    """公开：政府信息公开的发布、答复与年度统计。"""
