"""From the data of a recipe or a session that has the right shape to a Recipe or a Session.

A quantity that cannot be read, or is of the wrong kind for its place, becomes a ``Refused`` value: it is
reported once, and what depends on it stays silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.domain.recipe import Administration, Component, Numbing, Preparation, Recipe, RefusedAt
from formulary.domain.session import Session, SessionPart
from formulary.units import Quantity, Refused, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.findings import Path

_VOLUME = ("volume",)
_AMOUNT = ("mass", "IU", "USP", "amount", "equivalents")
_CONCENTRATION = (
    *("mass/volume", "IU/volume", "USP/volume", "amount/volume", "equivalents/volume"),
    *("volume/volume", "mass/mass", "ratio"),
)
_FIELDS: dict[str, tuple[tuple[str, ...], str]] = {
    # field: the kinds it takes, and what to write there
    "volume": (_VOLUME, "a volume, such as `10 mL`"),
    "density": (("mass/volume",), "a density, such as `1.02 g/mL`"),
    "strength": (_CONCENTRATION, "a concentration, such as `20 mg/mL`"),
    "amount": (_AMOUNT, "an amount of substance or activity, such as `40 mg`; a volume goes under `volume`"),
    "concentration": (_CONCENTRATION, "a concentration, such as `2 mg/mL`"),
    "displacement": (("volume/mass",), "a volume per mass, such as `0.67 mL/g`"),
    "length": (("length",), "a length, such as `4 mm`"),
    "volume_per_point": (_VOLUME, "a volume, such as `0.05 mL`"),
    "volume_per_session": (_VOLUME, "a volume, such as `5 mL`"),
    "area": (("area",), "an area, such as `100 cm2`"),
    "interval": (("time",), "a time, such as `2 weeks`"),
    "duration": (("time",), "a time, such as `20 min`"),
    "delay": (("time",), "a time, such as `10 min`"),
    "patient_weight": (("mass",), "a body weight, such as `50 kg`"),
    "numbing_amount": (("volume", "mass"), "a volume or a mass, such as `2 mL` or `2 g`"),
    "beyond_use": (("time",), "a time, such as `24 h`"),
}


def build(data: Mapping[str, Any]) -> Recipe:
    """The Recipe in ``data``, which must have passed the recipe's schema."""
    refused: list[RefusedAt] = []
    return Recipe(
        id=data["id"],
        title=data["title"],
        indication=data["indication"],
        profile=data.get("profile", ""),
        species=data.get("species", "human"),
        route=data["route"],
        site=data.get("site", ""),
        policy=data.get("policy", ""),
        volume=_required(data["volume"], "volume", ("volume",), refused),
        density=_read(data.get("density"), "density", ("density",), refused),
        components=tuple(_component(i, part, refused) for i, part in enumerate(data["components"])),
        administration=_administration(data.get("administration"), refused),
        preparation=_preparation(data.get("preparation"), refused),
        warned_of=_warned_of(data.get("patient")),
        refused=tuple(refused),
    )


def build_session(data: Mapping[str, Any]) -> Session:
    """The Session in ``data``, which must have passed the session's schema."""
    refused: list[RefusedAt] = []
    anesthesia = data.get("anesthesia")
    return Session(
        id=data["id"],
        title=data.get("title", data["id"]),
        species=data.get("species", "human"),
        policy=data.get("policy", ""),
        weight=_read(data.get("patient_weight"), "patient_weight", ("patient_weight",), refused),
        parts=tuple(_part(index, part, refused) for index, part in enumerate(data["recipes"])),
        anesthesia=None
        if anesthesia is None
        else tuple(_numbed(part, ("anesthesia", i), refused) for i, part in enumerate(anesthesia)),
        refused=tuple(refused),
    )


def _part(index: int, data: Mapping[str, Any], refused: list[RefusedAt]) -> SessionPart:
    base = ("recipes", index)
    return SessionPart(
        index,
        data["recipe"],
        _required(data["volume"], "volume", (*base, "volume"), refused),
        data.get("order", index + 1),
        _read(data.get("delay"), "delay", (*base, "delay"), refused),
        data.get("site", ""),
    )


def _component(index: int, data: Mapping[str, Any], refused: list[RefusedAt]) -> Component:
    key = "product" if "product" in data else "ingredient"
    how = "qs"
    stated = None
    for candidate in ("volume", "amount", "concentration"):
        if candidate in data:
            how = candidate
            stated = _required(data[how], how, ("components", index, how), refused)
            break
    strength = displacement = None
    if "strength" in data:
        strength = _required(data["strength"], "strength", ("components", index, "strength"), refused)
    if "displacement" in data:
        path = ("components", index, "displacement")
        displacement = _required(data["displacement"], "displacement", path, refused)
    return Component(
        index, key, data[key], how, stated, strength, displacement, data.get("dry", False), data.get("as", "")
    )


def _administration(data: Mapping[str, Any] | None, refused: list[RefusedAt]) -> Administration:
    if not data:
        return Administration()
    base = ("administration",)
    needle = data.get("needle") or {}
    return Administration(
        technique=data.get("technique", ""),
        needle_length=_read(needle.get("length"), "length", (*base, "needle", "length"), refused),
        gauge=needle.get("gauge"),
        points=data.get("points"),
        sessions=data.get("sessions"),
        numbing=_numbing(data.get("numbing"), (*base, "numbing"), refused),
        **{
            field: _read(data.get(field), field, (*base, field), refused)
            for field in (
                *("volume_per_point", "volume_per_session", "area", "interval", "duration"),
                "patient_weight",
            )
        },
    )


def _numbing(data: Mapping[str, Any] | None, base: Path, refused: list[RefusedAt]) -> Numbing | None:
    return None if data is None else _numbed(data, base, refused)


def _numbed(data: Mapping[str, Any], base: Path, refused: list[RefusedAt]) -> Numbing:
    return Numbing(
        how=data["how"],
        reason=data.get("reason", ""),
        product=data.get("product", ""),
        amount=_read(data.get("amount"), "numbing_amount", (*base, "amount"), refused),
        area=_read(data.get("area"), "area", (*base, "area"), refused),
        duration=_read(data.get("duration"), "duration", (*base, "duration"), refused),
    )


def _preparation(data: Mapping[str, Any] | None, refused: list[RefusedAt]) -> Preparation:
    if not data:
        return Preparation()
    return Preparation(
        setting=data.get("setting", ""),
        beyond_use=_read(data.get("beyond_use"), "beyond_use", ("preparation", "beyond_use"), refused),
        temperature=data.get("storage", {}).get("temperature", ""),
        sterilization=data.get("sterilization", ""),
        checks=tuple((row["test"], row["expect"]) for row in data.get("quality_control", ())),
        filled=frozenset(key for key, value in data.items() if value),
    )


def _warned_of(data: Mapping[str, Any] | None) -> frozenset[str] | None:
    if data is None:
        return None
    return frozenset(name for key in ("contraindications", "interactions") for name in data.get(key, ()))


def _read(text: str | None, field: str, path: Path, refused: list[RefusedAt]) -> Quantity | Refused | None:
    return None if text is None else _required(text, field, path, refused)


def _required(text: str, field: str, path: Path, refused: list[RefusedAt]) -> Quantity | Refused:
    value = parse(text)
    kinds, wanted = _FIELDS[field]
    if isinstance(value, Quantity):
        if value.unit.kind not in kinds:
            reason = f"`{path[-1]}` takes {wanted.partition(',')[0]}"
            value = Refused(text, "FML403", reason, f"Write {wanted}.")
        elif value.base or field == "displacement":
            return value
        else:  # no weight, no area, nothing of a stock: a slip, and a divisor of doses
            value = Refused(text, "FML401", f"`{path[-1]}` is zero", "Write what is meant, or leave it out.")
    refused.append(RefusedAt(path, value))
    return value
