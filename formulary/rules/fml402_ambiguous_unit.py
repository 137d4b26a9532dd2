"""A unit that could mean several things.

`Mg` could be milligrams or megagrams, a bare `%` by weight or by volume, `U` an international, a
USP or an enzyme unit; and an activity unit means nothing for an ingredient whose entry names no
standard for it.

Source: ISMP, List of Error-Prone Abbreviations; the `activity` entries of the catalogue.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, amount: 500 Mg}
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
      - {product: dexpanthenol-250, amount: 500 mg}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.unchecked import nameless_activity
from formulary.rules.wording import stated_path
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Path
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_ACTIVITY = {"IU": "IU", "USP": "USP units"}


def check_session(case: Case) -> Iterator[Finding]:
    """Every unit that the vocabulary refuses."""
    for path, refused in case.recipe.refused:
        if refused.code == "FML402":
            yield Finding("FML402", path, refused.reason, refused.hint)


def check(case: Case) -> Iterator[Finding]:
    """Every unit that the vocabulary refuses, and every activity unit without a standard."""
    yield from check_session(case)
    for portion in case.mixture.portions:
        if portion.gap and portion.gap.code == "FML402":
            yield Finding("FML402", _ratio_path(portion), portion.gap.message, portion.gap.help)
        open_unit = nameless_activity(portion)
        if open_unit and portion.ingredient:
            field, stated = open_unit
            unit = _ACTIVITY[stated.unit.kind.partition("/")[0]]
            yield Finding(
                "FML402",
                (*portion.component.path, field),
                f"{portion.ingredient.name} names no standard for {unit}, so `{stated.text}` is open",
                "State it in units of mass, or add the cited activity standard to the catalogue.",
                component=portion.ingredient.id,
            )


def _ratio_path(portion: Portion) -> Path:
    """The place of a ratio strength that is not in use: the stock's own, or the one stated."""
    strength = portion.component.strength
    own = isinstance(strength, Quantity) and strength.kind == "ratio"
    return (*portion.component.path, "strength") if own else stated_path(portion)
