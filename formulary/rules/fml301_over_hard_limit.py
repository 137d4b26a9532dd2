"""The final concentration of a substance is above its hard limit.

The concentration in the finished cocktail counts, not that of the vial, and all portions of a
substance are added up, those inside products too. A hard limit rests on a label or a regulation; no
waiver lets a recipe past it. A value equal to its limit passes.

Source: the limits of the policy, each with its citation.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: submental-fat
    route: subcutaneous
    volume: 2 mL
    components:
      - {ingredient: deoxycholic-acid, strength: 20 mg/mL, volume: 2 mL}
    profile: single-agent

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: submental-fat
    route: subcutaneous
    volume: 2 mL
    components:
      - {product: deoxycholic-acid-10, volume: 2 mL}
    profile: single-agent
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Every hard limit on a final concentration that is exceeded."""
    advice = "Use less of it, or a larger volume; this cannot be waived."
    yield from over(case, "FML301", lambda found: _is_hard(found.limit) and found.verified, advice)


def _is_hard(limit: Limit) -> bool:
    return limit.on == "concentration" and limit.level == "hard"
