"""The recipe lacks what its profile requires.

Each indication has profiles: a cocktail for hair loss needs a vitamin and a numbing agent, a
single-agent formula one medicine. A required category, group or ingredient that is missing is an
error, an expected one a warning. A numbing agent that is required has a rule of its own (FML502);
one that is expected may also be given beside the formula, as `administration.numbing` says, and is not
expected where nothing is injected.

Source: the profiles of the catalogue's indications.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
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
      - {product: zinc-sulfate-1-mg-zn, amount: 1 mg, as: zinc}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.profiles import actives, count, is_numbing, numbed_otherwise
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Indication, Profile, Requirement
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every requirement and expectation of the profile that is not met."""
    profile, indication = case.profile, case.indication
    if (
        profile is None
        or indication is None
        or any(portion.resolved is None for portion in case.mixture.portions)
    ):
        return  # a name that is not understood may be what is missing
    present = actives(case)
    for requirement in profile.requires:
        if not is_numbing(requirement) and count(present, requirement) < requirement.at_least:
            yield _missing(profile, indication, requirement, None, "requires")
    for requirement in profile.expects:
        met = is_numbing(requirement) and numbed_otherwise(case)
        if not met and count(present, requirement) < requirement.at_least:
            yield _missing(profile, indication, requirement, Severity.WARNING, "expects")


def _missing(
    profile: Profile, indication: Indication, requirement: Requirement, severity: Severity | None, verb: str
) -> Finding:
    what = " or ".join(requirement.any_of)
    some = f"{requirement.at_least} of " if requirement.at_least > 1 else ""
    others = [other.id for other in indication.profiles if other.id != profile.id]
    instead = f" Or choose another profile: {listing(others)}." if others else ""
    return Finding(
        "FML501",
        ("components",),
        f"the {profile.id} profile of {indication.id} {verb} {some}{what}, "
        "and the recipe has none" + ("" if requirement.at_least == 1 else " or too few"),
        f"{requirement.why.rstrip('.') + '. ' if requirement.why else ''}Add one.{instead}",
        severity,
        on_key=True,
    )
