"""What cannot be held against its limit: a figure that is not stated, a conversion that nothing carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.rules.wording import WHAT, stated_path
from formulary.text import listing
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formulary.findings import Path
    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

_UNSTATED = {
    "weight": "patient_weight",
    "area": "area",
    "point": "volume_per_point",
    "points": "points",
    "sessions": "sessions",
    "interval": "interval",
}


def unchecked(case: Case, code: str, wanted: Callable[[Comparison], bool]) -> Iterator[Finding]:
    """One finding for all wanted limits that lack a figure of `administration` to be compared."""
    missing = [found for found in case.comparisons if found.missing in _UNSTATED and wanted(found)]
    if not missing:
        return
    limits = [
        f"the {WHAT[found.limit.on]} of {found.limit.target} (limit {found.limit.text})" for found in missing
    ]
    fields = listing(dict.fromkeys(f"`{_UNSTATED[found.missing]}`" for found in missing))
    first = missing[0].limit
    yield Finding(
        code,
        _owner(case, first.target),
        f"not checked: {listing(dict.fromkeys(limits))}",
        f"Add {fields} to {'the session' if case.session else '`administration`'}.",
        Severity.WARNING,
        first.target,
        source=str(first.source),
        not_checked=True,
    )


def uncompared(case: Case, code: str) -> Iterator[Finding]:
    """A finding for every conversion that failed for the reason ``code``, in the mixture and for limits."""
    reported: set[str] = set()
    for portion in case.mixture.portions:
        if nameless_activity(portion):
            reported.update(portion.actives)  # a unit that says nothing is FML402's to report
        elif portion.gap and portion.gap.code == code:
            reported.update(portion.actives or (portion.id,))
            yield Finding(
                code,
                stated_path(portion),
                portion.gap.message,
                portion.gap.help,
                component=portion.id,
                not_checked=True,
            )
    for comparison in case.comparisons:
        limit = comparison.limit
        if comparison.missing == code and limit.target not in reported:
            reported.add(limit.target)
            yield Finding(
                code,
                _owner(case, limit.target),
                f"the {WHAT[limit.on]} of {limit.target} cannot be compared with its limit of {limit.text}: "
                f"{comparison.why}",
                comparison.help,
                component=limit.target,
                limit=limit.text,
                source=str(limit.source),
                not_checked=True,
            )


def nameless_activity(portion: Portion) -> tuple[str, Quantity] | None:
    """The field of a component in an activity unit for which its ingredient names no standard."""
    component, ingredient = portion.component, portion.ingredient
    if ingredient is None:
        return None
    for field, stated in ((component.how, component.stated), ("strength", component.strength)):
        if isinstance(stated, Quantity):
            kind = stated.unit.kind.partition("/")[0]
            if kind in ("IU", "USP") and kind not in ingredient.activity_units:
                return field, stated
    return None


def _owner(case: Case, target: str) -> Path:
    """The place of the first component that brings a target."""
    for portion in case.mixture.portions:
        for share in portion.shares:
            ingredient = case.catalogue.ingredient(share.ingredient)
            moieties = (moiety.name for moiety in ingredient.properties.moieties)
            if ingredient.answers_to(target) or target in moieties:
                return stated_path(portion)
    return ("recipes",) if case.session else ("components",)
