"""How long a batch may be used: the earliest of the recipe, the policy's table, its stocks and their lots."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from formulary.rules.fml702_beyond_use_date import storage
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from formulary.rules.case import Case


class Bound(NamedTuple):
    """One bound on the time of use, counted from the beginning of the preparation, and by whose word."""

    what: str
    limit: Quantity
    source: str


class BeyondUse(NamedTuple):
    """``bounds`` from the shortest on. ``until`` is the end, if the beginning is known; ``by`` what sets it.

    ``gaps`` are bounds that are not on record; without any on the mixture itself there are no ``bounds``.
    """

    bounds: tuple[Bound, ...]
    until: datetime | None
    by: str
    gaps: tuple[str, ...]


def beyond_use(case: Case, prepared: datetime | None, expiries: Iterable[tuple[str, date]] = ()) -> BeyondUse:
    """The bounds on a recipe's batch; with ``prepared`` the moment at which it may no longer be used.

    ``expiries`` are the last days of the lots, by the names of their stocks; a lot lasts to its end.
    """
    of_mixture = list(_of_mixture(case))
    if not of_mixture:  # how long the stocks keep says nothing of what is made of them
        return BeyondUse((), None, "", tuple(_gaps(case)))
    bounds = sorted((*of_mixture, *_of_stocks(case)), key=lambda bound: bound.limit.base)
    until, by = None, bounds[0].what
    if prepared is not None:
        ends = [(prepared + _span(bound.limit), bound.what) for bound in bounds]
        ends += [(_end(day), f"the lot of {name}, which expires") for name, day in expiries]
        until, by = min(ends, key=lambda end: end[0])
    return BeyondUse(tuple(bounds), until, by, tuple(_gaps(case)))


def _of_mixture(case: Case) -> Iterable[Bound]:
    preparation = case.recipe.preparation
    if isinstance(preparation.beyond_use, Quantity):
        yield Bound("the formula's own record", preparation.beyond_use, "")
    rows = [row for row in case.policy.beyond_use if row.setting == preparation.setting]
    kept = storage(preparation.temperature)
    fitting = [row for row in rows if row.storage in ("", kept)] or rows
    if fitting:
        row = min(fitting, key=lambda row: row.limit.base)
        yield Bound(
            f"policy {case.policy.id} for {row.setting}{_KEPT.get(row.storage, '')}",
            row.limit,
            str(row.source),
        )


def _of_stocks(case: Case) -> Iterable[Bound]:
    for portion in case.mixture.portions:
        product = portion.product
        if product and product.in_use:
            time, source = product.in_use
            yield Bound(f"{product.name}, once opened or made up", time, str(source))


_KEPT = {"room": " at room temperature", "refrigerator": " in the refrigerator", "freezer": " in the freezer"}


def _gaps(case: Case) -> Iterable[str]:
    preparation = case.recipe.preparation
    if not preparation.setting:
        yield "the formula does not say in which setting it is prepared"
    elif not any(row.setting == preparation.setting for row in case.policy.beyond_use):
        yield f"policy {case.policy.id} has no beyond-use limit on record for {preparation.setting}"
    if not isinstance(preparation.beyond_use, Quantity):
        yield "the formula states no beyond-use time of its own"


def _span(limit: Quantity) -> timedelta:
    """A time as whole seconds, rounded down: never longer than the bound."""
    return timedelta(seconds=limit.base.n * 60 // limit.base.d)


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
