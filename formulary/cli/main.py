"""The group: names and help texts in one table, so that ``--help`` imports no command."""

from __future__ import annotations

import sys
from copy import copy
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from formulary import __version__
from formulary.cli import streams
from formulary.cli.group import HELP, HelpfulGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from formulary.config import Config

COMMANDS = {
    "validate": "Check recipes: shape, ingredients, doses, completeness.",
    "explain": "Show the arithmetic of a recipe and how near each limit is.",
    "convert": "Convert a quantity exactly, or say why it cannot be done.",
    "rules": "List the rules, or show the page of one.",
    "catalogue": "Look at the ingredients, products, indications and policies.",
    "worksheet": "Print the worksheet of a batch: what to draw, mix and sign.",
    "waivers": "Look at the exceptions in force, and whether they hold.",
    "new": "Begin a recipe, from questions at a terminal or from options.",
    "export": "Write the formula inventory as tables or documents.",
    "import": "Read formulas from a table, dry run first.",
    "register": "Check recipes and keep each as a new version.",
    "submit": "Ask for the review of a draft.",
    "approve": "Approve a version in review, signed with your key.",
    "reject": "Send a version in review back, with a reason.",
    "retire": "Take an approved version out of use, with a reason.",
    "list": "List the formulas of the registry.",
    "show": "Show a version: concentrations, headroom, status, signatures.",
    "diff": "Show what differs between two versions or recipe files.",
    "history": "Show who did what to a formula, when and why.",
    "revalidate": "Judge every current formula by the limits of today.",
    "search": "Find formulas by words in titles and contents.",
    "where-used": "Find every formula with an ingredient or product.",
    "verify": "Check that nothing is other than it was recorded and signed.",
    "account": "Say who can act in the registry.",
    "key": "Make a key to sign with, and say whose keys count.",
    "db": "Make, upgrade, back up and check the registry's database.",
    "schema": "Print the JSON Schema of a kind of file.",
}
"""Every command: ``formulary.cli.NAME`` holds a Click command called ``command``."""


def module_of(name: str) -> str:
    """The module of a command; a word of Python's own has an underscore behind it, a hyphen becomes one."""
    return f"formulary.cli.{f'{name}_' if iskeyword(name) else name.replace('-', '_')}"


class Globals(NamedTuple):
    """The options of the group."""

    policy: str
    color: str
    quiet: bool
    debug: bool
    config: Config
    catalogue: str = ""
    db: str = ""


class LazyGroup(HelpfulGroup):
    """Imports a command only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(module_of(name)).command
        return _telling(command) if ctx.params.get("show_settings") else command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant, or a usage error that names the nearest ones."""
        slip = args and args[0] not in COMMANDS and not args[0].startswith("-")
        if slip and not ctx.resilient_parsing:
            from formulary.errors import UsageFaultError  # noqa: PLC0415 - only a slip pays for these
            from formulary.text import did_you_mean, quoted  # noqa: PLC0415

            raise UsageFaultError(
                f"there is no command {quoted(args[0])}",
                did_you_mean(args[0], COMMANDS) or "`formulary --help` lists the commands.",
            )
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin so, without importing a command."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell that completes needs it

        begun = [(name, help_) for name, help_ in COMMANDS.items() if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(name, help=help_) for name, help_ in begun), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The table of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _telling(command: click.Command) -> click.Command:
    """The command with all its options, which tells its settings instead of doing its work."""
    if isinstance(command, click.Group):  # what follows is for one of its own commands, which is not asked
        rest = click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)
        loose = {"ignore_unknown_options": True}
        return click.Command(command.name, loose, _tell_settings, [rest])
    told = copy(command)
    told.callback = _tell_settings
    return told


def _tell_settings(**_: object) -> None:
    from formulary.cli.settings import show  # noqa: PLC0415 - only who asks pays for it

    ctx = click.get_current_context()
    show(ctx, ctx.obj.config)


def _configure(ctx: click.Context, param: click.Parameter, value: str) -> Config:  # noqa: ARG001
    """The configuration, read before the other options since it holds their defaults; not for a mere help."""
    from formulary.config import Config, load  # noqa: PLC0415

    if ctx.meta.get(HELP):
        return Config()
    config = load(value or None, Path.cwd())
    if config.file:
        from formulary.cli.settings import defaults  # noqa: PLC0415 - most runs have no configuration

        ctx.default_map = defaults(config)
    return config


def _completing(what: str) -> Callable[..., list[CompletionItem]]:
    """One of ``formulary.cli.completing``, imported when a shell asks."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found: list[CompletionItem] = getattr(import_module("formulary.cli.completing"), what)(
            ctx, param, incomplete
        )
        return found

    return complete


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "FORMULARY"},
    epilog="Exit codes: 0 no errors, 1 findings, 2 wrong use or nothing to check, 3 the environment failed.",
)
@click.option(
    "--policy",
    default="",
    metavar="ID",
    shell_complete=_completing("policies"),
    help="Judge by this policy. [default: us]",
)
@click.option(
    "--catalogue",
    default="",
    metavar="DIR",
    shell_complete=_completing("folders"),
    help="Lay a folder of your own on top of the shipped catalogue.",
)
@click.option("--db", default="", metavar="URL", help="The registry's database. [default: a file of yours]")
@click.option(
    "--config",
    default="",
    metavar="FILE",
    shell_complete=_completing("files"),
    is_eager=True,
    callback=_configure,
    help="Take the settings from here. [default: the nearest pyproject.toml or formulary.toml]",
)
@click.option("--show-settings", is_flag=True, help="Show each setting and where it came from, and end.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours."
)
@click.option("-q", "--quiet", is_flag=True, help="Say less: no progress, hints or summaries.")
@click.option("--debug", is_flag=True, hidden=True, help="Show a traceback for an internal fault.")
@click.version_option(__version__, "-V", "--version", message="formulary %(version)s")
@click.pass_context
def cli(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    config: Config,
    policy: str,
    catalogue: str,
    db: str,
    color: str,
    *,
    show_settings: bool,
    quiet: bool,
    debug: bool,
) -> None:
    """Keep serum-cocktail formulas for mesotherapy safe: compute, check, explain.

    No medical advice: limits are cited reference data that a pharmacist must review.
    """
    ctx.obj = Globals(policy, color, quiet, debug, config, catalogue, db)
    if ctx.invoked_subcommand:
        return
    if not show_settings:
        ctx.fail("Missing command.")
    with _telling(import_module("formulary.cli.validate").command).make_context("validate", [], ctx) as inner:
        inner.command.invoke(inner)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a user never sees a traceback."""
    streams.prepare()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough; nobody may take that for a verdict
        streams.abandon(sys.stdout, sys.stderr)
        return streams.READER_GONE
    return code


def _run(given: list[str]) -> int:
    stream = sys.stdout
    try:
        code = cli.main(given, prog_name="formulary", standalone_mode=False)
    except SystemExit as left:
        if sys.stdout is stream:  # a shell was completed
            raise
        raise BrokenPipeError from left  # Click has put a stream in its place that minds no broken pipe
    except Exception as fault:
        if "--debug" in given:
            raise
        from formulary.cli.faults import tell  # noqa: PLC0415 - only a fault pays for it

        return tell(fault)
    return code if isinstance(code, int) else 0
