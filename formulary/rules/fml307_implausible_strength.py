"""A stock strength above any marketed product.

The strength of a stock is typed from a vial, and a slip there multiplies through the whole recipe.
From five times the strongest marketed product on it is an error, above it at all a warning. The
finding names the slip it looks like: a factor of 10 or 1,000, a salt taken for the element, a
percentage taken for mg/mL.

Source: the `stock-strength` rows of the policy: labels, and strengths that two labelers list independently.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: lidocaine-hydrochloride, strength: 200 mg/mL, volume: 1 mL}
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
      - {ingredient: lidocaine-hydrochloride, strength: 20 mg/mL, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import unit_pair
from formulary.units import Exact, Quantity
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_ERROR_FROM = Exact.of(5)
_SLIPS = ((Exact.of(10), "10 times"), (Exact.of(1000), "1,000 times (mcg written as mg)"))


def check(case: Case) -> Iterator[Finding]:
    """Every stock that is stronger than the strongest on the market."""
    for portion, limit, value in case.stocks:
        if value <= limit.bound:
            continue
        shown, bound, unit = unit_pair(value, limit.bound, limit.kind, limit.text)
        times = value / limit.bound
        basis = f" as {limit.basis}" if limit.basis else ""
        yield Finding(
            "FML307",
            (*portion.component.path, "strength"),
            f"{portion.id}{basis}: a stock of {shown} {unit} is {rounded_text(times, 3)} times the strongest "
            f"marketed, {bound} {unit}",
            f"{_slip(case, portion, times)}Check the vial's label. Limit from {limit.source}.",
            None if times >= _ERROR_FROM else Severity.WARNING,
            portion.id,
            shown,
            bound,
            unit,
            str(limit.source),
        )


def _slip(case: Case, portion: Portion, times: Exact) -> str:
    """The likely slip, as a sentence, or nothing."""
    strength = portion.component.strength
    if times == _SLIPS[0][0] and isinstance(strength, Quantity) and strength.unit.symbol == "% w/v":
        return f"1 % w/v is 10 mg/mL: perhaps {strength.text.split('%')[0].strip()} mg/mL is meant. "
    for factor, words in _SLIPS:
        if times == factor:
            return f"It looks like a slip of {words}. "
    ingredient = case.catalogue.ingredient(portion.contents[0].ingredient)
    for moiety in ingredient.properties.moieties:
        near = times * moiety.factor
        if Exact.of("0.98") < near < Exact.of("1.02"):
            return f"It looks like the mass of the salt where {moiety.name} is meant (`as: {moiety.name}`). "
    return ""
