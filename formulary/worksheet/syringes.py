"""Whether a volume can be set on the syringes at hand, and how; by a rule that the worksheet states."""

from __future__ import annotations

from typing import NamedTuple

from formulary.units import ZERO, Exact, exact_text


class Syringe(NamedTuple):
    """A syringe: the mL it holds, and the mL from one mark of its scale to the next."""

    size: Exact
    mark: Exact

    def __str__(self) -> str:
        return f"{exact_text(self.size)} mL syringe"


def _usual(size: str, mark: str) -> Syringe:
    return Syringe(Exact.of(size), Exact.of(mark))


USUAL = (
    *(_usual("1", "0.01"), _usual("3", "0.1"), _usual("5", "0.2")),
    *(_usual("10", "0.2"), _usual("20", "1"), _usual("60", "1")),
)
"""Sizes and scales as they are commonly sold; a scale can differ, so the bench's own are better stated."""


class Draw(NamedTuple):
    """So many mL with one syringe, so many ``times``."""

    volume: Exact
    syringe: Syringe
    times: int = 1


class Setting(NamedTuple):
    """How a volume is drawn. ``total`` is what the marks give, ``exact`` whether that is the volume itself.

    ``too_small``: it is less than the finest mark, so nothing at hand can draw it.
    """

    draws: tuple[Draw, ...]
    total: Exact
    exact: bool
    too_small: bool


def setting(volume: Exact, syringes: tuple[Syringe, ...] = USUAL) -> Setting:
    """The draws that give a volume, or the marks nearest to it.

    The smallest syringe that holds it and has a mark at it; else whole fills of the largest, then the last
    mark before the end on the smallest that holds the rest, and the remainder on the finest, at its nearest.
    """
    ordered = sorted(syringes)
    for syringe in ordered:
        if volume <= syringe.size and _marks(volume, syringe) * syringe.mark == volume:
            return Setting((Draw(volume, syringe),), volume, True, False)
    draws, rest = _fills(volume, ordered[-1])
    finest = min(ordered, key=lambda one: (one.mark, one.size))
    if volume < finest.mark:
        return Setting((), ZERO, False, True)
    holder = next(one for one in ordered if rest <= one.size)
    if holder.mark > finest.mark:
        coarse = holder.mark * _marks(rest, holder)
        draws += [Draw(coarse, holder)] if coarse else []
        rest -= coarse
        more, rest = _fills(rest, finest)
        draws += more
        holder = finest
    fine = holder.mark * _nearest(rest, holder)
    draws += [Draw(fine, holder)] if fine else []
    total = sum((draw.volume * draw.times for draw in draws), ZERO)
    return Setting(tuple(draws), total, total == volume, False)


def _fills(volume: Exact, syringe: Syringe) -> tuple[list[Draw], Exact]:
    """Whole fills of a syringe, and what is left that one more of it holds."""
    times = volume.n * syringe.size.d // (volume.d * syringe.size.n)
    return ([Draw(syringe.size, syringe, times)] if times else []), volume - syringe.size * times


def _marks(volume: Exact, syringe: Syringe) -> int:
    """The whole marks in a volume."""
    return volume.n * syringe.mark.d // (volume.d * syringe.mark.n)


def _nearest(volume: Exact, syringe: Syringe) -> int:
    """The mark nearest to a volume; the lower of two that are as near."""
    marks = _marks(volume, syringe)
    over = volume - syringe.mark * marks
    return marks + (over * 2 > syringe.mark)
