"""However a dose is divided among the parts of a sitting, it adds up to the same."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spoiling import RECIPES

from formulary.catalogue.load import shipped
from formulary.domain.build import build, build_session
from formulary.rules.sitting import make_session_case

if TYPE_CHECKING:
    from formulary.domain.recipe import Recipe
    from formulary.rules.case import Case

NAMES = (
    *("lidocaine-1-percent-infiltration", "procaine-half-percent-infiltration", "hair-density-panthenol"),
    *("lidocaine-1-percent-epinephrine-infiltration", "reference-hair-dexpanthenol-zinc"),
)


@cache
def recipe(name: str) -> Recipe:
    data: dict[str, Any] = yaml.safe_load((RECIPES / f"{name}.yaml").read_text("utf-8"))
    return build(data)


def sitting(parts: list[tuple[str, int]]) -> Case:
    """A sitting of recipes, each with its volume in hundredths of a mL."""
    listed = [{"recipe": name, "volume": f"{hundredths / 100:.2f} mL"} for name, hundredths in parts]
    session = build_session({"id": "s", "patient_weight": "60 kg", "recipes": listed, "anesthesia": []})
    catalogue = shipped()
    policy = catalogue.policy("us")
    recipes = [recipe(name) for name, _ in parts]
    return make_session_case(session, recipes, [policy] * len(recipes), catalogue, policy)


def doses(case: Case) -> dict[tuple[str, str, str], Fraction | None]:
    """What is compared with each limit on a dose, per session, kg or day."""
    return {
        (found.limit.target, found.limit.on, found.limit.level): found.value and found.value.fraction
        for found in case.comparisons
        if found.limit.on in ("per-session", "per-kg", "per-day")
    }


@settings(max_examples=60)
@given(name=st.sampled_from(NAMES), volumes=st.lists(st.integers(1, 500), min_size=1, max_size=6))
def test_a_volume_in_pieces_is_the_volume(name: str, volumes: list[int]) -> None:
    whole = doses(sitting([(name, sum(volumes))]))
    assert whole
    assert doses(sitting([(name, volume) for volume in volumes])) == whole


@settings(max_examples=60)
@given(
    parts=st.lists(st.tuples(st.sampled_from(NAMES), st.integers(1, 500)), min_size=2, max_size=5),
    data=st.data(),
)
def test_the_order_of_the_parts_changes_no_dose(parts: list[tuple[str, int]], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(parts))
    assert doses(sitting(list(turned))) == doses(sitting(parts))


@settings(max_examples=60)
@given(parts=st.lists(st.tuples(st.sampled_from(NAMES), st.integers(1, 500)), min_size=1, max_size=5))
def test_a_dose_is_what_fractions_say(parts: list[tuple[str, int]]) -> None:
    """The lidocaine of each recipe, from its page: in mg/mL."""
    strength = {
        "lidocaine-1-percent-infiltration": Fraction(10),
        "procaine-half-percent-infiltration": Fraction(0),
        "hair-density-panthenol": Fraction(2),
        "lidocaine-1-percent-epinephrine-infiltration": Fraction(10),
        "reference-hair-dexpanthenol-zinc": Fraction(2),
    }
    expected = sum((strength[name] * Fraction(hundredths, 100) for name, hundredths in parts), Fraction(0))
    found = doses(sitting(parts))
    if expected:
        assert found["lidocaine-hydrochloride", "per-session", "hard"] == expected
        assert found["lidocaine-hydrochloride", "per-kg", "hard"] == expected / 60
    else:
        assert ("lidocaine-hydrochloride", "per-session", "hard") not in found
