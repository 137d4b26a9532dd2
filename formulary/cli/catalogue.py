"""``formulary catalogue``: list, show and search the reference data; check a clinic's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulary.catalogue.describe import KINDS, columns, record, search
from formulary.catalogue.load import catalogue_with
from formulary.cli import completing
from formulary.cli.group import HelpfulGroup
from formulary.cli.options import format_option, output_option
from formulary.cli.output import output, use_colour, width
from formulary.errors import UsageFaultError
from formulary.reports.entry import page
from formulary.reports.layout import Line, lay
from formulary.text import alternatives, quoted

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.cli.main import Globals

_NAMED = ("ingredients", "products", "indications")
_FORMAT = click.option(
    "--output-format",
    type=click.Choice(["table", "json"]),
    default="table",
    metavar="FORMAT",
    help="table or json. [default: table]",
)


@click.group(name="catalogue", cls=HelpfulGroup, short_help="Look at the reference data.")
def command() -> None:
    """Look at the ingredients, products, indications and policies, each figure with its source."""


@command.command(name="list", short_help="List the entries of one kind.")
@click.argument("kind", type=click.Choice(KINDS), default="ingredients", metavar="[KIND]")
@_FORMAT
@output_option
@click.pass_obj
def list_(options: Globals, kind: str, output_format: str, output_file: str | None) -> None:
    """List the entries of a KIND: ingredients (if none is given), products, indications or policies."""
    catalogue = catalogue_with(options.catalogue)
    found = [(kind, entry_id) for entry_id in catalogue.ids(kind)]
    _print(found, catalogue, output_format, output_file)


@command.command(name="search", short_help="Find entries by a part of a name.")
@click.argument("text")
@_FORMAT
@output_option
@click.pass_obj
def search_(options: Globals, text: str, output_format: str, output_file: str | None) -> int:
    """Find entries with TEXT in their id, name, synonyms, category, groups or contents; exit 1 if none."""
    catalogue = catalogue_with(options.catalogue)
    found = search(catalogue, text)
    if not found and output_format == "table":
        near = alternatives(catalogue.nearest(text, *_NAMED))
        click.echo(f"Nothing found for {quoted(text)}. {near}".rstrip(), err=True)
        return 1
    _print(found, catalogue, output_format, output_file)
    return 0 if found else 1


@command.command(name="show", short_help="Show one entry with its sources.")
@click.argument("name", shell_complete=completing.entries)
@_FORMAT
@output_option
@click.pass_obj
def show(options: Globals, name: str, output_format: str, output_file: str | None) -> None:
    """Show the entry of a NAME, which is an id, a name or a synonym, with the source of each figure."""
    catalogue = catalogue_with(options.catalogue)
    data = record(catalogue, *_find(catalogue, name))
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file, output_format) as write:
        if output_format == "json":
            write(f"{json.dumps(data, indent=2)}\n")
            return
        for line in page(data):
            write(f"{lay(line, across, colour=colour, whole=True)}\n")


@command.command(name="check", short_help="Check a clinic's own folder.")
@click.argument("folder", metavar="[DIR]", shell_complete=completing.folders, required=False)
@output_option
@click.pass_obj
def check(options: Globals, folder: str | None, output_file: str | None) -> int:
    """Check a folder of your own against the shipped catalogue and report every fault; exit 1 if any.

    DIR is the folder that `--catalogue DIR` would lay on top; if left out, the one that is given there or in
    FORMULARY_CATALOGUE.
    """
    from formulary.catalogue.overlay import check_overlay  # noqa: PLC0415 - other commands need no schemas
    from formulary.reports.overlay import report  # noqa: PLC0415

    chosen = folder or options.catalogue
    if not chosen:
        raise UsageFaultError(
            "nothing to check: no folder given", "Name it: `formulary catalogue check my-catalogue/`."
        )
    checked = check_overlay(chosen)
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file) as write:
        for line in report(checked, chosen):
            write(f"{lay(line, across, colour=colour, whole=True)}\n")
    return 1 if checked.complaints else 0


@command.command(name="stub", short_help="Write the entry of an unknown ingredient to fill in.")
@click.argument("name")
@output_option
@click.pass_obj
def stub_(options: Globals, name: str, output_file: str | None) -> None:
    """Write the entry of an ingredient NAME that the catalogue does not know, with the questions to answer.

    The file goes into a folder of your own, for `--catalogue DIR`; it passes `formulary catalogue check DIR`
    when every question is answered.
    """
    from formulary.drafting.stub import stub  # noqa: PLC0415 - other commands draft nothing

    catalogue = catalogue_with(options.catalogue)
    known = catalogue.resolve(name, "ingredients")
    near = catalogue.nearest(name, "ingredients", "products")
    if known:
        kind, others = known.kind.removesuffix("s"), [item for item in near if item != known.id]
        raise UsageFaultError(
            f"{quoted(name)} is on record: it is the {kind} `{known.id}`",
            f"`formulary catalogue show {known.id}` shows it. {alternatives(others)}".rstrip(),
        )
    if output_file and Path(output_file).is_file():
        raise UsageFaultError(
            f"{output_file} is there already", "Name another file: what is answered in it would be lost."
        )
    groups = {group for entry in catalogue.data["ingredients"].values() for group in entry.get("groups", ())}
    with output(output_file) as write:
        write(stub(name, sorted(groups)))
    if near:
        click.echo(f"Make sure that it is not {' or '.join(f'`{item}`' for item in near)}.", err=True)


@command.command(name="policy-diff", short_help="Show what changes between two policies.")
@click.argument("before", metavar="A", shell_complete=completing.policies)
@click.argument("after", metavar="B", shell_complete=completing.policies)
@format_option
@click.option("--jurisdiction", default="US", metavar="CODE", help="Whose policy a date means. [default: US]")
@click.option(
    "--species",
    default="human",
    type=click.Choice(["human", "equine"]),
    help="And for whom. [default: human]",
)
@output_option
@click.pass_obj
def policy_diff(
    options: Globals,
    before: str,
    after: str,
    output_format: str,
    jurisdiction: str,
    species: str,
    output_file: str | None,
) -> None:
    """Show what policy B says otherwise than policy A: standings, limits and dates, sorted by ingredient.

    Of each limit both values are shown, and whether B is tighter or looser. A date in the place of a policy,
    such as 2026-12-31, means the one that was in force on that day.
    """
    from formulary.catalogue.changes import changes  # noqa: PLC0415 - other commands compare nothing
    from formulary.cli.choosing import dated_policy  # noqa: PLC0415
    from formulary.reports.changes import data, lines  # noqa: PLC0415

    catalogue = catalogue_with(options.catalogue)
    first, second = (
        catalogue.policy(dated_policy(name, jurisdiction, species, catalogue)) for name in (before, after)
    )
    found = changes(first, second, catalogue)
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file, output_format) as write:
        if output_format == "json":
            write(f"{json.dumps(data(first, second, found), indent=2)}\n")
            return
        for line in lines(first, second, found):
            write(f"{lay(line, across, colour=colour, whole=True)}\n")


def _find(catalogue: Catalogue, name: str) -> tuple[str, str]:
    for kind in _NAMED:
        resolved = catalogue.resolve(name, kind)
        if resolved and resolved.kind == kind:
            return kind, resolved.id
    if name in catalogue.data["policies"]:
        return "policies", name
    near = alternatives(catalogue.nearest(name, *_NAMED))
    raise UsageFaultError(
        f"there is no entry {quoted(name)}", near or "`formulary catalogue search` finds parts of names."
    )


def _print(
    found: list[tuple[str, str]], catalogue: Catalogue, output_format: str, output_file: str | None
) -> None:
    rows = [columns(catalogue, kind, entry_id) for kind, entry_id in found]
    first = max((len(row[0]) for row in rows), default=0)
    second = max((len(row[1]) for row in rows), default=0)
    with output(output_file, output_format) as write:
        if output_format == "json":
            keys = ("kind", "id", "what", "name")
            kinds = [kind for kind, _ in found]
            items = [
                dict(zip(keys, (kind, *row), strict=True)) for kind, row in zip(kinds, rows, strict=True)
            ]
            write(f"{json.dumps(items, indent=2)}\n")
            return
        for entry_id, what, name in rows:
            line = Line(name, mark=f"{entry_id:<{first}}  {what:<{second}} ")
            write(f"{lay(line, width(output_file), whole=True)}\n")
