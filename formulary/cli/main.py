"""The group: names and help texts in one table, so that ``--help`` imports no command."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import click

from formulary import __version__
from formulary.errors import FormularyError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "validate": "Check recipes: shape, ingredients, doses, completeness.",
    "explain": "Show the arithmetic of a recipe and how near each limit is.",
    "convert": "Convert a quantity exactly, or say why it cannot be done.",
    "rules": "List the rules, or show the page of one.",
    "catalogue": "Look at the ingredients, products, indications and policies.",
    "schema": "Print the JSON Schema of a kind of file.",
}
"""Every command: ``formulary.cli.NAME`` holds a Click command called ``command``."""


class Globals(NamedTuple):
    """The options of the group."""

    policy: str
    color: str
    quiet: bool
    debug: bool


class LazyGroup(click.Group):
    """Imports a command only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"formulary.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant, or a usage error that names the nearest ones."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from formulary.text import did_you_mean, quoted  # noqa: PLC0415 - only a slip pays for it

            hint = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"there is no command {quoted(args[0])}. {hint}".rstrip(), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The table of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "FORMULARY"},
    epilog="Exit codes: 0 no errors, 1 findings, 2 wrong use or nothing to check, 3 environment.",
)
@click.option("--policy", default="", metavar="ID", help="Judge by this policy. [default: us]")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours."
)
@click.option("-q", "--quiet", is_flag=True, help="Say less: no summary by rule, no progress.")
@click.option("--debug", is_flag=True, hidden=True, help="Show a traceback for an internal fault.")
@click.version_option(__version__, "-V", "--version", message="formulary %(version)s")
@click.pass_context
def cli(ctx: click.Context, policy: str, color: str, *, quiet: bool, debug: bool) -> None:
    """Keep serum-cocktail formulas for mesotherapy safe: compute, check, explain.

    No medical advice: limits are cited reference data that a pharmacist must review.
    """
    ctx.obj = Globals(policy, color, quiet, debug)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a user never sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(arguments, prog_name="formulary", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return 130
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except FormularyError as fault:
        return _say(fault.message, fault.help, fault.exit_code)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        where = f" ({fault.filename})" if fault.filename else ""
        return _say(f"{fault.strerror or fault}{where}", "Check the disk and the permissions.", 3)
    except Exception as fault:
        if "--debug" in (arguments if arguments is not None else sys.argv):
            raise
        advice = "This is a fault of formulary: please report it with the output of `formulary --debug ...`."
        return _say(f"internal fault: {type(fault).__name__}: {fault}", advice, 3)
    return code if isinstance(code, int) else 0


def _say(message: str, advice: str, code: int) -> int:
    from formulary.text import clip, escape  # noqa: PLC0415 - only a fault pays for it

    click.echo(f"error: {clip(escape(message), 1000)}", err=True)
    if advice:
        click.echo(f"help: {clip(escape(advice), 1000)}", err=True)
    return code
