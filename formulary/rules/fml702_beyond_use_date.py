"""A beyond-use date later than the setting allows, or than the shortest-lived component.

How long a preparation stays sterile depends on where and how it was made and on how it is stored;
the policy holds the table. A vial that keeps for four hours after it was opened does not keep
longer in a mixture. Where the storage is not stated clearly the shortest time of the setting
counts. A powder that is weighed in is taken for a starting component that is not sterile. The longer times
of what passes a sterility test count where `quality_control` names that test. A setting, or a
way of making, without a row in the policy is not checked; a row that is unverified can only warn.

Source: USP general chapter <797>, official since 2023-11-01, beyond-use dates of categories 1 to 3, each row
with where it was read; the labels of the products.

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
    preparation:
      setting: category-1
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 48 h
      beyond_use_source: USP <797>, immediate use
      labelling: [name, amount, time of expiry]
      quality_control: [{test: visual inspection, expect: clear}]
      sterilization: none; aseptic from sterile stocks

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
      setting: category-1
      container: 10 mL sterile syringe
      equipment: [sterile syringe]
      steps: [Draw up the vehicle, Add the other stocks, Invert slowly]
      appearance: clear, without particles
      storage: {temperature: room temperature}
      beyond_use: 12 h
      beyond_use_source: USP <797>, immediate use
      labelling: [name, amount, time of expiry]
      quality_control: [{test: visual inspection, expect: clear}]
      sterilization: none; aseptic from sterile stocks
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.domain.policy import BeyondUse
    from formulary.domain.recipe import Preparation
    from formulary.rules.case import Case

LEVEL = Severity.ERROR

_PLACE = ("preparation", "beyond_use")


def check(case: Case) -> Iterator[Finding]:
    """The beyond-use date against the policy's table, then against each component."""
    stated = case.recipe.preparation.beyond_use
    if not isinstance(stated, Quantity) or not case.in_scope:
        return
    row = _row(case)
    if row and stated.base > row.limit.base:
        yield _too_long(row, stated)
        return
    setting = case.recipe.preparation.setting
    if row is None and setting not in ("", "immediate-use"):  # the hours of immediate use are FML704's
        tested = min(_rows(case), key=lambda row: row.limit.base, default=None)
        yield _untested(tested) if tested else _unchecked(case, setting)
    limits = [
        each.limit.base for each in case.policy.beyond_use if each.setting == setting == "immediate-use"
    ]
    if all(stated.base <= limit for limit in limits):  # else FML704 has said that it is too long
        yield from _opened(case, stated)


def _row(case: Case) -> BeyondUse | None:
    """The row of the policy's table for this preparation; the shortest where the storage is not clear."""
    rows = _rows(case)
    untested = [row for row in rows if not row.tested]
    tested = [row for row in rows if row.tested] if _tested(case.recipe.preparation) else []
    kept = storage(case.recipe.preparation.temperature)
    fitting = [row for row in tested or untested if row.storage in ("", kept)] or tested or untested
    return min(fitting, key=lambda row: row.limit.base, default=None)


def _rows(case: Case) -> list[BeyondUse]:
    """The rows for this setting and way of making, with a sterility test and without."""
    setting, made = case.recipe.preparation.setting, _made(case)
    return [
        row
        for row in case.policy.beyond_use
        if row.setting == setting != "immediate-use" and row.sterilization in ("", made)
    ]


def _tested(preparation: Preparation) -> bool:
    """Whether the record names a sterility test that each batch must pass."""
    return any(
        _says(test.lower(), r"\bsterility\b") and not _NEVER.search(f"{test} {expect}".lower())
        for test, expect in preparation.checks
    )


def _made(case: Case) -> str:
    """How the mixture is sterile; a powder that is weighed in is taken not to have been."""
    if _says(case.recipe.preparation.sterilization.lower(), _TERMINAL):
        return "terminal"
    dry = any(portion.component.dry for portion in case.mixture.portions)
    return "aseptic-from-nonsterile" if dry else "aseptic"


def _too_long(row: BeyondUse, stated: Quantity) -> Finding:
    where = _PLACES.get(row.storage, "")
    unsure = row.source.evidence == "unverified"
    note = f" {row.note.rstrip('.')}." if row.note else ""
    return Finding(
        "FML702",
        _PLACE,
        f"a {row.setting} preparation{where} may be used for {row.limit.text}, not for {stated.text}",
        f"Shorten it.{note} Limit from {row.source}{' (unverified)' if unsure else ''}.",
        Severity.WARNING if unsure else None,
        value=stated.text,
        limit=row.limit.text,
        source=str(row.source),
    )


def _untested(row: BeyondUse) -> Finding:
    unsure = row.source.evidence == "unverified"
    return Finding(
        "FML702",
        _PLACE,
        f"a {row.setting} preparation must pass a sterility test, and `quality_control` names none",
        f"Name the test and its result, or take the times of a setting that needs none. From {row.source}"
        f"{' (unverified)' if unsure else ''}.",
        Severity.WARNING if unsure else None,
        source=str(row.source),
    )


def _unchecked(case: Case, setting: str) -> Finding:
    return Finding(
        "FML702",
        _PLACE,
        f"not checked: policy `{case.policy.id}` has no beyond-use limit for {setting}, made this way",
        "Have a pharmacist confirm the beyond-use date.",
        Severity.WARNING,
        not_checked=True,
    )


def _opened(case: Case, stated: Quantity) -> Iterator[Finding]:
    """The component that keeps least once it is opened, if that is not long enough."""
    opened = [
        (portion.product.in_use, portion.product.id)
        for portion in case.mixture.portions
        if portion.product and portion.product.in_use
    ]
    shortest = min(opened, key=lambda pair: pair[0].time.base, default=None)
    if shortest and stated.base > shortest[0].time.base:
        (time, source), name = shortest
        yield Finding(
            "FML702",
            _PLACE,
            f"{name} keeps for {time.text} once opened, not for {stated.text}",
            f"Shorten it. From {source}.",
            component=name,
            value=stated.text,
            limit=time.text,
            source=str(source),
        )


def storage(temperature: str) -> str:
    """`room`, `refrigerator` or `freezer` for a storage temperature in words or degrees; else empty."""
    words = temperature.lower()
    for kept, signs in _SIGNS.items():
        if any(_says(words, sign) for sign in signs):
            return kept
    return ""


def _says(words: str, sign: str) -> bool:
    """Whether a sign stands in the words and is not denied there: `not frozen` is no freezer."""
    return any(not _DENIAL.search(words[: found.start()]) for found in re.finditer(sign, words))


_PLACES = {
    "room": " kept at room temperature",
    "refrigerator": " kept in the refrigerator",
    "freezer": " kept in the freezer",
}
_DENIAL = re.compile(r"\b(?:no|non|not|never|without)\b[^,;.]*$")
_NEVER = re.compile(r"\b(?:no|not|none|never|without|waived|optional)\b(?! (?:\w+ )?(?:growth|grown|turbid))")
_TERMINAL = r"terminal(?!\w* (?:sterile )?filt)"  # what runs through a filter is made aseptically


_SIGNS = {  # the warmest first, where a preparation keeps least; and 15-20 is no freezer's -20
    "room": ("room", "ambient", "(?:15|18|20) to 25", "(?:15|18|20)[-–]25"),
    "refrigerator": ("refrigerat", "fridge", r"(?<!\d)2 to 8", r"(?<!\d)2[-–]8"),
    "freezer": ("freezer", "frozen", r"(?<![\d°c] )(?<![\d°c])[-−]2[05]"),
}
