"""Several members of a group are each within their limit, but not together.

Local anesthetics add up: half the maximum of one and three quarters of that of another are more
than the body takes. For each member the fraction of its hard session or weight limit that is used
is worked out, and the fractions are summed. A member without such a limit, or a topical of unknown
uptake, cannot be counted: that is said.

Source: labels of local anesthetics: mixing with, or prior use of, another local anesthetic is not
recommended.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 40 mL
    components:
      - {product: lidocaine-2-percent, volume: 10 mL}
      - {product: procaine-1-percent, volume: 30 mL}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 40 mL
    components:
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: procaine-1-percent, volume: 5 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.limits.together import together
from formulary.rules.wording import named_path, numbing_path, percent
from formulary.text import listing
from formulary.units import Exact, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Path
    from formulary.limits.together import Together
    from formulary.rules.case import Case

LEVEL = Severity.ERROR

_ONE = Exact.of(1)


def check(case: Case) -> Iterator[Finding]:
    """The sum of fractions over every group that the policy combines."""
    if not case.in_scope:
        return
    for found in together(case.mixture, case.comparisons, case.policy.combined, case.catalogue):
        if any(part > _ONE for part in found.fractions.values()):
            continue  # one that is over by itself is another rule's finding
        if found.total > _ONE:
            yield _too_much(case, found)
        elif found.unknown:
            yield _unchecked(case, found)


check_session = check


def _too_much(case: Case, found: Together) -> Finding:
    combined = found.combined
    parts = listing([f"{name} {percent(part)}" for name, part in found.fractions.items()])
    return Finding(
        "FML305",
        _place(case, found.members),
        f"{combined.group} together use {percent(found.total)} of their dose limits ({parts})",
        f"Use one of them only, or less of each. {combined.note}".rstrip(),
        component=combined.group,
        value=exact_text(found.total),
        limit="1",
        source=str(combined.source),
    )


def _unchecked(case: Case, found: Together) -> Finding:
    return Finding(
        "FML305",
        _place(case, found.members),
        f"not checked: the combined dose of {found.combined.group}, because the dose or the limit of "
        f"{listing(found.unknown)} is not on record",
        "Use one member of the group only, or one with a dose limit in the policy.",
        Severity.WARNING,
        found.combined.group,
        source=str(found.combined.source),
        not_checked=True,
    )


def _place(case: Case, members: tuple[str, ...]) -> Path:
    for portion in case.mixture.portions:
        if any(name in members for name in portion.actives):
            return named_path(portion)
    return numbing_path(case)
