"""One limit held against one number of a mixture."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.domain.policy import Limit
    from formulary.units import Exact


class Verdict(StrEnum):
    """What the comparison says. ``ROUNDING``: over by no more than a rounded factor's own last digit."""

    WITHIN = "within"
    OVER = "over"
    ROUNDING = "rounding"
    NOT_COMPARED = "not-compared"


class Comparison(NamedTuple):
    """``value`` and ``limit.bound`` are in the base unit of ``limit.kind``.

    For a ``min`` level OVER means below the minimum. ``why`` and ``missing`` say why nothing was compared:
    ``missing`` is a rule code (FML404, FML405), or ``weight``, ``area``, ``point`` or ``volume`` for a figure
    that the recipe does not state. ``components`` are the indices of the components that add to the value.
    """

    limit: Limit
    value: Exact | None
    verdict: Verdict
    components: tuple[int, ...]
    missing: str = ""
    why: str = ""
    help: str = ""
    steps: tuple[str, ...] = ()

    @property
    def fraction(self) -> Exact | None:
        """How much of the limit is used: 1 is exactly at it."""
        if self.value is None or not self.limit.bound:
            return None
        return self.value / self.limit.bound
