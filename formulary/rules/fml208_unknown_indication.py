"""An indication, profile or site that the catalogue does not know.

What a recipe must contain, and some of its limits, depend on what it is for. An unknown indication,
a profile that the indication does not have or a site that it does not list leave those unchecked.

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

from formulary.findings import Finding, Severity
from formulary.text import alternatives, did_you_mean, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

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
