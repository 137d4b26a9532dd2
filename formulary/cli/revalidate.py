"""``formulary revalidate``: every current formula against the catalogue and the policy of today."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from formulary.cli.options import format_option, jobs_option, output_option, shared_options
from formulary.cli.output import output, use_colour, width
from formulary.cli.progress import Progress
from formulary.cli.store import choice_of, opened
from formulary.processes import cores
from formulary.registry.revalidate import revalidate
from formulary.reports.layout import lay
from formulary.reports.revalidated import Sum, lines, record
from formulary.validation.outcome import Tally

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="revalidate", short_help="Judge every current formula again.")
@format_option
@output_option
@jobs_option
@shared_options
@click.pass_obj
def command(options: Globals, output_format: str, output_file: str | None, jobs: int) -> int:
    """Judge the current version of every formula again, by the catalogue and the policy of today.

    It shows what a changed limit does to the registry, and changes nothing there. Each is judged by the
    policy that it was registered under, or by that of `--policy`. Exit code 1 if an error is new.
    """
    choice = choice_of(options)
    counts, tally, progress = Sum(), Tally(), Progress(options, output_file)

    def watch(part: Tally) -> None:
        tally.merge(part)
        progress.show(tally)

    separator = '{"version": 1, "formulas": [\n'
    with opened(options) as store, output(output_file, output_format) as write:
        across, colour = width(output_file), use_colour(options, output_file)
        try:
            for item in revalidate(store, choice, options.policy, jobs or cores(), watch):
                counts.add(item)
                if output_format == "json":
                    write(f"{separator}{json.dumps(record(item))}")
                    separator = ",\n"
                    continue
                for line in lines(item):
                    progress.make_way()
                    write(f"{lay(line, across, colour=colour)}\n")
        finally:
            progress.clear()
        if output_format == "json":
            opening = separator if not counts.formulas else ""
            write(f'{opening}\n], "summary": {json.dumps(counts.record())}}}\n')
        else:
            write(f"{lay(counts.line(), across, colour=colour)}\n")
    return 1 if counts.worse else 0
