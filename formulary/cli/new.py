"""``formulary new``: a recipe from questions at a terminal, or from options; it ends validated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulary.catalogue.load import catalogue_with
from formulary.cli import completing
from formulary.cli.answering import ROUTES, Given, draft_of, use_of
from formulary.cli.choosing import policy_in_force
from formulary.cli.options import shared_options
from formulary.cli.output import output
from formulary.cli.validate import command as validate
from formulary.drafting.recipe import recipe_text
from formulary.drafting.suggest import advice
from formulary.errors import UsageFaultError
from formulary.text import escape, listing

if TYPE_CHECKING:
    from formulary.cli.main import Globals


@click.command(name="new", short_help="Begin a recipe, from questions or from options.")
@click.argument("file", required=False, metavar="[FILE]", shell_complete=completing.files)
@click.option("--indication", default="", metavar="NAME", help="What it is for, such as alopecia.")
@click.option("--profile", default="", metavar="ID", help="The kind of recipe. [default: its first]")
@click.option("--species", default="", metavar="NAME", help="human or equine. [default: human]")
@click.option("--route", default="", metavar="NAME", help=f"{', '.join(ROUTES[:-1])} or {ROUTES[-1]}.")
@click.option("--site", default="", metavar="NAME", help="Where it is given, such as scalp.")
@click.option("--volume", default="", metavar="AMOUNT", help="How much is made in all, such as 10 mL.")
@click.option(
    "--ingredient",
    "ingredients",
    multiple=True,
    metavar="NAME=AMOUNT",
    help='A powder ("biotin=1 mg/mL") or a stock ("biotin=2 mL of 5 mg/mL").',
)
@click.option(
    "--product",
    "products",
    multiple=True,
    metavar="NAME=AMOUNT",
    help='A stock of the catalogue ("lidocaine-2-percent=1 mL"; "=qs" fills up).',
)
@click.option("--id", "recipe_id", default="", metavar="ID", help="Its id. [default: from the file or title]")
@click.option("--title", default="", metavar="TEXT", help="Its title. [default: from the indication]")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@shared_options
@click.pass_context
def command(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    file: str | None,
    *,
    indication: str,
    profile: str,
    species: str,
    route: str,
    site: str,
    volume: str,
    ingredients: tuple[str, ...],
    products: tuple[str, ...],
    recipe_id: str,
    title: str,
    force: bool,
) -> int:
    """Begin a recipe FILE: what is not given as an option is asked for at a terminal.

    It suggests what the indication asks for, with the standing and the limits of each, writes YAML with a
    comment on each part, and ends with the report of `validate`. Without FILE the id names it.
    """
    options: Globals = ctx.obj
    parts = (*(("product", item) for item in products), *(("ingredient", item) for item in ingredients))
    given = Given(file or "", indication, profile, species, route, site, volume, parts, recipe_id, title)
    _refuse_to_replace(given.file, force=force)
    catalogue = catalogue_with(options.catalogue)
    policy = catalogue.policy(policy_in_force(options, catalogue))
    chosen = bool(options.policy or options.config.policy)
    if not sys.stdin.isatty():
        _refuse_gaps(given)
    draft, policy = draft_of(given, catalogue, policy, chosen=chosen)
    target = given.file or f"{draft.id}.yaml"
    _refuse_to_replace(target, force=force)
    with output(target) as write:
        write(recipe_text(draft, advice(catalogue, policy, draft.profile, use_of(draft))))
    click.echo(f"Wrote {escape(target)}.\n", err=True)
    code: int = ctx.invoke(validate, paths=(target,))
    return code


def _refuse_to_replace(target: str, *, force: bool) -> None:
    if target and not target.endswith((".yaml", ".yml")):
        raise UsageFaultError(f"{target}: a recipe is written as YAML", "Let the name end in .yaml.")
    if target and not force and (Path(target).exists() or Path(target).is_symlink()):
        raise UsageFaultError(f"{target} is there already", "Name another file, or give `--force`.")


def _refuse_gaps(given: Given) -> None:
    """Without a terminal nothing can be asked, so that everything must be given."""
    missing = [f"`--{name}`" for name in ("indication", "route", "volume") if not getattr(given, name)]
    missing += [] if given.parts else ["`--product` or `--ingredient`"]
    missing += [] if given.id or given.title or given.file else ["`--id`"]
    if missing:
        raise UsageFaultError(
            f"no terminal to ask at, and not given: {listing(missing)}",
            'As in `formulary new hair.yaml --indication alopecia --route intradermal --volume "10 mL"'
            ' --product "lidocaine-2-percent=1 mL"`.',
        )
