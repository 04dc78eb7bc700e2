"""A command group whose commands' modules are imported only when the command is called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LateGroup(click.Group):
    """A group that knows some commands by name only: name → (module, attribute).

    Looking a deadline up must not pay for Django or the report reader.
    """

    late: Mapping[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, late: Mapping[str, tuple[str, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.late = late or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted({*self.commands, *self.late})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in self.late:
            return super().get_command(ctx, cmd_name)
        module, attribute = self.late[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table says so; a test walks it
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where the disk, the database or the keys give out, say so and exit with 2."""
        try:
            return super().invoke(ctx)
        except Exception as failure:
            sentence = _outage(failure)
            if not sentence:
                raise
            click.echo(sentence, err=True)
            ctx.exit(2)


def _outage(failure: Exception) -> str:
    """The sentence of the outage behind a failure, with the file at fault; "" where it is none."""
    if isinstance(failure, click.ClickException | click.exceptions.Exit | click.Abort):
        return ""
    from django.conf import settings

    from gongkai.records.outages import outage_of

    if not settings.configured:  # a command without database and translations
        return ""
    outage = outage_of(failure)
    name = getattr(failure, "filename", None)
    return f"{outage}（{name}）" if outage is not None and name else str(outage or "")
