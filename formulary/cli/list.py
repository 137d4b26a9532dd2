"""``formulary list``: the formulas of the registry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from formulary.catalogue.load import catalogue_with
from formulary.cli.store import Paging, opened, paging_options, write_page
from formulary.registry.lists import COLUMNS, FIELDS, indication_id, listed
from formulary.store.versions import Filter

if TYPE_CHECKING:
    from formulary.cli.main import Globals

STATUSES = ("draft", "in-review", "approved", "superseded", "retired")


@click.command(name="list", short_help="List the formulas of the registry.")
@click.option("--status", multiple=True, type=click.Choice(STATUSES), help="Only versions of this status.")
@click.option("--indication", multiple=True, metavar="NAME", help="Only formulas for this indication.")
@click.option("--all", "every", is_flag=True, help="Every version, not only the current one of each formula.")
@paging_options
@click.pass_obj
def command(
    options: Globals, /, status: tuple[str, ...], indication: tuple[str, ...], *, every: bool, **paging: Any
) -> None:
    """List the current version of each formula, which is the approved one, else the newest.

    A table comes in pages; JSON and CSV are always whole.
    """
    ids: tuple[str, ...] = ()
    if indication:
        catalogue = catalogue_with(options.catalogue)
        ids = tuple(indication_id(name, catalogue) for name in indication)
    wanted = Filter(statuses=status, indications=ids, every=every)
    with opened(options) as store, store.read() as db:
        count = write_page(partial(listed, db, wanted), COLUMNS, FIELDS, Paging(**paging), options)
    if not count and not options.quiet:
        first = "" if status or indication else ": `formulary register` keeps one"
        click.echo(f"No formula found{first}.", err=True)
