"""``formulary history``: everything that happened to a formula."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.choosing import choose
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import output, use_colour, width
from formulary.cli.showing import of_version
from formulary.cli.store import list_format_option, opened
from formulary.registry.history import FIELDS, history
from formulary.reports.differences import differences
from formulary.reports.history import lines
from formulary.reports.layout import lay
from formulary.reports.table import as_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulary.cli.main import Globals
    from formulary.domain.version import Version
    from formulary.reports.differences import Difference
    from formulary.validation.setting import Setting


@click.command(name="history", short_help="Show what happened to a formula.")
@click.argument("name", metavar="ID", shell_complete=completing.formulas)
@list_format_option
@output_option
@shared_options
@click.pass_obj
def command(options: Globals, name: str, output_format: str, output_file: str | None) -> None:
    """Show who registered, submitted, approved, rejected and retired what, when and why, and what changed.

    ID is a formula, or a version of it as ID@2.
    """
    setting = choose(options).setting()
    with opened(options) as store, store.read() as db:
        versions, moments = history(db, name)
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file, output_format) as write:
        if output_format == "json":
            acts = [one._asdict() for one in moments]
            statuses = {one.label: one.status for one in versions}
            record = {"version": 1, "formula": versions[0].formula, "statuses": statuses, "acts": acts}
            write(f"{json.dumps(record, indent=2)}\n")
        elif output_format == "csv":
            for text in as_csv((one._asdict() for one in moments), FIELDS):
                write(text)
        else:
            for line in lines(versions, moments, _changes(versions, setting)):
                write(f"{lay(line, across, colour=colour)}\n")


def _changes(versions: Sequence[Version], setting: Setting) -> dict[str, list[Difference]]:
    sides = [of_version(one, setting) for one in versions]
    return {
        after.label: differences(before.data, after.data, (before.case, after.case))
        for before, after in pairwise(sides)
    }
