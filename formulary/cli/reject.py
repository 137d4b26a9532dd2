"""``formulary reject``: send a version in review back, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.cli import completing
from formulary.cli.deciding import Given, decide, deciding_options

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="reject", short_help="Send a version in review back.")
@click.argument("version", metavar="ID", shell_complete=completing.formulas)
@deciding_options
@click.pass_obj
def command(options: Globals, /, version: str, **given: Any) -> None:
    """Send a version that is in review back to its author as a draft, with a reason, and sign with your key.

    ID is a formula, or a version of it as ID@2.
    """
    decide(options, "reject", version, Given(**given))
