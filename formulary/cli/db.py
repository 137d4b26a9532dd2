"""``formulary db``: make, upgrade, back up and check the registry's database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulary.cli.main import HelpfulGroup
from formulary.store.address import address
from formulary.store.store import Store, open_store
from formulary.text import escape

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.group(name="db", cls=HelpfulGroup, short_help="Make, upgrade, back up and check the database.")
def command() -> None:
    """Make, upgrade, back up and check the database of the registry that `--db` names.

    Without `--db` (or FORMULARY_DB) it is a file in your data folder, made on first use.
    """


@command.command(name="init", short_help="Make the registry.")
@click.option(
    "--approvers",
    type=click.IntRange(1, 9),
    default=1,
    metavar="N",
    help="How many people must approve a version. [default: 1]",
)
@click.pass_obj
def init(options: Globals, approvers: int) -> None:
    """Make the tables of a registry in an empty database; one that is there is left as it is."""
    with Store(address(options.db)) as store:
        made = store.initialise(approvers)
        shown = escape(store.address.name)
    if not made:
        open_store(options.db).close()
    click.echo(f"registry made: {shown}" if made else f"the registry is there already: {shown}")
