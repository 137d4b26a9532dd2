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

    from formulary.domain.catalogue import Incompatibility
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every recorded pair that meets from two stocks, once, at the later of the two."""
    reported: set[str] = set()
    portions = [portion for portion in case.mixture.portions if portion.resolved]
    for number, later in enumerate(portions):
        for earlier in portions[:number]:
            if earlier.id == later.id:  # what one product holds was made to go together
                continue
            for pair, one, other in _pairs(case, earlier, later):
                if pair.id not in reported:
                    reported.add(pair.id)
                    yield _finding(case, pair, later, one, other)


def _pairs(case: Case, earlier: Portion, later: Portion) -> Iterator[tuple[Incompatibility, str, str]]:
    for one in _substances(earlier):
        for other in _substances(later):
            for pair in case.catalogue.incompatible(one, other):
                yield pair, one, other


def _substances(portion: Portion) -> tuple[str, ...]:
    """The actives and excipients of a component."""
    return portion.product.substances if portion.product else portion.actives


def _finding(case: Case, pair: Incompatibility, later: Portion, one: str, other: str) -> Finding:
    names = [case.catalogue.ingredient(item).name for item in (one, other)]
    unsure = pair.source.evidence == "unverified"
    level = Severity(pair.level)
    return Finding(
        "FML505",
        named_path(later),
        f"{names[0]} and {names[1]}: {pair.effect[0].lower()}{pair.effect[1:].rstrip('.')}",
        f"{pair.advice} From {pair.source}{' (unverified)' if unsure else ''}.".lstrip(),
        Severity.WARNING if unsure and level is Severity.ERROR else level,
        later.id,
        source=str(pair.source),
    )
