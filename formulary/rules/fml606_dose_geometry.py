"""Points, volume per point, session volume and batch do not fit together.

The number of points times the volume per point is the volume of the session, and the session cannot
be larger than the batch. Where they disagree, one of them is wrong, and with it the dose.

Source: arithmetic.

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
    administration: {points: 50, volume_per_point: 0.05 mL, volume_per_session: 5 mL}

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
    administration: {points: 100, volume_per_point: 0.05 mL, volume_per_session: 5 mL}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.mixture.mixture import ZERO
from formulary.rules.wording import stated_path
from formulary.units import Exact, Quantity, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Points times volume against the session, and the session against the batch."""
    given, mixture = case.recipe.administration, case.mixture
    session = mixture.session
    if session is None or mixture.volume is None:
        return
    where = "volume_per_session" if given.volume_per_session is not None else "volume_per_point"
    if given.points is not None and isinstance(given.volume_per_point, Quantity):
        spread = given.volume_per_point.base * Exact.of(given.points)
        stated = given.volume_per_session is not None
        if (spread != session) if stated else (spread > session):
            yield Finding(
                "FML606",
                ("administration", where),
                f"{given.points} points of {given.volume_per_point.text} are {exact_text(spread)} mL, "
                f"{'not' if stated else 'more than'} the {exact_text(session)} mL of the "
                f"{'session' if stated else 'batch'}",
                "Correct the points, the volume per point or the volume per session.",
                value=exact_text(spread),
                limit=exact_text(session),
                unit="mL",
            )
            return
    if session > mixture.volume and not (mixture.filled and mixture.filled > mixture.volume):
        yield Finding(
            "FML606",
            ("administration", where),
            f"a session takes {exact_text(session)} mL, and the batch is {exact_text(mixture.volume)} mL",
            "Make a larger batch, or give less in a session.",
            value=exact_text(session),
            limit=exact_text(mixture.volume),
            unit="mL",
        )


def check_session(case: Case) -> Iterator[Finding]:
    """What a sitting takes of each recipe against the batch of that recipe."""
    taken: dict[str, Exact] = {}
    for portion, part in zip(case.mixture.portions, case.parts, strict=True):
        if portion.volume is None or part.mixture.volume is None:
            continue
        before = taken.get(portion.id, ZERO)
        after = taken[portion.id] = before + portion.volume
        if before <= part.mixture.volume < after:
            yield Finding(
                "FML606",
                stated_path(portion),
                f"the session takes {exact_text(after)} mL of {portion.id}, and its batch is "
                f"{exact_text(part.mixture.volume)} mL",
                "Make a larger batch, or give less in a session.",
                component=portion.id,
                value=exact_text(after),
                limit=exact_text(part.mixture.volume),
                unit="mL",
            )
