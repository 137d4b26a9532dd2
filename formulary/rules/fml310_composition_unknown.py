"""A stock whose composition is not fully known.

What is not declared cannot be checked: an active of unknown strength makes every dose of it a
guess, and a preservative that nobody names still reaches the skin. Undeclared actives are an error.
A product of which only part of the label is on record, and a stock named by its ingredient alone,
are a warning: its preservatives are unchecked. Salt of which a label says only that it makes the stock
isotonic hides nothing: the stock cannot hold more of it than plain saline.

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
    seen: set[tuple[str, str, str]] = set()
    for portion in case.mixture.portions:
        if portion.resolved is None or portion.component.number in refused:
            continue
        found = _unknown(portion)
        strength = portion.component.strength
        # one stock is told of once; the same name may also stand for another that nothing is known of
        stock = (portion.id, strength.text if strength else "", found.message if found else "")
        if found and stock not in seen:
            seen.add(stock)
            yield found
    yield from _beside(case)


def _unknown(portion: Portion) -> Finding | None:
    """What is not known of a stock, or None."""
    component = portion.component
    if portion.gap and portion.gap.code == "FML310":
        return _finding(portion, portion.gap.message, error=True)._replace(help=portion.gap.help)
    hidden = [content.ingredient for content in portion.contents if content.state == "undeclared"]
    if any(content.active for content in portion.contents if content.state == "undeclared"):
        return _undeclared(portion, hidden)
    if portion.ingredient and not portion.contents and component.how in ("volume", "qs"):
        if component.strength is not None:
            return None
        return _finding(portion, f"how much {portion.id} its stock holds is not stated", error=True)
    if hidden or (portion.product and portion.product.partial):
        message = f"not checked: the excipients of {portion.id} are only partly on record"
        return _finding(portion, message, error=False)
    if component.strength is not None and portion.ingredient:
        message = f"not checked: the preservatives of {portion.id}, a stock named by its ingredient alone"
        return _finding(portion, message, error=False)
    return None


def _beside(case: Case) -> Iterator[Finding]:
    """What is injected beside the formula, if it does not declare its actives."""
    numbing, beside = case.recipe.administration.numbing, case.mixture.numbing
    if numbing is None or beside is None or numbing.how != "separate-injection":
        return
    hidden = [each.ingredient for each in beside.contents if each.active and each.state == "undeclared"]
    if hidden:
        yield _undeclared(beside, hidden)


def _undeclared(portion: Portion, hidden: list[str]) -> Finding:
    return _finding(portion, f"{portion.id} does not declare how much {listing(hidden)} it holds", error=True)


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
