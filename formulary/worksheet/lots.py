"""What lots of another potency do to the limits: more of a weak stock brings more of what comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.limits.compare import compare
from formulary.limits.scope import scope_of
from formulary.mixture.mixture import Total
from formulary.rules.wording import unit_pair
from formulary.units import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Mixture, Portion, Share
    from formulary.rules.case import Case
    from formulary.units import Exact
    from formulary.worksheet.batch import Batch, Part


def with_lots(batch: Batch) -> Mixture:
    """The mixture of the formula's own volume as these lots make it.

    Of what a stock is there for a lot brings its potency; of what comes along it brings what the label says.
    """
    portions = tuple(_portion(part, batch.factor) for part in batch.parts)
    found: dict[tuple[str, str, str], list[Share]] = {}
    for portion in portions:
        for share in portion.shares:
            found.setdefault((share.ingredient, share.basis, share.kind), []).append(share)
    totals = tuple(
        Total(*key, sum((share.amount for share in shares[1:]), shares[0].amount), tuple(shares))
        for key, shares in found.items()
    )
    by_ingredient: dict[str, tuple[Total, ...]] = {}
    for total in totals:
        by_ingredient[total.ingredient] = (*by_ingredient.get(total.ingredient, ()), total)
    return batch.mixture._replace(portions=portions, totals=totals, by_ingredient=by_ingredient)


def _portion(part: Part, factor: Exact) -> Portion:
    volume = part.volume / factor
    if part.weight is not None:  # weighed in: more of a weaker powder, for as much of the substance
        return part.portion._replace(volume=volume)
    shares = tuple(
        share._replace(amount=share.content.per_ml * volume * (part.potency if share.active else 1))
        for share in part.portion.shares
        if share.content is not None and share.content.per_ml is not None
    )
    return part.portion._replace(volume=volume, shares=shares)


def broken(case: Case, batch: Batch) -> Iterator[tuple[str, bool]]:
    """What the lots push over a limit that the formula keeps: in words, and whether the limit is hard."""
    kept = {found.limit for found in case.comparisons if found.verdict is not Verdict.BEYOND}
    for found in compare(with_lots(batch), scope_of(case.catalogue, case.policy, case.use)):
        limit = found.limit
        if found.verdict is not Verdict.BEYOND or limit not in kept or found.value is None:
            continue
        value, bound, unit = unit_pair(found.value, limit.bound, limit.kind, limit.text)
        relation = "under the minimum" if limit.level == "min" else f"over the {limit.level} limit"
        words = f"With these lots {limit.target} ({limit.on}) is {relation}"
        yield f"{words}: {value} of {bound} {unit}. Limit from {limit.source}.", limit.level == "hard"
