"""What is mixed or given, as volumes, and what numbs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.mixture.sitting import numbing_beside
from formulary.reports.layout import Line
from formulary.units import Quantity, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.recipe import Numbing
    from formulary.domain.session import Session
    from formulary.mixture.mixture import Mixture, Portion
    from formulary.rules.case import Case
    from formulary.units import Exact

_NUMBING = {"separate-injection": "injected to numb", "topical": "on the skin, to numb", "cooling": "to numb"}


def volumes(case: Case) -> Iterator[Line]:
    """A line for each component, or each recipe of a sitting, for the whole, and for what numbs beside it."""
    mixture = case.mixture
    yield Line("Volumes", "bold")
    hows = _given(case.session) if case.session else map(_how, mixture.portions)
    rows = [
        (portion.id, _volume(portion.volume), how)
        for portion, how in zip(mixture.portions, hows, strict=True)
    ]
    if mixture.volume is not None:
        rows += _total(mixture, mixture.volume)
    if mixture.session is not None and mixture.session != mixture.volume:
        rows.append(("given in a session", _volume(mixture.session), ""))
    rows += [_numbing(each) for each in _all_numbing(case) if each.how in _NUMBING]
    width = max(len(name) for name, _, _ in rows)
    for name, volume, how in rows:
        yield Line(f"{name:<{width}}  {volume:>10}  {how}".rstrip(), indent=2)


def _total(mixture: Mixture, stated: Exact) -> list[tuple[str, str, str]]:
    """The volume; where the parts do not come to it, what they come to, and what is stated."""
    parts = mixture.filled
    filled_up = any(portion.component.how == "qs" for portion in mixture.portions)
    if parts is None or parts == stated or (filled_up and parts < stated):
        return [("total", _volume(stated), "")]
    return [("parts together", _volume(parts), ""), ("volume as stated", _volume(stated), "")]


def _volume(volume: Exact | None) -> str:
    return "unknown" if volume is None else f"{exact_text(volume, approx=True)} mL"


def _given(session: Session) -> Iterator[str]:
    """From which syringe, where and after how long each recipe of a sitting is given."""
    orders = sorted({part.order for part in session.parts})
    for part in session.parts:
        delay = part.delay
        yield ", ".join(
            (
                f"syringe {orders.index(part.order) + 1}",
                *((f"after {delay.text}",) if isinstance(delay, Quantity) else ()),
                *((f"at the {part.site}",) if part.site else ()),
            )
        )


def _all_numbing(case: Case) -> Iterator[Numbing]:
    """What numbs beside the recipe, or beside those of a sitting."""
    if case.session:
        yield from (each for each, _ in numbing_beside(case.session, [part.recipe for part in case.parts]))
    elif case.recipe.administration.numbing:
        yield case.recipe.administration.numbing


def _numbing(numbing: Numbing) -> tuple[str, str, str]:
    amount = numbing.amount.text if isinstance(numbing.amount, Quantity) else ""
    lasts = f" for {numbing.duration.text}" if isinstance(numbing.duration, Quantity) else ""
    return numbing.product or numbing.how, amount, f"{_NUMBING[numbing.how]}{lasts}"


def _how(portion: Portion) -> str:
    return "q.s." if portion.component.how == "qs" else "weighed in" if portion.component.dry else ""
