"""Inventories of as many registered formulas as a test of the page needs."""

from __future__ import annotations

import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml
from command import ROOT

from formulary.catalogue.load import catalogue_with
from formulary.domain.build import build
from formulary.domain.version import Signature, Version
from formulary.exports import exporter
from formulary.exports.about import About, Tally, counted
from formulary.exports.inventory import Found, Item, entry
from formulary.rules.case import make_case
from formulary.source.canonical import canonical_bytes

if TYPE_CHECKING:
    from formulary.rules.case import Case

_SIGNED = Signature("approval", "mira.lang", "Mira Lang", "2026-11-20T09:30:00Z", "SHA256:abc", "")
_BASE = yaml.safe_load((ROOT / "seed" / "recipes" / "hair-density-panthenol.yaml").read_text("utf-8"))


def data_of(number: int) -> dict[str, Any]:
    """The data of one formula; each has amounts of its own."""
    data: dict[str, Any] = json.loads(json.dumps(_BASE, default=str))
    data["id"] = f"hair-density-panthenol-{number}"
    data["title"] = f"Hair density cocktail {number}"
    data["components"][3]["volume"] = (
        f"1.{number:03}".rstrip("0").rstrip(".") + " mL" if number > 1 else "1 mL"
    )
    zinc = 40 - (number - 1) % 37
    data["components"][1]["amount"] = f"{zinc // 10}.{zinc % 10} mg"
    return data


def case_of(data: dict[str, Any]) -> Case:
    """The case of a formula by what ships."""
    catalogue = catalogue_with("")
    return make_case(build(data), catalogue, catalogue.policy("us"))


def item(number: int) -> Item:
    """One formula, approved, or a draft with an error for every fourth; with a waiver of its own."""
    data = data_of(number)
    failing = number % 4 == 0
    digest = sha256(canonical_bytes(data)).hexdigest()
    version = Version(
        *(data["id"], 1, "draft" if failing else "approved", data, digest),
        *("Ada Example", "ada", "2026-11-19T08:00:00Z", "us", "", ""),
        signatures=() if failing else (_SIGNED,),
    )
    found = [
        Found(
            "FML202", "unapproved-ingredient", "warning", "marketed unapproved", "dexpanthenol", False, True
        )
    ]
    if failing:
        over = ("FML301", "over-hard-limit", "error", "too much")
        found.append(Found(*over, "lidocaine", not_checked=False, waived=False))
    waiver = {
        "rule": "FML202",
        "component": "dexpanthenol",
        "reason": "reviewed by the board",
        "approved_by": "Mira Lang",
        "expires": str(date(2027, 3, 1) - timedelta(days=number)),
    }
    return Item(data, case_of(data), tuple(found), (waiver,), "", version)


def inventory(count: int, target: Path | None = None) -> str:
    """The page of so many formulas, written to a file if one is named."""
    about = About("0.1.0", "c" * 64, (("us", "2026-11-01", "p" * 64),), {}, {"kind": "registry"}, Tally())
    with TemporaryDirectory() as folder:
        made = target or Path(folder) / "inventory.html"
        html = exporter("html")
        make = html.maker({})
        entries = [entry(item(number)) for number in range(1, count + 1)]
        for one in entries:
            about.tally.add(counted(one))
        html.write(map(make, entries), made, about)
        return made.read_text("utf-8")
