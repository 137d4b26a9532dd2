"""Options that several commands share; some are the group's, which people look for after the command too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.cli import completing

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = Callable[..., Any]

output_option = click.option(
    "-o",
    "--output-file",
    metavar="FILE",
    shell_complete=completing.files,
    help="Write to a file, which appears when it is complete.",
)
"""Where to write; ``formulary.cli.output.output`` takes its value."""

format_option = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="FORMAT",
    help="text or json. [default: text]",
)
"""How to report, where there is no form but text and JSON."""

jobs_option = click.option(
    "--jobs", type=click.IntRange(0), default=0, metavar="N", help="Processes to use. [default: one a core]"
)
"""How many processes; 0 is one a core."""


_LESS = "Say less: no progress, hints or summaries."


def shared_options(function: Function) -> Function:
    """Add ``--policy``, ``--catalogue``, ``--color``, ``-q``; after the command they win over the group's."""
    colours = click.Choice(["auto", "always", "never"])
    for decorate in (
        click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_override, help=_LESS),
        click.option(
            "--color",
            type=colours,
            metavar="WHEN",
            expose_value=False,
            callback=_override,
            help="When to use colours: auto, always or never.",
        ),
        click.option(
            "--catalogue",
            metavar="DIR",
            shell_complete=completing.folders,
            expose_value=False,
            callback=_override,
            help="Lay a folder of your own on top of the shipped catalogue.",
        ),
        click.option(
            "--policy",
            metavar="ID",
            expose_value=False,
            callback=_override,
            help="Judge by this policy. [default: us]",
            shell_complete=completing.policies,
        ),
    ):
        function = decorate(function)
    return function


def _override(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value and param.name:
        ctx.obj = ctx.obj._replace(**{param.name: value})
