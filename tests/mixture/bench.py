"""A cocktail worked out by hand from the text of its recipe and the seed's own YAML, with plain fractions.

Nothing here comes from the package: its own units, its own resolution of names, its own arithmetic.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

SEED = Path(__file__).parents[2] / "seed"
SIZES = {
    "kg": ("mass", "1000000"),
    "g": ("mass", "1000"),
    "mg": ("mass", "1"),
    "mcg": ("mass", "1/1000"),
    "ng": ("mass", "1/1000000"),
    "L": ("volume", "1000"),
    "mL": ("volume", "1"),
    "mcL": ("volume", "1/1000"),
    "IU": ("IU", "1"),
    "USP units": ("USP", "1"),
    "USP unit": ("USP", "1"),
    "mol": ("amount", "1000"),
    "mmol": ("amount", "1"),
    "mEq": ("equivalents", "1"),
}
Key = tuple[str, str, str]
"""A substance, the part of it that is counted (empty: as named), and what is counted."""


class Batch(NamedTuple):
    """What is in the syringe: mL of each part (None: nobody can know), and of each substance how much."""

    volume: Fraction
    parts: list[Fraction | None]
    holds: dict[Key, Fraction]
    session: Fraction


@cache
def entries(kind: str) -> dict[str, dict[str, Any]]:
    """Every entry of one kind in the seed, by id."""
    files = sorted((SEED / kind).glob("*.yaml"))
    read_files = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) for file in files]
    return {entry["id"]: entry for data in read_files for entry in data[kind]}


@cache
def called() -> dict[tuple[str, str], str]:
    """What every name means: (kind of entry, name) to id."""
    return {
        (kind, name): entry["id"]
        for kind in ("ingredients", "products")
        for entry in entries(kind).values()
        for name in (entry["id"], entry["name"], *entry.get("synonyms", ()))
    }


def read(text: str) -> tuple[str, Fraction]:
    """A quantity: what is counted (`mass`, `mass per mL`, `part` ...), and how many mg, mL, mg/mL it is."""
    if text.startswith("1:"):
        return "mass per mL", Fraction(1000, int(text[2:].replace(",", "")))
    found = re.fullmatch(r"([0-9.]+) ?(.+)", text)
    assert found, text
    number, unit = Fraction(found[1]), found[2]
    if unit in ("% w/v", "% v/v", "% w/w"):
        named = {"% w/v": "mass per mL", "% v/v": "volume per mL", "% w/w": "mass per mass"}[unit]
        return named, number * (10 if unit == "% w/v" else Fraction(1, 100))
    above, _, below = unit.replace(" per ", "/").partition("/")
    kind, size = SIZES[above]
    if not below:
        return kind, number * Fraction(size)
    under = re.fullmatch(r"([0-9.]*) ?(L|mL|g)", below)
    assert under, text
    if under[2] == "g":
        return f"{kind} per mg", number * Fraction(size) / 1000
    return f"{kind} per mL", number * Fraction(size) / (
        Fraction(under[1] or "1") * Fraction(SIZES[under[2]][1])
    )


def milligrams(entry: dict[str, Any], kind: str, basis: str, value: Fraction) -> Fraction:
    """An amount as mg of the substance as named, by its molar mass, valence, activity, density or moiety."""
    if kind == "equivalents":
        return milligrams(entry, "amount", basis, value / entry["valence"]["value"])
    if kind == "amount":
        return value * Fraction(entry["molar_mass"]["value"])
    if kind == "volume":
        return value * read(entry["density"]["value"])[1]
    if kind in ("IU", "USP"):
        unit = {"IU": "IU", "USP": "USP units"}[kind]
        activity = next(part for part in entry["activity"] if part["unit"] == unit)
        return value * read(activity["equals"])[1]
    if basis:
        return value / Fraction(next(part["factor"] for part in entry["moieties"] if part["name"] == basis))
    return value


def as_stock(name: str, stated: tuple[str, str, Fraction], stock: tuple[str, str]) -> Fraction:
    """An amount in the terms in which the stock's strength is given."""
    (kind, basis, value), entry = stated, entries("ingredients")[name]
    if (kind, basis) == stock:
        return value
    one_of_stock = milligrams(entry, *stock, Fraction(1))
    return milligrams(entry, kind, basis, value) / one_of_stock


def one_ml(product_id: str) -> list[tuple[Key, Fraction, bool]]:
    """What one mL of a product holds, ready for use; the last says whether it is an active."""
    entry = entries("products")[product_id]
    made = entry.get("reconstitute")
    final = read(made["final_volume"])[1] if made else Fraction(1)
    found = []
    for place in ("contains", "excipients"):
        for part in entry.get(place, ()):
            if part["strength"] in ("undeclared", "trace", "homeopathic", "isotonic"):
                continue
            kind, value = read(part["strength"])
            if " per mL" not in kind:
                value /= final
            key = (part["ingredient"], part.get("as", ""), kind.removesuffix(" per mL"))
            found.append((key, value, place == "contains"))
    if made:
        share = read(made["volume"])[1] / final
        found += [(key, value * share, False) for key, value, _ in one_ml(made["with"])]
    return found


def one_ml_of(part: dict[str, Any]) -> list[tuple[Key, Fraction, bool]]:
    """What one mL of a component's stock holds."""
    if "product" in part:
        return one_ml(called()["products", part["product"]])
    name = called()["ingredients", part["ingredient"]]
    if "strength" in part:
        kind, value = read(part["strength"])
        return [((name, part.get("as", ""), kind.removesuffix(" per mL")), value, True)]
    if entries("ingredients")[name]["category"] == "vehicle":
        return [((name, "", "volume"), Fraction(1), True)]
    return []


def meant(recipe: dict[str, Any], part: dict[str, Any]) -> tuple[str, Fraction]:
    """The amount in the whole batch that a component states."""
    if "amount" in part:
        return read(part["amount"])
    kind, value = read(part["concentration"])
    batch = read(recipe["volume"])[1]
    if kind == "mass per mass":
        return "mass", value * read(recipe["density"])[1] * batch
    return kind.removesuffix(" per mL"), value * batch


def drawn(recipe: dict[str, Any], part: dict[str, Any]) -> Fraction:
    """How many mL of its stock a component is."""
    if "volume" in part:
        return read(part["volume"])[1]
    kind, value = meant(recipe, part)
    actives = [(key, strength) for key, strength, active in one_ml_of(part) if active]
    if "as" in part and "product" in part:
        actives = [(key, strength) for key, strength in actives if key[1] in ("", part["as"])]
    ((name, basis, of), strength), *others = actives
    assert not others
    return as_stock(name, (kind, part.get("as", ""), value), (of, basis)) / strength


def make(recipe: dict[str, Any]) -> Batch:
    """Make up a recipe: draw each stock, weigh each powder, fill up, and count what is in it."""
    batch = read(recipe["volume"])[1]
    holds: dict[Key, Fraction] = {}
    parts: list[Fraction | None] = []
    for part in recipe["components"]:
        if part.get("dry"):
            name = called()["ingredients", part["ingredient"]]
            kind, value = meant(recipe, part)
            key = (name, part.get("as", ""), kind)
            holds[key] = holds.get(key, Fraction(0)) + value
            weight = (
                milligrams(entries("ingredients")[name], kind, key[1], value) if "displacement" in part else 0
            )
            parts.append(weight * read(part["displacement"])[1] if weight else Fraction(0))
        else:
            parts.append(None if "qs" in part else drawn(recipe, part))
    rest = max(Fraction(0), batch - sum(volume for volume in parts if volume is not None))
    parts = [rest if volume is None else volume for volume in parts]
    for part, volume in zip(recipe["components"], parts, strict=True):
        for key, strength, _ in [] if part.get("dry") else one_ml_of(part):
            holds[key] = holds.get(key, Fraction(0)) + strength * (volume or 0)
    given = recipe.get("administration", {}).get("volume_per_session")
    return Batch(batch, parts, holds, read(given)[1] if given else batch)
