"""The dose per session, point, area or day is above a hard limit.

A harmless concentration becomes a dangerous dose when enough of it is given. The dose is the final
concentration times the volume of a session (the whole batch unless `volume_per_session` says
otherwise), plus what separate numbing adds. In a session file all recipes given count together. Hard
limits on volume, number of points, number of sessions and their interval are judged here too. No waiver
lets a recipe past them.

Source: the limits of the policy: the dosage sections of the labels.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-2-percent, volume: 20 mL}
    administration: {patient_weight: 100 kg}

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
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.unchecked import unchecked
from formulary.rules.wording import exceeded, limit_finding
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.findings import Path
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_ADVICE = {
    "per-point": "Inject less at each point",
    "per-area": "Give less, or spread it over a larger area",
    "volume": "Give a smaller volume in one session",
    "points": "Inject at fewer points in one session",
    "sessions": "Plan fewer sessions",
    "interval": "Leave more time between the sessions",
}
_DOSES = frozenset(("per-session", "per-point", "per-area", "per-day", "volume", "points", "sessions"))


def check(case: Case) -> Iterator[Finding]:
    """Every hard limit on a dose, a volume or a count that is exceeded, then those that lack a figure."""
    for found in exceeded(case, lambda found: _is_dose(found.limit) and found.verified):
        advice = _ADVICE.get(found.limit.on, "Give less of it in one session")
        yield limit_finding(case, "FML303", found, f"{advice}; this cannot be waived.")
    numbing = case.recipe.administration.numbing
    if numbing and numbing.how == "separate-injection" and not case.mixture.extra:
        yield _unstated(("administration", "numbing"))
    elif numbing and numbing.how == "topical" and not numbing.product:
        yield _unnamed(("administration", "numbing"))
    yield from unchecked(case, "FML303", lambda found: _is_dose(found.limit))


def check_session(case: Case) -> Iterator[Finding]:
    """The same over everything given in one sitting."""
    yield from check(case)
    for number, numbing in enumerate(case.sitting.anesthesia or ()):
        amount = numbing.amount if numbing.product else None
        known = amount is not None and (not isinstance(amount, Quantity) or amount.kind == "volume")
        if numbing.how == "separate-injection" and not known:
            yield _unstated(("anesthesia", number))
        elif numbing.how == "topical" and not numbing.product:
            yield _unnamed(("anesthesia", number))


def _unstated(place: Path) -> Finding:
    return Finding(
        "FML303",
        place,
        "not checked: the dose of what is injected separately to numb the skin, which is not stated",
        "Add its `product` and, as `amount`, the volume that is injected.",
        Severity.WARNING,
        not_checked=True,
        on_key=True,
    )


def _unnamed(place: Path) -> Finding:
    return Finding(
        "FML303",
        place,
        "not checked: the dose of what is put on the skin to numb it, which is not named",
        "Add its `product`; with `amount`, `area` and `duration` a second person can repeat it.",
        Severity.WARNING,
        not_checked=True,
        on_key=True,
    )


def _is_dose(limit: Limit) -> bool:
    # an interval has a minimum only: coming back too soon is a dose too many
    return limit.on == "interval" or (limit.level == "hard" and limit.on in _DOSES)
