"""Which policy of a jurisdiction was in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue


def in_force(catalogue: Catalogue, jurisdiction: str, day: str) -> str | None:
    """The id of the policy that took effect last, on ``day`` (a date in ISO form) or before; None before all.

    Of two that took effect on one day the one that builds on more policies counts.
    """
    known = [catalogue.policy(name) for name in sorted(catalogue.data["policies"])]
    begun = [one for one in known if one.jurisdiction == jurisdiction and one.effective <= day]
    return max(begun, key=lambda one: (one.effective, len(one.lineage))).id if begun else None


def jurisdictions(catalogue: Catalogue) -> dict[str, str]:
    """Every jurisdiction with the day from which on there is a policy for it."""
    first: dict[str, str] = {}
    for name in sorted(catalogue.data["policies"]):
        policy = catalogue.policy(name)
        first[policy.jurisdiction] = min(policy.effective, first.get(policy.jurisdiction, policy.effective))
    return first
