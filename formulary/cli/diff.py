"""``formulary diff``: what differs between two versions, as a clinician sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.choosing import choose
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.cli.showing import is_file, of_file, of_version
from formulary.cli.store import list_format_option, opened
from formulary.registry.versions import version
from formulary.reports.comparison import data, lines
from formulary.reports.differences import Difference, differences
from formulary.reports.layout import lay
from formulary.reports.table import as_csv

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.cli.showing import Side
    from formulary.validation.setting import Setting


@click.command(name="diff", short_help="Show what differs between two formulas.")
@click.argument("before", metavar="A", shell_complete=completing.formulas)
@click.argument("after", metavar="B", shell_complete=completing.formulas)
@list_format_option
@output_option
@shared_options
@click.pass_obj
def command(options: Globals, before: str, after: str, output_format: str, output_file: str | None) -> None:
    """Show what differs between two formulas: concentrations, doses, headroom, use, administration, record.

    A and B are formulas or versions as ID@2, or recipe files, such as the one that you are about to register.
    """
    keep_inputs(output_file, filter(is_file, (before, after)))
    setting = choose(options).setting()
    first, second = _side(options, before, setting), _side(options, after, setting)
    found = differences(first.data, second.data, (first.case, second.case))
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file, output_format) as write:
        if output_format == "json":
            old, new = ({"name": one.label, "sha256": one.sha256} for one in (first, second))
            write(f"{json.dumps(data(old, new, found), indent=2)}\n")
        elif output_format == "csv":
            for text in as_csv((item._asdict() for item in found), Difference._fields):
                write(text)
        else:
            for line in lines(first.label, second.label, found):
                write(f"{lay(line, across, colour=colour)}\n")


def _side(options: Globals, name: str, setting: Setting) -> Side:
    if is_file(name):
        return of_file(name, setting)
    with opened(options) as store:
        return of_version(version(store, name), setting)
