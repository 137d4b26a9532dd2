"""What a solved recipe holds: the portions that go in and the substances that come out, all exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.units import Exact

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Resolved
    from formulary.domain.catalogue import Content, Ingredient, Product
    from formulary.domain.recipe import Component, Recipe

ZERO = Exact.of(0)


class Gap(NamedTuple):
    """Why a number could not be worked out; ``code`` is the rule that reports it, or empty."""

    code: str
    message: str
    help: str = ""


class Share(NamedTuple):
    """How much of one substance one portion brings: ``amount`` in the base unit of ``kind``.

    ``content`` is the strength that the amount was worked out from, None where it was weighed in.
    """

    component: int
    ingredient: str
    basis: str
    kind: str
    amount: Exact
    active: bool
    content: Content | None


class Portion(NamedTuple):
    """One component, resolved: ``volume`` in mL, None where it cannot be known.

    ``actives`` are the ids of the substances that the component is there for.
    """

    component: Component
    resolved: Resolved | None
    ingredient: Ingredient | None
    product: Product | None
    contents: tuple[Content, ...]
    volume: Exact | None
    shares: tuple[Share, ...]
    gap: Gap | None
    actives: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the ingredient or product, or the name as written if it is unknown."""
        return self.resolved.id if self.resolved else self.component.name


class Total(NamedTuple):
    """One substance on one basis in the finished mixture, summed over all portions."""

    ingredient: str
    basis: str
    kind: str
    amount: Exact
    shares: tuple[Share, ...]


class Mixture(NamedTuple):
    """A solved recipe. Volumes are in mL; ``filled`` is the sum of the parts without the q.s. component.

    ``volume`` is the volume of the batch; ``session`` that given in one session. ``extra`` is what separate
    numbing adds to the session outside the batch; ``unquantified`` are numbing agents whose dose is unknown.
    ``numbing`` is that which is given beside the formula, as a portion with the component number -1.
    """

    recipe: Recipe
    volume: Exact | None
    filled: Exact | None
    session: Exact | None
    portions: tuple[Portion, ...]
    totals: tuple[Total, ...]
    extra: tuple[Share, ...]
    unquantified: tuple[str, ...]
    by_ingredient: dict[str, tuple[Total, ...]]
    numbing: Portion | None = None

    @property
    def impossible(self) -> str:
        """Why the mixture cannot be as stated, so that its numbers mean little; empty if it can."""
        if self.volume is None:
            return ""
        if self.filled is not None and self.filled > self.volume:
            return "the parts do not fit into the volume"
        if self.session is not None and self.session > self.volume:
            return "a session takes more than there is"
        return ""
