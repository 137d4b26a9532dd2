"""The compiled catalogue: as good as the seed, rebuilt when stale, ignored when damaged, never needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import ingredient, write_seed

from formulary.catalogue import load
from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.compiling import compile_seed, to_json
from formulary.catalogue.stamp import LAYOUT, seed_files, stamp
from formulary.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A seed of one drug, and the place of its compiled form, both for ``load`` alone."""
    seed = write_seed(tmp_path / "seed", ingredients=ingredient("drug"))
    compiled = tmp_path / "data" / "catalogue.json"
    monkeypatch.setattr(load, "COMPILED", compiled)
    monkeypatch.setattr(load, "data_folder", lambda _: seed)
    return compiled


def shipped() -> Catalogue:
    """The catalogue as a new process would load it."""
    loader: Callable[[], Catalogue] = load.shipped.__wrapped__
    return loader()


def test_the_compiled_form_is_written_and_read_back(place: Path) -> None:
    assert shipped().ids("ingredients") == ["drug"]
    written = place.read_bytes()
    assert json.loads(written)["layout"] == LAYOUT
    assert shipped().data == json.loads(written)
    assert list(place.parent.iterdir()) == [place]


def test_a_fresh_compiled_form_is_all_that_is_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped()
    marked = json.loads(place.read_bytes())
    marked["ingredients"]["drug"]["name"] = "read from the compiled form"
    place.write_text(to_json(marked), "utf-8")
    assert shipped().ingredient("drug").name == "read from the compiled form"
    monkeypatch.setattr(load, "_compile", lambda: pytest.fail("the seed was read again"))
    assert shipped().ids("ingredients") == ["drug"]


@pytest.mark.parametrize("change", ["edit", "add", "remove", "rename"])
def test_a_stale_compiled_form_is_made_again(place: Path, change: str) -> None:
    shipped()
    seed = place.parent.parent / "seed"
    file = seed / "ingredients.yaml"
    text = file.read_text("utf-8")
    if change == "edit":
        file.write_text(text.replace("id: drug, name: drug", "id: gem, name: gem"), "utf-8")
    elif change == "add":
        (seed / "more.yaml").write_text(text.replace("id: drug, name: drug", "id: gem, name: gem"), "utf-8")
    elif change == "remove":
        file.unlink()
    else:
        file.rename(seed / "renamed.yaml")
    expected = {"edit": ["gem"], "add": ["drug", "gem"], "remove": [], "rename": ["drug"]}[change]
    assert shipped().ids("ingredients") == expected
    assert json.loads(place.read_bytes())["stamp"] == stamp(seed, seed_files(seed))


def test_a_recipe_in_the_seed_makes_nothing_stale(place: Path) -> None:
    shipped()
    before = place.stat().st_mtime_ns
    recipes = place.parent.parent / "seed" / "recipes"
    recipes.mkdir()
    (recipes / "a.yaml").write_text("format: recipe/1", "utf-8")
    shipped()
    assert place.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "not JSON",
        "[]",
        "null",
        "3",
        '"text"',
        "{}",
        '{"layout": 0}',
        "\ufffe",
        "[" * 5000 + "]" * 5000,
    ],
)
def test_a_damaged_compiled_form_is_ignored_and_made_again(place: Path, damage: str) -> None:
    place.parent.mkdir()
    place.write_text(damage, "utf-8")
    assert shipped().ids("ingredients") == ["drug"]
    assert json.loads(place.read_bytes())["layout"] == LAYOUT


@pytest.mark.parametrize("key", ["layout", "stamp"])
def test_a_form_of_another_layout_or_seed_is_not_read(place: Path, key: str) -> None:
    shipped()
    other = json.loads(place.read_bytes())
    other[key] = "other"
    other["ingredients"] = {}
    place.write_text(json.dumps(other), "utf-8")
    assert shipped().ids("ingredients") == ["drug"]


@pytest.mark.parametrize("inside", ["a-file", "/proc/nowhere"])
def test_an_installation_that_cannot_be_written_to_works(
    place: Path, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = place.parent.parent / inside
    if inside == "a-file":
        blocked.write_text("", "utf-8")
    monkeypatch.setattr(load, "COMPILED", blocked / "catalogue.json")
    assert shipped().ids("ingredients") == ["drug"]


def test_the_same_seed_gives_the_same_text() -> None:
    first, second = (to_json(compile_seed(data_folder("seed"))) for _ in range(2))
    assert first == second
    assert len(json.loads(first)["sha256"]) == 64


def test_the_stamp_tells_any_change(tmp_path: Path) -> None:
    seed = write_seed(tmp_path / "seed", ingredients=ingredient("drug"))
    before = stamp(seed, seed_files(seed))
    (seed / "ingredients.yaml").write_bytes((seed / "ingredients.yaml").read_bytes() + b"\n")
    assert stamp(seed, seed_files(seed)) != before


def test_what_is_made_from_the_compiled_form_is_what_is_made_from_the_seed() -> None:
    fresh = Catalogue(compile_seed(data_folder("seed")))
    through_text = Catalogue(json.loads(to_json(dict(fresh.data))))
    assert through_text.sha256 == fresh.sha256
    for name in fresh.ids("products"):
        assert through_text.product(name) == fresh.product(name)
    for name in fresh.ids("ingredients"):
        assert through_text.ingredient(name) == fresh.ingredient(name)
    assert through_text.policy("us").sha256 == fresh.policy("us").sha256
