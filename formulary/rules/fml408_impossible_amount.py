"""More solid than can be dissolved.

More than 1 g of dissolved solids in a mL, or more of a substance than its solubility, is not a
solution: a unit is wrong somewhere. Suspensions and emulsions are not judged. A density beyond that of
the heaviest liquid and all that is dissolved in it is refused: limits by weight would be passed by it.

Source: the solubilities of the catalogue. For the heaviest liquid, pure glycerol with 1.26 g/mL (Volk and
Kaehler 2018, Exp Fluids, doi 10.1007/s00348-018-2527-y), rounded up to 1.3. That no solution holds more than
1 g of solids in a mL or weighs less than half of water is no quotation but this project's own bound: what is
beyond it is a slip of the unit.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: pigmentation
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: ascorbic-acid, dry: true, amount: 20 g}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: pigmentation
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: ascorbic-acid, dry: true, amount: 20 mg}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.mixture.bridge import per_unit
from formulary.mixture.mixture import ZERO
from formulary.rules.wording import stated_path, unit_pair
from formulary.units import Exact, Quantity, exact_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Total
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_LIGHTEST = Exact.of(500)  # mg/mL: half of water
_LIQUID = Exact.of(1300)  # mg/mL: a little more than the 1260 of glycerol, the heaviest liquid in use
_DENSEST = Exact.of(1000)  # mg/mL


def check(case: Case) -> Iterator[Finding]:
    """All dissolved solids together, then each substance against its solubility."""
    volume = case.mixture.volume
    weights = [(_weight(case, total), total) for total in case.mixture.totals]
    solids = sum((weight for weight, _ in weights), ZERO) / volume if volume else ZERO
    yield from _density(case, solids)
    if not volume or _cloudy(case):
        return
    if solids > _DENSEST:
        _, heaviest = max(weights, key=lambda pair: pair[0])
        yield _crowded(case, solids, heaviest)
    else:
        yield from _undissolved(case, volume)


def _density(case: Case, solids: Exact) -> Iterator[Finding]:
    density = case.recipe.density
    if isinstance(density, Quantity) and not _LIGHTEST <= density.base <= _LIQUID + solids:
        yield Finding(
            "FML408",
            ("density",),
            f"a mixture of this kind does not weigh {density.text}",
            "Check the unit: water weighs 1 g/mL, and what is dissolved in it adds at most its own weight.",
            value=density.text,
        )


def _crowded(case: Case, solids: Exact, heaviest: Total) -> Finding:
    return Finding(
        "FML408",
        stated_path(case.mixture.portions[heaviest.shares[0].component]),
        f"{rounded_text(solids, 6)} mg of solids in a mL cannot be dissolved; most of it is "
        f"{heaviest.ingredient}",
        "Check the unit and the decimal point.",
        component=heaviest.ingredient,
        value=exact_text(solids),
        limit="1000",
        unit="mg/mL",
    )


def _undissolved(case: Case, volume: Exact) -> Iterator[Finding]:
    for ingredient_id, totals in case.mixture.by_ingredient.items():
        ingredient = case.catalogue.ingredient(ingredient_id)
        if ingredient.solubility is None:
            continue
        dissolved = sum((_mass(case, total) for total in totals), ZERO) / volume
        if dissolved > ingredient.solubility.base:
            value, bound, unit = unit_pair(
                dissolved, ingredient.solubility.base, "mass/volume", ingredient.solubility.text
            )
            yield Finding(
                "FML408",
                stated_path(case.mixture.portions[totals[0].shares[0].component]),
                f"{ingredient.name}: {value} {unit} is more than dissolves ({bound} {unit})",
                "Use a larger volume, or check the unit.",
                component=ingredient_id,
                value=value,
                limit=bound,
                unit=unit,
            )


def _weight(case: Case, total: Total) -> Exact:
    """The mass of a solid in mg; nothing for a liquid, and for what cannot be weighed."""
    return ZERO if total.kind == "volume" else _mass(case, total)


def _mass(case: Case, total: Total) -> Exact:
    each = per_unit(case.catalogue, total.ingredient, total.kind, total.basis, "mass")
    return ZERO if each is None else total.amount * each


def _cloudy(case: Case) -> bool:
    return any(
        portion.product and portion.product.form in ("suspension", "emulsion")
        for portion in case.mixture.portions
    )
