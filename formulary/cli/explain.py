"""``formulary explain``: the arithmetic of one recipe, exactly as the check does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary import __version__
from formulary.cli.output import output, use_colour
from formulary.cli.validate import choose, collect
from formulary.domain.build import build
from formulary.errors import UsageFaultError
from formulary.reports import Context
from formulary.reports.explanation import explanation
from formulary.reports.text import one
from formulary.rules.case import Case, make_case
from formulary.source.document import Document, Syntax
from formulary.source.files import read_file
from formulary.source.read import read_document, syntax_of
from formulary.text import did_you_mean, escape, listing, quoted
from formulary.validation.judge import Setting, judge, unreadable

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="explain", short_help="Show the arithmetic of a recipe.")
@click.argument("recipe", metavar="RECIPE")
@click.argument("ingredient", required=False)
@click.option("-o", "--output-file", metavar="FILE", help="Write it to a file.")
@click.pass_obj
def command(options: Globals, recipe: str, ingredient: str | None, output_file: str | None) -> int:
    """Show how each concentration of a RECIPE file comes about and how near each limit is.

    With an INGREDIENT, only that one. A file that cannot be judged is reported as by `validate`, exit 1.
    """
    (path,) = collect((recipe,))[:1]
    setting = choose(options).setting()
    colour = use_colour(options, output_file)
    case = _case(path, setting)
    if isinstance(case, str):
        with output(output_file) as write:
            write(case)
        return 1
    only = _only(case, ingredient) if ingredient else ""
    with output(output_file) as write:
        for line in explanation(case, only, colour=colour):
            # colours are ours and everything else is escaped where it came in
            write(f"{line}\n")
    return 0


def _case(path: str, setting: Setting) -> Case | str:
    """The case of a recipe, or the report of why there is none."""
    context = Context(__version__, "", (), colour=False, quiet=True)
    raw = read_file(path)
    if not isinstance(raw, bytes):
        return one(unreadable(path, raw, setting), context)
    syntax: Syntax = "json" if syntax_of(path) == "json" else "yaml"
    outcome = judge(raw, path, syntax, setting)
    fatal = [item for item in outcome.reported if item.finding.code < "FML2"]
    document = read_document(raw, path, syntax)
    data: Any = document.data if isinstance(document, Document) else None
    if fatal or not isinstance(data, dict):
        return one(outcome._replace(reported=tuple(fatal)), context)
    if not str(data.get("format", "")).startswith("recipe/"):
        raise UsageFaultError(
            f"{path} is not a recipe but {quoted(str(data.get('format')))}", "Name a recipe file."
        )
    return make_case(build(data), setting.catalogue, setting.policy)


def _only(case: Case, name: str) -> str:
    resolved = case.catalogue.resolve(name, "ingredients")
    present = case.mixture.by_ingredient
    if resolved and resolved.id in present:
        return resolved.id
    held = listing(present) or "nothing that is known"
    raise UsageFaultError(
        f"{quoted(name)} is not in this mixture", did_you_mean(name, present) or f"It holds {escape(held)}."
    )
