"""``formulary register``: check recipes and keep each as a new version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.cli import completing
from formulary.cli.choosing import collect
from formulary.cli.options import format_option, jobs_option, output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.cli.progress import Progress
from formulary.cli.store import as_option, choice_of, opened
from formulary.processes import cores
from formulary.registry.accounts import require
from formulary.registry.register import judge_all, register
from formulary.reports.layout import lay
from formulary.reports.registered import lines, record
from formulary.validation.outcome import Tally

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="register", short_help="Check recipes and keep them.")
@click.argument("paths", nargs=-1, metavar="PATH...", shell_complete=completing.files)
@as_option
@format_option
@output_option
@jobs_option
@shared_options
@click.pass_obj
def command(
    options: Globals,
    paths: tuple[str, ...],
    acting: str,
    output_format: str,
    output_file: str | None,
    jobs: int,
) -> int:
    """Check recipes as `validate` does, and keep each as a new version: a draft, with what was found.

    PATH is a recipe, a folder or an NDJSON stream. All of a run is stored, or nothing. What is there already
    is not stored again. A recipe with errors is stored as a draft, which cannot be approved, and the exit
    code is 1.
    """
    choice = choice_of(options)
    files = collect(paths, options)
    keep_inputs(output_file, files)
    tally, progress = Tally(), Progress(options, output_file)

    def watch(part: Tally) -> None:
        tally.merge(part)
        progress.show(tally)

    with opened(options, make=True) as store:
        require(store, acting)
        try:
            batch = judge_all(files, choice, jobs or cores(), watch)
        finally:
            progress.clear()
        with batch:
            stored = [] if batch.refused else register(store, batch, acting)
    with output(output_file, output_format) as write:
        if output_format == "json":
            write(f"{json.dumps(record(stored, batch.refused), indent=2)}\n")
        else:
            across, colour = width(output_file), use_colour(options, output_file)
            for line in lines(stored, batch.refused):
                write(f"{lay(line, across, colour=colour)}\n")
    return 1 if tally.errors or batch.refused else 0
