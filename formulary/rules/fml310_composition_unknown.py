"""A stock whose composition is not fully known.

What is not declared cannot be checked: an active of unknown strength makes every dose of it a
guess, and a preservative that nobody names still reaches the skin. Undeclared actives are an error.
A product of which only part of the label is on record, and a stock named by its ingredient alone,
are a warning: its preservatives are unchecked.

Source: the compositions of the catalogue's products.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: dexpanthenol, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: submental-fat
    route: subcutaneous
    volume: 2 mL
    components:
      - {ingredient: Kybella, strength: 50 mg/mL, volume: 2 mL}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-1-percent, volume: 10 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weight: 50 kg}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import named_path
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every component that holds more than is known of it."""
    refused = {judged.portion.component.number for judged in case.judged if judged.settled}
    seen: set[tuple[str, str]] = set()
    for portion in case.mixture.portions:
        strength = portion.component.strength
        stock = (portion.id, strength.text if strength else "")
        if portion.resolved is None or portion.component.number in refused or stock in seen:
            continue
        seen.add(stock)
        if portion.gap and portion.gap.code == "FML310":
            yield _finding(portion, portion.gap.message, error=True)._replace(help=portion.gap.help)
            continue
        hidden = [content.ingredient for content in portion.contents if content.state == "undeclared"]
        component = portion.component
        if any(content.active for content in portion.contents if content.state == "undeclared"):
            yield _finding(
                portion, f"{portion.id} does not declare how much {listing(hidden)} it holds", error=True
            )
        elif portion.ingredient and not portion.contents and component.how in ("volume", "qs"):
            if component.strength is None:
                yield _finding(portion, f"how much {portion.id} its stock holds is not stated", error=True)
        elif hidden or (portion.product and portion.product.partial):
            yield _finding(
                portion, f"not checked: the excipients of {portion.id} are only partly on record", error=False
            )
        elif component.strength is not None and portion.ingredient:
            yield _finding(
                portion,
                f"not checked: the preservatives of {portion.id}, a stock named by its ingredient alone",
                error=False,
            )


def _finding(portion: Portion, message: str, *, error: bool) -> Finding:
    advice = "Add its `strength`, or name" if error and portion.ingredient else "Name"
    return Finding(
        "FML310",
        named_path(portion),
        message,
        f"{advice} the stock as a `product` whose composition is on record."
        if portion.ingredient
        else "Check the vial's label for preservatives and allergens.",
        None if error else Severity.WARNING,
        portion.id,
        not_checked=True,
    )
