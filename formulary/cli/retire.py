"""``formulary retire``: take an approved version out of use, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.cli import completing
from formulary.cli.deciding import Given, decide, deciding_options

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="retire", short_help="Take an approved version out of use.")
@click.argument("version", metavar="ID", shell_complete=completing.formulas)
@deciding_options
@click.pass_obj
def command(options: Globals, /, version: str, **given: Any) -> None:
    """Take the approved version of a formula out of use, with a reason, and sign with your key.

    ID is a formula, or a version of it as ID@2.
    """
    decide(options, "retire", version, Given(**given))
