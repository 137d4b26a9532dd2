"""``formulary list``: the formulas of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulary.catalogue.load import catalogue_with
from formulary.cli.options import output_option
from formulary.cli.store import list_format_option, opened, write_page
from formulary.registry.lists import indication_id
from formulary.store.versions import Filter

if TYPE_CHECKING:
    from formulary.cli.main import Globals

STATUSES = ("draft", "in-review", "approved", "superseded", "retired")


@click.command(name="list", short_help="List the formulas of the registry.")
@click.option("--status", multiple=True, type=click.Choice(STATUSES), help="Only versions of this status.")
@click.option("--indication", multiple=True, metavar="NAME", help="Only formulas for this indication.")
@click.option("--all", "every", is_flag=True, help="Every version, not only the current one of each formula.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, metavar="N", help="Rows of a page. [default: 50]"
)
@click.option("--after", default="", metavar="ID@N", help="Begin after this version, the last of a page.")
@list_format_option
@output_option
@click.pass_obj
def command(
    options: Globals,
    status: tuple[str, ...],
    indication: tuple[str, ...],
    limit: int,
    after: str,
    output_format: str,
    output_file: str | None,
    *,
    every: bool,
) -> None:
    """List the current version of each formula, which is the approved one, else the newest.

    A table comes in pages; JSON and CSV are always whole.
    """
    ids: tuple[str, ...] = ()
    if indication:
        catalogue = catalogue_with(options.catalogue)
        ids = tuple(indication_id(name, catalogue) for name in indication)
    wanted = Filter(statuses=status, indications=ids, every=every)
    with opened(options) as store:
        write_page(store, wanted, after, limit, output_format, output_file, options)
