"""A sitting as one mixture: its parts are the recipes given, each with what so much of it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.catalogue.catalogue import Resolved
from formulary.domain.recipe import Administration, Component, Preparation, Recipe
from formulary.mixture.mixture import ZERO, Mixture, Portion, Share
from formulary.mixture.solve import by_ingredient, numbed, totals_of
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulary.catalogue.catalogue import Catalogue
    from formulary.domain.recipe import Numbing
    from formulary.domain.session import Session, SessionPart
    from formulary.findings import Path

Beside = tuple["Numbing", "Path"]
"""What numbs beside the recipes, and where that is said."""


def gather(
    session: Session, given: Sequence[Mixture], beside: Sequence[Beside], catalogue: Catalogue
) -> Mixture:
    """All that one patient gets: ``given`` are the mixtures of the parts, in order.

    ``volume`` and ``session`` are those of all parts together; ``extra`` is what was injected to numb.
    """
    portions = tuple(_portion(part, made) for part, made in zip(session.parts, given, strict=True))
    volumes = [portion.volume for portion in portions]
    volume = None if None in volumes else sum((each for each in volumes if each is not None), ZERO)
    totals = totals_of(portions)
    numbing = [numbed(one, catalogue, place) for one, place in beside]
    return Mixture(
        _recipe(session, given),
        volume,
        volume,
        volume,
        portions,
        totals,
        tuple(share for portion, _ in numbing if portion for share in portion.shares),
        tuple(dict.fromkeys(name for _, loose in numbing for name in loose)),
        by_ingredient(totals),
    )


def numbing_beside(session: Session, given: Sequence[Recipe]) -> list[Beside]:
    """What numbs beside the recipes: what the session says, or else what the recipes do."""
    if session.anesthesia is not None:
        return [(one, ("anesthesia", number)) for number, one in enumerate(session.anesthesia)]
    own = [(recipe.administration.numbing, number) for number, recipe in enumerate(given)]
    return [(numbing, ("recipes", number)) for numbing, number in own if numbing]


def _recipe(session: Session, given: Sequence[Mixture]) -> Recipe:
    """The sitting as if it were a recipe; the lightest patient of any part counts where none is stated."""
    weights = [made.recipe.administration.patient_weight for made in given]
    known = [weight for weight in weights if isinstance(weight, Quantity)]
    weight = session.weight or min(known, key=lambda each: each.base, default=None)
    return Recipe(
        *(session.id, session.title, "", "", session.species, "", "", session.policy),
        session.parts[0].volume,  # that of the mixture counts
        None,
        (),
        Administration(patient_weight=weight),
        Preparation(),
        None,
        session.refused,
    )


def _portion(part: SessionPart, made: Mixture) -> Portion:
    """One recipe as a component: so much of everything that it holds."""
    component = Component(
        *(part.number, "recipe", part.recipe, "volume", part.volume, None, None),
        dry=False,
        basis="",
        place=("recipes", part.number),
    )
    volume = part.volume.base if isinstance(part.volume, Quantity) else None
    shares: tuple[Share, ...] = ()
    if volume is not None and made.volume:
        share = volume / made.volume
        shares = tuple(
            Share(
                *(part.number, total.ingredient, total.basis, total.kind, total.amount * share),
                active=any(each.active for each in total.shares),
                content=None,
            )
            for total in made.totals
        )
    actives = tuple(dict.fromkeys(name for portion in made.portions for name in portion.actives))
    resolved = Resolved("recipes", part.recipe, "")
    return Portion(component, resolved, None, None, (), volume, shares, None, actives)
