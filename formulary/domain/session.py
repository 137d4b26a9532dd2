"""A sitting as it was written: the recipes that one patient gets, and what numbs beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formulary.domain.recipe import Numbing, RefusedAt
    from formulary.units import Quantity, Refused


class SessionPart(NamedTuple):
    """One recipe as given: ``number`` is its place in the file, from 0, ``order`` that in the sitting.

    Parts of the same ``order`` share a syringe. ``site`` is empty for the recipe's own.
    """

    number: int
    recipe: str
    volume: Quantity | Refused
    order: int
    delay: Quantity | Refused | None
    site: str


class Session(NamedTuple):
    """One sitting. ``weight`` is that of the lightest patient it is for, None for what the recipes say.

    ``anesthesia`` is all that numbs beside the recipes; None where the file does not speak of it.
    """

    id: str
    title: str
    species: str
    policy: str
    weight: Quantity | Refused | None
    parts: tuple[SessionPart, ...]
    anesthesia: tuple[Numbing, ...] | None
    refused: tuple[RefusedAt, ...]
