"""The dose per session, point, area or day is above a hard limit.

A harmless concentration becomes a dangerous dose when enough of it is given. The dose is the final
concentration times the volume of a session (the whole batch unless `volume_per_session` says
otherwise), plus what separate numbing adds. Hard limits on volume, number of points, number of
sessions and their interval are judged here too. No waiver lets a recipe past them.

Source: the limits of the policy: the dosage sections of the labels.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: acne
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-2-percent, volume: 20 mL}

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
from formulary.rules.wording import over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_DOSES = frozenset(("per-session", "per-point", "per-area", "per-day", "volume", "points", "sessions"))


def check(case: Case) -> Iterator[Finding]:
    """Every hard limit on a dose, a volume or a count that is exceeded."""
    yield from over(
        case,
        "FML303",
        lambda found: (
            ((found.limit.on in _DOSES and found.limit.level == "hard") or found.limit.on == "interval")
            and found.limit.source.evidence != "unverified"
        ),
        "Give less of it in one session; this cannot be waived.",
    )
