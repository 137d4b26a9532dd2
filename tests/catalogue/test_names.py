"""What people call things is found: in any case and spacing, by synonym and brand, and as it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import ingredient, product, small

from formulary.catalogue.load import shipped
from formulary.catalogue.names import normal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "kind", "entry"),
    [
        ("lidocaine", "ingredients", "lidocaine-hydrochloride"),
        ("lignocaine", "ingredients", "lidocaine-hydrochloride"),
        ("Xylocaine", "ingredients", "lidocaine-hydrochloride"),
        ("vitamin C", "ingredients", "ascorbic-acid"),
        ("Vitamin  c", "ingredients", "ascorbic-acid"),
        ("vitamin-c", "ingredients", "ascorbic-acid"),
        ("B12", "ingredients", "cyanocobalamin"),
        ("normal saline", "products", "sodium-chloride-0.9"),
        ("sodium chloride 0.9%", "products", "sodium-chloride-0.9"),
        ("water for injection", "ingredients", "water-for-injection"),
        ("hyaluronidase", "ingredients", "hyaluronidase"),
        ("phosphatidylcholine", "ingredients", "phosphatidylcholine"),
        ("sodium deoxycholate", "ingredients", "sodium-deoxycholate"),
        ("liquid silicone", "ingredients", "liquid-silicone"),
        ("adrenaline", "ingredients", "epinephrine"),
        ("Kybella", "products", "deoxycholic-acid-10"),
        ("botulinum toxin type A", "ingredients", "botulinum-toxin-type-a"),
    ],
)
def test_what_people_say_is_found(name: str, kind: str, entry: str) -> None:
    for asked in ("ingredients", "products"):
        found = shipped().resolve(name, asked)
        assert found is not None
        if found.kind == kind:
            assert found.id == entry
    resolved = shipped().resolve(name, kind)
    assert resolved is not None
    assert (resolved.kind, resolved.id) == (kind, entry)


@pytest.mark.parametrize(
    ("name", "preferred"),
    [
        ("dexpanthenol", ""),
        ("Dexpanthenol", ""),
        ("ascorbic acid", ""),
        ("ascorbic-acid", ""),
        ("vitamin C", "ascorbic-acid"),
        (" dexpanthenol", "dexpanthenol"),
    ],
)
def test_a_synonym_says_the_preferred_name(name: str, preferred: str) -> None:
    found = shipped().resolve(name, "ingredients")
    assert found is not None
    assert found.preferred == preferred


@pytest.mark.parametrize("name", ["", "x", "alopecia", "lido caine", "ascorbic", "vitamin"])
def test_what_is_not_a_name_is_not_found(name: str) -> None:
    assert shipped().resolve(name, "ingredients") is None


def test_an_indication_stands_apart_from_substances() -> None:
    found = shipped().resolve("Hair Loss", "indications")
    assert found is not None
    assert (found.id, found.preferred) == ("alopecia", "alopecia")
    assert shipped().resolve("lidocaine", "indications") is None


def test_a_name_means_the_kind_that_is_asked_for(tmp_path: Path) -> None:
    catalogue = small(
        tmp_path,
        ingredients=ingredient("drug") + ingredient("other"),
        products=product("drug", "{ingredient: drug, strength: 1 mg/mL}"),
    )
    for kind in ("ingredients", "products"):
        found = catalogue.resolve("drug", kind)
        assert found is not None
        assert found.kind == kind
    found = catalogue.resolve("other", "products")
    assert found is not None
    assert found.kind == "ingredients"


def test_the_nearest_names() -> None:
    assert shipped().nearest("lidocane", "ingredients")[0] == "lidocaine-hydrochloride"
    assert len(shipped().nearest("lidocane", "ingredients", "products")) <= 3
    assert shipped().nearest("alopesia", "indications")[0] == "alopecia"
    assert shipped().nearest("qqqqqqqqqq", "ingredients") == []


def test_entries_by_id() -> None:
    for kind, get in (
        ("ingredients", shipped().ingredient),
        ("products", shipped().product),
        ("indications", shipped().indication),
        ("policies", shipped().policy),
    ):
        assert shipped().ids(kind) == sorted(shipped().data[kind])
        for name in shipped().ids(kind):
            assert get(name) is get(name)
            assert get(name).id == name
        with pytest.raises(KeyError):
            get("no-such-entry")


def test_asking_for_many_names_does_not_fill_the_memory(tmp_path: Path) -> None:
    catalogue = small(tmp_path, ingredients=ingredient("drug"))
    for number in range(50_100):
        assert catalogue.resolve(str(number), "ingredients") is None
    assert len(catalogue._resolved) < 50_002  # noqa: SLF001 - the memory itself is what is tested
    assert catalogue.resolve("drug", "ingredients") is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vitamin  C", "vitamin-c"),
        ("STRASSE", "straße"),
        ("a_b", "A B"),
        (" x ", "x"),
        ("α-Lipoic", "Α lipoic"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_a_point_tells_names_apart() -> None:
    assert normal("sodium-chloride-0.9") != normal("sodium-chloride-09")
