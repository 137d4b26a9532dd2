"""More or less volume in a session than is usual for the indication.

The volume that is spread under the skin is a dose of its own: too much of it swells and hurts,
whatever is dissolved in it.

Source: the ranges of the catalogue's indications, each with its source.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: keloid
    route: intralesional
    volume: 5 mL
    components:
      - {product: triamcinolone-acetonide-40, volume: 5 mL}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: keloid
    route: intralesional
    volume: 1 mL
    components:
      - {product: triamcinolone-acetonide-40, volume: 1 mL}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.rules.wording import outside
from formulary.units import exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Finding
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """The volume of a session against the range of the indication."""
    session = None if case.mixture.impossible else case.mixture.session
    stated = case.recipe.administration.volume_per_session is not None
    place = ("administration", "volume_per_session") if stated else ("volume",)
    yield from outside(
        case, "FML604", "volume", session, place, f"{exact_text(session)} mL" if session else ""
    )
