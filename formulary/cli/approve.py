"""``formulary approve``: approve a version in review, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.cli import completing
from formulary.cli.deciding import Given, decide, deciding_options

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="approve", short_help="Approve a version in review.")
@click.argument("version", metavar="ID", shell_complete=completing.formulas)
@deciding_options
@click.pass_obj
def command(options: Globals, /, version: str, **given: Any) -> None:
    """Approve a version that is in review, and sign with your key; the approved one before it is superseded.

    ID is a formula, or a version of it as ID@2. Nobody approves what they wrote or registered. It is judged
    again: an error, or a verdict that is another than the reviewed one, refuses it, with exit code 1.
    """
    decide(options, "approve", version, Given(**given))
