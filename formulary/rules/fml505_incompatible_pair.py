"""Two ingredients that are known not to go together.

Some pairs precipitate, some destroy one another, some cancel the effect that the cocktail is for,
and some labels forbid any admixture. Each pair is an entry of the catalogue with its effect, its
source and how sound that is; the entry sets the level. A pair that nobody has recorded is not
thereby compatible.

Source: the incompatibilities of the catalogue: labels and studies.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: procaine-1-percent, volume: 1 mL}
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
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Ingredient
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every recorded pair of which both are in the mixture, once, at its later component."""
    present = [
        (portion, content) for portion in case.mixture.portions for content in _substances(case, portion)
    ]
    for pair in case.catalogue.incompatibilities:
        first, second = pair.between
        ones = [found for found in present if found[1].answers_to(first)]
        others = [found for found in present if _answers(found[1], second, ones)]
        met = next(((one, other) for one in ones for other in others if _meet(one, other)), None)
        if met:
            (portion_1, one), (portion_2, other) = met
            later = max(portion_1, portion_2, key=lambda portion: portion.component.number)
            unsure = pair.source.evidence == "unverified"
            level = Severity(pair.level)
            yield Finding(
                "FML505",
                named_path(later),
                f"{one.name} and {other.name}: {pair.effect[0].lower()}{pair.effect[1:].rstrip('.')}",
                f"{pair.advice} From {pair.source}{' (unverified)' if unsure else ''}.".lstrip(),
                Severity.WARNING if unsure and level is Severity.ERROR else level,
                later.id,
                source=str(pair.source),
            )


def _meet(one: tuple[Portion, Ingredient], other: tuple[Portion, Ingredient]) -> bool:
    """Whether these are two substances out of two stocks; what one product holds was made to go together."""
    return one[1].id != other[1].id and one[0].id != other[0].id


def _substances(case: Case, portion: Portion) -> list[Ingredient]:
    """The actives and excipients of a component."""
    names = portion.actives if portion.product is None else [part.ingredient for part in portion.contents]
    return [case.catalogue.ingredient(name) for name in dict.fromkeys(names)]


def _answers(ingredient: Ingredient, name: str, ones: list[tuple[Portion, Ingredient]]) -> bool:
    """Whether an ingredient is the second of a pair; ``any`` stands for every other ingredient."""
    if name == "any":
        return bool(ones) and ingredient.category != "vehicle"
    return ingredient.answers_to(name)
