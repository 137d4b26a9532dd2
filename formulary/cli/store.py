"""What the commands of the registry share: opening it, who acts, and lists in three formats."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from formulary.cli.choosing import choose, waivers_in_force
from formulary.cli.options import output_option
from formulary.cli.output import output, use_colour, width
from formulary.errors import UsageFaultError
from formulary.registry.prepare import entire
from formulary.reports.table import FORMATS, as_csv, as_json, table
from formulary.store.address import address
from formulary.store.store import open_store
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from formulary.cli.main import Globals
    from formulary.reports.table import Row
    from formulary.store.address import Address
    from formulary.store.store import Store
    from formulary.validation.run import Choice

    Function = Callable[..., Any]

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


def choice_of(options: Globals) -> Choice:
    """By what the registry judges: nothing left out, with the waivers that are in force.

    Raises:
        UsageFaultError: there is no such policy, or the file of waivers cannot be read.
    """
    file = waivers_in_force(options)
    return entire(choose(options, waivers=file.waivers if file else ()))


def require_registry(options: Globals, what: str) -> Address:
    """The address of a registry that is there; an embedded one is not made where a name was mistyped.

    Raises:
        UsageFaultError: there is no such file.
    """
    where = address(options.db)
    if where.path is not None and not where.path.exists():
        raise UsageFaultError(
            f"nothing to {what}: there is no registry at {where.name}", "Name another with `--db`."
        )
    return where


@contextmanager
def opened(options: Globals, *, make: bool = False) -> Iterator[Store]:
    """The registry that was named; ``make`` makes an embedded one, which is said on standard error.

    Raises:
        UsageFaultError: there is none, and it is not to be made: what is asked of an empty one, such as which
            formulas hold an ingredient, would have a false answer.
    """
    where = address(options.db)
    if not make and where.path is not None and not where.path.exists():
        raise UsageFaultError(
            f"there is no registry at {where.name}",
            "Name another with `--db`; `formulary account add` or `formulary register` begins a new one.",
        )
    with open_store(options.db) as store:
        if store.made and not options.quiet:
            click.echo(f"note: a new registry was made: {escape(store.address.name)}", err=True)
        yield store


def write_rows(
    rows: Iterable[Row], columns: Sequence[str], output_format: str, output_file: str | None, options: Globals
) -> int:
    """Write a list; the number of its rows."""
    counted = _Counted(rows)
    with output(output_file, output_format) as write, _ended(rows):
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


@contextmanager
def _ended(rows: Iterable[Row]) -> Iterator[None]:
    """Let go of the rows when the block ends, also where a reader went away, before the registry closes."""
    try:
        yield
    finally:
        if isinstance(rows, Generator):
            rows.close()


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


class Paging(NamedTuple):
    """Which page, of how many rows, in which format and where to."""

    after: str
    limit: int
    output_format: str
    output_file: str | None


def paging_options(function: Function) -> Function:
    """Add ``--limit``, ``--after``, ``--output-format`` and ``-o``; ``Paging`` takes their values."""
    limit = click.option(
        "--limit", type=click.IntRange(1), default=50, metavar="N", help="Rows of a page. [default: 50]"
    )
    after = click.option(
        "--after", default="", metavar="ID@N", help="Begin after this version, the last of a page."
    )
    for decorate in (output_option, list_format_option, after, limit):
        function = decorate(function)
    return function


def write_page(
    listed: Callable[[str, int | None], Iterable[Row]],
    columns: Sequence[str],
    fields: Sequence[str],
    paging: Paging,
    options: Globals,
) -> int:
    """Write a list of versions, a table page by page, JSON and CSV whole; the number of rows written.

    ``listed`` gives the rows after a version, no more than so many; ``columns`` stand in a table,
    ``fields`` in CSV.
    """
    if paging.output_format != "table":
        rows = listed(paging.after, None)
        return write_rows(rows, fields, paging.output_format, paging.output_file, options)
    page = list(listed(paging.after, paging.limit + 1))
    count = write_rows(page[: paging.limit], columns, "table", paging.output_file, options)
    if len(page) > paging.limit and not options.quiet:
        last = page[paging.limit - 1]["version"]
        click.echo(f"note: there are more; the next page begins with `--after {last}`", err=True)
    return count
