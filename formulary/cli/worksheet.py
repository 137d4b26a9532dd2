"""``formulary worksheet``: the bench's paper for a batch of a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary import __version__
from formulary.cli.choosing import choose, one_file, standard_input
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
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
from formulary.worksheet.html import worksheet
from formulary.worksheet.job import (
    Job,
    lot_of,
    moment_of,
    potency_of,
    syringe_of,
    volume_of,
    with_overfill,
)
from formulary.worksheet.order import order, worksheet_of
from formulary.worksheet.syringes import USUAL

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.rules.case import Case
    from formulary.validation.judge import Setting
    from formulary.validation.outcome import Outcome


@click.command(name="worksheet", short_help="Print the worksheet of a batch.")
@click.option("--from-file", required=True, metavar="RECIPE", help="A recipe file; its worksheet is a draft.")
@click.option("--volume", default="", metavar="VOLUME", help="How much to make. [default: the formula's own]")
@click.option("--sessions", type=click.IntRange(1, 500), metavar="N", help="Make enough for N sessions.")
@click.option(
    "--overfill", default="", metavar="AMOUNT", help='Make more, for what is lost: "5%" or "0.2 mL".'
)
@click.option(
    "--potency",
    multiple=True,
    metavar="NAME=PERCENT",
    help="What a lot holds of its label, such as `NAME=98.2%`.",
)
@click.option(
    "--lot", multiple=True, metavar="NAME=NUMBER[,DAY]", help="A lot and its expiry; else fields to fill in."
)
@click.option(
    "--syringe", multiple=True, metavar="SIZE", help='A syringe at hand: "1 mL", "1 mL by 0.02 mL".'
)
@click.option("--prepared-at", default="", metavar="TIME", help="When it is begun, such as 2026-11-26T09:30.")
@output_option
@shared_options
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    options: Globals,
    *,
    from_file: str,
    volume: str,
    sessions: int | None,
    overfill: str,
    potency: tuple[str, ...],
    lot: tuple[str, ...],
    syringe: tuple[str, ...],
    prepared_at: str,
    output_file: str | None,
) -> int:
    """Write the worksheet of a batch: what to weigh and draw, how to mix, what to check, until when it keeps.

    Amounts are scaled exactly. A recipe file is a draft: its worksheet says so across every page.
    """
    setting = choose(options).setting()
    keep_inputs(output_file, (from_file,))
    found = _draft(from_file, setting)
    if not isinstance(found, Version):
        context = Context(__version__, "", (), use_colour(options), quiet=True, width=width())
        with output(None) as write:
            write(one(found, context))
        return 1
    ordered = order(found, setting)
    job = _job(ordered.case, volume, sessions, overfill)._replace(
        potencies=dict(map(potency_of, potency)),
        lots=dict(map(lot_of, lot)),
        syringes=tuple(map(syringe_of, syringe)) or USUAL,
        prepared=moment_of(prepared_at) if prepared_at else None,
    )
    page = worksheet(worksheet_of(ordered, job))
    with output(output_file) as write:
        write(page)
    return 0


def _job(case: Case, volume: str, sessions: int | None, overfill: str) -> Job:
    if volume and sessions:
        raise UsageFaultError("`--volume` and `--sessions` both say how much to make", "Give one of them.")
    mixture = case.mixture
    wanted = volume_of(volume, "--volume") if volume else mixture.volume
    if sessions:
        if mixture.session is None:
            raise UsageFaultError("the formula does not say what a session takes", "Give `--volume` instead.")
        wanted = mixture.session * sessions
    assert wanted is not None  # noqa: S101 - a batch can be made of it, so its volume is known
    return Job(wanted, with_overfill(wanted, overfill), sessions or 0, overfill)


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
    from hashlib import sha256  # noqa: PLC0415 - beside the one line that needs it

    author = data.get("author", {}).get("name", "")
    return Version(
        data["id"], 0, "draft", data, sha256(canonical_bytes(data)).hexdigest(), author, "", "", "", "", ""
    )


def _recipe_file(path: str) -> str:
    if kind_of(one_file(path)) is Kind.FOLDER or syntax_of(path) == "ndjson":
        raise UsageFaultError(f"{path} is not one recipe", "Name one .yaml, .yml or .json file.")
    return path
