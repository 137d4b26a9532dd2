"""One row for each substance that a component brings: what it is, how much, how near its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.exports.columns import ComponentRow
from formulary.exports.held import NOTHING, held, nearest, sourced
from formulary.exports.numbers import full, short
from formulary.limits.scope import targets
from formulary.units import Exact, Refused, plain_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Ingredient
    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Portion, Share
    from formulary.rules.case import Case


HELPERS = frozenset(("vehicle", "buffer", "preservative", "antioxidant", "surfactant"))
"""Categories of what carries, keeps or tunes the others, and is not given for its own sake."""


class _Brought(NamedTuple):
    """One substance of one portion; no ``share`` where it is not known how much of it there is."""

    ingredient: str
    basis: str
    active: bool
    strength: str
    share: Share | None
    why: str


def component_rows(case: Case, formula: str, version: int | str) -> tuple[ComponentRow, ...]:
    """The rows of every component, in the order of the recipe, a component's actives first."""
    return tuple(
        _row(case, portion, brought, formula, version)
        for portion in case.mixture.portions
        for brought in _brought(portion)
    )


def _brought(portion: Portion) -> Iterator[_Brought]:
    """What a portion brings; a component that cannot be worked out still has one row."""
    gap = portion.gap.message if portion.gap else ""
    if portion.resolved is None:
        yield _Brought("", "", active=True, strength="", share=None, why="the catalogue does not know it")
        return
    if portion.component.dry and portion.shares:
        for share in portion.shares:
            yield _Brought(share.ingredient, share.basis, share.active, "", share, gap)
        return
    if not portion.contents:
        for name in portion.actives or ("",):
            why = gap or "its strength is not known"
            yield _Brought(name, portion.component.basis, active=True, strength="", share=None, why=why)
        return
    shares = {id(share.content): share for share in portion.shares}
    for content in sorted(portion.contents, key=lambda content: not content.active):
        found = shares.get(id(content))
        why = gap
        if content.per_ml is None and content.active:
            why = f"the strength of {content.ingredient} in it is {content.state}"
        elif found is None and content.per_ml is not None and not gap:
            why = "the volume that it adds is not known"
        yield _Brought(content.ingredient, content.basis, content.active, content.text, found, why)


def _row(case: Case, portion: Portion, brought: _Brought, formula: str, version: int | str) -> ComponentRow:
    component = portion.component
    stated, resolved = component.stated, portion.resolved
    known = case.catalogue.ingredient(brought.ingredient) if brought.ingredient else None
    stock = portion.product or portion.ingredient
    why = f"{stated.text}: {stated.reason}" if isinstance(stated, Refused) else brought.why
    return ComponentRow(
        formula=formula,
        version=version,
        part=component.number + 1,
        named=component.name,
        stock=resolved.id if resolved else "",
        stock_name=stock.name if stock else "",
        stated_by=component.how,
        stated=stated.text if stated else "q.s.",
        stock_strength=brought.strength or (component.strength.text if component.strength else ""),
        part_volume_ml_exact=full(portion.volume),
        part_volume_ml=short(portion.volume),
        role=_role(brought, known),
        **_identity(case, known),
        basis=brought.basis,
        **_amounts(case, brought.share),
        **_limit(case, component.number, known),
        **_standing(case, portion, brought),
        stock_source=sourced(portion.product.source) if portion.product else "",
        missing=f"{component.name}: {why}" if why else "",
    )


def _role(brought: _Brought, known: Ingredient | None) -> str:
    if known is None:
        return "unknown"
    if known.category == "vehicle" and brought.active:
        return "vehicle"
    return "active" if brought.active and known.category not in HELPERS else "excipient"


def _identity(case: Case, known: Ingredient | None) -> dict[str, str]:
    codes = case.catalogue.data["ingredients"][known.id].get("identifiers", {}) if known else {}
    return {
        "ingredient": known.id if known else "",
        "ingredient_name": known.name if known else "",
        "category": known.category if known else "",
        "ingredient_class": known.kind if known else "",
        **{code: codes.get(code, "") for code in ("cas", "unii", "inchikey", "atc")},
    }


def _amounts(case: Case, share: Share | None) -> dict[str, str]:
    amount = concentration = total = None
    units = ("", "")
    if share is not None:
        per, batch = plain_unit(f"{share.kind}/volume"), plain_unit(share.kind)
        amount, units = share.amount / batch.factor, (batch.symbol, per.symbol)
        volume = case.mixture.volume
        if volume:
            concentration = share.amount / volume / per.factor
            total = _total(case, share) / volume / per.factor
    return {
        "amount_exact": full(amount),
        "amount": short(amount),
        "amount_unit": units[0],
        "concentration_exact": full(concentration),
        "concentration": short(concentration),
        "concentration_unit": units[1],
        "total_exact": full(total),
        "total": short(total),
    }


def _total(case: Case, share: Share) -> Exact:
    """How much of the same substance, on the same basis and of the same kind, the whole mixture holds."""
    totals = case.mixture.by_ingredient.get(share.ingredient, ())
    key = (share.basis, share.kind)
    return next((one.amount for one in totals if (one.basis, one.kind) == key), share.amount)


def _limit(case: Case, number: int, known: Ingredient | None) -> dict[str, str]:
    found = nearest(_concerning(case, number, known)) if known else None
    near = held(found) if found else NOTHING
    return {
        "limit_on": near.on,
        "limit_level": near.level,
        "limit_value": near.value,
        "limit": near.bound,
        "limit_unit": near.unit,
        "limit_basis": near.basis or near.target,
        "headroom_percent": near.headroom_percent,
        "limit_source": near.source,
    }


def _concerning(case: Case, number: int, known: Ingredient) -> Iterator[Comparison]:
    """The comparisons that a substance of this component adds to."""
    named = targets(known)
    return (one for one in case.comparisons if number in one.components and one.limit.target in named)


def _standing(case: Case, portion: Portion, brought: _Brought) -> dict[str, str]:
    """What the policy says of an active; nothing for an excipient, which it does not judge."""
    number = portion.component.number
    for judged in case.judged if brought.active else ():
        if judged.portion.component.number == number and judged.ingredient.id == brought.ingredient:
            row = judged.judgement.row
            return {
                "standing": judged.judgement.status.value,
                "standing_source": sourced(row.source) if row else "",
            }
    return {"standing": "", "standing_source": ""}
