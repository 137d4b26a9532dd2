"""The case of a sitting: every recipe as it is given, and all of them as one mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.domain.policy import Use
from formulary.limits.scope import scope_of
from formulary.limits.sitting import compare_sitting
from formulary.limits.standings import Status
from formulary.mixture.sitting import gather, numbing_beside
from formulary.mixture.solve import numbed
from formulary.rules.case import Case, make_case, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.recipe import Recipe
    from formulary.domain.session import Session, SessionPart
    from formulary.mixture.sitting import Beside
    from formulary.rules.case import Judged

_ROUTES = {"separate-injection": "infiltration", "topical": "transdermal"}
"""How what numbs beside the recipes enters the body."""


def make_session_case(
    session: Session,
    recipes: Sequence[Recipe],
    policies: Sequence[Policy],
    catalogue: Catalogue,
    policy: Policy,
) -> Case:
    """Solve and compare the recipes of a session, one a part, by ``policies``; then all by ``policy``."""
    given = [as_given(recipe, part, session) for part, recipe in zip(session.parts, recipes, strict=True)]
    parts = [make_case(one, catalogue, own) for one, own in zip(given, policies, strict=True)]
    beside = numbing_beside(session, recipes)
    whole = gather(session, [part.mixture for part in parts], beside, catalogue)
    scopes = [scope_of(catalogue, policy, part.use) for part in parts]
    judging = [(part.mixture, scope) for part, scope in zip(parts, scopes, strict=True) if scope.applies]
    return Case(
        *(whole.recipe, whole, Use(session.species, "", "", ()), None, None),
        in_scope=bool(judging),
        judged=tuple(_numbing_judged(session.species, beside, catalogue, policy))
        if session.anesthesia
        else (),
        comparisons=compare_sitting(whole, judging),
        stocks=(),
        catalogue=catalogue,
        policy=policy,
        session=session,
        parts=tuple(parts),
    )


def as_given(recipe: Recipe, part: SessionPart, session: Session) -> Recipe:
    """The recipe with the volume and the site that this patient gets it at, and this patient's weight."""
    stated = recipe.administration
    weight = session.weight or stated.patient_weight
    administration = stated._replace(volume_per_session=part.volume, patient_weight=weight)
    return recipe._replace(site=part.site or recipe.site, administration=administration)


def _numbing_judged(
    species: str, beside: Sequence[Beside], catalogue: Catalogue, policy: Policy
) -> Iterator[Judged]:
    for numbing, place in beside:
        portion, _ = numbed(numbing, catalogue, place)
        scope = scope_of(catalogue, policy, Use(species, _ROUTES.get(numbing.how, ""), "", ()))
        for judged in standings_of([portion], scope) if portion else ():
            # what is prohibited stays so on the skin, whatever routes the policy is for
            if scope.applies or judged.is_filler or judged.judgement.status is Status.PROHIBITED:
                yield judged
