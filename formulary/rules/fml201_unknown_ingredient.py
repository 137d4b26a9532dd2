"""A name that is neither an ingredient nor a product of the catalogue.

What the catalogue does not know cannot be judged: no standing, no limit, no molar mass. A typing
slip is the usual reason, so the three nearest names are offered. The rest of the recipe is still
checked.

Source: the catalogue of this installation.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: dexpantenol, strength: 250 mg/mL, volume: 2 mL}
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
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import named_path
from formulary.text import alternatives, mixed_script, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.recipe import Numbing
    from formulary.findings import Path
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every component whose name resolves to nothing."""
    for portion in case.mixture.portions:
        name = portion.component.name
        if portion.resolved is None and not mixed_script(name):  # a look-alike letter is FML209's to report
            near = case.catalogue.nearest(name, "ingredients", "products")
            yield Finding(
                "FML201",
                named_path(portion),
                f"{quoted(name)} is neither an ingredient nor a product of the catalogue",
                alternatives(near)
                or "`formulary catalogue stub NAME` writes an entry of your own to fill in.",
                component=name,
            )
    numbing = case.recipe.administration.numbing
    if numbing:
        yield from _numbing(case, numbing, ("administration", "numbing"))


def check_session(case: Case) -> Iterator[Finding]:
    """What numbs beside the recipes of a sitting, if its name resolves to nothing."""
    for number, numbing in enumerate(case.sitting.anesthesia or ()):
        yield from _numbing(case, numbing, ("anesthesia", number))


def _numbing(case: Case, numbing: Numbing, place: Path) -> Iterator[Finding]:
    if numbing.product and case.catalogue.resolve(numbing.product, "products") is None:
        near = case.catalogue.nearest(numbing.product, "ingredients", "products")
        yield Finding(
            "FML201",
            (*place, "product"),
            f"{quoted(numbing.product)} is neither an ingredient nor a product of the catalogue",
            alternatives(near) or "Use a name from `formulary catalogue list products`.",
            component=numbing.product,
        )
