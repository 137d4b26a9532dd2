"""Which policy of a jurisdiction was in force on a day, for one species."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy


def in_force(catalogue: Catalogue, jurisdiction: str, species: str, day: str) -> str | None:
    """The id of the policy that took effect last, on ``day`` (a date in ISO form) or before; None before all.

    Of two that took effect on one day the one that builds on more policies counts.
    """
    known = _for(catalogue, species)
    begun = [one for one in known if one.jurisdiction == jurisdiction and one.effective <= day]
    return max(begun, key=lambda one: (one.effective, len(one.lineage))).id if begun else None


def jurisdictions(catalogue: Catalogue, species: str) -> dict[str, str]:
    """Every jurisdiction with the day from which on there is a policy for it and the species."""
    first: dict[str, str] = {}
    for policy in _for(catalogue, species):
        first[policy.jurisdiction] = min(policy.effective, first.get(policy.jurisdiction, policy.effective))
    return first


def _for(catalogue: Catalogue, species: str) -> list[Policy]:
    """The policies that are for a species, by their ids."""
    known = (catalogue.policy(name) for name in catalogue.ids("policies"))
    return [policy for policy in known if species in policy.species]
