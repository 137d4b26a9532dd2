"""The arithmetic in words: exactly the steps that the check used, for ``explain`` and for findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.units import exact_text, plain_unit, quantity_text

if TYPE_CHECKING:
    from formulary.mixture.mixture import Mixture, Portion, Share, Total
    from formulary.units import Exact


def base_text(amount: Exact, kind: str) -> str:
    """An amount given in the base unit of its kind, in the unit that people read: ``500 mg``."""
    return quantity_text(amount, plain_unit(kind), approx=True)


def share_step(share: Share, mixture: Mixture) -> str:
    """How one portion's amount came about: ``2 mL of 250 mg/mL = 500 mg``."""
    amount = base_text(share.amount, share.kind)
    if share.component < 0:
        return f"separate numbing: {amount}"
    portion = mixture.portions[share.component]
    if portion.component.key == "recipe":
        return f"{_drawn(portion)} of {portion.id}: {amount}"
    if share.content is None:
        return f"weighed in: {_stated(portion)}" + (
            "" if portion.component.how == "amount" else f" = {amount}"
        )
    basis = f" (as {share.basis})" if share.basis else ""
    stock = f"{_drawn(portion)} of {share.content.text}{basis}"
    if portion.product and portion.product.reconstitution and share.content.active:
        stock += f" ({portion.product.reconstitution})"
    return f"{stock} = {amount}"


def _drawn(portion: Portion) -> str:
    return "?" if portion.volume is None else f"{exact_text(portion.volume, approx=True)} mL"


def _stated(portion: Portion) -> str:
    stated = portion.component.stated
    return stated.text if stated is not None else "q.s."


def total_steps(total: Total, mixture: Mixture) -> tuple[str, ...]:
    """Every step from the stocks to the final concentration of one substance."""
    steps = [share_step(share, mixture) for share in total.shares]
    amount = base_text(total.amount, total.kind)
    if len(total.shares) > 1:
        steps.append(f"together {amount}")
    if mixture.volume is not None and mixture.portions[0].component.key != "recipe":
        final = base_text(total.amount / mixture.volume, f"{total.kind}/volume")
        steps.append(f"{amount} in {exact_text(mixture.volume)} mL = {final}")
    apart = [share for share in mixture.extra if _same(share, total)]
    return (*steps, *(share_step(share, mixture) for share in apart))


def _same(share: Share, total: Total) -> bool:
    return (share.ingredient, share.basis, share.kind) == (total.ingredient, total.basis, total.kind)
