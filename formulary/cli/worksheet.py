"""``formulary worksheet``: the bench's paper for a batch of a formula."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulary import __version__
from formulary.cli import completing
from formulary.cli.choosing import choose, one_file, standard_input
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import keep_inputs, output, output_bytes, use_colour, width
from formulary.domain.version import Version
from formulary.errors import UsageFaultError
from formulary.reports import Context
from formulary.reports.text import one
from formulary.source.canonical import canonical_bytes
from formulary.source.document import Document, Syntax
from formulary.source.files import Kind, kind_of, read_file
from formulary.source.read import read_document, syntax_of
from formulary.text import quoted
from formulary.validation.judge import judge, unreadable
from formulary.worksheet.job import job_of
from formulary.worksheet.label import KINDS
from formulary.worksheet.order import order, worksheet_of

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting
    from formulary.worksheet.batch import Batch
    from formulary.worksheet.order import Order
    from formulary.worksheet.sheet import Sheet

_FORMATS = ("html", "pdf")
_OTHERS = (".csv", ".doc", ".docx", ".json", ".md", ".odt", ".txt", ".xlsx", ".yaml", ".yml")
"""Endings of other kinds of document, which a page under such a name would not be."""


@click.command(name="worksheet", short_help="Print the worksheet of a batch.")
@click.argument("formula", metavar="[ID]", required=False, shell_complete=completing.formulas)
@click.option(
    "--from-file",
    metavar="RECIPE",
    shell_complete=completing.files,
    help="A recipe file instead of the registry's: a draft.",
)
@click.option("--volume", metavar="VOLUME", help="How much is to be used. [default: the formula's own]")
@click.option("--sessions", type=click.IntRange(1, 500), metavar="N", help="Make enough for N sessions.")
@click.option("--overfill", metavar="AMOUNT", help='Make more, for what is lost: "5%" or "0.2 mL".')
@click.option(
    "--potency",
    "potencies",
    multiple=True,
    metavar="NAME=PERCENT",
    help="What a lot holds of what its label says, such as lidocaine-2-percent=98.2% (may be repeated).",
)
@click.option(
    "--lot",
    "lots",
    multiple=True,
    metavar="NAME=NUMBER[,DAY]",
    help="A lot and the last day it may be used; without it there are fields to fill in (may be repeated).",
)
@click.option(
    "--syringe",
    "syringes",
    multiple=True,
    metavar="SIZE",
    help='A syringe at hand: "1 mL", or "1 mL by 0.02 mL" with its marks (may be repeated).',
)
@click.option("--prepared-at", "prepared", metavar="TIME", help="When it is begun, such as 2026-11-26T09:30.")
@click.option(
    "--label",
    type=click.Choice(list(KINDS)),
    metavar="KIND",
    help=f"Write labels instead: {'; '.join(f'{name}, {what}' for name, what in KINDS.items())}.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    metavar="FORMAT",
    help="html or pdf. [default: by the name of the output file, else html]",
)
@output_option
@shared_options
@click.pass_obj
def command(
    options: Globals,
    /,
    formula: str | None,
    from_file: str | None,
    label: str | None,
    form: str | None,
    output_file: str | None,
    **asked: Any,
) -> int:
    """Write the worksheet of a batch: what to weigh and draw, how to mix, what to check, until when it keeps.

    ID is a formula of the registry or one of its versions, ID@N. Amounts are scaled exactly. What is not
    approved, and a recipe file, prints with a mark across every page.
    """
    if bool(formula) == bool(from_file):
        raise UsageFaultError(
            "one formula is needed", "Name one of the registry by its id, or a recipe with `--from-file`."
        )
    if formula and syntax_of(formula):
        raise UsageFaultError(f"{formula} is a recipe file", f"Name it so: `--from-file {formula}`.")
    setting = choose(options).setting()
    keep_inputs(output_file, (from_file,) if from_file else ())
    found = _draft(from_file, setting) if from_file else _registered(str(formula), options)
    if not isinstance(found, Version):
        context = Context(__version__, "", (), use_colour(options), quiet=True, width=width())
        with output(None) as write:
            write(one(found, context))
        return 1
    ordered = order(found, setting)
    sheet, batch = worksheet_of(ordered, job_of(ordered.case.mixture, **asked))
    _write(ordered, sheet, batch, label or "", form or _form(output_file), output_file)
    if sheet.watermark and not options.quiet:
        click.echo(f"note: it is marked {sheet.watermark}", err=True)
    return 0


def _form(target: str | None) -> str:
    """The format that the name of the output ends in; a name that says nothing is HTML.

    Raises:
        UsageFaultError: it ends in that of another kind of document.
    """
    suffix = Path(target or "").suffix.lower()
    if suffix in _OTHERS:
        raise UsageFaultError(
            f"a worksheet is written as HTML or PDF, not as {suffix}",
            "Name a file that ends in .html or .pdf.",
        )
    return "pdf" if suffix == ".pdf" else "html"


def _write(ordered: Order, sheet: Sheet, batch: Batch, kind: str, form: str, target: str | None) -> None:
    from formulary.worksheet.label import label  # noqa: PLC0415 - the option has its name

    tag = label(kind, ordered.case, batch, sheet) if kind else None
    if form == "pdf":
        from formulary.worksheet import pdf  # noqa: PLC0415 - needs an extra

        output_bytes(target, pdf.labels(tag) if tag else pdf.worksheet(sheet))
        return
    from formulary.worksheet import html  # noqa: PLC0415 - a PDF needs none of it

    if target in (None, "-") and sys.stdout.isatty():
        raise UsageFaultError("a terminal cannot show a page", "Name a file: `-o worksheet.html`.")
    with output(target, form) as write:
        write(html.labels(tag) if tag else html.worksheet(sheet))


def _registered(name: str, options: Globals) -> Version:
    from formulary.cli.store import opened  # noqa: PLC0415 - a file needs no database
    from formulary.registry.versions import version  # noqa: PLC0415

    with opened(options) as store:
        return version(store, name)


def _draft(path: str, setting: Setting) -> Version | Outcome:
    """A recipe file as a version that nobody registered, or the findings that leave none."""
    name = "stdin.yaml" if path == "-" else _recipe_file(path)
    raw = standard_input() if path == "-" else read_file(path)
    if not isinstance(raw, bytes):
        return unreadable(name, raw, setting)
    syntax: Syntax = "json" if syntax_of(name) == "json" else "yaml"
    outcome = judge(raw, name, syntax, setting)
    document = read_document(raw, name, syntax)
    data: Any = document.data if isinstance(document, Document) else None
    fatal = tuple(item for item in outcome.reported if item.finding.code < "FML2")
    if fatal or not isinstance(data, dict):
        return outcome._replace(reported=fatal)
    if not str(data.get("format", "")).startswith("recipe/"):
        raise UsageFaultError(
            f"{name} is not a recipe but {quoted(str(data.get('format')))}", "Name a recipe."
        )
    author = data.get("author", {}).get("name", "")
    hashed = sha256(canonical_bytes(data)).hexdigest()
    return Version(data["id"], 0, "draft", data, hashed, author, "", "", "", "", "")


def _recipe_file(path: str) -> str:
    if kind_of(one_file(path)) is Kind.FOLDER or syntax_of(path) == "ndjson":
        raise UsageFaultError(f"{path} is not one recipe", "Name one .yaml, .yml or .json file.")
    return path
