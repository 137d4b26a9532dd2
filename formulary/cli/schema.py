"""``formulary schema``: the JSON Schema of a kind of file, for editors and other tools."""

from __future__ import annotations

import click

from formulary.cli.options import output_option
from formulary.cli.output import output
from formulary.resources import OUTPUTS, SCHEMAS, schema_text

_HELP = f"""Print the JSON Schema (draft 2020-12) of a KIND of file; it is complete in itself.

KIND is {", ".join(SCHEMAS[:-1])} or {SCHEMAS[-1]};
report is what `formulary validate --output-format json` prints, inventory what
`formulary export --format json` writes.

An editor with a YAML server completes and explains a recipe that begins with the line
`# yaml-language-server: $schema=recipe.schema.json` and lies beside what
`formulary schema recipe -o recipe.schema.json` writes.
"""


@click.command(name="schema", short_help="Print the JSON Schema of a kind of file.", help=_HELP)
@click.argument("kind", type=click.Choice((*SCHEMAS, *OUTPUTS)), metavar="KIND")
@output_option
def command(kind: str, output_file: str | None) -> None:
    """Print the schema."""
    with output(output_file, "json") as write:
        write(schema_text(kind))
