"""What a policy says of one ingredient in one use: approved, off-label, unapproved or prohibited."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.catalogue.policies import Policy
    from formulary.domain.catalogue import Ingredient
    from formulary.domain.policy import Standing, Use


class Status(StrEnum):
    """The verdict on one use of one ingredient."""

    APPROVED = "approved"
    OFF_LABEL = "off-label"
    FORBIDDEN = "forbidden"
    MARKETED_UNAPPROVED = "marketed-unapproved"
    BULK_PERMITTED = "bulk-permitted"
    UNAPPROVED = "unapproved"
    NONE = "none"
    PROHIBITED = "prohibited"


class Judgement(NamedTuple):
    """The verdict and the row that it rests on; no row where the policy is silent."""

    status: Status
    row: Standing | None


_PLAIN = {
    "approved": Status.APPROVED,
    "restricted": Status.APPROVED,
    "marketed-unapproved": Status.MARKETED_UNAPPROVED,
    "bulk-permitted": Status.BULK_PERMITTED,
    "unapproved": Status.UNAPPROVED,
    "prohibited": Status.PROHIBITED,
    "withdrawn": Status.PROHIBITED,
}
_GRAVITY = list(Status)


def judge(ingredient: Ingredient, made_from: str, use: Use, policy: Policy) -> Judgement:
    """What the policy says; rows on the ingredient come before rows of the same policy on its groups.

    ``made_from`` is ``product`` for a finished stock and ``bulk`` for a powder that is weighed in.
    Of the rows that cover the use those of the policy itself come before those of the policies it extends;
    then the most specific counts, among equals the gravest.
    """
    rows = [row for row in policy.standings(ingredient.id) if row.made_from in ("", made_from)]
    groups = [row for group in sorted(ingredient.groups) for row in policy.standings(group)]
    layer = max((row.layer for row in rows), default=-1)
    rows += [row for row in groups if row.made_from in ("", made_from) and row.layer > layer]
    if not rows:
        return Judgement(Status.NONE, None)
    covering = [row for row in rows if row.covers(use)]
    if covering:
        best = max(
            covering, key=lambda row: (row.layer, row.specificity, _GRAVITY.index(_PLAIN[row.standing]))
        )
        return Judgement(_PLAIN[best.standing], best)
    restricted = [row for row in rows if row.standing == "restricted"]
    if restricted:
        return Judgement(Status.FORBIDDEN, max(restricted, key=lambda row: row.is_about(use)))
    approved = [row for row in rows if row.standing == "approved"]
    if approved:
        return Judgement(Status.OFF_LABEL, approved[0])
    return Judgement(Status.NONE, rows[0])
