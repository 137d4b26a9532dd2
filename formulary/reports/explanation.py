"""The arithmetic of one recipe in words: volumes, concentrations step by step, headroom to each limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.limits.comparison import Verdict
from formulary.mixture.steps import base_text, total_steps
from formulary.reports.style import paint
from formulary.rules.wording import unit_pair
from formulary.units import exact_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Mixture, Total
    from formulary.rules.case import Case
    from formulary.units import Exact

_BAR = 20
_HUNDRED = 100


def explanation(case: Case, only: str = "", *, colour: bool = False) -> Iterator[str]:
    """The lines of the explanation; ``only`` is the id of one ingredient to speak of."""
    recipe, mixture, policy = case.recipe, case.mixture, case.policy
    if not only:
        yield paint(f"{recipe.title} ({recipe.id})", "bold", colour=colour)
        where = f" at the {recipe.site}" if recipe.site else ""
        yield f"{recipe.route} for {recipe.indication}{where}; judged by policy {policy.id} of {policy.effective}"
        yield ""
        yield from _volumes(mixture, colour)
    for ingredient_id, totals in mixture.by_ingredient.items():
        if not only or only == ingredient_id:
            yield ""
            yield from _substance(case, ingredient_id, totals, colour)
    groups = [found for found in case.comparisons if found.limit.target not in mixture.by_ingredient]
    if groups and not only:
        yield ""
        yield paint("Groups and moieties", "bold", colour=colour)
        for found in groups:
            yield from _limit(found, colour)


def _volumes(mixture: Mixture, colour: bool) -> Iterator[str]:  # noqa: FBT001
    yield paint("Volumes", "bold", colour=colour)
    width = max(len(portion.id) for portion in mixture.portions)
    for portion in mixture.portions:
        volume = "unknown" if portion.volume is None else f"{exact_text(portion.volume, approx=True)} mL"
        how = "q.s." if portion.component.how == "qs" else "weighed in" if portion.component.dry else ""
        yield f"  {portion.id:<{width}}  {volume:>10}  {how}".rstrip()
    if mixture.volume is not None:
        total = f"{exact_text(mixture.volume)} mL"
        yield f"  {'total':<{width}}  {total:>10}"
    if mixture.session is not None and mixture.session != mixture.volume:
        given = f"{exact_text(mixture.session)} mL"
        yield f"  {'given in a session':<{width}}  {given:>10}"


def _substance(
    case: Case,
    ingredient_id: str,
    totals: tuple[Total, ...],
    colour: bool,  # noqa: FBT001
) -> Iterator[str]:
    for total in totals:
        basis = f" as {total.basis}" if total.basis else ""
        volume = case.mixture.volume
        final = (
            base_text(total.amount / volume, f"{total.kind}/volume") if volume else "concentration unknown"
        )
        yield f"{paint(ingredient_id + basis, 'bold', colour=colour)}  {final}"
        for step in total_steps(total, case.mixture):
            yield f"  {step}"
    found = [item for item in case.comparisons if item.limit.target == ingredient_id]
    for item in found:
        yield from _limit(item, colour)
    if not found:
        yield paint("  no limit on record for this use", "dim", colour=colour)


def _limit(found: Comparison, colour: bool) -> Iterator[str]:  # noqa: FBT001
    limit = found.limit
    basis = f" as {limit.basis}" if limit.basis else ""
    label = f"{limit.level} limit {limit.on}{basis}" if limit.level != "min" else f"minimum {limit.on}{basis}"
    label = label if limit.on else label
    part = found.fraction
    if found.value is None or part is None:
        yield f"  {'·' * _BAR}     ?  {label} {limit.text}: not compared, {found.why}"
    else:
        value, bound, unit = unit_pair(found.value, limit.bound, limit.kind, limit.text)
        over = found.verdict is Verdict.OVER
        bar = paint(_bar(part), "red" if over else "green", colour=colour)
        percent = f"{rounded_text(part * _HUNDRED, 3)} %"
        yield f"  {bar} {percent:>7}  {label}: {value} of {f'{bound} {unit}'.rstrip()}"
        for step in found.steps:
            yield f"  {'':{_BAR}}          {step}"
    yield paint(f"  {'':{_BAR}}          {limit.source} [{limit.source.evidence}]", "dim", colour=colour)


def _bar(part: Exact) -> str:
    filled = min(_BAR, -(-part.n * _BAR // part.d))
    return "█" * filled + "░" * (_BAR - filled)
