"""``formulary submit``: ask for the review of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.cli import completing
from formulary.cli.deciding import Given, decide, deciding_options

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="submit", short_help="Ask for the review of a draft.")
@click.argument("version", metavar="ID", shell_complete=completing.formulas)
@click.option("--sign", is_flag=True, help="Sign it, as its author.")
@deciding_options
@click.pass_obj
def command(options: Globals, /, version: str, *, sign: bool, **given: Any) -> None:
    """Ask for the review of the open draft of a formula; it is judged anew, by the catalogue of today.

    ID is a formula, or a version of it as ID@2. No key is needed; with `--sign` you sign as its author.
    """
    decide(options, "submit", version, Given(**given), sign=sign)
