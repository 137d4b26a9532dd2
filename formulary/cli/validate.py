"""``formulary validate``: check files, folders or standard input."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import click

from formulary import __version__
from formulary.catalogue.load import shipped
from formulary.cli.output import output, use_colour
from formulary.errors import UsageFaultError
from formulary.reports import FORMATS, Context, report
from formulary.source.files import Kind, kind_of, read_stream, walk
from formulary.source.read import syntax_of
from formulary.text import did_you_mean, quoted
from formulary.validation.judge import judge, unreadable
from formulary.validation.outcome import Tally
from formulary.validation.run import Choice, Done, cores, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formulary.cli.main import Globals
    from formulary.validation.outcome import Outcome

_PROGRESS_AFTER = 1.0


@click.command(name="validate", short_help="Check recipes.")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--stdin-filename", default="stdin.yaml", metavar="NAME", help="What to call `-` in the report."
)
@click.option("--select", default="", metavar="CODES", help="Report only these rules, such as FML3,FML501.")
@click.option("--ignore", default="", metavar="CODES", help="Leave these rules out.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if there are findings.")
@click.option("--output-format", type=click.Choice(list(FORMATS)), default="text", help="How to report.")
@click.option("-o", "--output-file", metavar="FILE", help="Write the report to a file.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes to use. [default: all cores]")
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one argument an option
    options: Globals,
    paths: tuple[str, ...],
    stdin_filename: str,
    select: str,
    ignore: str,
    output_format: str,
    output_file: str | None,
    jobs: int,
    *,
    strict: bool,
    exit_zero: bool,
) -> int:
    """Check recipes: files, folders, NDJSON streams, or `-` for standard input.

    In a folder every .yaml, .yml, .json and .ndjson file is judged by its `format:` line.
    """
    choice = choose(options, select, ignore)
    catalogue = shipped()
    policy = catalogue.policy(choice.policy)
    context = Context(
        __version__,
        catalogue.sha256,
        ((policy.id, policy.effective, policy.sha256),),
        use_colour(options, output_file),
        options.quiet,
    )
    form = report(output_format)
    render = partial(render_one, output_format, context)
    found = _stdin(stdin_filename, choice, render) if paths == ("-",) else None
    done = found or run(collect(paths), choice, render, jobs or cores())
    tally = Tally()
    with output(output_file) as write:
        write(form.head(context))
        _write(done, write, form.SEPARATOR, tally, _progress(options))
        tail = form.tail(tally, context)
        write(("\n" if sum(tally.codes.values()) and output_format != "json" else "") + tail)
    failed = tally.errors or (strict and tally.warnings)
    return 0 if exit_zero or not failed else 1


def _write(
    done: Iterator[Done],
    write: Callable[[str], object],
    separator: str,
    tally: Tally,
    progress: Callable[[Tally], None],
) -> None:
    started = False
    for piece in done:
        tally.merge(piece.tally)
        for text in piece.texts:
            write(separator + text if started else text)
            started = True
        progress(tally)


def render_one(output_format: str, context: Context, outcome: Outcome) -> str:
    """One outcome in one format; importable by name, so that other processes can call it."""
    return report(output_format).one(outcome, context)


def _stdin(name: str, choice: Choice, render: Callable[[Outcome], str]) -> Iterator[Done]:
    syntax = syntax_of(name)
    if syntax not in ("yaml", "json"):
        raise UsageFaultError(
            f"standard input is read as one YAML or JSON document, not as {quoted(name)}",
            "Name it with `--stdin-filename recipe.yaml` or `recipe.json`.",
        )
    raw = read_stream(sys.stdin.buffer)
    setting = choice.setting()
    outcome = judge(raw, name, syntax, setting) if isinstance(raw, bytes) else unreadable(name, raw, setting)
    tally = Tally(files=1)
    tally.add(outcome)
    text = render(outcome)
    return iter((Done((text,) if text else (), tally),))


def choose(options: Globals, select: str = "", ignore: str = "") -> Choice:
    """The choice of the user, with every name checked."""
    from formulary.rules import codes  # noqa: PLC0415 - cheap, but only checking needs it

    known = shipped().data["policies"]
    policy = options.policy or "us"
    if policy not in known:
        raise UsageFaultError(
            f"there is no policy {quoted(policy)}",
            did_you_mean(policy, known) or f"There are: {', '.join(known)}.",
        )
    wanted = []
    for text in (select, ignore):
        parts = tuple(part.strip().upper() for part in text.split(",") if part.strip())
        for part in parts:
            if not any(code.startswith(part) for code in codes()):
                raise UsageFaultError(f"no rule begins with {quoted(part)}", did_you_mean(part, codes()))
        wanted.append(parts)
    return Choice(policy, bool(options.policy), *wanted)


def collect(paths: tuple[str, ...]) -> list[str]:
    """Every file to check, in order; a path that is missing or an empty folder is wrong use."""
    if not paths:
        raise UsageFaultError(
            "nothing to check: no path given", "Name a file or a folder: `formulary validate recipes/`."
        )
    files: list[str] = []
    for path in paths:
        if path == "-":
            raise UsageFaultError("`-` cannot stand beside other paths", "Check standard input by itself.")
        kind = kind_of(path)
        if kind is Kind.FOLDER:
            files.extend(walk(path))
        elif kind is Kind.MISSING:
            raise UsageFaultError(f"{path}: no such file or folder", "Check the spelling of the path.")
        elif syntax_of(path) is None:
            raise UsageFaultError(
                f"{path}: the name says neither YAML nor JSON",
                "Documents end in .yaml, .yml, .json or .ndjson.",
            )
        else:
            files.append(path)
    if not files:
        raise UsageFaultError(
            f"nothing to check: no .yaml, .yml, .json or .ndjson file in {', '.join(paths)}",
            "Name a folder that holds recipes.",
        )
    return list(dict.fromkeys(files))


def _progress(options: Globals) -> Callable[[Tally], None]:
    """Counts on the terminal while a long run goes on; nothing where nobody watches."""
    if options.quiet or not sys.stderr.isatty() or sys.stdout.isatty():
        return lambda _: None
    last = time.monotonic()

    def show(tally: Tally) -> None:
        nonlocal last
        if time.monotonic() - last > _PROGRESS_AFTER:
            last = time.monotonic()
            click.echo(f"\r{tally.recipes:,} recipes, {tally.errors:,} errors", err=True, nl=False)

    return show
