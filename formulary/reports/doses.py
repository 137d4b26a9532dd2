"""How a final concentration becomes a dose, in words: for a session, a point, a kg, a cm2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.mixture.steps import base_text
from formulary.units import Exact, Quantity, exact_text

if TYPE_CHECKING:
    from formulary.limits.comparison import Comparison
    from formulary.mixture.mixture import Mixture

_MG_PER_KG = Exact.of(1_000_000)


def dose_step(found: Comparison, mixture: Mixture) -> str:
    """``2.5 mL of 2 mg/mL = 5 mg; ÷ 50 kg = 0.1 mg/kg``; empty where the limit is on no dose.

    It begins with the dose where that is of several mixtures, or something is injected beside the mixture.
    """
    limit, value, session = found.limit, found.value, mixture.session
    if value is None or not session:
        return ""
    given, kind = mixture.recipe.administration, limit.kind.partition("/")[0]
    if limit.on == "per-point" and isinstance(given.volume_per_point, Quantity):
        return _of(given.volume_per_point.base, value, kind)
    dose, then = value, ""
    if limit.on == "per-kg" and isinstance(given.patient_weight, Quantity):
        dose = value * given.patient_weight.base / _MG_PER_KG
        then = f"÷ {given.patient_weight.text} {_equals(value, limit.kind)}"
    elif limit.on == "per-area" and isinstance(given.area, Quantity):
        dose = value * given.area.base
        then = f"÷ {given.area.text} {_equals(value, limit.kind)}"
    elif limit.on != "per-session":
        return ""
    if -1 in found.components or mixture.portions[0].component.key == "recipe":
        return f"{base_text(dose, kind)} {then}" if then else ""
    return "; ".join(filter(None, (_of(session, dose, kind), then)))


def _of(volume: Exact, amount: Exact, kind: str) -> str:
    """So much volume of the mixture, its concentration, and the amount that it holds."""
    strength = base_text(amount / volume, f"{kind}/volume")
    return f"{exact_text(volume, approx=True)} mL of {strength} {_equals(amount, kind)}"


def _equals(amount: Exact, kind: str) -> str:
    """``= 5 mg``, or ``≈ 4.57143 mg/kg`` where it does not end."""
    text = base_text(amount, kind)
    return text if text.startswith("≈") else f"= {text}"
