"""``formulary schema``: the JSON Schema of a kind of file, for editors and other tools."""

from __future__ import annotations

import click

from formulary.cli.output import output
from formulary.resources import KINDS, schema_text


@click.command(name="schema", short_help="Print the JSON Schema of a kind of file.")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("-o", "--output-file", metavar="FILE", help="Write it to a file.")
def command(kind: str, output_file: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a KIND of file; it is complete in itself.

    An editor with a YAML server completes and explains a file that begins with
    `# yaml-language-server: $schema=recipe.schema.json`.
    """
    with output(output_file) as write:
        write(schema_text(kind))
