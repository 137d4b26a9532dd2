"""Many recipes together: an id is taken once, a formula that is nearly there already is pointed out."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import formula, ingredient, outcome_of, product, setting, small

from formulary.validation.collection import _REACH, Collection, Entry, _step, alike
from formulary.validation.judge import judge
from formulary.validation.outcome import Tally
from formulary.validation.run import Choice, run

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.validation.outcome import Outcome

CHOICE = Choice("us", forced=False, select=(), ignore=())


def components(
    volume: str, lidocaine: str = "lidocaine-1-percent", vehicle: str = "sodium-chloride-0.9"
) -> list[dict[str, Any]]:
    return [{"product": lidocaine, "volume": volume}, {"product": vehicle, "qs": True}]


def recipe(id_: str, lidocaine: str = "5 mL", **more: Any) -> dict[str, Any]:
    return {
        "format": "recipe/1",
        "id": id_,
        "title": "Example",
        "indication": "local-anesthesia",
        "route": "infiltration",
        "volume": "30 mL",
        "components": components(lidocaine),
        "administration": {"patient_weight": "50 kg"},
    } | more


def said(outcome: Outcome) -> str:
    """A rendering that every process can import: only what is said of many recipes together."""
    return "".join(
        f"{outcome.name}:{item.span.line if item.span else 0} {item.finding.code} {item.finding.message}\n"
        for item in outcome.reported
        if item.finding.code.startswith("FML8")
    )


def collected(paths: list[str], jobs: int = 1, choice: Choice = CHOICE) -> tuple[list[str], Tally]:
    tally, texts = Tally(), []
    for done in run(paths, choice, said, jobs):
        tally.merge(done.tally)
        texts += done.texts
    return "".join(texts).splitlines(), tally


def write(folder: Path, name: str, *recipes: dict[str, Any]) -> str:
    path = folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in recipes), "utf-8")
    return str(path)


def test_the_second_of_two_files_with_one_id_is_told_of_the_first(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, f"{name}.json", recipe("one", volume))
        for name, volume in (("b", "5 mL"), ("a", "9 mL"))
    ]
    found, tally = collected(paths)
    assert len(found) == 1
    assert found[0].startswith(f"{paths[1]}:1 FML801 ")
    assert f"{paths[0]}:1:30" in found[0], "the first is named with line and column"
    assert tally.errors == 1
    assert (tally.files, tally.recipes) == (2, 2)


def test_lines_of_one_stream_and_files_beside_it_are_one_collection(tmp_path: Path) -> None:
    stream = write(tmp_path, "many.ndjson", recipe("one"), recipe("two", "9 mL"), recipe("one", "7 mL"))
    file = write(tmp_path, "two.json", recipe("two", "3 mL"))
    found, _ = collected([stream, file])
    assert [line.partition(" the id")[0] for line in found] == [f"{stream}:3 FML801", f"{file}:1 FML801"]
    assert f"{stream}:2:" in found[1]


def test_two_sessions_of_one_id_are_told_apart_from_recipes(tmp_path: Path) -> None:
    """A visit may be called as the recipe that is given in it."""
    recipes = write(tmp_path, "one.json", recipe("one"))
    visit = {"format": "session/1", "id": "one", "recipes": [{"recipe": "one", "volume": "5 mL"}]}
    first, second = (write(tmp_path, f"visit-{name}.json", visit) for name in "ab")
    found, tally = collected([recipes, first, second])
    assert [line.partition(" the id")[0] for line in found] == [f"{second}:1 FML801"]
    assert f"{first}:1:" in found[0]
    assert (tally.recipes, tally.sessions, tally.clean, tally.errors) == (1, 2, 1, 1)
    assert collected([recipes, first])[0] == []


def test_a_recipe_that_only_its_shape_condemns_takes_its_id_too(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "a.json", recipe("one") | {"volume": 3}),
        write(tmp_path, "b.json", recipe("one")),
    ]
    found, _ = collected(paths)
    assert [line.split()[1] for line in found] == ["FML801"]


def test_a_clean_recipe_whose_id_is_taken_is_not_clean(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{name}.json", recipe("one")) for name in "ab"]
    one, both = collected(paths[:1])[1], collected(paths)[1]
    assert one.clean == 1, "the example is to be clean by itself"
    assert both.clean == 1
    assert collected(paths, choice=CHOICE._replace(ignore=("FML8",)))[1].left_out == 1


@pytest.mark.parametrize(
    ("change", "near"),
    [
        ({}, True),
        ({"volume": "60 mL", "components": components("10 mL")}, True),
        ({"components": components("5.05 mL")}, True),
        ({"components": components("5.06 mL")}, False),
        ({"components": components("4.94 mL")}, False),
        ({"route": "subcutaneous"}, False),
        ({"species": "equine"}, False),
        ({"components": components("5 mL", "lidocaine-2-percent")}, False),
        ({"components": components("5 mL", vehicle="water-for-injection")}, False),
    ],
)
def test_what_is_nearly_the_same_formula(change: dict[str, Any], near: bool) -> None:  # noqa: FBT001
    collection = Collection(setting())
    found = []
    for one in (recipe("first"), recipe("second") | change):
        outcome = judge(json.dumps(one).encode(), f"{one['id']}.json", "json", setting())
        assert outcome.facts
        assert outcome.facts.kind
        found.append(collection.add(Entry(outcome.name, outcome.facts, outcome.clean)))
    assert found[0] is None
    assert (found[1] is not None) == near
    if found[1]:
        [item] = found[1].reported
        assert item.finding.code == "FML802"
        assert "`first` in `first.json:1:30`" in item.finding.message


def test_a_formula_that_is_not_all_known_is_compared_with_none() -> None:
    unknown = {
        "components": [
            {"product": "dexpanthenol-250", "volume": "2 mL"},
            {"ingredient": "lidocain", "qs": True},
        ]
    }
    for change in (unknown, {"volume": "3 mL"}, {"indication": "nothing"}):
        outcome = judge(json.dumps(recipe("one") | change).encode(), "a.json", "json", setting())
        assert outcome.facts
        assert (outcome.facts.kind == "") == (change != {"volume": "3 mL"})


numbers = st.builds(Fraction, st.integers(0, 10**6), st.integers(1, 10**6))


@given(numbers, st.integers(-1500, 1500))
def test_alike_means_one_percent_of_the_larger_and_is_found_by_its_step(one: Fraction, off: int) -> None:
    other = one * (100_000 + off) / 100_000
    near = abs(one - other) * 100 <= max(one, other)
    assert alike(str(one), str(other)) == alike(str(other), str(one)) == near
    if near:
        assert abs(_step(str(one)) - _step(str(other))) <= _REACH


def test_near_duplicates_beyond_a_thousand_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formulary.validation.collection.MOST_NEAR", 3)
    path = write(tmp_path, "many.ndjson", *(recipe(f"r{number}") for number in range(6)))
    found, tally = collected([path])
    assert [line.split()[1] for line in found] == ["FML802"] * 4
    assert found[-1].endswith(" 2 more recipes nearly repeat another")
    assert tally.codes["FML802"] == 4
    path = write(tmp_path, "few.ndjson", *(recipe(f"r{number}") for number in range(4)))
    assert len(collected([path])[0]) == 3, "none is left to count"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("100", "99", True),
        ("99", "100", True),
        ("100", "9899/100", False),
        ("0", "0", True),
        ("0", "1/1000000", False),
        ("1 100", "1 98", False),
        ("1 2", "1 2", True),
    ],
)
def test_a_hundredth_of_the_larger_is_the_most(one: str, other: str, near: bool) -> None:  # noqa: FBT001
    assert alike(one, other) == near


def test_traces_without_a_figure_tell_formulas_apart(tmp_path: Path) -> None:
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug") + ingredient("rubber"),
        products=product("plain", "{ingredient: drug, strength: 10 mg/mL}")
        + product("same", "{ingredient: drug, strength: 10 mg/mL}")
        + product("traced", "{ingredient: drug, strength: 10 mg/mL}, {ingredient: rubber, strength: trace}"),
    )
    kinds = {}
    for name in ("plain", "same", "traced"):
        facts = outcome_of(formula(f"product: {name}, volume: 10 mL"), catalogue).facts
        assert facts
        kinds[name] = facts.kind
    assert kinds["plain"] == kinds["same"] != ""
    assert kinds["traced"] not in ("", kinds["plain"])


def test_many_recipes_are_told_the_same_on_all_cores(tmp_path: Path) -> None:
    recipes = [recipe(f"r{number % 700}", f"{number % 290 / 10 + 0.1:.1f} mL") for number in range(900)]
    paths = [write(tmp_path, f"{number:03}.json", one) for number, one in enumerate(recipes[:200])]
    paths.append(write(tmp_path, "many.ndjson", *recipes[200:]))
    serial, tally = collected(paths, jobs=1)
    parallel, counted = collected(paths, jobs=2)
    assert serial == parallel
    assert tally == counted
    taken = [line for line in serial if " FML801 " in line]
    assert len(taken) == 200
    assert tally.codes["FML801"] == 200
    assert tally.codes["FML802"] > 300
