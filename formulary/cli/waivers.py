"""``formulary waivers``: the exceptions that are in force, and whether they are sound and needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary import __version__
from formulary.cli import completing
from formulary.cli.choosing import choose, collect, waivers_in_force
from formulary.cli.group import HelpfulGroup
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.cli.project import paths_to_check
from formulary.errors import UsageFaultError
from formulary.processes import cores
from formulary.reports import Context, report
from formulary.reports.exceptions import Register, days_left, lines, record, summary, verdict
from formulary.reports.layout import lay
from formulary.validation.outcome import Tally
from formulary.validation.run import each
from formulary.validation.staleness import today
from formulary.validation.waivers_met import outcome_of

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.validation.outcome import Outcome
    from formulary.validation.waivers import WaiverFile

_file_option = click.option(
    "--waivers",
    default="",
    metavar="FILE",
    shell_complete=completing.files,
    help="The file of waivers. [default: the configured one]",
)
_format_option = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="FORMAT",
    help="text or json. [default: text]",
)


@click.group(name="waivers", cls=HelpfulGroup, short_help="The exceptions in force, and whether they hold.")
def command() -> None:
    """The exceptions that a project lets through for a while: which are in force, and whether they hold."""


@command.command(name="list", short_help="The waivers in force, next to end first.")
@click.option(
    "--expiring-in", type=click.IntRange(0), metavar="DAYS", help="Only those that end within so many days."
)
@_file_option
@_format_option
@output_option
@click.pass_obj
def list_(
    options: Globals, waivers: str, expiring_in: int | None, output_format: str, output_file: str | None
) -> None:
    """List the waivers that are in force, the one that ends first at the top."""
    file = _wanted(options, waivers)
    keep_inputs(output_file, (file.document.name,))
    found = _register(file)
    if expiring_in is not None:
        ending = tuple(one for one in found.waivers if days_left(one, found.day) <= expiring_in)
        found = found._replace(waivers=ending)
    with output(output_file, output_format) as write:
        if output_format == "json":
            write(f"{json.dumps(record(found), indent=2)}\n")
        else:
            columns, colour = width(output_file), use_colour(options, output_file)
            for line in lines(found, expiring_in):
                write(f"{lay(line, columns, colour=colour)}\n")


@command.command(short_help="Is each waiver sound and needed?")
@click.argument("paths", nargs=-1, metavar="[PATH...]", shell_complete=completing.files)
@_file_option
@_format_option
@output_option
@shared_options
@click.pass_obj
def check(
    options: Globals, paths: tuple[str, ...], waivers: str, output_format: str, output_file: str | None
) -> int:
    """Check every waiver by itself, and against the recipes at PATH: is it needed, is it for this content?

    Without a PATH those that the project configures are taken; where there is none either, the file is
    checked alone.
    """
    file = _wanted(options, waivers)
    choice = choose(options, waivers=file.waivers)
    chosen = paths_to_check(paths, options.config)
    files = collect(chosen, options, file.document.name) if chosen else []
    keep_inputs(output_file, (*files, file.document.name))
    run, tally = Tally(), Tally()
    for done in each(files, choice, _unsaid, cores()):
        run.merge(done.tally)
    found = outcome_of(file, run.met, choice.setting())
    tally.add(found)
    colour, columns = use_colour(options, output_file), width(output_file)
    context = Context(__version__, "", (), colour=colour, quiet=options.quiet, width=columns)
    told, register = report(output_format).one(found, context), _register(file)
    with output(output_file, output_format) as write:
        if output_format == "json":
            listed = f"[\n{told}\n]" if told else "[]"
            write(f'{{"version": 1, "findings": {listed}, "summary": {summary(register, tally, files)}}}\n')
        else:
            end = lay(verdict(register, tally, files), columns, colour=colour)
            write(f"{told}{told and chr(10)}{end}\n")
    return 1 if tally.errors else 0


def _wanted(options: Globals, path: str) -> WaiverFile:
    file = waivers_in_force(options, path)
    if file is None:
        raise UsageFaultError(
            "no file of waivers is named", "Name one with `--waivers FILE`, or configure `waivers`."
        )
    return file


def _register(file: WaiverFile) -> Register:
    """What is in force of a file; an entry that does not say for which content it was granted is not."""
    held = sorted((one for one in file.waivers if one.sha256), key=lambda one: (one.expires, one.line))
    return Register(file.document.name, today(), tuple(held), file.entries - len(held))


def _unsaid(_: Outcome) -> tuple[str, ...]:
    """Nothing is said of the recipes; importable by name, so that other processes can call it."""
    return ()
