"""``formulary where-used``: every formula that contains an ingredient or a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary.catalogue.load import catalogue_with
from formulary.cli import completing
from formulary.cli.store import Paging, opened, paging_options, write_page
from formulary.registry.used import COLUMNS, FIELDS, sought, where_used

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="where-used", short_help="Find every formula with an ingredient or product.")
@click.argument("name", shell_complete=completing.substances)
@click.option("--all", "every", is_flag=True, help="Every version, not only the current one of each formula.")
@paging_options
@click.pass_obj
def command(options: Globals, /, name: str, *, every: bool, **paging: Any) -> int:
    """Find every formula that contains the ingredient or product NAME, through products too.

    Names and synonyms of the catalogue are understood; so are names that only recipes use. Exit code 1 if
    nothing is found.
    """
    catalogue = catalogue_with(options.catalogue)
    with opened(options) as store, store.read() as db:
        what = sought(name, catalogue, db)

        def listed(after: str, limit: int | None) -> Any:
            return where_used(db, what, every=every, after=after, limit=limit)

        count = write_page(listed, COLUMNS, FIELDS, Paging(**paging), options)
    if not count and not options.quiet:
        click.echo(f"No formula contains the {what.kind} {what.id}.", err=True)
    return 0 if count else 1
