"""What a policy says of one use of an ingredient: every status, and which of several rows speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import case_of, formula, ingredient, product, small

from formulary.limits.standings import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue

    Make = Callable[..., Catalogue]

STOCK = "ingredient: drug, strength: 10 mg/mL, volume: 10 mL"
POWDER = "ingredient: drug, dry: true, amount: 10 mg"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A catalogue with these standings, each row about `drug` unless it names a group."""

    def made(*rows: str) -> Catalogue:
        named = [
            row if "group:" in row or "ingredient:" in row else f"ingredient: drug, {row}" for row in rows
        ]
        listed = [f"- {{{row}, source: s, evidence: label}}\n" for row in named]
        return small(
            tmp_path,
            ingredients=ingredient("drug", "groups: [drugs, old-drugs]")
            + ingredient("other", "groups: [drugs]"),
            products=product(
                "pair", "{ingredient: drug, strength: 1 mg/mL}, {ingredient: other, strength: 1 mg/mL}"
            ),
            standings="".join(listed),
        )

    return made


def status(catalogue: Catalogue, part: str = STOCK, **use: str) -> Status:
    (judged,) = case_of(formula(part, **use), catalogue).judged
    return judged.judgement.status


def test_a_row_on_a_group_counts_only_for_what_it_is_for(make: Make) -> None:
    row = "group: drugs, standing: prohibited, for: %s"
    assert status(make(row % "product")) is Status.PROHIBITED
    assert status(make(row % "bulk")) is Status.NONE
    assert status(make(row % "bulk"), POWDER) is Status.PROHIBITED


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("approved", Status.APPROVED),
        ("restricted", Status.APPROVED),
        ("marketed-unapproved", Status.MARKETED_UNAPPROVED),
        ("bulk-permitted", Status.BULK_PERMITTED),
        ("unapproved", Status.UNAPPROVED),
        ("prohibited", Status.PROHIBITED),
        ("withdrawn", Status.PROHIBITED),
    ],
)
def test_each_standing_has_its_status(make: Make, standing: str, expected: Status) -> None:
    assert status(make(f"standing: {standing}")) is expected
    assert status(make(f"standing: {standing}, discontinued: true")) is expected


def test_no_row_is_no_standing(make: Make) -> None:
    catalogue = make()
    assert status(catalogue) is Status.NONE
    (judged,) = case_of(formula(STOCK), catalogue).judged
    assert judged.judgement.row is None
    assert judged.settled


@pytest.mark.parametrize(
    ("rows", "stock", "powder"),
    [
        (["standing: approved, for: product"], Status.APPROVED, Status.NONE),
        (["standing: bulk-permitted, for: bulk"], Status.NONE, Status.BULK_PERMITTED),
        (["standing: unapproved"], Status.UNAPPROVED, Status.UNAPPROVED),
        (
            ["standing: approved, for: product", "standing: bulk-permitted, for: bulk"],
            *(Status.APPROVED, Status.BULK_PERMITTED),
        ),
        (
            ["standing: approved, for: product", "group: drugs, standing: prohibited"],
            *(Status.APPROVED, Status.PROHIBITED),
        ),
    ],
)
def test_the_approval_of_a_product_does_not_carry_over_to_a_powder(
    make: Make, rows: list[str], stock: Status, powder: Status
) -> None:
    catalogue = make(*rows)
    assert status(catalogue, STOCK) is stock
    assert status(catalogue, POWDER) is powder


@pytest.mark.parametrize(
    ("scope", "inside", "outside"),
    [
        ("routes: [subcutaneous]", {"route": "subcutaneous"}, {}),
        ("routes: [intravenous, intradermal]", {}, {"route": "subcutaneous"}),
        ("indications: [scar]", {}, None),
        ("indications: [scar]", {"indication": "old-scar"}, None),
        ("indications: [old-scar]", {"indication": "old-scar"}, {}),
        ("sites: [arm]", {"site": "arm"}, {"site": "leg"}),
        ("species: [equine]", {"species": "equine"}, {}),
        ("species: [human, equine]", {"species": "equine"}, None),
        ("routes: [intradermal], indications: [old-scar]", {"indication": "old-scar"}, {}),
    ],
)
def test_outside_the_uses_of_its_row(
    make: Make, scope: str, inside: dict[str, str], outside: dict[str, str] | None
) -> None:
    for standing, elsewhere in (("approved", Status.OFF_LABEL), ("restricted", Status.FORBIDDEN)):
        catalogue = make(f"standing: {standing}, {scope}")
        assert status(catalogue, **inside) is Status.APPROVED
        if outside is not None:
            assert status(catalogue, **outside) is elsewhere


def test_a_site_that_is_not_stated_may_be_approved_but_is_none_to_which_a_row_restricts(make: Make) -> None:
    assert status(make("standing: approved, sites: [arm]")) is Status.APPROVED
    assert status(make("standing: restricted, sites: [arm]")) is Status.FORBIDDEN


def test_without_a_species_a_row_means_people(make: Make) -> None:
    assert status(make("standing: approved"), species="equine") is Status.OFF_LABEL


def test_outside_the_uses_of_anything_else_there_is_no_standing(make: Make) -> None:
    assert status(make("standing: unapproved, routes: [subcutaneous]")) is Status.NONE
    assert status(make("standing: marketed-unapproved, routes: [subcutaneous]")) is Status.NONE


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["standing: approved", "standing: prohibited"], Status.PROHIBITED),
        (["standing: prohibited", "standing: approved"], Status.PROHIBITED),
        (["standing: approved, routes: [intradermal]", "standing: prohibited"], Status.APPROVED),
        (["standing: approved", "standing: prohibited, routes: [intradermal]"], Status.PROHIBITED),
        (
            ["standing: unapproved", "standing: marketed-unapproved, routes: [intradermal]"],
            Status.MARKETED_UNAPPROVED,
        ),
        (["standing: approved, routes: [subcutaneous]", "standing: unapproved"], Status.UNAPPROVED),
        (
            ["standing: approved, routes: [subcutaneous]", "standing: restricted, routes: [infiltration]"],
            Status.FORBIDDEN,
        ),
        (["group: drugs, standing: prohibited", "standing: approved"], Status.APPROVED),
        (["group: drugs, standing: prohibited"], Status.PROHIBITED),
        (["group: drugs, standing: approved", "group: old-drugs, standing: unapproved"], Status.UNAPPROVED),
        (["ingredient: other, standing: approved"], Status.NONE),
    ],
)
def test_which_of_several_rows_speaks(make: Make, rows: list[str], expected: Status) -> None:
    assert status(make(*rows)) is expected


def test_every_active_of_a_product_is_judged(make: Make) -> None:
    catalogue = make("standing: approved", "ingredient: other, standing: prohibited")
    judged = case_of(formula("product: pair, volume: 10 mL"), catalogue).judged
    assert [(one.ingredient.id, one.judgement.status, one.settled) for one in judged] == [
        ("drug", Status.APPROVED, False),
        ("other", Status.PROHIBITED, True),
    ]
