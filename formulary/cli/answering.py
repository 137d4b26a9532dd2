"""What the author of a new recipe answers, by options or at a terminal: read, refused, asked again."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulary.cli import asking
from formulary.domain.policy import Use
from formulary.drafting.recipe import ID, Draft, Part, part, quantity
from formulary.drafting.suggest import advice, diluents, policy_for
from formulary.drafting.yaml import slug
from formulary.errors import UsageFaultError
from formulary.resources import schema
from formulary.text import alternatives, did_you_mean, escape, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.catalogue import Indication, Profile

ROUTES = tuple(schema("recipe")["$defs"]["route"]["enum"])
"""The routes that a recipe can name."""


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


def draft_of(given: Given, catalogue: Catalogue, policy: Policy, *, chosen: bool) -> tuple[Draft, Policy]:
    """Everything that a recipe needs, from the options or asked for, and the policy that it is drafted by.

    ``chosen`` says that somebody chose the policy; else another one may fit the use better.

    Raises:
        UsageFaultError: an option names what there is not.
    """
    indication = _indication(given.indication or _treated(catalogue), catalogue)
    profile = _profile(given.profile, indication)
    species = _one_of("species", given.species, indication.species) or indication.species[0]
    routes = policy.routes if chosen else [one for one in ROUTES if catalogue.policies_for(one, species)]
    route = _one_of("route", given.route, ROUTES) or _ask("By which route?", routes)
    policy = policy if chosen else policy_for(catalogue, policy, route, species)
    named = "" if policy.id == "us" else policy.id
    site = _one_of("site", given.site, indication.sites)
    if not site and sys.stdin.isatty() and indication.sites:
        site = asking.choose("Where?", [(name, "") for name in indication.sites], optional=True)
    title = _title(given.title) or _named_after(indication, profile)
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


def use_of(draft: Draft) -> Use:
    """The use by which a draft is judged."""
    return Use(draft.species, draft.route, draft.site, draft.indication.lineage)


def _ask(question: str, choices: Iterable[str]) -> str:
    return asking.choose(question, [(name, "") for name in choices])


def _treated(catalogue: Catalogue) -> str:
    names = [(name, catalogue.indication(name).name) for name in catalogue.ids("indications")]
    return asking.choose("What is it for?", names, read=lambda name: _indication(name, catalogue).id)


def _ask_parts(draft: Draft, catalogue: Catalogue, policy: Policy) -> tuple[Part, ...]:
    """The components, demand by demand, then whatever else, then what fills up."""
    found: list[Part] = []
    known = partial(_on_record, catalogue)

    def add(question: str, choices: list[tuple[str, str]], keys: dict[str, str]) -> bool:
        name = asking.choose(question, choices, optional=True, read=known)
        if name:
            key = keys.get(name, "product" if catalogue.resolve(name, "products") else "ingredient")
            how = "How much of it (2 mL, 4 mg, 1 mg/mL, or 2 mL of 250 mg/mL)"
            found.append(asking.line(how, lambda text: part(key, f"{name}={text}", catalogue)))
        return bool(name)

    for item in advice(catalogue, policy, draft.profile, use_of(draft)):
        choices = [(choice.name, choice.words) for choice in item.choices]
        add(item.demand, choices, {choice.name: choice.key for choice in item.choices})
    while add("Anything else? An id, name or synonym.", [], {}) or not found:
        pass
    fill = [(one.name, "") for one in diluents(catalogue, policy, use_of(draft)) if one.key == "product"]
    if chosen := asking.choose("What fills it up to the volume?", fill, optional=True, read=known):
        found.append(part("product", f"{chosen}=qs", catalogue))
    return tuple(found)


def _on_record(catalogue: Catalogue, name: str) -> str:
    """A product or an ingredient by whatever people call it."""
    if catalogue.resolve(name, "products") or catalogue.resolve(name, "ingredients"):
        return name
    near = alternatives(catalogue.nearest(name, "products", "ingredients"))
    raise UsageFaultError(
        f"{quoted(name)} is not on record", near or "`formulary catalogue search` finds what is."
    )


def _indication(name: str, catalogue: Catalogue) -> Indication:
    resolved = catalogue.resolve(name, "indications")
    if resolved is None:
        near = alternatives(catalogue.nearest(name, "indications"))
        raise UsageFaultError(
            f"there is no indication {quoted(name)}",
            near or "`formulary catalogue list indications` names them.",
        )
    return catalogue.indication(resolved.id)


def _named_after(indication: Indication, profile: Profile) -> str:
    """A title, which says nothing twice: ``Cellulite cocktail``, ``Acne: One medicine``."""
    if indication.name.lower() in profile.name.lower():
        return profile.name
    return f"{indication.name}: {profile.name}"


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
