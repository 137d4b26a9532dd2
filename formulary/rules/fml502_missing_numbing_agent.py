"""The profile asks for numbing, and the recipe does not say how or why not.

Dozens of injections hurt. The numbing agent may be part of the formula, injected separately or put
on the skin; cooling or none at all is possible with a reason. What is not accepted is silence:
`administration.numbing` says which. Without a needle, by the transdermal route, nothing has to be numbed.

Source: the profiles of the catalogue's indications.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
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
      - {product: sodium-chloride-0.9, qs: true}
    administration: {numbing: {how: cooling}}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.mixture.solve import numbed
from formulary.rules.profiles import actives, count, is_numbing, is_numbing_agent, numbed_otherwise
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The profile's numbing agent, in the formula or accounted for beside it."""
    beside = case.mixture.numbing
    if beside and not _numbs(case, beside):
        yield _idle(beside)
        return
    profile = case.profile
    if profile is None or any(portion.resolved is None for portion in case.mixture.portions):
        return
    needs = [requirement for requirement in profile.requires if is_numbing(requirement)]
    if not needs or all(count(actives(case), need) >= need.at_least for need in needs):
        return
    if numbed_otherwise(case):
        return
    numbing = case.recipe.administration.numbing
    if numbing is None or numbing.how == "in-formula":
        claimed = "`numbing` says in-formula, but " if numbing else ""
        yield Finding(
            "FML502",
            ("administration", "numbing", "how") if numbing else ("components",),
            f"{claimed}the formula has no numbing agent, which the {profile.id} profile asks for",
            "Add one, such as `product: lidocaine-2-percent`, or say under `administration.numbing` how the "
            "skin is numbed (separate-injection, topical, cooling) or, with a `reason`, why not.",
            on_key=numbing is None,
        )
    else:
        yield Finding(
            "FML502",
            ("administration", "numbing"),
            "no numbing is planned, and no reason is given",
            "Add `reason` to `administration.numbing`.",
        )


def check_session(case: Case) -> Iterator[Finding]:
    """What the session itself names to numb the skin, if it does not."""
    for number, numbing in enumerate(case.sitting.anesthesia or ()):
        portion, _ = numbed(numbing, case.catalogue, ("anesthesia", number))
        if portion and not _numbs(case, portion):
            yield _idle(portion)


def _numbs(case: Case, portion: Portion) -> bool:
    return any(is_numbing_agent(case.catalogue.ingredient(name)) for name in portion.actives)


def _idle(portion: Portion) -> Finding:
    return Finding(
        "FML502",
        named_path(portion),
        f"{portion.id} numbs nothing: it holds no numbing agent",
        "Name the product that numbs the skin, such as `lidocaine-2-percent`.",
        component=portion.id,
    )
