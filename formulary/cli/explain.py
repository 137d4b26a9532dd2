"""``formulary explain``: the arithmetic of one recipe, exactly as the check does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulary import __version__
from formulary.cli import completing
from formulary.cli.choosing import choose, one_file, standard_input
from formulary.cli.options import output_option, shared_options
from formulary.cli.output import keep_inputs, output, use_colour, width
from formulary.domain.build import build
from formulary.errors import UsageFaultError
from formulary.reports import Context
from formulary.reports.explanation import explanation
from formulary.reports.layout import lay
from formulary.reports.text import one
from formulary.rules.case import Case, make_case
from formulary.source.document import Document, Syntax
from formulary.source.files import Kind, kind_of, read_file
from formulary.source.read import read_document, syntax_of
from formulary.text import did_you_mean, escape, listing, quoted
from formulary.validation.judge import judge, session_case, unreadable
from formulary.validation.policies import policy_of

if TYPE_CHECKING:
    from formulary.cli.main import Globals
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting


@click.command(name="explain", short_help="Show the arithmetic of a recipe.")
@click.argument("recipe", metavar="RECIPE", shell_complete=completing.files)
@click.argument("ingredient", required=False, shell_complete=completing.ingredients)
@output_option
@shared_options
@click.pass_obj
def command(options: Globals, recipe: str, ingredient: str | None, output_file: str | None) -> int:
    """Show how each concentration of a RECIPE file comes about and how near each limit is.

    With an INGREDIENT, only that one. RECIPE is a YAML or JSON file, or `-` for YAML on standard input; of a
    session file, the doses that the recipes in it add up to.
    A file that cannot be judged is reported as by `validate`, with exit code 1.
    """
    setting = choose(options).setting()
    found = _case(recipe, setting)
    keep_inputs(output_file, (recipe,))
    colour, columns = use_colour(options, output_file), width(output_file)
    if not isinstance(found, Case):
        context = Context(__version__, "", (), colour, quiet=True, width=columns)
        with output(output_file) as write:
            write(one(found, context))
        return 1
    only = _only(found, ingredient) if ingredient else ""
    with output(output_file) as write:
        for line in explanation(found, only):
            write(f"{lay(line, columns, colour=colour)}\n")
    return 0


def _case(path: str, setting: Setting) -> Case | Outcome:
    """The case of a recipe, or the findings that leave none."""
    name = "stdin.yaml" if path == "-" else _recipe_file(path)
    setting = setting.at(name)
    raw = standard_input() if path == "-" else read_file(path)
    if not isinstance(raw, bytes):
        return unreadable(name, raw, setting)
    syntax: Syntax = "json" if syntax_of(name) == "json" else "yaml"
    outcome = judge(raw, name, syntax, setting)
    fatal = tuple(item for item in outcome.reported if item.finding.code < "FML2")
    document = read_document(raw, name, syntax)
    data: Any = document.data if isinstance(document, Document) else None
    if fatal or not isinstance(data, dict):
        return outcome._replace(reported=fatal)
    if str(data.get("format", "")).startswith("session/"):
        return session_case(data, name, setting) or outcome
    if not str(data.get("format", "")).startswith("recipe/"):
        raise UsageFaultError(
            f"{name} is no recipe and no session but {quoted(str(data.get('format')))}", "Name a recipe."
        )
    recipe = build(data)
    return make_case(recipe, setting.catalogue, policy_of(recipe, setting) or setting.policy)


def _recipe_file(path: str) -> str:
    if kind_of(one_file(path)) is Kind.FOLDER or syntax_of(path) == "ndjson":
        raise UsageFaultError(f"{path} is not one recipe", "Name one .yaml, .yml or .json file.")
    return path


def _only(case: Case, name: str) -> str:
    resolved = case.catalogue.resolve(name, "ingredients")
    present = case.mixture.by_ingredient
    if resolved and resolved.id in present:
        return resolved.id
    held = listing(present) or "nothing that is known"
    raise UsageFaultError(
        f"{quoted(name)} is not in this mixture", did_you_mean(name, present) or f"It holds {escape(held)}."
    )
