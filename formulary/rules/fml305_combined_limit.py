"""Several members of a group are each within their limit, but not together.

Local anesthetics add up: half the maximum of one and three quarters of that of another are more
than the body takes. For each member the fraction of its hard session or weight limit that is used
is worked out, and the fractions are summed. A member without such a limit, or a topical of unknown
uptake, cannot be counted: that is said. Where a figure of the recipe is missing, the weight or the volume of
what is injected beside the formula, the rule that asks for it speaks instead (FML304, FML303).

Source: labels of local anesthetics: mixing with, or prior use of, another local anesthetic is not
recommended.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 40 mL
    components:
      - {product: lidocaine-2-percent, volume: 10 mL}
      - {product: procaine-1-percent, volume: 30 mL}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 40 mL
    components:
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: procaine-1-percent, volume: 5 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.limits.together import together
from formulary.mixture.sitting import numbing_beside
from formulary.mixture.solve import numbed
from formulary.rules.wording import named_path, numbing_path, percent
from formulary.text import listing
from formulary.units import Exact, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.recipe import Numbing
    from formulary.findings import Path
    from formulary.limits.together import Together
    from formulary.rules.case import Case

LEVEL = Severity.ERROR

_ONE = Exact.of(1)


def check(case: Case) -> Iterator[Finding]:
    """The sum of fractions over every group that the policy combines."""
    if not case.in_scope:
        return
    for found in together(case.mixture, case.comparisons, case.policy.combined, case.catalogue):
        if any(part > _ONE for part in found.fractions.values()):
            continue  # one that is over by itself is another rule's finding
        if found.total > _ONE:
            yield _too_much(case, found)
        elif why := _unknown(case, found):
            yield _unchecked(case, found, *why)


check_session = check


def _too_much(case: Case, found: Together) -> Finding:
    combined = found.combined
    parts = listing([f"{name} {percent(part)}" for name, part in found.fractions.items()])
    return Finding(
        "FML305",
        _place(case, found.members),
        f"{combined.group} together use {percent(found.total)} of their dose limits ({parts})",
        f"Use one of them only, or less of each. {combined.note}".rstrip(),
        component=combined.group,
        value=exact_text(found.total),
        limit="1",
        source=str(combined.source),
    )


def _unchecked(case: Case, found: Together, why: str, advice: str) -> Finding:
    return Finding(
        "FML305",
        _place(case, found.members),
        f"not checked: the combined dose of {found.combined.group}, because {why}",
        advice,
        Severity.WARNING,
        found.combined.group,
        source=str(found.combined.source),
        not_checked=True,
    )


def _unknown(case: Case, found: Together) -> tuple[str, str] | None:
    """Why the sum is not known and what to do; None where all is known, or another rule asks for it."""
    weightless = {each.limit.target for each in case.comparisons if each.missing == "weight"}
    asked_for = {*found.fractions, *weightless, *case.mixture.unquantified}
    unlimited = [name for name in found.unknown if name not in asked_for]
    if unlimited:
        advice = "Use one member of the group only, or one with a dose limit in the policy."
        return f"the policy has no dose limit for {listing(unlimited)}", advice
    outside = [name for name in found.unknown if name in _on_the_skin(case)]
    if outside:
        advice = "Have a pharmacist judge it: count what is on the skin as if all of it were injected."
        return f"how much of the {listing(outside)} on the skin is taken up is not known", advice
    return None


def _on_the_skin(case: Case) -> set[str]:
    """What numbs the skin from outside."""
    return {
        name
        for numbing, place in _beside(case)
        if numbing.how == "topical"
        for name in numbed(numbing, case.catalogue, place)[1]
    }


def _beside(case: Case) -> list[tuple[Numbing, Path]]:
    """What numbs beside the formula, or beside the recipes of a sitting."""
    if case.session:
        return numbing_beside(case.session, [part.recipe for part in case.parts])
    numbing = case.recipe.administration.numbing
    return [(numbing, ("administration", "numbing"))] if numbing else []


def _place(case: Case, members: tuple[str, ...]) -> Path:
    for portion in case.mixture.portions:
        if any(name in members for name in portion.actives):
            return named_path(portion)
    return numbing_path(case)
