"""``formulary catalogue``: list, show and search the reference data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.catalogue.describe import KINDS, columns, page, record, search
from formulary.catalogue.load import shipped
from formulary.errors import UsageFaultError
from formulary.text import alternatives, escape, quoted

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue

_FORMAT = click.option("--output-format", type=click.Choice(["table", "json"]), default="table")


@click.group(name="catalogue", short_help="Look at the reference data.")
def command() -> None:
    """Look at the ingredients, products, indications and policies, each figure with its source."""


@command.command(name="list")
@click.argument("kind", type=click.Choice(KINDS), default="ingredients")
@_FORMAT
def list_(kind: str, output_format: str) -> None:
    """List the entries of a KIND."""
    catalogue = shipped()
    _print([(kind, entry_id) for entry_id in catalogue.ids(kind)], catalogue, output_format)


@command.command(name="search")
@click.argument("text")
@_FORMAT
def search_(text: str, output_format: str) -> int:
    """Find entries by a part of their name, synonyms, category, groups or contents."""
    catalogue = shipped()
    found = search(catalogue, text)
    if not found and output_format == "table":
        near = alternatives(catalogue.nearest(text, "ingredients", "products", "indications"))
        click.echo(f"Nothing found for {quoted(text)}. {near}".rstrip(), err=True)
        return 1
    _print(found, catalogue, output_format)
    return 0 if found else 1


@command.command(name="show")
@click.argument("name")
@_FORMAT
def show(name: str, output_format: str) -> None:
    """Show one entry by id, name or synonym, with the source of each figure."""
    catalogue = shipped()
    kind, entry_id = _find(catalogue, name)
    data = record(catalogue, kind, entry_id)
    if output_format == "json":
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for line in page(data):
        click.echo(escape(line))


def _find(catalogue: Catalogue, name: str) -> tuple[str, str]:
    for kind in ("ingredients", "products", "indications"):
        resolved = catalogue.resolve(name, kind)
        if resolved and resolved.kind == kind:
            return kind, resolved.id
    if name in catalogue.data["policies"]:
        return "policies", name
    near = alternatives(catalogue.nearest(name, "ingredients", "products", "indications"))
    raise UsageFaultError(
        f"there is no entry {quoted(name)}", near or "`formulary catalogue search` finds parts of names."
    )


def _print(found: list[tuple[str, str]], catalogue: Catalogue, output_format: str) -> None:
    rows = [columns(catalogue, kind, entry_id) for kind, entry_id in found]
    if output_format == "json":
        keys = ("kind", "id", "what", "name")
        items = [
            dict(zip(keys, (kind, *row), strict=True)) for (kind, _), row in zip(found, rows, strict=True)
        ]
        click.echo(json.dumps(items, indent=2, ensure_ascii=False))
        return
    first = max((len(row[0]) for row in rows), default=0)
    second = max((len(row[1]) for row in rows), default=0)
    for entry_id, what, name in rows:
        click.echo(escape(f"{entry_id:<{first}}  {what:<{second}}  {name}".rstrip()))
