"""``formulary import``: formulas from a clinic's own tables, dry run first, all of them or none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.choosing import choose
from formulary.cli.options import format_option, output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.errors import UsageFaultError
from formulary.imports.judged import blocks
from formulary.imports.mapping import NO_MAPPING, fixed, read_mapping
from formulary.imports.read import read
from formulary.imports.writing import write as write_recipes
from formulary.reports.imported import Noted, Result, data, lines
from formulary.reports.layout import lay
from formulary.source.files import Kind, kind_of
from formulary.source.read import syntax_of
from formulary.text import escape

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.imports.read import Imported


@click.command(name="import", short_help="Read formulas from a table.")
@click.argument("file", metavar="FILE", shell_complete=completing.files)
@click.option(
    "--mapping",
    "mapping_file",
    default="",
    metavar="FILE",
    shell_complete=completing.files,
    help="Which column fills which field, in YAML.",
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="FIELD=VALUE",
    help="A value for every formula (may be repeated).",
)
@click.option("--sheet", default="", metavar="NAME", help="The sheet of the workbook. [default: the first]")
@click.option(
    "--write",
    "folder",
    default="",
    metavar="DIR",
    shell_complete=completing.folders,
    help="Write one recipe file a formula.",
)
@format_option
@output_option
@shared_options
@click.pass_obj
def command(
    options: Globals,
    /,
    file: str,
    mapping_file: str,
    given: tuple[str, ...],
    sheet: str,
    folder: str,
    output_format: str,
    output_file: str | None,
) -> int:
    """Read the formulas of a FILE: CSV, a workbook (.xlsx), or a FHIR bundle that `export` wrote (.json).

    Without --write nothing is written: every formula is read and judged, and each finding names its row and
    cell. What could not be carried over stops the whole import; other findings are those of `validate`.
    """
    if kind_of(file) is Kind.MISSING:
        raise UsageFaultError(f"{escape(file)}: no such file", "Check the spelling of the path.")
    if kind_of(file) is Kind.FOLDER:
        raise UsageFaultError(f"{escape(file)} is a folder", "Name one file in it.")
    if syntax_of(file) == "json" and (mapping_file or given or sheet):
        raise UsageFaultError(
            "a FHIR bundle holds whole recipes: nothing in it is mapped or set",
            "Leave out `--mapping`, `--set` and `--sheet`.",
        )
    keep_inputs(output_file, (file,))
    mapping = read_mapping(mapping_file) if mapping_file else NO_MAPPING
    mapping = mapping._replace(sheet=sheet or mapping.sheet, fixed=mapping.fixed | fixed(given))
    found = read(file, mapping, choose(options).setting())
    written, blocked = "", any(map(blocks, found.faults))
    if folder and found.drafts and not blocked:
        write_recipes(found.drafts, folder)
        written = folder
    _report(_result(found, written, blocked=blocked), output_format, output_file, options)
    return 1 if any(fault.severity == "error" for fault in found.faults) else 0


def _result(found: Imported, written: str, *, blocked: bool) -> Result:
    formulas = [(one.data["id"], len(one.data.get("components", ()))) for one in found.drafts]
    faults = [
        Noted(found.where(one.place), one.code, one.severity, escape(one.message), escape(one.help))
        for one in found.faults
    ]
    return Result(formulas, faults, escape(written), blocked)


def _report(result: Result, output_format: str, output_file: str | None, options: Globals) -> None:
    across, colour = width(output_file), use_colour(options, output_file)
    with output(output_file) as write:
        if output_format == "json":
            write(f"{json.dumps(data(result), indent=2)}\n")
            return
        for line in lines(result):
            write(f"{lay(line, across, colour=colour)}\n")
