"""``formulary new``: a recipe from questions at a terminal, or from options; it ends validated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from formulary.catalogue.load import catalogue_with
from formulary.cli import asking, completing
from formulary.cli.choosing import policy_in_force
from formulary.cli.options import shared_options
from formulary.cli.output import output
from formulary.cli.validate import command as validate
from formulary.domain.policy import Use
from formulary.drafting.recipe import ID, Draft, Part, part, quantity, recipe_text
from formulary.drafting.suggest import advice, diluents, policy_for
from formulary.drafting.yaml import slug
from formulary.errors import UsageFaultError
from formulary.resources import schema
from formulary.text import alternatives, did_you_mean, escape, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.cli.main import Globals
    from formulary.domain.catalogue import Indication, Profile

_ROUTES = tuple(schema("recipe")["$defs"]["route"]["enum"])


class Given(NamedTuple):
    """What the options say; empty where they are silent."""

    file: str
    indication: str
    profile: str
    species: str
    route: str
    site: str
    volume: str
    parts: tuple[tuple[str, str], ...]
    id: str
    title: str


@click.command(name="new", short_help="Begin a recipe, from questions or from options.")
@click.argument("file", required=False, metavar="[FILE]", shell_complete=completing.files)
@click.option("--indication", default="", metavar="NAME", help="What it is for, such as alopecia.")
@click.option("--profile", default="", metavar="ID", help="The kind of recipe. [default: its first]")
@click.option("--species", default="", metavar="NAME", help="human or equine. [default: human]")
@click.option("--route", default="", metavar="NAME", help=f"{', '.join(_ROUTES[:-1])} or {_ROUTES[-1]}.")
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
    draft, policy = _draft(given, catalogue, policy, chosen=chosen)
    target = given.file or f"{draft.id}.yaml"
    _refuse_to_replace(target, force=force)
    with output(target) as write:
        write(recipe_text(draft, advice(catalogue, policy, draft.profile, _use(draft))))
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


def _draft(given: Given, catalogue: Catalogue, policy: Policy, *, chosen: bool) -> tuple[Draft, Policy]:
    """Everything that a recipe needs, from the options or asked for, and the policy that it is drafted by."""
    names = [(name, catalogue.indication(name).name) for name in catalogue.ids("indications")]
    indication = _indication(given.indication or asking.choose("What is it for?", names), catalogue)
    profile = _profile(given.profile, indication)
    species = _one_of("species", given.species, indication.species) or indication.species[0]
    routes = policy.routes if chosen else [one for one in _ROUTES if catalogue.policies_for(one, species)]
    route = _one_of("route", given.route, _ROUTES) or _ask("By which route?", routes)
    policy = policy if chosen else policy_for(catalogue, policy, route, species)
    named = "" if policy.id == "us" else policy.id
    site = _one_of("site", given.site, indication.sites)
    if not site and sys.stdin.isatty() and indication.sites:
        site = asking.choose("Where?", [(name, "") for name in indication.sites], optional=True)
        site = _one_of("site", site, indication.sites)
    title = _title(given.title) or f"{indication.name}: {profile.name}"
    default = slug(given.title or Path(given.file).stem or title)
    if sys.stdin.isatty():
        title = given.title or asking.line("Its title", _title, title)
        recipe_id = given.id or asking.line("Its id", _id, slug(title) if not given.file else default)
    else:
        recipe_id = given.id or default
    volume = (
        _volume(given.volume) if given.volume else asking.line("How much is made in all", _volume, "10 mL")
    )
    parts = tuple(part(key, stated, catalogue) for key, stated in given.parts)
    draft = Draft(
        _id(recipe_id), title, indication, profile, species, route, site, named, _volume(volume), parts
    )
    return (draft if parts else draft._replace(parts=_ask_parts(draft, catalogue, policy))), policy


def _use(draft: Draft) -> Use:
    return Use(draft.species, draft.route, draft.site, draft.indication.lineage)


def _ask(question: str, choices: Iterable[str]) -> str:
    return asking.choose(question, [(name, "") for name in choices])


def _ask_parts(draft: Draft, catalogue: Catalogue, policy: Policy) -> tuple[Part, ...]:
    """The components, demand by demand, then whatever else, then what fills up."""
    found: list[Part] = []

    def add(question: str, choices: list[tuple[str, str]], keys: dict[str, str]) -> bool:
        name = asking.choose(question, choices, optional=True)
        if name:
            key = keys.get(name, "product" if catalogue.resolve(name, "products") else "ingredient")
            how = "How much of it (2 mL, 4 mg, 1 mg/mL, or 2 mL of 250 mg/mL)"
            found.append(asking.line(how, lambda text: part(key, f"{name}={text}", catalogue)))
        return bool(name)

    for item in advice(catalogue, policy, draft.profile, _use(draft)):
        choices = [(choice.name, choice.words) for choice in item.choices]
        add(item.demand, choices, {choice.name: choice.key for choice in item.choices})
    while add("Anything else? An id, name or synonym.", [], {}) or not found:
        pass
    fill = [(one.name, "") for one in diluents(catalogue, policy, _use(draft)) if one.key == "product"]
    if chosen := asking.choose("What fills it up to the volume?", fill, optional=True):
        found.append(part("product", f"{chosen}=qs", catalogue))
    return tuple(found)


def _indication(name: str, catalogue: Catalogue) -> Indication:
    resolved = catalogue.resolve(name, "indications")
    if resolved is None:
        near = alternatives(catalogue.nearest(name, "indications"))
        raise UsageFaultError(
            f"there is no indication {quoted(name)}",
            near or "`formulary catalogue list indications` names them.",
        )
    return catalogue.indication(resolved.id)


def _profile(name: str, indication: Indication) -> Profile:
    profiles = {profile.id: profile for profile in indication.profiles}
    if not name and len(profiles) > 1 and sys.stdin.isatty():
        name = asking.choose("Which kind?", [(one.id, one.name) for one in indication.profiles])
    return profiles[_one_of("profile", name, profiles) or next(iter(profiles))]


def _one_of(what: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    if name and name not in names:
        raise UsageFaultError(
            f"there is no {what} {quoted(name)} here",
            did_you_mean(name, names) or f"Known: {listing(names)}.",
        )
    return name


def _title(text: str) -> str:
    if len(text) > 300 or escape(text) != text:
        raise UsageFaultError("a title is one line of at most 300 characters", "Write it shorter.")
    return text


def _id(text: str) -> str:
    if len(text) > 64 or not ID.fullmatch(text):
        advice_ = "Write lower-case letters and digits joined by hyphens, with `--id`."
        raise UsageFaultError(f"{quoted(text)} is not an id", advice_)
    return text


def _volume(text: str) -> str:
    if quantity(text).unit.kind != "volume":
        raise UsageFaultError(f"{quoted(text)} is not a volume", "Write a volume, such as `10 mL`.")
    return text
