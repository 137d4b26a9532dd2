"""``formulary account``: who can act in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulary.cli.group import HelpfulGroup
from formulary.cli.options import output_option
from formulary.cli.store import as_option, list_format_option, opened, write_rows
from formulary.registry.accounts import accounts, add_account

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.group(name="account", cls=HelpfulGroup, short_help="Who can act in the registry.")
def command() -> None:
    """Make and list the accounts that act in the registry.

    An account is made on purpose: no other command makes one, so that a slip never becomes a second person.
    """


@command.command(name="add", short_help="Make an account.")
@click.argument("account", metavar="ACCOUNT")
@click.option("--name", required=True, metavar="NAME", help="The name to print, such as 'Mira Lang'.")
@as_option
@click.pass_obj
def add(options: Globals, account: str, name: str, acting: str) -> None:
    """Make an ACCOUNT, such as mira.lang. The first one makes itself, later ones are made by one of them.

    Nobody gets one whose id or name could be taken for another's.
    """
    with opened(options, make=True) as store:
        made = add_account(store, account, name, acting)
    click.echo(f"account {made.id} made for {made.name}")


@command.command(name="list", short_help="List the accounts.")
@list_format_option
@output_option
@click.pass_obj
def list_(options: Globals, output_format: str, output_file: str | None) -> None:
    """List the accounts, each with who made it and when."""
    with opened(options) as store, store.read() as db:
        rows = [one._asdict() for one in accounts(db)]
    columns = ("id", "name", "created_at", "created_by")
    count = write_rows(rows, columns, output_format, output_file, options)
    if not count and not options.quiet:
        click.echo("No account found: `formulary account add` makes one.", err=True)
