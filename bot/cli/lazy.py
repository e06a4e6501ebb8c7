"""A command group that imports a command when it is called, and tells every error in one line."""

import errno
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from retrieval.errors import AssistantError, BadInput

BAD_INPUT, FAILURE, INTERRUPTED = 2, 1, 130


class LazyGroup(click.Group):
    """Commands named as "module:attribute"; `referat --help` imports none of them."""

    def __init__(self, name: str, *, commands_at: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(name, context_settings={"help_option_names": ["-h", "--help"]}, **options)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order they are listed in."""
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None where there is none of that name."""
        if cmd_name not in self._commands_at:
            return None
        module, _, attribute = self._commands_at[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in self._commands_at.items()])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Runs a command; ends the process with the exit status of the contract."""
        options["standalone_mode"] = False
        try:
            status = super().main(args, *rest, **options)
        except Exception as error:
            status = _tell(error)
        sys.exit(status if isinstance(status, int) else 0)


def _tell(error: Exception) -> int:
    """Tells the error in one line on stderr; returns the exit status."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.ctx.get_help() if error.ctx else error.format_message(), err=True)
            return BAD_INPUT
        case click.ClickException():
            where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
            hint = f" (try `{where} --help`)" if where else ""
            return _say(error.format_message() + hint, BAD_INPUT)
        case click.Abort():
            return _say("stopped", INTERRUPTED)
        case BadInput():
            return _say(str(error), BAD_INPUT)
        case AssistantError():
            return _say(str(error), FAILURE)
        case OSError():
            return _say(_os_words(error), FAILURE)
        case _:
            if os.environ.get("REFERAT_DEBUG"):
                raise error
            # Its words are not shown: those of a library may hold a token or an address with a password.
            return _say(f"an unexpected {type(error).__name__}: set REFERAT_DEBUG=1 to see where", FAILURE)


def _os_words(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full: free some space and run it again"
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}"


def _say(message: str, status: int) -> int:
    click.echo("referat: " + " ".join(message.split()), err=True)
    return status
