"""The table of a worksheet: one line a stock, with its amount, how it is set, and the arithmetic in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.mixture.steps import share_step
from formulary.units import ONE, Exact, Quantity, exact_text, parse
from formulary.units.display import rounded_text
from formulary.worksheet import amounts
from formulary.worksheet.batch import components_of
from formulary.worksheet.job import lots_of
from formulary.worksheet.names import printed
from formulary.worksheet.syringes import setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.mixture.mixture import Portion
    from formulary.rules.case import Case
    from formulary.worksheet.batch import Batch, Part
    from formulary.worksheet.job import Job
    from formulary.worksheet.syringes import Setting, Syringe

_HUNDRED = Exact(100)


class Line(NamedTuple):
    """One stock. ``action`` is ``draw``, ``weigh`` or ``fill``; ``amount`` what of it goes in.

    ``set`` is how it is drawn; ``flag`` says what is wrong with measuring it, ``level`` how grave that is.
    ``steps`` is the arithmetic.
    """

    number: int
    name: str
    strength: str
    action: str
    amount: str
    set: str
    level: str
    flag: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]
    lot: str
    expires: str
    potency: str


def lines(case: Case, batch: Batch, job: Job) -> tuple[Line, ...]:
    """The lines of a batch, in the order of the recipe, what fills up last."""
    lots = lots_of(job, case.mixture, case.catalogue)
    potencies = {
        index: text
        for name, (_, text) in job.potencies.items()
        for index in components_of(name, case.mixture, case.catalogue, "--potency")
    }
    ordered = sorted(enumerate(batch.parts), key=lambda pair: pair[1].fills)
    made = []
    for number, (index, part) in enumerate(ordered, 1):
        line = _line(number, part, batch, case, job.syringes, potencies.get(index, ""))
        lot = lots.get(index)
        made.append(line._replace(lot=lot.number, expires=str(lot.expires or "")) if lot else line)
    return tuple(made)


def _line(
    number: int, part: Part, batch: Batch, case: Case, syringes: tuple[Syringe, ...], potency: str
) -> Line:
    weighs = part.weight is not None
    drawn = None if weighs or not part.volume else setting(part.volume, syringes)
    level, flag = ("", "") if drawn is None or part.fills else _flag(part.volume, drawn, syringes)
    return Line(
        number=number,
        name=stock_name(part.portion),
        strength=_strength(part.portion, case),
        action="fill" if part.fills else "weigh" if weighs else "draw",
        amount=amounts.volume(part.volume) if part.weight is None else amounts.weight(part.weight, part.kind),
        set=_set(drawn),
        level=level,
        flag=flag,
        steps=tuple(_steps(part, batch, potency)),
        notes=tuple(_notes(part, case)),
        lot="",
        expires="",
        potency=potency,
    )


def stock_name(portion: Portion) -> str:
    """The name of a stock as it is printed."""
    if portion.product:
        return portion.product.name
    assert portion.ingredient is not None  # noqa: S101 - an unknown one has no volume, and no batch
    return printed(portion.ingredient.id, portion.ingredient.name)


def _strength(portion: Portion, case: Case) -> str:
    """The strengths on the vial to look for, active by active."""
    parts = []
    for content in portion.contents:
        ingredient = case.catalogue.ingredient(content.ingredient)
        if content.active and content.kind != "volume" and ingredient.category != "vehicle":
            basis = f" as {content.basis}" if content.basis else ""
            name = f"{printed(ingredient.id, ingredient.name)}{basis} " if portion.product else ""
            parts.append(f"{name}{amounts.in_words(content.text)}")
    return "; ".join(parts) or ("powder" if portion.component.dry else "")


def _set(drawn: Setting | None) -> str:
    """How it is drawn: `10 mL in a 20 mL syringe + 0.69 mL in a 1 mL syringe`."""
    if drawn is None:
        return ""
    return " + ".join(
        f"{f'{draw.times} × ' if draw.times > 1 else ''}{amounts.volume(draw.volume)} in a {draw.syringe}"
        for draw in drawn.draws
    )


def _flag(volume: Exact, drawn: Setting, syringes: tuple[Syringe, ...]) -> tuple[str, str]:
    if drawn.too_small:
        finest = min(syringes, key=lambda one: (one.mark, one.size))
        return "error", (
            f"Less than the finest mark at hand, {exact_text(finest.mark)} mL on the {finest}. "
            "Make a larger batch, or let a pharmacist dilute this stock first."
        )
    if drawn.exact:
        return "", ""
    off = (drawn.total - volume) / volume * _HUNDRED
    sign = "+" if off.n > 0 else "−"
    nearest = f"{amounts.volume(drawn.total)}, {sign}{rounded_text(abs(off), 2)}%"
    return "warning", f"The nearest marks give {nearest}: {_set(drawn)}."


def _steps(part: Part, batch: Batch, potency: str) -> Iterator[str]:
    portion, mixture = part.portion, batch.mixture
    if part.fills:
        others = [amounts.number(one.volume) for one in batch.parts if not one.fills and one.volume]
        rest = amounts.equals(amounts.volume(part.volume))
        yield f"{' − '.join([amounts.number(batch.made), *others])} {rest}"
        return
    own = amounts.volume(mixture.volume or batch.made)
    for share in portion.shares:
        if share.active:
            yield f"formula of {own}: {amounts.in_words(share_step(share, mixture)).replace('= ≈', '≈')}"
    weighs = part.weight is not None
    stated = portion.shares[0].amount if weighs else portion.volume
    assert stated is not None  # noqa: S101 - asked by `unpreparable`

    def text(value: Exact) -> str:
        return amounts.weight(value, part.kind) if weighs else amounts.volume(value)

    scaled = stated * batch.factor
    if batch.factor != ONE:
        made = f"{amounts.volume(batch.made)} / {own}"
        yield f"this batch: {text(stated)} × {made} {amounts.equals(text(scaled))}"
    if part.potency != ONE:
        lot = amounts.equals(text(scaled / part.potency))
        yield f"this lot, {potency} of its label: {text(scaled)} ÷ {potency} {lot}"
    if weighs and part.volume:
        yield f"takes up {amounts.volume(part.volume)} when dissolved"


def _notes(part: Part, case: Case) -> Iterator[str]:
    product = part.portion.product
    if product is None:
        return
    if product.reconstitution:
        yield f"make up first: {product.reconstitution}"
    kind = product.container.replace("-", " ") + " " if product.container else ""
    size = _container(product.id, case)
    if size is not None and part.volume:
        count = -(-part.volume.n * size.d // (part.volume.d * size.n))
        yield f"{count} {kind}container{'s' * (count > 1)} of {amounts.volume(size)}"
    elif kind:
        yield f"{kind}container"
    if product.in_use:
        yield f"use within {product.in_use.time.text} of opening"


def _container(product: str, case: Case) -> Exact | None:
    """The mL that one container gives, made up where it is a powder."""
    data = case.catalogue.data["products"][product]
    made = data.get("reconstitute")
    text = made.get("final_volume", made["volume"]) if made else data.get("content_per_container", "")
    found = parse(text) if text else None
    return found.base if isinstance(found, Quantity) and found.kind == "volume" else None
