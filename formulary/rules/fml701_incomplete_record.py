"""The record of preparation lacks an item.

A Master Formulation Record lets a second person make the same preparation and an auditor follow it:
container, equipment, steps, appearance, storage, beyond-use date with the source that supports it,
labelling, quality control and sterilization, beside the ingredients and amounts that the recipe
holds anyway. A recipe without `preparation` makes no claim to be such a record and gets one note;
one that begins it gets a warning for each item that is missing, with the score.

Source: USP general chapter <797>, Master Formulation and Compounding Records.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
    preparation: {setting: immediate-use, container: 10 mL syringe}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: alopecia
    route: intradermal
    volume: 10 mL
    components:
      - {product: dexpanthenol-250, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}
    preparation:
      setting: immediate-use
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 4 h
      beyond_use_source: USP <797>, immediate use
      labelling: [name, amount, time of expiry]
      quality_control: [{test: visual inspection, expect: clear}]
      sterilization: none; aseptic from sterile stocks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.WARNING


ITEMS = {
    "setting": "the setting it is compounded in",
    "container": "the container",
    "equipment": "the equipment",
    "steps": "the steps of preparation",
    "appearance": "the appearance of the finished mixture",
    "storage": "how it is stored",
    "beyond_use": "the beyond-use date",
    "beyond_use_source": "the source that supports the beyond-use date",
    "labelling": "what the label says",
    "quality_control": "the checks of quality",
    "sterilization": "how it is kept or made sterile",
}
"""The items of a Master Formulation Record that a recipe states under `preparation`, in words."""


def check(case: Case) -> Iterator[Finding]:
    """Every item that is missing from a record that was begun."""
    filled = case.recipe.preparation.filled
    missing = [item for item in ITEMS if item not in filled]
    if not filled:
        yield Finding(
            "FML701",
            (),
            "the recipe is no record of preparation: it says nothing of steps, storage and beyond use",
            "Add `preparation` where it is made for more than one patient, or from what is not sterile.",
            Severity.NOTE,
        )
        return
    score = f"{len(ITEMS) - len(missing)} of {len(ITEMS)} items"
    for item in missing:
        yield Finding(
            "FML701",
            ("preparation",),
            f"the record of preparation lacks {ITEMS[item]} (it holds {score})",
            f"Add `{item}` to `preparation`.",
            on_key=True,
        )
