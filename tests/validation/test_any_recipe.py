"""No recipe makes the judge fall over, and what is said of it can be read: random ones, sound and absurd."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support import setting

from formulary.catalogue.load import shipped
from formulary.findings import Severity
from formulary.validation.judge import judge

NUMBERS = [
    "0",
    "0.000000001",
    "0.5",
    "1",
    "2.50",
    "10",
    "100",
    "999999999.999999999",
    "1,5",
    "1e3",
    "-1",
    "١",
]
UNITS = [
    *("mg", "mcg", "g", "kg", "mL", "L", "IU", "USP units", "mmol", "mEq", "mm", "cm2", "week", "h", "C"),
    *("mg/mL", "mcg/mL", "g/L", "mg/5 mL", "IU/mL", "USP units/mL", "mmol/mL", "mEq/mL", "% w/v", "% v/v"),
    *("% w/w", "%", "mL/g", "mg/kg", "Mg", "U", "drops", "mOsm/kg", ""),
]
NAMES = [
    *(name for kind in ("ingredients", "products") for name in shipped().ids(kind)),
    *("vitamin C", "normal saline", "Kybella", "mystery", "lidoc\u0430ine", "A" * 64),
]
absurd = st.one_of(
    st.builds("{} {}".format, st.sampled_from(NUMBERS), st.sampled_from(UNITS)),
    st.sampled_from(["1:1000", "1:100,000", "1:10"]),
)


def usually(*units: str) -> st.SearchStrategy[str]:
    """A quantity of one of these units, and now and then an absurd one."""
    meant = st.builds("{} {}".format, st.integers(1, 60), st.sampled_from(units))
    return st.one_of(meant, meant, meant, meant, absurd)


AMOUNT = usually("mg", "mg", "mcg", "IU", "USP units", "mmol", "mEq")
CONCENTRATION = usually("mg/mL", "mg/mL", "% w/v", "mcg/mL", "USP units/mL", "mmol/mL", "% w/w")
VOLUME = usually("mL")


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


HOW = {"volume": VOLUME, "amount": AMOUNT, "concentration": CONCENTRATION, "qs": st.just(value=True)}


@st.composite
def component(draw: st.DrawFn) -> dict[str, Any]:
    part: dict[str, Any] = {draw(st.sampled_from(["ingredient", "product"])): draw(st.sampled_from(NAMES))}
    how = draw(st.sampled_from(["volume", "amount", "concentration", "qs", "dry"]))
    if how == "dry":
        part |= {"dry": True} | draw(
            st.sampled_from([{"amount": AMOUNT}, {"concentration": CONCENTRATION}]).flatmap(
                st.fixed_dictionaries
            )
        )
        part |= draw(some(displacement=usually("mL/g")))
    else:
        part[how] = draw(HOW[how])
        part |= draw(some(strength=CONCENTRATION)) if "ingredient" in part else {}
    odd = draw(st.integers(0, 5)) == 0
    return part | ({"as": draw(st.sampled_from(["zinc", "lidocaine", "copper", "retinol"]))} if odd else {})


numbing = st.fixed_dictionaries(
    {"how": st.sampled_from(["in-formula", "separate-injection", "topical", "cooling", "none"])},
    optional={"product": st.sampled_from(NAMES), "amount": VOLUME, "reason": st.just("numb")},
)
administration = some(
    technique=st.sampled_from(["nappage", "point-by-point", "needle-free-ultrasound"]),
    needle=some(length=usually("mm"), gauge=st.integers(18, 34)),
    points=st.integers(1, 200),
    volume_per_point=usually("mL"),
    volume_per_session=usually("mL"),
    area=usually("cm2"),
    sessions=st.integers(1, 30),
    interval=usually("week"),
    patient_weight=usually("kg"),
    numbing=numbing,
)
preparation = some(
    setting=st.sampled_from(["immediate-use", "category-1", "category-2", "category-3"]),
    beyond_use=usually("h"),
    storage=some(temperature=st.sampled_from(["2-8 C", "20-25 C", "frozen"])),
)
recipes = st.fixed_dictionaries(
    {
        "format": st.just("recipe/1"),
        "id": st.just("random"),
        "title": st.just("Random"),
        "indication": st.sampled_from([*shipped().ids("indications"), "hair loss", "gout"]),
        "route": st.sampled_from(
            ["intradermal", "subcutaneous", "intralesional", "infiltration", "intramuscular", "transdermal"]
        ),
        "volume": st.one_of(st.sampled_from(["10 mL", "2.5 mL", "50 mL"]), VOLUME),
        "components": st.lists(component(), min_size=1, max_size=6),
    },
    optional={
        "profile": st.sampled_from(["cocktail", "single-agent", "other"]),
        "site": st.sampled_from(["scalp", "face", "moon"]),
        "species": st.sampled_from(["human", "equine"]),
        "policy": st.sampled_from([*shipped().ids("policies"), "other"]),
        "density": usually("g/mL"),
        "administration": administration,
        "preparation": preparation,
        "patient": some(contraindications=st.lists(st.sampled_from(["sulfite", "locals"]), unique=True)),
    },
)


@given(recipes)
def test_any_recipe_can_be_judged(recipe: dict[str, Any]) -> None:
    outcome = judge(json.dumps(recipe).encode(), "random.json", "json", setting())
    assert outcome.recipe == "random"
    for item in outcome.reported:
        finding = item.finding
        assert item.span is not None
        assert finding.message
        assert "None" not in finding.message + finding.help
        assert "\n" not in finding.message + finding.help
        assert not finding.not_checked or not outcome.clean
        assert item.severity in Severity
    places = [(item.span.line, item.span.column) for item in outcome.reported if item.span]
    assert places == sorted(places)
    again = judge(json.dumps(recipe).encode(), "random.json", "json", setting())
    assert again == outcome
