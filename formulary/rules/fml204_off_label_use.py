"""An approved ingredient in a use it is not approved for: another route, site, indication or species.

Most mesotherapy is off-label: an approval for intravenous use says nothing of the skin. That is
lawful in many places and the prescriber's responsibility, so it is a warning; it belongs in the
record. It is an error where the label or the policy restricts the substance to the uses it names (a
site among them has to be stated), where the label of the very product rules the route out, where a stock for
animals is meant for people, and where the indication's profile forbids it.

Source: the standings of the policy: the routes, sites and indications of the marketed labels.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: cellulite
    route: subcutaneous
    volume: 2 mL
    components:
      - {product: deoxycholic-acid-10, volume: 2 mL}

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: localized-fat
    route: subcutaneous
    volume: 2 mL
    components:
      - {product: deoxycholic-acid-10, volume: 2 mL}
    profile: single-agent

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: submental-fat
    route: subcutaneous
    volume: 2 mL
    components:
      - {product: deoxycholic-acid-10, volume: 2 mL}
    profile: single-agent
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.domain.species import patients
from formulary.findings import Finding, Severity
from formulary.limits.standings import Status
from formulary.rules.profiles import once
from formulary.rules.wording import named_path
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.domain.policy import Standing
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every active that is approved, but not for this use."""
    for judged in once(case.judged):
        portion, ingredient, (status, row), _, _ = judged
        if row is None or status not in (Status.OFF_LABEL, Status.FORBIDDEN) or judged.is_filler:
            continue
        forbidden = status is Status.FORBIDDEN
        if case.indication is None and row.indications:
            continue  # what it is for is not known, and that is a fault of its own
        advice = (
            "Use it only as its label allows." if forbidden else "Record the reason for the off-label use."
        )
        note = f" {row.note.rstrip('.')}." if row.note else ""
        yield Finding(
            "FML204",
            named_path(portion),
            f"{ingredient.name} is {'restricted to' if forbidden else 'approved for'} "
            f"{_uses(row, case.use.species)}, "
            f"not for {_use(case, row)}",
            f"{advice}{note}",
            Severity.ERROR if forbidden else None,
            ingredient.id,
            source=str(row.source),
        )
    yield from _ruled_out(case)
    beside = (case.mixture.numbing,) if case.mixture.numbing else ()
    yield from _for_animals(case, (*beside, *reversed(case.mixture.portions)))
    for judged in once(case.judged):
        forbids = case.profile.forbids if case.profile else ()
        named = next((name for name in forbids if judged.ingredient.answers_to(name)), None)
        if named and not judged.settled:
            yield Finding(
                "FML204",
                named_path(judged.portion),
                f"{judged.ingredient.name} does not belong in this recipe: "
                f"the profile `{case.profile.id if case.profile else ''}` forbids {named}",
                "Remove it, or choose the profile that is meant.",
                Severity.ERROR,
                judged.ingredient.id,
            )


def check_session(case: Case) -> Iterator[Finding]:
    """What numbs beside the recipes, if it is a drug for animals; each recipe is checked by itself."""
    yield from _for_animals(case, (judged.portion for judged in case.judged))


def _ruled_out(case: Case) -> Iterator[Finding]:
    """Every product whose own label rules the route out, once; what numbs beside the formula too."""
    given = {each.id: (each, case.recipe.route) for each in reversed(case.mixture.portions)}
    beside, numbing = case.mixture.numbing, case.recipe.administration.numbing
    if beside and numbing:
        given.setdefault(beside.id, (beside, _BESIDE.get(numbing.how, "")))
    for portion, route in given.values():
        excluded = portion.product.not_for if portion.product else None
        if excluded and route in excluded.routes:
            note = f" {excluded.note.rstrip('.')}." if excluded.note else ""
            unsure = excluded.source.evidence == "unverified"
            yield Finding(
                "FML204",
                named_path(portion),
                f"the label of {portion.id} rules out {route} use",
                f"Take another product of the same ingredient.{note} From {excluded.source}.",
                Severity.WARNING if unsure else Severity.ERROR,
                portion.id,
                source=str(excluded.source),
            )


_BESIDE = {"separate-injection": "infiltration", "topical": "transdermal"}
"""How what numbs beside the formula enters the body."""


def _for_animals(case: Case, portions: Iterable[Portion]) -> Iterator[Finding]:
    """In a recipe for people, every stock that is a drug for animals; the other way round is extralabel."""
    if case.use.species != "human" or (case.indication and "human" not in case.indication.species):
        return  # whose species is wrong is another rule's finding
    for portion in {each.id: each for each in portions}.values():
        if portion.product and portion.product.species:
            yield Finding(
                "FML204",
                named_path(portion),
                f"{portion.id} is a drug for {patients(portion.product.species)}, not for people",
                f"Take a product for people of the same ingredient. From {portion.product.source}.",
                Severity.ERROR,
                portion.id,
                source=str(portion.product.source),
            )


def _uses(row: Standing, species: str) -> str:
    """What the row allows; in whom is said where it says so, or where that is the difference."""
    routes, *others = (" or ".join(part) for part in (row.routes, row.indications, row.sites))
    said = listing([part for part in (f"{routes} use" if routes else "", *others) if part])
    allowed = row.species or (() if species == "human" else ("human",))
    return f"{said or 'use'} in {patients(allowed)}" if allowed else said


def _use(case: Case, row: Standing) -> str:
    """What of this recipe's use the row does not cover."""
    use = case.use
    parts = []
    if row.routes and use.route not in row.routes:
        parts.append(f"{use.route} use")
    if row.indications and not row.is_about(use):
        parts.append(use.indications[0] if use.indications else case.recipe.indication)
    if row.sites and use.site and use.site not in row.sites:
        parts.append(f"the site {use.site}")
    elif row.sites and not use.site and row.standing == "restricted":
        parts.append("a site that is not stated")
    said = listing(parts)
    if use.species in (row.species or ("human",)):
        return said
    return f"{said or 'use'} in {patients([use.species])}"
