"""Every recipe comes out as it does by hand: the solver against `bench`, on random real cocktails."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bench import Batch, entries, make, one_ml, read
from hypothesis import given
from hypothesis import strategies as st
from support import data_of

from formulary.catalogue.load import shipped
from formulary.domain.build import build
from formulary.mixture.solve import solve
from formulary.mixture.steps import share_step, total_steps

if TYPE_CHECKING:
    from fractions import Fraction

UNITS = {
    "mass": ("mg", "mcg", "g"),
    "IU": ("IU",),
    "USP": ("USP units",),
    "amount": ("mmol",),
    "equivalents": ("mEq",),
    "volume": ("mL",),
}


@st.composite
def number(draw: st.DrawFn, most: int = 9999, places: int = 3) -> str:
    """A decimal as people write it, more than zero."""
    digits, decimals = draw(st.integers(1, most)), draw(st.integers(0, places))
    return f"{Decimal(digits).scaleb(-decimals):f}"


def name_of(draw: st.DrawFn, entry: dict[str, Any]) -> str:
    return draw(st.sampled_from([entry["id"], entry["name"], *entry.get("synonyms", ())]))


def any_entry(kind: str, *telling: str) -> st.SearchStrategy[dict[str, Any]]:
    """An entry of the seed, more often one of the few that have a telling key."""
    every = sorted(entries(kind).values(), key=lambda entry: entry["id"])
    few = [st.sampled_from([entry for entry in every if key in entry]) for key in telling]
    return st.one_of(st.sampled_from(every), *few)


def kinds_of(entry: dict[str, Any]) -> list[str]:
    """In what the amounts of an ingredient can be stated and turned into mg."""
    kinds = ["mass"]
    kinds += ["amount"] if "molar_mass" in entry else []
    kinds += ["equivalents"] if "molar_mass" in entry and "valence" in entry else []
    activities = [part for part in entry.get("activity", ()) if "equals" in part and not part.get("of")]
    return kinds + ["IU" if part["unit"] == "IU" else "USP" for part in activities]


def concentration(draw: st.DrawFn, kind: str, *, ratio: bool = False) -> str:
    """A concentration of one kind, in one of its spellings."""
    unit = draw(st.sampled_from(UNITS[kind]))
    forms = [f"{{}} {unit}/mL", f"{{}} {unit}/5 mL", f"{{}} {unit} per 2.5 mL", f"{{}} {unit}/L"]
    forms += ["{} % w/v"] if kind == "mass" else []
    if ratio and draw(st.booleans()):
        return draw(st.sampled_from(["1:100000", "1:200,000", "1:1000", "1:80,000"]))
    return draw(st.sampled_from(forms)).format(draw(number()))


def stated(draw: st.DrawFn, kind: str, *, dense: bool, ratio: bool = False) -> dict[str, str]:
    """An amount or a final concentration of one kind."""
    if draw(st.booleans()):
        return {"amount": f"{draw(number())} {draw(st.sampled_from(UNITS[kind]))}"}
    if kind == "mass" and dense and draw(st.booleans()):
        return {"concentration": f"{draw(number(99, 2))} % w/w"}
    if kind == "volume":
        return {"concentration": f"{draw(number(99, 2))} % v/v"}
    return {"concentration": concentration(draw, kind, ratio=ratio)}


def of_product(draw: st.DrawFn, *, dense: bool) -> dict[str, Any]:
    entry = draw(any_entry("products", "reconstitute", "excipients"))
    part: dict[str, Any] = {"product": name_of(draw, entry)}
    actives = [key for key, _, active in one_ml(entry["id"]) if active]
    if len(actives) != 1 or len(entry["contains"]) != 1 or draw(st.booleans()):
        return part | {"volume": f"{draw(number(999))} mL"}
    name, basis, kind = actives[0]
    substance = entries("ingredients")[name]
    if kind not in kinds_of(substance):
        how = stated(draw, kind, dense=False)
        if kind == "volume" and "amount" in how:
            how = {"concentration": "50 % v/v"}
        return part | how
    part |= stated(draw, draw(st.sampled_from(kinds_of(substance))), dense=dense)
    moieties = [item["name"] for item in substance.get("moieties", ())]
    read_as = read(part.get("amount") or part["concentration"])[0].split(" ")[0]
    if read_as == "mass" and basis:  # a mass beside a label that counts a moiety must say what it counts
        part["as"] = basis
    elif read_as == "mass" and moieties and draw(st.booleans()):
        part["as"] = draw(st.sampled_from(moieties))
    return part


def of_ingredient(draw: st.DrawFn, *, dense: bool) -> dict[str, Any]:
    entry = draw(any_entry("ingredients", "valence", "ratio_strength", "moieties", "activity"))
    part: dict[str, Any] = {"ingredient": name_of(draw, entry)}
    kinds, ratio = kinds_of(entry), "ratio_strength" in entry
    kind = draw(st.sampled_from(kinds))
    moieties = [item["name"] for item in entry.get("moieties", ())]
    if kind == "mass" and moieties and draw(st.booleans()):
        part["as"] = draw(st.sampled_from(moieties))
    if draw(st.booleans()):
        part |= {"dry": True} | stated(draw, kind, dense=dense, ratio=ratio)
        return part | ({"displacement": f"{draw(number(99))} mL/g"} if draw(st.booleans()) else {})
    if entry["category"] == "vehicle" and draw(st.booleans()):
        part.pop("as", None)
        return part | draw(st.sampled_from([{"volume": "2 mL"}, {"strength": "70 % v/v", "volume": "3 mL"}]))
    part["strength"] = concentration(draw, kind, ratio=ratio and "as" not in part)
    if draw(st.booleans()):
        return part | {"volume": f"{draw(number(999))} mL"}
    wanted = kind if "as" in part else draw(st.sampled_from(kinds))
    return part | stated(draw, wanted, dense=dense, ratio=ratio and wanted == "mass")


@st.composite
def recipes(draw: st.DrawFn) -> dict[str, Any]:
    """A recipe of one to six components, some twice, some preserved, most of them filled up."""
    dense = draw(st.booleans())
    makers = st.sampled_from([of_product, of_product, of_ingredient])
    parts = [draw(makers)(draw, dense=dense) for _ in range(draw(st.integers(0, 5)))]
    if parts and draw(st.integers(0, 4)) == 0:
        parts.append(dict(draw(st.sampled_from(parts))))
    filler = draw(
        st.sampled_from(["", "product: sodium-chloride-0.9", "product: SWFI", "ingredient: ethanol"])
    )
    if filler or not parts:
        key, _, name = (filler or "product: normal saline").partition(": ")
        parts.insert(draw(st.integers(0, len(parts))), {key: name, "qs": True})
    administration = {"volume_per_session": f"{draw(number(999))} mL"} if draw(st.booleans()) else {}
    return {
        "format": "recipe/1",
        "id": "random",
        "title": "Random",
        "indication": "alopecia",
        "route": "intradermal",
        "volume": f"{draw(number(9999, 1))} mL",
        "components": parts,
        **({"density": f"{draw(number(99, 2))} g/mL"} if dense else {}),
        **({"administration": administration} if administration else {}),
    }


@given(recipes())
def test_a_cocktail_comes_out_as_by_hand(recipe: dict[str, Any]) -> None:
    expected = make(recipe)
    found = solve(build(data_of(json.dumps(recipe))), shipped())
    assert all(portion.gap is None for portion in found.portions), found.portions
    assert found.volume is not None
    assert found.filled is not None
    assert found.session is not None
    volumes = [portion.volume and portion.volume.fraction for portion in found.portions]
    assert [volume or 0 for volume in volumes] == expected.parts
    assert found.volume.fraction == expected.volume
    assert found.session.fraction == expected.session
    filled = [
        v or 0 for v, part in zip(expected.parts, recipe["components"], strict=True) if "qs" not in part
    ]
    assert found.filled.fraction == sum(filled)
    totals = {(one.ingredient, one.basis, one.kind): one.amount.fraction for one in found.totals}
    assert totals == expected.holds
    for one in found.totals:
        final = one.amount / found.volume
        assert final.fraction == expected.holds[one.ingredient, one.basis, one.kind] / expected.volume
        assert sum(share.amount.fraction for share in one.shares) == one.amount.fraction
        assert one in found.by_ingredient[one.ingredient]
    assert sum(map(len, found.by_ingredient.values())) == len(found.totals)


@given(recipes())
def test_the_steps_say_what_was_computed(recipe: dict[str, Any]) -> None:
    expected: Batch = make(recipe)
    found = solve(build(data_of(json.dumps(recipe))), shipped())
    for one in found.totals:
        key = (one.ingredient, one.basis, one.kind)
        *parts, last = total_steps(one, found)
        assert parts[: len(one.shares)] == [share_step(share, found) for share in one.shares]
        assert _said(last) in (None, expected.holds[key] / expected.volume), last
        assert _said(last.partition(" in ")[0]) in (None, expected.holds[key]), last
        for share in one.shares:
            line = share_step(share, found)
            weighed = "weighed in" in line and "=" not in line
            assert weighed or _said(line) in (None, share.amount.fraction), line
    for portion, volume in zip(found.portions, expected.parts, strict=True):
        assert (portion.volume and portion.volume.fraction) in (None, volume or 0), portion.id


def _said(line: str) -> Fraction | None:
    """The exact quantity that ends a step; None where the step says that it is rounded."""
    text = line.rpartition("= ")[2].strip()
    return None if "≈" in text else read(text)[1]
