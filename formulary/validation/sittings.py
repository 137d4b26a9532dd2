"""A session file, judged: its recipes found and judged as they are given, then all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.domain.build import build, build_session
from formulary.findings import Finding, Severity
from formulary.rules import checks, rule, session_checks
from formulary.rules.sitting import make_session_case
from formulary.text import quoted
from formulary.validation.shelf import recipe as from_shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.recipe import Recipe
    from formulary.domain.session import Session
    from formulary.rules.case import Case

_SUMMED = ("FML302", "FML303", "FML304", "FML305", "FML309", "FML6", "FML7")
"""What is judged over the whole sitting, or has to do with the recipe's own plan only."""


def judge_session(
    data: Mapping[str, Any],
    name: str,
    catalogue: Catalogue,
    policy: Policy,
    own_policy: Callable[[Recipe], Policy],
) -> tuple[list[Finding], Case | None]:
    """What is to be said of a session of the right shape, and the case, None where a recipe is missing.

    ``name`` is the path of its file. ``own_policy`` says by which policy a recipe is judged by itself.
    """
    session = build_session(data)
    found = list(_orders(session))
    recipes: list[Recipe] = []
    for part in session.parts:
        made = from_shelf(part.recipe, name)
        if isinstance(made, tuple):
            found.append(Finding("FML104", ("recipes", part.number, "recipe"), *made, not_checked=True))
        else:
            recipes.append(build(made))
    if len(recipes) < len(session.parts):
        return found, None
    policies = [own_policy(one) for one in recipes]
    case = make_session_case(session, recipes, policies, catalogue, policy)
    found += _species(case, session.species)
    found += _by_themselves(case, session)
    for check in session_checks():
        found.extend(check(case))
    return found, case


def _orders(session: Session) -> Iterator[Finding]:
    """Parts that share a syringe and are nevertheless said to follow after a while."""
    seen: set[int] = set()
    for part in sorted(session.parts, key=lambda part: part.order):
        if part.order in seen and part.delay is not None:
            yield Finding(
                "FML105",
                ("recipes", part.number, "delay"),
                f"{quoted(part.recipe)} shares the syringe of another part of order {part.order}, and cannot "
                f"follow it after a delay",
                "Leave `delay` out, or give it an `order` of its own.",
            )
        seen.add(part.order)


def _species(case: Case, species: str) -> Iterator[Finding]:
    for number, part in enumerate(case.parts):
        if part.recipe.species != species:
            yield Finding(
                "FML104",
                ("recipes", number, "recipe"),
                f"{quoted(part.recipe.id)} is for {part.recipe.species} use, the session for {species}",
                "Correct `species`, or take another recipe.",
            )


def _by_themselves(case: Case, session: Session) -> Iterator[Finding]:
    """The errors of each recipe as it is given, once for each rule; its own report has the warnings."""
    told: set[tuple[str, str]] = set()
    for planned, part in zip(session.parts, case.parts, strict=True):
        for check in checks():
            for finding in check(part):
                grave = (finding.severity or rule(finding.code).level) is Severity.ERROR
                numbed = finding.code == "FML502" and session.anesthesia
                key = (planned.recipe, finding.code)
                if not grave or numbed or finding.code.startswith(_SUMMED) or key in told:
                    continue
                told.add(key)
                field = "site" if finding.path == ("site",) and planned.site else "recipe"
                yield finding._replace(
                    path=("recipes", planned.number, field),
                    message=f"in {planned.recipe}: {finding.message}",
                    severity=Severity.ERROR,
                    on_key=False,
                )
