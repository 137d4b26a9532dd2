"""One limit held against one number of a mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.domain.policy import Limit
    from formulary.units import Exact, Verdict


class Comparison(NamedTuple):
    """``value`` and ``limit.bound`` are in the base unit of ``limit.kind``.

    ``verdict`` is None where nothing was compared: ``why`` and ``missing`` say why then;
    ``missing`` is a rule code (FML404, FML405), or ``weight``, ``area``, ``point`` or ``volume`` for a figure
    that the recipe does not state. ``components`` are the indices of the components that add to the value,
    -1 for separate numbing.
    """

    limit: Limit
    value: Exact | None
    verdict: Verdict | None
    components: tuple[int, ...]
    missing: str = ""
    why: str = ""
    help: str = ""
    steps: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the limit rests on a source that was read; by an unverified figure nothing fails."""
        return self.limit.source.evidence != "unverified"

    @property
    def fraction(self) -> Exact | None:
        """How much of the limit is used: 1 is exactly at it."""
        if self.value is None or not self.limit.bound:
            return None
        return self.value / self.limit.bound
