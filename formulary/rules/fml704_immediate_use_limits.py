"""Immediate use beyond its hours or its number of products, or of what is not sterile.

Mixing at the bedside without a clean room is allowed only for a few products and a few hours,
because nothing else keeps germs from growing. All of them are sterile to begin with: a powder that is
weighed in (`dry: true`) is taken not to be, and nothing at the bedside makes it so.

Source: USP general chapter <797>, official since 2023-11-01, immediate-use preparations: administration
begins within 4 hours, no more than three different sterile products.

Fails::

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
    preparation:
      setting: immediate-use
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 24 h
      beyond_use_source: USP <797>, immediate use
      labelling: [name, amount, time of expiry]
      quality_control: [{test: visual inspection, expect: clear}]
      sterilization: none; aseptic from sterile stocks

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
    preparation:
      setting: immediate-use
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 4 h
      beyond_use_source: USP <797>, immediate use
      labelling: [name, amount, time of expiry]
      quality_control: [{test: visual inspection, expect: clear}]
      sterilization: none; aseptic from sterile stocks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import BeyondUse
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The hours and the number of different sterile products of an immediate-use preparation."""
    preparation = case.recipe.preparation
    if preparation.setting != "immediate-use" or not case.in_scope:
        return
    for row in case.policy.beyond_use:
        if row.setting != "immediate-use":
            continue
        stated = preparation.beyond_use
        if isinstance(stated, Quantity) and stated.base > row.limit.base:
            yield Finding(
                "FML704",
                ("preparation", "beyond_use"),
                f"an immediate-use preparation may be used for {row.limit.text}, not for {stated.text}",
                f"Shorten it, or compound it in a cleaner setting. Limit from {row.source}.",
                value=stated.text,
                limit=row.limit.text,
                source=str(row.source),
            )
        powder = next((portion for portion in case.mixture.portions if portion.component.dry), None)
        if powder and row.max_products is not None:
            yield _not_sterile(powder, row)
        products = dict.fromkeys(portion.id for portion in case.mixture.portions)
        if row.max_products is not None and len(products) > row.max_products:
            yield Finding(
                "FML704",
                ("components",),
                f"an immediate-use preparation may hold {row.max_products} different sterile products, "
                f"and this one holds {len(products)}",
                f"Use fewer products, or compound it in a cleaner setting. Limit from {row.source}.",
                value=str(len(products)),
                limit=str(row.max_products),
                source=str(row.source),
                on_key=True,
            )


def _not_sterile(powder: Portion, row: BeyondUse) -> Finding:
    return Finding(
        "FML704",
        (*powder.component.path, "dry"),
        f"an immediate-use preparation is made of sterile products, and {powder.id} is a powder weighed in",
        f"Use a sterile stock of it, or compound it in a setting that makes it sterile. From {row.source}.",
        component=powder.id,
        source=str(row.source),
    )
