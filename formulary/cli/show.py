"""``formulary show``: one version with its concentrations, its headroom, its status and who signed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.choosing import choose
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import output, use_colour, width
from formulary.cli.showing import case_of
from formulary.cli.store import list_format_option, opened
from formulary.errors import UsageFaultError
from formulary.registry.accounts import accounts
from formulary.registry.keys import trusted_keys, why_not
from formulary.registry.versions import version
from formulary.reports.layout import lay
from formulary.reports.table import as_csv
from formulary.reports.versions import COLUMNS, data, page, rows
from formulary.source.read import syntax_of

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="show", short_help="Show one version of a formula.")
@click.argument("name", metavar="ID", shell_complete=completing.formulas)
@list_format_option
@output_option
@shared_options
@click.pass_obj
def command(options: Globals, name: str, output_format: str, output_file: str | None) -> int:
    """Show a version with its final concentrations, the headroom to each limit, its findings and signatures.

    ID is a formula, which means its approved version, else the newest; or a version of it as ID@2. Exit code
    1 if a signature does not hold.
    """
    if syntax_of(name):
        raise UsageFaultError(f"{name} is a recipe file", f"`formulary explain {name}` shows what it makes.")
    setting = choose(options).setting()
    with opened(options) as store:
        found = version(store, name)
        with store.read() as db:
            keys, people = trusted_keys(db), {one.id: one.name for one in accounts(db)}
    case = case_of(found, setting)
    reasons = [why_not(found, one, keys) for one in found.signatures]
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file, output_format) as write:
        if output_format == "json":
            write(f"{json.dumps(data(found, case, reasons), indent=2)}\n")
        elif output_format == "csv":
            for text in as_csv(rows(found, case), COLUMNS):
                write(text)
        else:
            for line in page(found, case, reasons, people):
                write(f"{lay(line, across, colour=colour)}\n")
    return 1 if any(reasons) else 0
