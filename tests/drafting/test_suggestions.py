"""What is offered for a formula: what its labels allow for it, and first what is known of this very use."""

from __future__ import annotations

import pytest

from formulary.catalogue.load import shipped
from formulary.domain.policy import Use
from formulary.drafting.suggest import advice


def offered(indication: str, route: str, species: str = "human", policy: str = "us") -> list[list[str]]:
    known = shipped()
    entry = known.indication(indication)
    use = Use(species, route, "", entry.lineage)
    return [
        [choice.name for choice in each.choices]
        for each in advice(known, known.policy(policy), entry.profiles[0], use)
    ]


@pytest.mark.parametrize("route", ["intradermal", "subcutaneous", "infiltration", "intralesional"])
def test_nothing_is_offered_whose_label_rules_the_use_out(route: str) -> None:
    for indication in shipped().ids("indications"):
        if "human" not in shipped().indication(indication).species:
            continue
        for names in offered(indication, route):
            for name in set(names) & set(shipped().ids("products")):
                product = shipped().product(name)
                assert not (product.not_for and route in product.not_for.routes), (indication, name)
                assert not product.species, (indication, name)


def test_a_horse_is_offered_what_is_for_horses() -> None:
    names = [
        name for each in offered("equine-back-pain", "infiltration", "equine", "us-equine") for name in each
    ]
    assert "mepivacaine-2-percent-horses" in names


def test_a_dose_for_any_use_makes_nothing_the_first_to_think_of() -> None:
    """Vitamin K1, whose label has a boxed warning, was found first for hair loss."""
    vitamins = offered("alopecia", "intradermal")[0]
    assert vitamins[0] not in ("phytonadione-10", "vitamin-a-50000")
    assert offered("keloid", "intralesional")[0][0].startswith("triamcinolone-acetonide")
