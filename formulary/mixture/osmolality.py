"""The least osmolality that a mixture can have: what is dissolved in it, each molecule counted once.

Osmolality counts dissolved particles, and a dissolved molecule is at least one. A salt that comes apart
counts for more, so the true figure lies higher: the estimate can show that a mixture is too concentrated,
never that it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.mixture.bridge import per_unit
from formulary.mixture.mixture import ZERO
from formulary.units import Exact

if TYPE_CHECKING:
    from formulary.catalogue.catalogue import Catalogue
    from formulary.mixture.mixture import Mixture, Portion, Share

_PER_LITRE = Exact.of(1000)


class Osmolality(NamedTuple):
    """``least`` is in mOsm/kg; ``parts`` say what each component adds, ``unknown`` which are not counted."""

    least: Exact
    parts: tuple[tuple[int, Exact], ...]
    unknown: tuple[int, ...]


def least_osmolality(mixture: Mixture, catalogue: Catalogue) -> Osmolality | None:
    """The estimate for a solved mixture, or None where its volume or that of a part is not known.

    A stock whose label states the osmolality counts with that, any other with its dissolved molecules per
    litre. One litre of a mixture holds at most one kilogram of water, so mOsm/L never overstate mOsm/kg.
    """
    volume = mixture.volume
    if not volume or any(portion.volume is None for portion in mixture.portions):
        return None
    parts, unknown = [], []
    for portion in mixture.portions:
        particles = _particles(portion, catalogue)
        if particles is None:
            unknown.append(portion.component.number)
        elif particles:
            parts.append((portion.component.number, particles * _PER_LITRE / volume))
    return Osmolality(sum((part for _, part in parts), ZERO), tuple(parts), tuple(unknown))


def _particles(portion: Portion, catalogue: Catalogue) -> Exact | None:
    """The mosmol that a portion brings at least; None where nothing in it can be counted."""
    stated = portion.product.osmolality if portion.product else None
    counted = [_molecules(share, portion, catalogue) for share in portion.shares]
    known = [molecules for molecules in counted if molecules is not None]
    total = sum(known, ZERO)
    if stated is not None and portion.volume is not None:
        return max(total, stated.base * portion.volume / _PER_LITRE)
    return total if known else None


def _molecules(share: Share, portion: Portion, catalogue: Catalogue) -> Exact | None:
    """The mmol of one substance; nothing for a liquid vehicle, and for what is not dissolved."""
    suspended = portion.product is not None and portion.product.form in ("suspension", "emulsion")
    if share.kind == "volume" or (suspended and share.active):
        return ZERO
    each = per_unit(catalogue, share.ingredient, share.kind, share.basis, "amount")
    return None if each is None else share.amount * each
