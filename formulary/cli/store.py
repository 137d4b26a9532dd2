"""What the commands of the registry share: opening it, who acts, and lists in three formats."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from formulary.cli.output import output, use_colour, width
from formulary.registry.lists import COLUMNS, FIELDS, listed
from formulary.reports.table import FORMATS, as_csv, as_json, table
from formulary.store.store import open_store
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from formulary.cli.main import Globals
    from formulary.reports.table import Row
    from formulary.store.store import Store
    from formulary.store.versions import Filter

as_option = click.option(
    "--as",
    "acting",
    default="",
    metavar="ACCOUNT",
    envvar="FORMULARY_AS",
    help="Who does this: your account.",
)
"""Who acts; there is no default but FORMULARY_AS."""

list_format_option = click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="table",
    metavar="FORMAT",
    help="table, json or csv. [default: table]",
)
"""How to write a list; ``write_rows`` takes its value."""


@contextmanager
def opened(options: Globals) -> Iterator[Store]:
    """The registry that was named; that a new one was made is said on standard error."""
    with open_store(options.db) as store:
        if store.made and not options.quiet:
            click.echo(f"note: a new registry was made: {escape(store.address.name)}", err=True)
        yield store


def write_rows(
    rows: Iterable[Row], columns: Sequence[str], output_format: str, output_file: str | None, options: Globals
) -> int:
    """Write a list; the number of its rows."""
    counted = _Counted(rows)
    with output(output_file) as write:
        if output_format == "json":
            for text in as_json(counted):
                write(text)
        elif output_format == "csv":
            for text in as_csv(counted, columns):
                write(text)
        else:
            across, colour = width(output_file), use_colour(options, output_file)
            for line in table(counted, columns, width=across, colour=colour):
                write(f"{line}\n")
    return counted.count


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def write_page(
    store: Store,
    wanted: Filter,
    after: str,
    limit: int,
    output_format: str,
    output_file: str | None,
    options: Globals,
) -> int:
    """Write a list of versions, a table page by page, the rest whole; the number of rows written."""
    paged = output_format == "table"
    with store.read() as db:
        rows = listed(db, wanted, after, limit + 1 if paged else None)
        page = list(rows) if paged else rows
        more = page[limit - 1]["version"] if isinstance(page, list) and len(page) > limit else ""
        shown = page[:limit] if isinstance(page, list) else page
        columns = COLUMNS if paged else FIELDS
        count = write_rows(shown, columns, output_format, output_file, options)
    if more and not options.quiet:
        click.echo(f"note: there are more; the next page begins with `--after {more}`", err=True)
    return count
