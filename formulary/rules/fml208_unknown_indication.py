"""An indication, profile or site that the catalogue does not know, or an indication of another species.

What a recipe must contain, and some of its limits, depend on what it is for. An unknown indication,
a profile that the indication does not have or a site that it does not list leave those unchecked. A recipe
for a horse under an indication of people, or the other way round, is judged by what is not meant for it.

Source: the indications of the catalogue.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopezia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: equine-back-pain
    profile: single-agent
    route: infiltration
    volume: 10 mL
    components:
      - {product: mepivacaine-2-percent-horses, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
    profile: cocktail
    site: scalp
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.domain.species import patients
from formulary.findings import Finding, Severity
from formulary.text import alternatives, did_you_mean, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Indication
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The indication, then the profile and the site within it."""
    recipe, indication = case.recipe, case.indication
    if indication is None:
        near = case.catalogue.nearest(recipe.indication, "indications")
        known = listing(case.catalogue.ids("indications"))
        yield Finding(
            "FML208",
            ("indication",),
            f"no indication {quoted(recipe.indication)} in the catalogue",
            alternatives(near) or f"Known are {known}.",
        )
        return
    if recipe.species not in indication.species:
        yield _of_others(case, indication)
    profiles = [profile.id for profile in indication.profiles]
    if recipe.profile and case.profile is None:
        yield Finding(
            "FML208",
            ("profile",),
            f"{indication.id} has no profile {quoted(recipe.profile)}",
            did_you_mean(recipe.profile, profiles) or f"Its profiles are {listing(profiles)}.",
        )
    if recipe.site and indication.sites and recipe.site not in indication.sites:
        yield Finding(
            "FML208",
            ("site",),
            f"{quoted(recipe.site)} is not a site of {indication.id}",
            did_you_mean(recipe.site, indication.sites) or f"Its sites are {listing(indication.sites)}.",
        )


def _of_others(case: Case, indication: Indication) -> Finding:
    """An indication of another species: nothing that it says is meant for this one."""
    species = case.recipe.species
    unchecked = "" if case.in_scope else "; standings and limits were not checked"
    return Finding(
        "FML208",
        ("indication",),
        f"{indication.id} is an indication of {patients(indication.species)}, "
        f"not of {patients([species])}{unchecked}",
        f"Write `species: {indication.species[0]}` if that is meant, or choose another indication.",
        not_checked=not case.in_scope,
    )
