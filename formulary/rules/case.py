"""Everything that a rule may look at: one recipe, solved, compared and judged by one policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.domain.policy import Use
from formulary.limits.compare import compare
from formulary.limits.scope import scope_of
from formulary.limits.standings import Status
from formulary.limits.stocks import StockComparison, stock_strengths
from formulary.mixture.solve import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.catalogue import Indication, Ingredient, Profile
    from formulary.domain.recipe import Recipe
    from formulary.domain.session import Session
    from formulary.limits.comparison import Comparison
    from formulary.limits.scope import Scope
    from formulary.limits.standings import Judgement
    from formulary.mixture.mixture import Mixture, Portion

FILLER_GROUPS = frozenset(("fillers", "permanent-fillers", "neurotoxins"))
"""What never belongs into a serum, whatever its standing elsewhere."""
_SETTLED = frozenset((Status.UNAPPROVED, Status.NONE, Status.PROHIBITED, Status.FORBIDDEN))


class Judged(NamedTuple):
    """One active ingredient of one component with its standing in this use.

    ``is_filler``: a filler, a neurotoxin or a permanent material. ``settled``: refused as such, so that its
    limits no longer matter.
    """

    portion: Portion
    ingredient: Ingredient
    judgement: Judgement
    is_filler: bool
    settled: bool


class Case(NamedTuple):
    """A recipe under judgement. ``in_scope`` is False where the policy is not for this route or species.

    A sitting is judged as one mixture of the recipes given: ``session`` is then set, and ``parts`` are the
    cases of the recipes, each with its volume and site in this sitting.
    """

    recipe: Recipe
    mixture: Mixture
    use: Use
    indication: Indication | None
    profile: Profile | None
    in_scope: bool
    judged: tuple[Judged, ...]
    comparisons: tuple[Comparison, ...]
    stocks: tuple[StockComparison, ...]
    catalogue: Catalogue
    policy: Policy
    session: Session | None = None
    parts: tuple[Case, ...] = ()

    @property
    def sitting(self) -> Session:
        """The session, which a rule may ask for where it judges one."""
        assert self.session is not None  # noqa: S101 - no ``check_session`` is called without one
        return self.session


def make_case(recipe: Recipe, catalogue: Catalogue, policy: Policy) -> Case:
    """Solve a recipe, compare it with the policy's limits and judge the standing of what it contains."""
    mixture = solve(recipe, catalogue)
    resolved = catalogue.resolve(recipe.indication, "indications")
    indication = catalogue.indication(resolved.id) if resolved else None
    lineage = indication.lineage if indication else ()
    use = Use(recipe.species, recipe.route, recipe.site, lineage)
    scope = scope_of(catalogue, policy, use)
    in_scope = scope.applies
    return Case(
        recipe,
        mixture,
        use,
        indication,
        _profile(recipe, indication),
        in_scope,
        _judged(mixture, scope) if in_scope else (),
        compare(mixture, scope) if in_scope else (),
        stock_strengths(mixture, scope) if in_scope else (),
        catalogue,
        policy,
    )


def accept(case: Case, ingredients: frozenset[str]) -> Case:
    """The case with the standing of some ingredients accepted: it matters again what is known of them.

    What is prohibited is never accepted.
    """
    accepted = (
        one._replace(settled=False)
        if one.ingredient.id in ingredients and one.judgement.status is not Status.PROHIBITED
        else one
        for one in case.judged
    )
    return case._replace(judged=tuple(accepted))


def _profile(recipe: Recipe, indication: Indication | None) -> Profile | None:
    if indication is None:
        return None
    if not recipe.profile:
        return indication.profiles[0]
    return next((profile for profile in indication.profiles if profile.id == recipe.profile), None)


def _judged(mixture: Mixture, scope: Scope) -> tuple[Judged, ...]:
    beside = (mixture.numbing,) if mixture.numbing else ()
    return standings_of((*mixture.portions, *beside), scope)


def standings_of(portions: Iterable[Portion], scope: Scope) -> tuple[Judged, ...]:
    """Every active of some portions with its standing."""
    return tuple(
        _standing(portion, name, scope, "bulk" if portion.component.dry else "product")
        for portion in portions
        for name in portion.actives
    )


def excipients_of(case: Case) -> Iterator[Judged]:
    """What the products of a case hold beside their actives, with its standing: a vial hides nothing."""
    scope = scope_of(case.catalogue, case.policy, case.use)
    for portion in {judged.portion.component.path: judged.portion for judged in case.judged}.values():
        for name in portion.product.substances if portion.product else ():
            if name not in portion.actives:
                yield _standing(portion, name, scope, "product")


def _standing(portion: Portion, name: str, scope: Scope, made_from: str) -> Judged:
    ingredient = scope.catalogue.ingredient(name)
    judgement = scope.judgement(ingredient, made_from)
    is_filler = not FILLER_GROUPS.isdisjoint(ingredient.groups)
    return Judged(portion, ingredient, judgement, is_filler, is_filler or judgement.status in _SETTLED)
