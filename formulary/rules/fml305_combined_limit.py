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
from formulary.rules.wording import is_verified, named_path, numbing_path
from formulary.text import listing
from formulary.units import Exact, exact_text, pair_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.findings import Path
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_DOSES = ("per-session", "per-kg")
_ONE = Exact.of(1)
_HUNDRED = Exact.of(100)


def check(case: Case) -> Iterator[Finding]:
    """The sum of fractions over every group that the policy combines."""
    if not case.in_scope:
        return
    for combined in case.policy.combined:
        members = _members(case, combined.group)
        if len(members) < 2 and not (members and case.mixture.unquantified):
            continue
        fractions = _fractions(case, members)
        loose = case.mixture.unquantified
        unknown = dict.fromkeys(name for name in members if name not in fractions or name in loose)
        if any(part > _ONE for part in fractions.values()):
            continue  # one that is over by itself is another rule's finding
        total = sum(fractions.values(), Exact.of(0))
        if total > _ONE:
            parts = listing([f"{name} {_percent(part)}" for name, part in fractions.items()])
            yield Finding(
                "FML305",
                _place(case, members),
                f"{combined.group} together use {_percent(total)} of their dose limits ({parts})",
                f"Use one of them only, or less of each. {combined.note}".rstrip(),
                component=combined.group,
                value=exact_text(total),
                limit="1",
                source=str(combined.source),
            )
        elif unknown:
            yield Finding(
                "FML305",
                _place(case, members),
                f"not checked: the combined dose of {combined.group}, because the dose or the limit of "
                f"{listing(unknown)} is not on record",
                "Use one member of the group only, or one with a dose limit in the policy.",
                Severity.WARNING,
                combined.group,
                source=str(combined.source),
                not_checked=True,
            )


check_session = check


def _members(case: Case, group: str) -> list[str]:
    """The members of a group that are given in this session, in the formula or beside it.

    One that is given both in a known and in an unknown amount stands twice.
    """
    mixture = case.mixture
    known = dict.fromkeys([*mixture.by_ingredient, *(share.ingredient for share in mixture.extra)])
    given = [*known, *mixture.unquantified]
    return [name for name in given if group in case.catalogue.ingredient(name).groups]


def _fractions(case: Case, members: list[str]) -> dict[str, Exact]:
    """How much of its hardest dose limit each member uses, as far as that limit rests on a source read."""
    fractions: dict[str, Exact] = {}
    for found in filter(is_verified, case.comparisons):
        limit, part = found.limit, found.fraction
        if limit.on in _DOSES and limit.level == "hard" and part is not None and limit.target in members:
            fractions[limit.target] = max(part, fractions.get(limit.target, part))
    return fractions


def _place(case: Case, members: list[str]) -> Path:
    for portion in case.mixture.portions:
        if any(name in members for name in portion.actives):
            return named_path(portion)
    return numbing_path(case)


def _percent(part: Exact) -> str:
    """The fraction in percent, with as many digits as it takes to tell it from exactly 100."""
    return f"{pair_text(part * _HUNDRED, _HUNDRED)[0] if part > _ONE else rounded_text(part * _HUNDRED, 3)} %"
