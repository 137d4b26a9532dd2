"""The arithmetic of one recipe in words: volumes, concentrations step by step, headroom to each limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.limits.scope import targets
from formulary.limits.together import together
from formulary.mixture.osmolality import least_osmolality
from formulary.mixture.steps import base_text, total_steps
from formulary.reports.doses import dose_step
from formulary.reports.given import volumes
from formulary.reports.layout import Line
from formulary.rules.wording import in_words, percent, unit_pair
from formulary.text import listing
from formulary.units import Exact, Quantity, Verdict
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.limits.comparison import Comparison
    from formulary.limits.together import Together
    from formulary.mixture.mixture import Total
    from formulary.rules.case import Case

_BAR = 20
_UNKNOWN = f"{'·' * _BAR}       ? "
_BLANK = Line("")
ON = {
    "concentration": "on the concentration",
    "per-session": "per session",
    "per-kg": "per kg of body weight",
    "per-day": "per day",
    "per-point": "per injection point",
    "per-area": "per area",
    "volume": "on the volume per session",
    "points": "on the number of points",
    "sessions": "on the number of sessions",
    "interval": "on the interval",
}
"""What a limit is on, in words."""


def explanation(case: Case, only: str = "") -> Iterator[Line]:
    """The lines of the explanation; ``only`` is the id of one ingredient to speak of."""
    recipe, mixture, policy = case.recipe, case.mixture, case.policy
    if not only:
        yield Line(f"{recipe.title} ({recipe.id})", "bold")
        yield Line(f"{_use(case)}; judged by policy {policy.id} of {policy.effective}")
        yield _BLANK
        yield from volumes(case)
        yield from _osmolality(case)
    for ingredient_id, totals in mixture.by_ingredient.items():
        if only in ("", ingredient_id):
            if not only:
                yield _BLANK
            yield from _substance(case, ingredient_id, totals)
    if not only:
        yield from _beside(case)
        yield from _groups(case)


def _use(case: Case) -> str:
    recipe = case.recipe
    if case.session:
        weight = recipe.administration.patient_weight
        heavy = f" for a patient of {weight.text}" if isinstance(weight, Quantity) else ""
        return f"one sitting{heavy}"
    return f"{recipe.route} for {recipe.indication}{f' at the {recipe.site}' if recipe.site else ''}"


def overview(case: Case) -> Iterator[Line]:
    """The volumes, the final concentrations and the headroom of a recipe, without the steps between."""
    yield from volumes(case)
    yield _BLANK
    yield Line("Final concentrations and headroom", "bold")
    for ingredient_id, totals in case.mixture.by_ingredient.items():
        yield from _substance(case, ingredient_id, totals, brief=True)
    yield from _beside(case, brief=True)
    yield from _groups(case, brief=True)


def _beside(case: Case, *, brief: bool = False) -> Iterator[Line]:
    """What only the separate numbing holds, with its limits: nobody finds it among the components."""
    shares = [each for each in case.mixture.extra if each.ingredient not in case.mixture.by_ingredient]
    for share in shares:
        dose = base_text(share.amount, share.kind)
        basis = f" as {share.basis}" if share.basis else ""
        if not brief:
            yield _BLANK
        yield Line(
            f" {dose} beside it, to numb",
            mark=f"{share.ingredient}{basis}",
            mark_style="bold",
            indent=2 * brief,
        )
        yield from _limits(case, share.ingredient, brief=brief)


def _groups(case: Case, *, brief: bool = False) -> Iterator[Line]:
    shown = {*case.mixture.by_ingredient, *(share.ingredient for share in case.mixture.extra)}
    groups = [found for found in case.comparisons if found.limit.target not in shown]
    combined = case.policy.combined if case.in_scope else ()
    sums = list(together(case.mixture, case.comparisons, combined, case.catalogue))
    if groups or sums:
        yield _BLANK
        yield Line("Groups and moieties", "bold")
    for found in groups:
        yield from _limit(case, found, brief=brief, target=f"{found.limit.target}, ")
    for each in sums:
        yield from _sum(each, brief=brief)


def _sum(found: Together, *, brief: bool = False) -> Iterator[Line]:
    """The fractions of the dose limits that the members of a group use, and what they come to."""
    combined, total = found.combined, found.total
    indent = 4 if brief else 2
    label = f"{combined.group} together"
    parts = listing(f"{name} {percent(part)}" for name, part in found.fractions.items())
    if found.unknown:
        why = f"the dose or the limit of {listing(found.unknown)} is not on record"
        yield Line(f"{label}: not compared, {why}", "", indent, _UNKNOWN, "yellow", 6)
    else:
        style = "red" if total > Exact.of(1) else "green"
        yield Line(f"{label}, of their dose limits: {parts}", "", indent, _measure(total), style, 6)
    if not brief:
        yield Line(f"{combined.source} [{combined.source.evidence}]", "dim", 6)


def _osmolality(case: Case) -> Iterator[Line]:
    """What the dissolved molecules come to, where the policy has a word on it for the route."""
    rows = [row for row in case.policy.osmolality if case.recipe.route in row.routes]
    found = least_osmolality(case.mixture, case.catalogue) if rows else None
    if found is None or not found.least:
        return
    row = min(rows, key=lambda row: row.high.base)
    yield _BLANK
    yield Line(
        f" at least {rounded_text(found.least, 3)} of {row.high.text}, each dissolved molecule counted once",
        mark="osmolality",
        mark_style="bold",
    )
    yield Line(f"{row.source} [{row.source.evidence}]", "dim", 6)


def _outcome(case: Case, total: Total) -> str:
    """The final concentration of a mixture, the dose of a sitting."""
    volume = case.mixture.volume
    if case.session:
        same = (total.ingredient, total.basis, total.kind)
        beside = [each for each in case.mixture.extra if (each.ingredient, each.basis, each.kind) == same]
        return base_text(sum((each.amount for each in beside), total.amount), total.kind)
    return base_text(total.amount / volume, f"{total.kind}/volume") if volume else "concentration unknown"


def _substance(
    case: Case, ingredient_id: str, totals: tuple[Total, ...], *, brief: bool = False
) -> Iterator[Line]:
    for total in totals:
        basis = f" as {total.basis}" if total.basis else ""
        yield Line(
            f" {_outcome(case, total)}", mark=f"{ingredient_id}{basis}", mark_style="bold", indent=2 * brief
        )
        for step in () if brief else total_steps(total, case.mixture):
            yield Line(step, indent=2)
    yield from _limits(case, ingredient_id, brief=brief)


def _limits(case: Case, ingredient_id: str, *, brief: bool) -> Iterator[Line]:
    found = [item for item in case.comparisons if item.limit.target == ingredient_id]
    for item in found:
        yield from _limit(case, item, brief=brief)
    if found:
        return
    named = targets(case.catalogue.ingredient(ingredient_id))
    shared = dict.fromkeys(item.limit.target for item in case.comparisons if item.limit.target in named)
    none = "no dose limit on record" if case.session else "no limit on record for this use"
    words = f"no limit of its own; it counts towards that of {listing(shared)}, below" if shared else none
    yield Line(words, "dim", 4 if brief else 2)


def limit_words(limit: Limit) -> str:
    """What a limit bounds, in words: ``hard limit per kg of body weight``."""
    basis = f" as {limit.basis}" if limit.basis else ""
    what = "minimum" if limit.level == "min" else f"{limit.level} limit"
    return f"{what} {ON.get(limit.on, limit.on)}{basis}"


def _limit(case: Case, found: Comparison, *, brief: bool = False, target: str = "") -> Iterator[Line]:
    limit, label = found.limit, f"{target}{limit_words(found.limit)}"
    indent = 4 if brief else 2
    part = found.fraction
    if found.value is None or part is None:
        yield Line(f"{label}, {limit.text}: not compared, {found.why}", "", indent, _UNKNOWN, "yellow", 6)
    else:
        value, bound, unit = unit_pair(found.value, limit.bound, limit.kind, limit.text)
        over = found.verdict is Verdict.BEYOND
        style = "red" if over else "green"
        least = limit.level == "min"
        stands = in_words(value, unit) if least else f"{value} of {in_words(bound, unit)}"
        measure = _reached(reached=not over) if least else _measure(part)
        yield Line(f"{label}{f', {limit.text}' if least else ''}: {stands}", "", indent, measure, style, 6)
        for step in () if brief else (*found.steps, dose_step(found, case.mixture)):
            if step:
                yield Line(step, indent=6)
    if not brief:
        yield Line(f"{limit.source} [{limit.source.evidence}]", "dim", 6)


def _measure(part: Exact) -> str:
    return f"{_bar(part)} {f'{rounded_text(part * 100, 3)} %':>7} "


def _reached(*, reached: bool) -> str:
    """Of a minimum there is nothing to use up: no bar, in the same columns."""
    return f"{'reached' if reached else 'not reached':>{_BAR + 8}} "


def _bar(part: Exact) -> str:
    filled = min(_BAR, -(-part.n * _BAR // part.d))
    return "█" * filled + "░" * (_BAR - filled)
