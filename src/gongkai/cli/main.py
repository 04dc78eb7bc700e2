"""The command group; each command's module is imported only when the command is called."""

from __future__ import annotations

import importlib

import click

from gongkai import __version__

# Name → (module, attribute). Looking a deadline up must not pay for Django or the report reader.
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
    "report": ("gongkai.cli.reports", "report"),
    "restore": ("gongkai.cli.backups", "restore"),
    "runner": ("gongkai.cli.runner", "runner"),
    "serve": ("gongkai.cli.serving", "serve"),
    "token": ("gongkai.cli.tokens", "token"),
    "workdays": ("gongkai.cli.deadlines", "workdays"),
}


class Commands(click.Group):
    """A group that knows its commands by name and loads them late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table above says so; a test walks it
        return command


@click.command(cls=Commands)
@click.version_option(__version__, prog_name="gongkai")
def main() -> None:
    """公开：政府信息公开的发布、答复与年度统计。"""
