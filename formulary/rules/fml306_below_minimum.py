"""A substance is under the lowest amount with a documented effect.

Too little of an active exposes the patient to an injection without the benefit. The minimum is the
lowest figure that the source reports as effective, or the strength at which its label says to use it.

Source: the `min` limits of the policy.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 10 mL
    components:
      - {product: hyaluronidase-150, volume: 0.1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 10 mL
    components:
      - {product: hyaluronidase-150, volume: 1 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.unchecked import unchecked
from formulary.rules.wording import exceeded, limit_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.limits.comparison import Comparison
    from formulary.rules.case import Case

LEVEL = Severity.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Every minimum that is not reached, then those that lack a figure."""
    for found in exceeded(case, _is_minimum):
        dilute = "Dilute it less, use more of it" if found.limit.on == "concentration" else "Use more of it"
        yield limit_finding(case, "FML306", found, f"{dilute}, or leave it out.")
    yield from unchecked(case, "FML306", lambda found: _is_minimum(found) and found.missing != "weight")


def _is_minimum(found: Comparison) -> bool:
    return found.limit.level == "min" and found.limit.on != "interval"
