"""``formulary export``: the formula inventory, as tables or documents, reproducible byte for byte."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulary import __version__
from formulary.cli import completing
from formulary.cli.choosing import choose, collect
from formulary.cli.options import jobs_option, shared_options
from formulary.cli.output import keep_inputs
from formulary.cli.progress import Progress
from formulary.cli.streams import write_bytes
from formulary.errors import UsageFaultError
from formulary.exports import FORMATS
from formulary.exports.about import About, Tally
from formulary.exports.files import Named, below
from formulary.exports.filters import STATUSES, wanted
from formulary.exports.form_fhir import VERSIONS
from formulary.exports.produce import Order, of_files, of_registry, to_place, to_stream
from formulary.processes import cores
from formulary.reports.summary import count
from formulary.text import clip, escape
from formulary.validation.policies import usable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.cli.main import Globals
    from formulary.exports.files import Unusable
    from formulary.exports.filters import Wanted
    from formulary.exports.produce import Made
    from formulary.validation.setting import Setting


_OTHERS = ("doc", "docx", "ods", "odt", "pdf", "xls", "xml", "yaml", "yml")
"""Endings of documents that an export would be taken for and is not."""


@click.command(name="export", short_help="Write the formula inventory.")
@click.argument("paths", nargs=-1, metavar="[PATH...]", shell_complete=completing.files)
@click.option("--from-files", is_flag=True, help="Export recipe files and folders, not the registry.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    metavar="FORMAT",
    help=f"What to write: {', '.join(FORMATS)}. [default: by the name of the output, else json]",
)
@click.option(
    "-o",
    "--output-file",
    "target",
    metavar="FILE",
    shell_complete=completing.files,
    help="Where to write: a file, or a folder for a format of several files. A manifest goes with it.",
)
@click.option(
    "--fhir-version",
    type=click.Choice(VERSIONS),
    default=VERSIONS[0],
    metavar="RELEASE",
    help=f"Release of FHIR: {' or '.join(VERSIONS)}. [default: {VERSIONS[0]}]",
)
@click.option(
    "--status",
    multiple=True,
    type=click.Choice(STATUSES),
    metavar="STATUS",
    help=f"Only versions of this status (may be repeated): {', '.join(STATUSES)}.",
)
@click.option("--indication", default="", metavar="NAME", help="Only formulas for it or for a kind of it.")
@click.option("--ingredient", default="", metavar="NAME", help="Only formulas that contain it.")
@click.option("--group", default="", metavar="ID", help="Only formulas with an ingredient of this group.")
@click.option(
    "--as-of", default="", metavar="DAY", help="What was approved at the end of that day, or at a UTC time."
)
@click.option("--all", "every", is_flag=True, help="Every version, not only the current one of each formula.")
@click.option("--jurisdiction", default="", metavar="ID", help="Only formulas under a policy of it.")
@jobs_option
@shared_options
@click.pass_obj
def command(
    options: Globals,
    /,
    paths: tuple[str, ...],
    form: str | None,
    target: str | None,
    fhir_version: str,
    *,
    from_files: bool,
    jobs: int,
    **asked: Any,
) -> int:
    """Write the formula inventory: each formula with its components, limits, headroom, status, signatures.

    The current version of each formula of the registry, which is the approved one, else the newest; with
    --from-files the recipes of every PATH, or without one of those that the project configures. The same
    formulas give the same bytes, on any machine and day. Exit code 1 where something could not be exported or
    worked out; the rest is written and says so.
    """
    form = form or _form(target)
    if target in (None, "-") and FORMATS[form].place != "text":
        raise UsageFaultError(f"the format {form} needs a place to write to", f"Add `-o {_example(form)}`.")
    choice = choose(options)
    setting = choice.setting()
    chosen = wanted(setting.catalogue, **asked)
    more = {"fhir_version": fhir_version} if form == "fhir" else {}
    order, jobs = Order(choice, chosen, form, more), jobs or cores()
    if from_files:
        _refuse_history(chosen)
        files = _named(paths or options.config.paths, options)
        keep_inputs(target, (one.path for one in files))
        about = _about(setting, chosen, {"kind": "files"}, more)
        return _write(form, target, of_files(files, order, jobs), about, options)
    if paths:
        raise UsageFaultError("a path is given, and no `--from-files`", "Add `--from-files`, or no path.")
    from formulary.cli.store import opened  # noqa: PLC0415 - files need no database
    from formulary.exports import registered  # noqa: PLC0415

    with opened(options) as store, store.read() as db:
        about = _about(setting, chosen, registered.source(db), more)
        return _write(form, target, of_registry(db, order, jobs), about, options)


def _form(target: str | None) -> str:
    """The format that the name of the output ends in, else JSON.

    Raises:
        UsageFaultError: it ends in that of a document that is not written.
    """
    suffix = Path(target or "").suffix[1:].lower()
    if suffix in _OTHERS:
        raise UsageFaultError(
            f"nothing is exported as .{suffix}", f"Choose with `--format`: {', '.join(FORMATS)}."
        )
    form = {"md": "markdown"}.get(suffix, suffix)
    return form if form in FORMATS else "json"


def _refuse_history(chosen: Wanted) -> None:
    """Files have no versions to choose from."""
    for name, given in (("--status", chosen.status), ("--as-of", chosen.as_of), ("--all", chosen.every)):
        if given:
            raise UsageFaultError(
                f"recipe files have no history, so `{name}` selects nothing",
                f"Leave `{name}` out, or export the registry without `--from-files`.",
            )


def _named(paths: tuple[str, ...], options: Globals) -> list[Named]:
    collect(paths, options)  # refuses a path that is missing, and nothing at all
    return [one for path in paths for one in below(path, collect((path,), options))]


def _write(
    form: str, target: str | None, found: Iterator[Made | Unusable], about: About, options: Globals
) -> int:
    first = next(found, None)
    if first is None and not about.filters:
        raise UsageFaultError(
            "nothing to export: there is no formula", "Register recipes, or name a folder that holds some."
        )
    found = _watched(chain(() if first is None else (first,), found), Progress(options, target))
    if target is None or target == "-":
        to_stream(form, write_bytes, found, about)
    else:
        to_place(form, target, found, about)
    return _tell(about.tally, target, quiet=options.quiet)


def _watched(found: Iterable[Made | Unusable], progress: Progress) -> Iterator[Made | Unusable]:
    """The same formulas, counted on the terminal of who waits for them."""
    try:
        for number, one in enumerate(found, 1):
            progress.tell(f"{number:,} formulas exported")
            yield one
    finally:
        progress.clear()


def _example(form: str) -> str:
    return f"inventory.{form}" if FORMATS[form].place == "file" else "inventory"


def _about(setting: Setting, chosen: Wanted, source: dict[str, str], more: dict[str, str]) -> About:
    return About(
        version=__version__,
        catalogue=setting.catalogue.sha256,
        policies=tuple((one.id, one.effective, one.sha256) for one in usable(setting)),
        filters=chosen.asked(),
        source=source,
        tally=Tally(),
        options=more,
    )


def _tell(tally: Tally, target: str | None, *, quiet: bool) -> int:
    """Say what was exported and what was not; exit code 1 for an export with gaps."""
    for where, code, why in tally.named:
        click.echo(clip(f"{escape(where)}: {code}: {escape(why)}"), err=True)
    if not quiet:
        rows = count(tally.components, "component row")
        words = f"Exported {count(tally.formulas, 'formula')} with {rows}"
        click.echo(f"{words}." if tally.complete else f"{words}; PARTIAL: {_gaps(tally)}.", err=True)
        if target not in (None, "-"):
            click.echo(f"`formulary verify {escape(str(target))}` checks it by its manifest.", err=True)
    return 0 if tally.complete else 1


def _gaps(tally: Tally) -> str:
    return f"{tally.not_exported:,} could not be exported, {tally.incomplete:,} not worked out completely"
