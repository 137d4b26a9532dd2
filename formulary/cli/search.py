"""``formulary search``: formulas by words in their titles and in what they contain."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from formulary.cli.store import Paging, opened, paging_options, write_page
from formulary.errors import UsageFaultError
from formulary.registry.lists import COLUMNS, FIELDS, listed, words
from formulary.store.versions import Filter
from formulary.text import quoted

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="search", short_help="Find formulas by words.")
@click.argument("text")
@click.option("--all", "every", is_flag=True, help="Every version, not only the current one of each formula.")
@paging_options
@click.pass_obj
def command(options: Globals, /, text: str, *, every: bool, **paging: Any) -> int:
    """Find formulas with every word of TEXT in id, title, indication or the names of what they contain.

    Parts of words count, and so do the ingredients of products. Exit code 1 if nothing is found.
    """
    wanted = Filter(words=words(text), every=every)
    if not wanted.words:
        raise UsageFaultError("nothing to search for", "Give a word, such as `lidocaine`.")
    with opened(options) as store, store.read() as db:
        count = write_page(partial(listed, db, wanted), COLUMNS, FIELDS, Paging(**paging), options)
    if not count and not options.quiet:
        click.echo(f"Nothing found for {quoted(text)}.", err=True)
    return 0 if count else 1
