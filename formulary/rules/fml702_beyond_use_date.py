"""A beyond-use date later than the setting allows, or than the shortest-lived component.

How long a preparation stays sterile depends on where and how it was made and on how it is stored;
the policy holds the table. A vial that keeps for four hours after it was opened does not keep
longer in a mixture. Where the storage is not stated clearly the shortest time of the setting
counts. A setting without a row in the policy is not checked.

Source: USP general chapter <797>, beyond-use dates; the labels of the products.

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
      setting: category-1
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 48 h
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
      setting: category-1
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 12 h
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

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """The beyond-use date against the policy's table, then against each component."""
    preparation = case.recipe.preparation
    stated = preparation.beyond_use
    if not isinstance(stated, Quantity) or not case.in_scope:
        return
    path = ("preparation", "beyond_use")
    rows = [row for row in case.policy.beyond_use if row.setting == preparation.setting]
    kept = storage(preparation.temperature)
    fitting = [row for row in rows if row.storage in ("", kept)] or rows
    row = min(fitting, key=lambda row: row.limit.base, default=None)
    if preparation.setting == "immediate-use":
        row = None  # its hours are judged by FML704
    elif row is None and preparation.setting:
        yield Finding(
            "FML702",
            path,
            f"not checked: policy `{case.policy.id}` has no beyond-use limit for {preparation.setting}",
            "Have a pharmacist confirm the beyond-use date.",
            Severity.WARNING,
            not_checked=True,
        )
    if row and stated.base > row.limit.base:
        where = f" kept in the {row.storage}" if row.storage else ""
        yield Finding(
            "FML702",
            path,
            f"a {row.setting} preparation{where} may be used for {row.limit.text}, not for {stated.text}",
            f"Shorten it. Limit from {row.source}.",
            value=stated.text,
            limit=row.limit.text,
            source=str(row.source),
        )
        return
    for portion in case.mixture.portions:
        product = portion.product
        if product and product.in_use and stated.base > product.in_use.base:
            yield Finding(
                "FML702",
                path,
                f"{product.id} keeps for {product.in_use.text} once opened, not for {stated.text}",
                f"Shorten it. From {product.source}.",
                component=product.id,
                value=stated.text,
                limit=product.in_use.text,
                source=str(product.source),
            )
            return


def storage(temperature: str) -> str:
    """`room`, `refrigerator` or `freezer` for a storage temperature in words or degrees; else empty."""
    words = temperature.lower()
    for kept, signs in _SIGNS.items():
        if any(sign in words for sign in signs):
            return kept
    return ""


_SIGNS = {  # the warmest first, where a preparation keeps least; and 20-25 holds the sign of a freezer
    "room": ("room", "ambient", "20 to 25", "20-25", "20–25", "15 to 25"),
    "refrigerator": ("refrigerat", "fridge", "2 to 8", "2-8", "2–8"),
    "freezer": ("freezer", "frozen", "-20", "-25"),
}
