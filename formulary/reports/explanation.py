"""The arithmetic of one recipe in words: volumes, concentrations step by step, headroom to each limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.mixture.osmolality import least_osmolality
from formulary.mixture.steps import base_text, total_steps
from formulary.reports.layout import Line
from formulary.rules.wording import unit_pair
from formulary.units import Quantity, Verdict, exact_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import Limit
    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Mixture, Portion, Total
    from formulary.rules.case import Case
    from formulary.units import Exact

_BAR = 20
_HUNDRED = 100
_BLANK = Line("")
_ON = {
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


def explanation(case: Case, only: str = "") -> Iterator[Line]:
    """The lines of the explanation; ``only`` is the id of one ingredient to speak of."""
    recipe, mixture, policy = case.recipe, case.mixture, case.policy
    if not only:
        yield Line(f"{recipe.title} ({recipe.id})", "bold")
        yield Line(f"{_use(case)}; judged by policy {policy.id} of {policy.effective}")
        yield _BLANK
        yield from _volumes(mixture)
        yield from _osmolality(case)
    for ingredient_id, totals in mixture.by_ingredient.items():
        if only in ("", ingredient_id):
            if not only:
                yield _BLANK
            yield from _substance(case, ingredient_id, totals)
    if not only:
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
    yield from _volumes(case.mixture)
    yield _BLANK
    yield Line("Final concentrations and headroom", "bold")
    for ingredient_id, totals in case.mixture.by_ingredient.items():
        yield from _substance(case, ingredient_id, totals, brief=True)
    yield from _groups(case, brief=True)


def _groups(case: Case, *, brief: bool = False) -> Iterator[Line]:
    groups = [found for found in case.comparisons if found.limit.target not in case.mixture.by_ingredient]
    if groups:
        yield _BLANK
        yield Line("Groups and moieties", "bold")
        for found in groups:
            yield from _limit(found, brief=brief)


def _volumes(mixture: Mixture) -> Iterator[Line]:
    yield Line("Volumes", "bold")
    rows = [(portion.id, _volume(portion.volume), _how(portion)) for portion in mixture.portions]
    if mixture.volume is not None:
        rows.append(("total", _volume(mixture.volume), ""))
    if mixture.session is not None and mixture.session != mixture.volume:
        rows.append(("given in a session", _volume(mixture.session), ""))
    width = max(len(name) for name, _, _ in rows)
    for name, volume, how in rows:
        yield Line(f"{name:<{width}}  {volume:>10}  {how}".rstrip(), indent=2)


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


def _volume(volume: Exact | None) -> str:
    return "unknown" if volume is None else f"{exact_text(volume, approx=True)} mL"


def _how(portion: Portion) -> str:
    return "q.s." if portion.component.how == "qs" else "weighed in" if portion.component.dry else ""


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
    found = [item for item in case.comparisons if item.limit.target == ingredient_id]
    for item in found:
        yield from _limit(item, brief=brief)
    if not found:
        yield Line(
            "no dose limit on record" if case.session else "no limit on record for this use",
            "dim",
            4 if brief else 2,
        )


def limit_words(limit: Limit) -> str:
    """What a limit bounds, in words: ``hard limit per kg of body weight``."""
    basis = f" as {limit.basis}" if limit.basis else ""
    what = "minimum" if limit.level == "min" else f"{limit.level} limit"
    return f"{what} {_ON.get(limit.on, limit.on)}{basis}"


def _limit(found: Comparison, *, brief: bool = False) -> Iterator[Line]:
    limit, label = found.limit, limit_words(found.limit)
    indent = 4 if brief else 2
    part = found.fraction
    if found.value is None or part is None:
        mark = f"{'·' * _BAR}       ? "
        yield Line(f"{label}, {limit.text}: not compared, {found.why}", "", indent, mark, "yellow", 6)
    else:
        value, bound, unit = unit_pair(found.value, limit.bound, limit.kind, limit.text)
        over = found.verdict is Verdict.BEYOND
        percent = f"{rounded_text(part * _HUNDRED, 3)} %"
        mark, style = f"{_bar(part)} {percent:>7} ", "red" if over else "green"
        yield Line(f"{label}: {value} of {bound} {unit}".rstrip(), "", indent, mark, style, 6)
        for step in () if brief else found.steps:
            yield Line(step, indent=6)
    if not brief:
        yield Line(f"{limit.source} [{limit.source.evidence}]", "dim", 6)


def _bar(part: Exact) -> str:
    filled = min(_BAR, -(-part.n * _BAR // part.d))
    return "█" * filled + "░" * (_BAR - filled)
