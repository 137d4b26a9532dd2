"""A stock strength above any marketed product, a thousandth of it, or an element's taken for a salt's.

The strength of a stock is typed from a vial, and a slip there multiplies through the whole recipe; so
does one in a product of a clinic's own catalogue, where it is a warning: that entry has a source too.
From five times the strongest marketed product on it is an error, above it at all a warning. The
finding names the slip it looks like: a factor of 10, 100 or 1,000 on the strongest or on a product of the
catalogue, a salt taken for the element, a percentage taken for mg/mL. A stock in mcg of which the
strongest marketed has as many mg or more is an error too: if mg is meant, every dose of it is a thousand
times what all the other rules have seen. The number of a vial that counts the element, written without
`as:`, is a warning: 1 mg/mL of zinc sulfate is less than half of the zinc in a vial of 1 mg zinc/mL.

Source: the `stock-strength` rows of the policy: labels, and strengths that two labelers list independently.
Five times is no quotation but this project's own line: well below the tenfold of a slipped decimal point.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: lidocaine-hydrochloride, strength: 200 mg/mL, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: lidocaine-hydrochloride, strength: 20 mg/mL, volume: 1 mL}
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: sodium-chloride-0.9, qs: true}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.mixture.mixture import ZERO
from formulary.rules.unchecked import nameless_activity
from formulary.rules.wording import named_path, unit_pair
from formulary.units import Exact, Quantity, Verdict, judge, parse
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.catalogue import Content
    from formulary.findings import Path
    from formulary.limits.stocks import StockComparison
    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case

LEVEL = Severity.ERROR


Vial = tuple[str, "Content"]
"""A product of the catalogue and what it holds of a substance."""

_ONE = Exact.of(1)
_THOUSAND = Exact.of(1000)
_ERROR_FROM = Exact.of(5)
_VISIBLY = Exact.of("1.005")
_SLIPS = ((Exact.of(10), "10 times"), (Exact.of(100), "100 times"), (_THOUSAND, "1,000 times"))
_MISTAKEN = {"mg/mL": " (mcg written as mg)", "g/mL": " (mg written as g)"}


def check(case: Case) -> Iterator[Finding]:
    """Every stock stronger than the strongest on the market; of a product the worst of its actives."""
    worst: dict[int, StockComparison] = {}
    for stock in case.stocks:
        if stock.portion.product:
            number = stock.portion.component.number
            if _times(stock) > max(_ONE, _times(worst[number]) if number in worst else _ONE):
                worst[number] = stock
        elif stock.value is not None:
            yield from _judged(case, stock, stock.value)
        elif not nameless_activity(stock.portion):
            yield _unchecked(stock)
    for stock in worst.values():
        if stock.value is not None and judge(stock.value, stock.limit.bound, stock.slack) is Verdict.BEYOND:
            yield from _judged(case, stock, stock.value)


def _times(stock: StockComparison) -> Exact:
    return stock.value / stock.limit.bound if stock.value is not None else ZERO


def _judged(case: Case, stock: StockComparison, value: Exact) -> Iterator[Finding]:
    portion, limit = stock.portion, stock.limit
    verdict = judge(value, limit.bound, stock.slack)
    if verdict is Verdict.WITHIN:
        if _is_thousandth(stock, value):
            yield _too_weak(stock)
        elif vial := _counts_the_element(case, stock):
            yield _as_the_salt(stock, vial)
        return
    shown, bound, unit = unit_pair(value, limit.bound, limit.kind, limit.text)
    times = value / limit.bound
    rounding = verdict is Verdict.ROUNDING
    # a product was entered into a catalogue with its source: two sources disagree, and a person has to say
    wrong = times >= _ERROR_FROM and limit.source.evidence != "unverified" and not portion.product
    basis = f" as {limit.basis}" if limit.basis else ""
    factor = f"{rounded_text(times, 3)} times" if times >= _VISIBLY else "above"
    excuse = ", but by no more than the last digit of a rounded factor" if rounding else ""
    holds = f" of {stock.content.ingredient}" if portion.product else ""
    note = f" {limit.note.rstrip('.')}." if limit.note else ""
    yield Finding(
        "FML307",
        _place(portion),
        f"{portion.id}{holds}{basis}: a stock of {_told(stock, shown, unit)} is {factor} the strongest "
        f"marketed, {bound} {unit}{excuse}",
        f"{_slip(case, stock, times)}{_advice(portion)}{note} Limit from {limit.source}.",
        Severity.NOTE if rounding else None if wrong else Severity.WARNING,
        portion.id,
        shown,
        bound,
        unit,
        str(limit.source),
    )


def _told(stock: StockComparison, shown: str, unit: str) -> str:
    """The strength as it is written, and as it was compared where that is something else."""
    written, compared = parse(stock.content.text), f"{shown} {unit}"
    if not isinstance(written, Quantity) or "/" not in written.kind:
        return compared  # what one container of a powder holds
    same = written.unit.symbol == unit and stock.content.basis == stock.limit.basis
    return compared if same else f"{written.text} ({compared})"


def _is_thousandth(stock: StockComparison, value: Exact) -> bool:
    """Whether a strength is written in mcg, and would be one that is marketed if it were in mg."""
    strength, written = stock.portion.component.strength, parse(stock.limit.text)
    return (
        isinstance(strength, Quantity)
        and isinstance(written, Quantity)
        and strength.unit.symbol.startswith("mcg/")
        and written.unit.symbol.startswith("mg/")
        and value * _THOUSAND <= stock.limit.bound
    )


def _counts_the_element(case: Case, stock: StockComparison) -> Vial | None:
    """The vial that counts another form of the substance by the number that the recipe gives for itself."""
    if stock.portion.product or stock.content.basis:
        return None
    return next(
        (vial for vial in _vials(case, stock) if vial[1].basis and _alike(vial[1], stock, _ONE)), None
    )


def _vials(case: Case, stock: StockComparison) -> Iterator[Vial]:
    """The products of the catalogue that hold the substance, in the same kind of unit."""
    for name in case.catalogue.ids("products"):
        for content in case.catalogue.product(name).contents:
            same = (content.ingredient, content.kind) == (stock.content.ingredient, stock.content.kind)
            if content.active and same:
                yield name, content


def _alike(vial: Content, stock: StockComparison, times: Exact) -> bool:
    per_ml = stock.content.per_ml
    return vial.per_ml is not None and per_ml is not None and per_ml == vial.per_ml * times


def _as_the_salt(stock: StockComparison, vial: Vial) -> Finding:
    name, content = vial
    portion, told = stock.portion, stock.content.text
    return Finding(
        "FML307",
        _place(portion),
        f"{portion.id}: {told} is the strength of {name}, which counts {content.basis}; the recipe does not",
        f"Write `as: {content.basis}` if it is meant so, or name the product: of the whole substance {told} "
        f"is less {content.basis}.",
        Severity.WARNING,
        portion.id,
        told,
        source=str(stock.limit.source),
    )


def _too_weak(stock: StockComparison) -> Finding:
    portion, limit = stock.portion, stock.limit
    strength = portion.component.strength
    told = strength.text if strength else ""
    return Finding(
        "FML307",
        _place(portion),
        f"{portion.id}: a stock of {told} is a thousandth of the strongest marketed, {limit.text}, or less",
        f"It looks like a slip of 1,000 times (mg written as mcg). {_advice(portion)} "
        f"Limit from {limit.source}.",
        Severity.WARNING if limit.source.evidence == "unverified" else None,
        portion.id,
        told,
        limit.text,
        source=str(limit.source),
    )


def _unchecked(stock: StockComparison) -> Finding:
    limit = stock.limit
    return Finding(
        "FML307",
        _place(stock.portion),
        f"not checked: the strength against the strongest marketed, {limit.text}: {stock.why}",
        _advice(stock.portion),
        Severity.WARNING,
        stock.portion.id,
        limit=limit.text,
        source=str(limit.source),
        not_checked=True,
    )


def _place(portion: Portion) -> Path:
    """The strength as the recipe states it, or the product that brings its own."""
    return named_path(portion) if portion.product else (*portion.component.path, "strength")


def _advice(portion: Portion) -> str:
    if portion.product:
        return f"Check the entry of {portion.id} in your catalogue against the vial's label."
    return "Check the vial's label."


def _slip(case: Case, stock: StockComparison, times: Exact) -> str:
    """The likely slip, as a sentence, or nothing."""
    strength = stock.portion.component.strength
    if times == _SLIPS[0][0] and isinstance(strength, Quantity) and strength.unit.symbol == "% w/v":
        return f"1 % w/v is 10 mg/mL: perhaps {strength.text.split('%')[0].strip()} mg/mL is meant. "
    slip = next((each for each in _SLIPS if times == each[0]), None)
    if slip:
        return f"It looks like a slip of {_words(slip, strength)}. "
    for name, content in _vials(case, stock) if times >= _ERROR_FROM else ():
        slip = next((each for each in _SLIPS if _alike(content, stock, each[0])), None)
        if slip and content.basis == stock.content.basis:
            return f"It looks like a slip of {_words(slip, strength)}: {name} holds {content.text}. "
    ingredient = case.catalogue.ingredient(stock.content.ingredient)
    for moiety in ingredient.properties.moieties:
        near = times * moiety.factor
        if Exact.of("0.98") < near < Exact.of("1.02"):
            return f"It looks like the mass of the salt where {moiety.name} is meant (`as: {moiety.name}`). "
    return ""


def _words(slip: tuple[Exact, str], strength: object) -> str:
    factor, words = slip
    unit = strength.unit.symbol if isinstance(strength, Quantity) and factor == _THOUSAND else ""
    return words + _MISTAKEN.get(unit, "")
