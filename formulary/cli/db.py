"""``formulary db``: make, upgrade, back up and check the registry's database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.group import HelpfulGroup
from formulary.cli.options import output_option
from formulary.cli.store import as_option, list_format_option, opened, require_registry, write_rows
from formulary.registry.rules import raise_approvers
from formulary.store.address import address
from formulary.store.backup import backup
from formulary.store.health import checks
from formulary.store.store import Store, open_store, upgrade
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
@click.option(
    "--grant",
    multiple=True,
    metavar="USER",
    help="Let this PostgreSQL user work with it: read and add only. For each user again.",
)
@click.pass_obj
def init(options: Globals, approvers: int, grant: tuple[str, ...]) -> None:
    """Make the tables of a registry in an empty database; one that is there is left as it is.

    On PostgreSQL the user who makes it owns it and could rewrite it. Give people another one, by `--grant`,
    which may add and not rewrite.
    """
    with Store(address(options.db)) as store:
        made = store.initialise(approvers)
        shown = escape(store.address.name)
    with open_store(options.db) as store:
        for user in grant:
            store.grant(user)
    click.echo(f"registry made: {shown}" if made else f"the registry is there already: {shown}")
    for user in grant:
        click.echo(f"{escape(user)} may read it and add to it")


@command.command(name="approvers", short_help="Ask for more approvals.")
@click.argument("number", type=click.IntRange(1, 9), metavar="N")
@as_option
@click.pass_obj
def approvers_(options: Globals, number: int, acting: str) -> None:
    """Ask for the approval of N people for each version, from now on. It can be raised, never lowered."""
    with opened(options) as store:
        raise_approvers(store, number, acting)
    click.echo(f"a version is approved by {number} {'person' if number == 1 else 'people'}")


@command.command(name="upgrade", short_help="Bring an older registry up to date.")
@click.pass_obj
def upgrade_(options: Globals) -> None:
    """Bring the schema of a registry that an earlier version made up to date; a copy is made first."""
    with Store(require_registry(options, "upgrade")) as store:
        copy = upgrade(store)
        shown = escape(store.address.name)
    if copy is None:
        click.echo(f"the registry is up to date: {shown}")
        return
    click.echo(f"registry upgraded: {shown}")
    if copy:
        click.echo(f"as it was before: {escape(copy)}")


@command.command(name="backup", short_help="Copy the registry into a file.")
@click.argument("file", metavar="FILE", shell_complete=completing.files)
@click.pass_obj
def backup_(options: Globals, file: str) -> None:
    """Copy an embedded registry into FILE, whole and current also while others write to it.

    Copying the file itself would miss what is still beside it. A registry on PostgreSQL is backed up with
    `pg_dump`.
    """
    require_registry(options, "back up")
    with open_store(options.db) as store:
        backup(store.address, Path(file))
    click.echo(f"registry copied to {escape(file)}")


@command.command(name="check", short_help="Check that the database is sound.")
@list_format_option
@output_option
@click.pass_obj
def check(options: Globals, output_format: str, output_file: str | None) -> int:
    """Check pages, references, triggers and settings of the database; exit code 1 if anything is wrong.

    Whether anything was tampered with is what `formulary verify` says.
    """
    require_registry(options, "check")
    with opened(options) as store, store.read() as db:
        rows = [{"what": one.what, "state": one.fault or "sound"} for one in checks(db)]
    write_rows(rows, ("what", "state"), output_format, output_file, options)
    return 1 if any(row["state"] != "sound" for row in rows) else 0
