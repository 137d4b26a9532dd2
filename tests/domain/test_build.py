"""From data of the right shape to a Recipe: every quantity exact, or refused by name and reported once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import codes, errors, formula, outcome_of, recipe_of

from formulary.catalogue.load import shipped
from formulary.domain.catalogue import Source
from formulary.units import Exact, Quantity, Refused

if TYPE_CHECKING:
    from formulary.domain.recipe import Recipe

PARTS = "product: sodium-chloride-0.9, qs: true"


def quantities(recipe: Recipe) -> dict[tuple[str | int, ...], str]:
    """The refused quantities of a recipe: where, and by which rule."""
    return {item.path: item.refused.code for item in recipe.refused}


def test_a_recipe_keeps_what_its_author_wrote() -> None:
    recipe = recipe_of(
        formula(
            "ingredient: biotin, dry: true, concentration: 1.0 mg/mL, displacement: 0.67 mL/g\n"
            "product: zinc-sulfate-1-mg-zn, amount: 4 mg, as: zinc\n" + PARTS,
            more="density: 1.02 g/mL\nprofile: cocktail\nsite: scalp\npolicy: us",
        )
    )
    powder, zinc, filler = recipe.components
    assert (powder.key, powder.name, powder.how, powder.dry) == (
        "ingredient",
        "biotin",
        "concentration",
        True,
    )
    assert isinstance(powder.stated, Quantity)
    assert (powder.stated.text, powder.stated.base) == ("1.0 mg/mL", Exact(1))
    assert isinstance(powder.displacement, Quantity)
    assert (zinc.key, zinc.how, zinc.basis, zinc.path) == ("product", "amount", "zinc", ("components", 1))
    assert (filler.how, filler.stated, filler.strength, filler.dry) == ("qs", None, None, False)
    assert isinstance(recipe.density, Quantity)
    assert recipe.density.base == Exact(1020)
    assert (recipe.profile, recipe.site, recipe.policy) == ("cocktail", "scalp", "us")
    assert recipe.refused == ()


def test_what_is_left_out_has_its_default() -> None:
    recipe = recipe_of(formula(PARTS))
    assert (recipe.species, recipe.profile, recipe.site, recipe.policy) == ("human", "", "", "")
    assert recipe.density is None
    given = recipe.administration
    assert given.points is given.sessions is given.numbing is given.patient_weight is None
    assert given.technique == ""


def test_the_administration_is_read_in_full() -> None:
    given = recipe_of(
        formula(
            PARTS,
            more="""
            administration:
              technique: nappage
              needle: {length: 4 mm, gauge: 30}
              points: 50
              volume_per_point: 0.05 mL
              volume_per_session: 2.5 mL
              area: 100 cm2
              sessions: 6
              interval: 2 weeks
              duration: 20 min
              patient_weight: 50 kg
              numbing: {how: topical, product: EMLA, amount: 2 g, area: 10 cm2, duration: 30 min}
            """,
        )
    ).administration
    assert (given.technique, given.gauge, given.points, given.sessions) == ("nappage", 30, 50, 6)
    assert given.numbing is not None
    bases = [
        given.needle_length,
        given.volume_per_point,
        given.volume_per_session,
        given.area,
        given.interval,
        given.patient_weight,
        given.numbing.amount,
        given.numbing.area,
    ]
    assert [item.base.fraction if isinstance(item, Quantity) else None for item in bases] == [
        *(4, Exact.of("0.05").fraction, Exact.of("2.5").fraction, 100),
        *(2 * 7 * 24 * 60, 50_000_000, 2000, 10),
    ]


@pytest.mark.parametrize(
    ("part", "field", "code"),
    [
        ('volume: "1,5 mL"', "volume", "FML401"),
        ('volume: "1.5"', "volume", "FML401"),
        ("volume: 2 mg", "volume", "FML403"),
        ("volume: 2 ML", "volume", "FML402"),
        ("volume: 0 mL", "volume", "FML401"),
        ("amount: 2 mL", "amount", "FML403"),
        ("amount: 0 mg", "amount", "FML401"),
        ("concentration: 2 mg", "concentration", "FML403"),
        ("concentration: 2 %", "concentration", "FML402"),
        ("concentration: 0.00 mg/mL", "concentration", "FML401"),
    ],
)
def test_a_quantity_that_means_nothing_there_is_refused(part: str, field: str, code: str) -> None:
    text = formula(f"product: lidocaine-2-percent, {part}\n{PARTS}")
    recipe = recipe_of(text)
    assert quantities(recipe) == {("components", 0, field): code}
    assert isinstance(recipe.components[0].stated, Refused)
    assert code in errors(outcome_of(text))


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ("density: 1 mg", ("density",), "FML403"),
        ("density: 0 g/mL", ("density",), "FML401"),
        ("administration: {patient_weight: 0 kg}", ("administration", "patient_weight"), "FML401"),
        ("administration: {patient_weight: 50 mL}", ("administration", "patient_weight"), "FML403"),
        ("administration: {area: 0 cm2}", ("administration", "area"), "FML401"),
        ("administration: {area: 5 cm}", ("administration", "area"), "FML403"),
        ("administration: {volume_per_point: 0 mL}", ("administration", "volume_per_point"), "FML401"),
        ("administration: {volume_per_session: 0 mL}", ("administration", "volume_per_session"), "FML401"),
        ("administration: {needle: {length: 4 mL}}", ("administration", "needle", "length"), "FML403"),
        ("administration: {interval: 2 mg}", ("administration", "interval"), "FML403"),
        ("administration: {duration: 0 min}", ("administration", "duration"), "FML401"),
        (
            "administration: {numbing: {how: topical, amount: 2 cm2}}",
            ("administration", "numbing", "amount"),
            "FML403",
        ),
        ("preparation: {beyond_use: 24 mL}", ("preparation", "beyond_use"), "FML403"),
    ],
)
def test_other_places_are_read_as_strictly(more: str, path: tuple[str, ...], code: str) -> None:
    text = formula(f"product: lidocaine-2-percent, volume: 1 mL\n{PARTS}", more=more)
    assert quantities(recipe_of(text)) == {path: code}
    found = [item for item in outcome_of(text).reported if item.finding.path == path]
    assert [item.finding.code for item in found] == [code]


def test_a_batch_of_no_volume_is_refused_and_what_depends_on_it_stays_silent() -> None:
    text = formula(
        "product: lidocaine-2-percent, volume: 1 mL\n" + PARTS, volume="0 mL", indication="alopecia"
    )
    assert quantities(recipe_of(text)) == {("volume",): "FML401"}
    assert not {code for code in codes(outcome_of(text)) if code.startswith(("FML3", "FML404", "FML406"))} - {
        "FML308",
        "FML304",
    }


def test_strength_and_displacement_are_read_where_they_stand() -> None:
    recipe = recipe_of(
        formula(
            "ingredient: lidocaine, strength: 20 mg, volume: 1 mL\n"
            "ingredient: biotin, dry: true, amount: 1 mg, displacement: 0.67 g\n" + PARTS
        )
    )
    assert quantities(recipe) == {
        ("components", 0, "strength"): "FML403",
        ("components", 1, "displacement"): "FML403",
    }


def test_a_powder_may_displace_nothing() -> None:
    recipe = recipe_of(formula("ingredient: biotin, dry: true, amount: 1 mg, displacement: 0 mL/g\n" + PARTS))
    assert recipe.refused == ()


def test_nothing_of_a_recipe_or_an_entry_can_be_changed() -> None:
    recipe = recipe_of(formula(PARTS))
    with pytest.raises(AttributeError):
        recipe.id = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        recipe.components[0].how = "volume"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        shipped().ingredient("biotin").id = "other"  # type: ignore[misc]


def test_a_source_reads_as_a_title_and_a_place() -> None:
    assert str(Source("A label", "section 2", "2026-11-22", "label")) == "A label, section 2"
