"""``formulary validate``: check files, folders or standard input."""

from __future__ import annotations

from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulary import __version__
from formulary.cli import completing
from formulary.cli.caching import cache_of, cache_options
from formulary.cli.choosing import choose, collect, passed_over, standard_input, waivers_in_force
from formulary.cli.group import ARGUMENTS
from formulary.cli.options import jobs_option, output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.cli.progress import Progress
from formulary.cli.project import paths_to_check
from formulary.cli.reporting import Sheet, formats, render_all, step_summary, write_all
from formulary.errors import UsageFaultError
from formulary.processes import cores
from formulary.reports import FORMATS, WITH_STATISTICS, Context, report
from formulary.reports.place import repository
from formulary.reports.summary import count
from formulary.source.read import syntax_of
from formulary.text import escape, quoted
from formulary.validation.judge import judge, unreadable
from formulary.validation.outcome import Tally
from formulary.validation.pieces import Done
from formulary.validation.policies import usable
from formulary.validation.run import Choice, after_run, preface, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.cli.baselines import Book
    from formulary.cli.main import Globals
    from formulary.validation.run import Render
    from formulary.validation.setting import Setting


@click.command(name="validate", short_help="Check recipes.")
@click.argument("paths", nargs=-1, metavar="[PATH...]", shell_complete=completing.files)
@click.option(
    "--select",
    default="",
    metavar="CODES",
    shell_complete=completing.codes,
    help="Report only these rules, such as FML3,FML501.",
)
@click.option(
    "--ignore", default="", metavar="CODES", shell_complete=completing.codes, help="Leave these rules out."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--statistics", is_flag=True, help="Add what the collection covers: indications, ingredients, headroom."
)
@click.option(
    "--waivers",
    default="",
    metavar="FILE",
    shell_complete=completing.files,
    help="Let through what this file of exceptions names.",
)
@click.option("--no-waivers", is_flag=True, help="Let nothing through, whatever is configured.")
@click.option("--show-waived", is_flag=True, help="Print what waivers let through, too.")
@click.option(
    "--baseline",
    default="",
    metavar="FILE",
    shell_complete=completing.files,
    help="Report only what is new beside this file.",
)
@click.option(
    "--write-baseline", is_flag=True, help="Make the baseline, or take off it what is no longer found."
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if there are findings.")
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    metavar="FORMAT",
    help=f"How to report: {', '.join(FORMATS)}. [default: text]",
)
@output_option
@click.option(
    "--stdin-filename", default="stdin.yaml", metavar="NAME", help="What to call `-` in the report."
)
@jobs_option
@click.option("--watch", is_flag=True, allow_from_autoenv=False, help="Check again whenever a file changes.")
@cache_options
@shared_options
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    options: Globals,
    paths: tuple[str, ...],
    stdin_filename: str,
    select: str,
    ignore: str,
    output_format: str,
    output_file: str | None,
    jobs: int,
    *,
    waivers: str,
    no_waivers: bool,
    show_waived: bool,
    baseline: str,
    write_baseline: bool,
    strict: bool,
    exit_zero: bool,
    statistics: bool,
    cache_dir: str,
    no_cache: bool,
    watch: bool,
) -> int:
    """Check recipes: files, folders, NDJSON streams, or `-` for standard input.

    Without a PATH those that the project configures are checked.
    In a folder every .yaml, .yml, .json and .ndjson file is judged by its `format:` line; hidden files and
    links are left out.
    """
    if watch:
        return _watched(options, paths, output_file, (waivers, baseline), write_baseline=write_baseline)
    exceptions = None if no_waivers else waivers_in_force(options, waivers)
    choice = choose(options, select, ignore, exceptions.waivers if exceptions else ())
    kept = _book(baseline, write=write_baseline)
    choice = choice._replace(baseline=kept.baseline if kept else None)
    setting = choice.setting()
    context = _context(options, setting, output_file)._replace(
        strict=strict,
        show_waived=show_waived,
        indications=_counted(setting, output_format) if statistics else (),
    )
    forms = formats(output_format)
    render = partial(render_all, forms, context)
    found = _stdin(stdin_filename, choice, render) if paths == ("-",) else None
    paths = paths if found else paths_to_check(paths, options.config)
    files = [] if found else collect(paths, options, waivers, baseline)
    keep_inputs(output_file, [*files, *filter(None, (waivers, baseline))])
    cache = None if no_cache else cache_of(files, setting, cache_dir, forms, context)
    judged = found or run(files, choice, render, jobs or cores(), cache)
    tally = Tally()
    done = chain(preface(choice, render), judged, after_run(exceptions, tally, setting, render))
    with output(output_file, output_format) as write, step_summary(forms) as write_summary:
        sheets = [
            Sheet(report(form).writer(context), to)
            for form, to in zip(forms, (write, write_summary), strict=False)
        ]
        write_all(done, sheets, tally, Progress(options, output_file))
    if kept:
        kept.close(tally, paths)
    if not options.quiet and (number := passed_over(paths, options.config)):
        left_out = f"{count(number, 'file')} left out by the patterns of {options.config.file}"
        click.echo(f"note: {escape(left_out)}", err=True)
    failed = tally.errors or (strict and tally.warnings)
    return 1 if failed and not exit_zero else 0


def _context(options: Globals, setting: Setting, output_file: str | None) -> Context:
    return Context(
        version=__version__,
        catalogue=setting.catalogue.sha256,
        policies=tuple((one.id, one.effective, one.sha256) for one in usable(setting)),
        colour=use_colour(options, output_file),
        quiet=options.quiet,
        width=width(output_file),
        root=repository(Path.cwd()),
    )


def _counted(setting: Setting, output_format: str) -> tuple[str, ...]:
    """The indications that the statistics of a collection count, where the format has a place for them."""
    if output_format not in WITH_STATISTICS:
        raise UsageFaultError(
            f"the format {output_format} has no place for statistics",
            f"Ask for them with `--output-format` {' or '.join(WITH_STATISTICS)}.",
        )
    return tuple(setting.catalogue.ids("indications"))


def _book(file: str, *, write: bool) -> Book | None:
    if not (file or write):
        return None
    from formulary.cli.baselines import book  # noqa: PLC0415 - only who has a baseline pays for it

    return book(file, write=write)


def _watched(
    options: Globals,
    paths: tuple[str, ...],
    output_file: str | None,
    more: tuple[str, ...],
    *,
    write_baseline: bool,
) -> int:
    if write_baseline:
        raise UsageFaultError("a baseline is not written while watching", "Write it in a run of its own.")
    from formulary.cli.watching import once, watching  # noqa: PLC0415 - only who watches pays for it

    config = options.config
    beside = (options.catalogue, config.file, *more)
    arguments = click.get_current_context().meta[ARGUMENTS]
    return watching(partial(once, arguments), paths or config.paths, beside, output_file)


def _stdin(name: str, choice: Choice, render: Render) -> Iterator[Done]:
    syntax = syntax_of(name)
    if syntax not in ("yaml", "json"):
        raise UsageFaultError(
            f"standard input is read as one YAML or JSON document, not as {quoted(name)}",
            "Name it with `--stdin-filename recipe.yaml` or `recipe.json`.",
        )
    raw = standard_input()
    setting = choice.setting()
    outcome = judge(raw, name, syntax, setting) if isinstance(raw, bytes) else unreadable(name, raw, setting)
    tally = Tally(files=1)
    tally.add(outcome)
    rendered = render(outcome)
    return iter((Done((rendered,) if any(rendered) else (), tally),))
