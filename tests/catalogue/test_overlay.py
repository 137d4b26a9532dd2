"""A clinic's own folder on top of the shipped catalogue: what it adds, and what it may not do."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from formulary.catalogue.load import catalogue_with, shipped
from formulary.catalogue.overlay import check_overlay
from formulary.errors import CatalogueFaultError, UsageFaultError

if TYPE_CHECKING:
    from pathlib import Path

GRADE = "source: c, evidence: expert"
SOURCES = "sources: {c: {title: Clinic, where: page 1, read: 2026-11-22}}\n"


def ingredients(*entries: str) -> str:
    return f"format: ingredients/1\n{SOURCES}ingredients:\n" + "".join(
        f"  - {{{entry}}}\n" for entry in entries
    )


def own(name: str, more: str = "") -> str:
    return f"id: {name}, name: {name.replace('-', ' ')}, category: vitamin, class: drug{more}"


def policy(
    standings: str = "", limits: str = "", name: str = "clinic", extends: str = "us", more: str = ""
) -> str:
    head = f"""\
    format: policy/1
    id: {name}
    name: A clinic
    jurisdiction: US
    extends: {extends}
    routes: [intradermal, infiltration, subcutaneous]
    species: [human]
    effective: 2026-11-02
    review_by: 2027-01-01
    """
    listed = [
        f"{key}:\n"
        + "".join(f"  - {{{row}, source: c, evidence: expert}}\n" for row in rows.strip().splitlines())
        if rows.strip()
        else f"{key}: []\n"
        for key, rows in (("standings", standings), ("limits", limits))
    ]
    return dedent(head) + SOURCES + "".join(listed) + more


def folder(path: Path, **files: str) -> str:
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.yaml").write_text(text, "utf-8")
    return str(path)


def complaints(path: Path, **files: str) -> list[str]:
    checked = check_overlay(folder(path, **files))
    return [f"{item.place}: {item.message}".removeprefix(f"{path}/") for item in checked.complaints]


def test_what_it_adds_stands_beside_what_ships(tmp_path: Path) -> None:
    product = (
        f"format: products/1\n{SOURCES}products:\n  - {{id: clinic-stock, name: clinic stock, "
        "form: solution, contains: [{ingredient: clinic-vitamin, strength: 10 mg/mL}], "
        "composition: full, source: c, evidence: label}\n"
    )
    where = folder(
        tmp_path,
        a=ingredients(own("clinic-vitamin", ", synonyms: [vitamin Q]")),
        b=product,
        c=policy(standings="ingredient: clinic-vitamin, standing: approved"),
    )
    both = catalogue_with(where)
    resolved = both.resolve("Vitamin-Q", "ingredients")
    assert resolved is not None
    assert resolved.id == "clinic-vitamin"
    assert both.product("clinic-stock").actives == ("clinic-vitamin",)
    assert both.product("lidocaine-2-percent") == shipped().product("lidocaine-2-percent")
    assert both.policy("clinic").lineage == ("us", "clinic")
    assert both.policy("us").sha256 == shipped().policy("us").sha256
    assert both.sha256 != shipped().sha256
    assert "clinic-vitamin" not in shipped().data["ingredients"]


def test_a_policy_alone_leaves_the_hash_of_the_entries(tmp_path: Path) -> None:
    assert catalogue_with(folder(tmp_path, c=policy())).sha256 == shipped().sha256


def test_it_is_read_each_time(tmp_path: Path) -> None:
    where = folder(tmp_path, a=ingredients(own("clinic-one")))
    assert "clinic-one" in catalogue_with(where).data["ingredients"]
    folder(tmp_path, a=ingredients(own("clinic-two")))
    assert "clinic-two" in catalogue_with(where).data["ingredients"]


def test_recipes_in_it_are_no_part_of_it(tmp_path: Path) -> None:
    folder(tmp_path / "recipes", x="format: recipe/1\n")
    assert complaints(tmp_path, a=ingredients(own("clinic-one"))) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (own("biotin"), "a.yaml:4:10: `biotin` ships with the catalogue and cannot be defined anew"),
        (
            own("clinic-b7", ", synonyms: [Vitamin H]"),
            "a.yaml:4:5: `Vitamin H` is a name of `biotin`, which ships with the catalogue",
        ),
        (
            own("lidocaine-2-percent"),
            "a.yaml:4:5: `lidocaine-2-percent` is a name of `lidocaine-2-percent`",
        ),
        (own("clinic-a").replace("vitamin", "pill"), None),
    ],
)
def test_what_ships_is_not_redefined(tmp_path: Path, entry: str, message: str | None) -> None:
    with pytest.raises(CatalogueFaultError) as caught:
        catalogue_with(folder(tmp_path, a=ingredients(entry)))
    if message:
        assert caught.value.message.startswith(f"{tmp_path}/{message}")
        assert "of its own" in caught.value.help


def test_a_shipped_policy_is_not_redefined(tmp_path: Path) -> None:
    found = complaints(tmp_path, c=policy(name="us", extends="us"))
    assert found == ["c.yaml:2:5: policy `us` ships with the catalogue and cannot be changed"]


LIDOCAINE = 'ingredient: lidocaine-hydrochloride, "on": per-session'


@pytest.mark.parametrize(
    "row",
    [
        f"{LIDOCAINE}, route: any, hard: 300 mg",
        f"{LIDOCAINE}, route: any, hard: 50 mg",
        f"{LIDOCAINE}, route: intradermal, hard: 0.3 g",
        f"{LIDOCAINE}, route: any, when: {{with: epinephrine, at_least: 5 mcg/mL}}, hard: 500 mg",
        f"{LIDOCAINE}, route: any, when: {{with: epinephrine, at_least: 10 mcg/mL}}, hard: 500 mg",
        f"{LIDOCAINE}, route: any, soft: 250 mg",
    ],
)
def test_a_limit_may_be_kept_or_tightened(tmp_path: Path, row: str) -> None:
    assert complaints(tmp_path, c=policy(limits=row)) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{LIDOCAINE}, route: any, hard: 301 mg", "301 mg .* looser than the 300 mg of policy `us`"),
        (f"{LIDOCAINE}, route: any, hard: 0.301 g", "0.301 g .* looser than the 300 mg of policy `us`"),
        (f"{LIDOCAINE}, route: intradermal, hard: 400 mg", "400 mg .* looser than the 300 mg"),
        (f"{LIDOCAINE}, route: any, indication: cellulite, hard: 400 mg", "400 mg .* looser than the 300 mg"),
        (
            f"{LIDOCAINE}, route: any, when: {{with: epinephrine, at_least: 1 mcg/mL}}, hard: 500 mg",
            "500 mg .* looser than the 300 mg",
        ),
        (
            f"{LIDOCAINE}, route: any, hard: 290 mg\n{LIDOCAINE}, route: any, site: arm, hard: 301 mg",
            "301 mg .* looser than the 300 mg",
        ),
        (f"{LIDOCAINE}, route: any, hard: 1 mmol", "cannot be compared with the 300 mg"),
    ],
)
def test_a_hard_limit_is_not_loosened(tmp_path: Path, row: str, reason: str) -> None:
    found = complaints(tmp_path, c=policy(limits=row))
    assert len(found) == 1
    assert re.search(reason, found[0]), found
    assert found[0].startswith(f"c.yaml:{13 + row.count(chr(10))}:")


def test_an_unverified_limit_does_not_replace_a_sound_one(tmp_path: Path) -> None:
    text = policy(limits=f"{LIDOCAINE}, route: any, hard: 200 mg").replace("expert", "unverified")
    assert "could only warn" in complaints(tmp_path, c=text)[0]


def banned(**more: str) -> tuple[str, str]:
    """An ingredient that the shipped policy prohibits by a row of its own, and its row's standing."""
    for target, rows in shipped().data["policies"]["us"]["standings"].items():
        for row in rows:
            if row["standing"] == "prohibited" and "ingredient" in row and "for" not in row:
                return target, row["standing"]
    raise AssertionError(more)


def test_a_ban_is_not_lifted(tmp_path: Path) -> None:
    name, standing = banned()
    found = complaints(tmp_path, c=policy(standings=f"ingredient: {name}, standing: approved"))
    assert len(found) == 1
    assert f"`approved` for `{name}` is looser than `{standing}` of policy `us`" in found[0]
    narrower = f"ingredient: {name}, standing: prohibited, note: known to us too"
    assert complaints(tmp_path, c=policy(standings=narrower)) == []


def test_a_ban_on_a_group_is_not_lifted_for_its_members(tmp_path: Path) -> None:
    base = policy(standings="group: clinic-things, standing: prohibited", name="ward")
    entry = ingredients(own("clinic-one", ", groups: [clinic-things]"))
    for row in (
        "ingredient: clinic-one, standing: approved",
        "ingredient: clinic-one, standing: approved, routes: [infiltration]",
        "ingredient: clinic-one, standing: prohibited, routes: [infiltration]",
        "group: clinic-things, standing: approved",
    ):
        found = complaints(tmp_path, a=entry, b=base, c=policy(standings=row, extends="ward"))
        assert [item.partition(":")[0] for item in found] == ["c.yaml"], row


def test_a_beyond_use_time_is_not_lengthened(tmp_path: Path) -> None:
    row = "beyond_use:\n  - {setting: immediate-use, limit: %s, max_products: %s, " + GRADE + "}\n"
    assert complaints(tmp_path, c=policy(more=row % ("1 h", 2))) == []
    found = complaints(tmp_path, c=policy(more=row % ("40 h", 20)))
    assert ["longer than" in found[0] or "more than" in found[0], len(found)] == [True, 2]


TESTED = "sterilization: aseptic, sterility_test: true"


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("setting: category-1, sterility_test: true, limit: 30 days", 2),  # us has two of category 1
        ("setting: category-1, storage: room, sterility_test: true, limit: 13 hours", 1),
        ("setting: category-1, storage: room, sterility_test: true, limit: 12 hours", 0),
        (f"setting: category-2, storage: room, {TESTED}, limit: 31 days", 1),
        (f"setting: category-2, storage: room, {TESTED}, limit: 29 days", 0),
        ("setting: category-2, storage: room, sterilization: aseptic, limit: 5 days", 1),
    ],
)
def test_a_sterility_test_lengthens_no_time(tmp_path: Path, row: str, faults: int) -> None:
    found = complaints(tmp_path, c=policy(more=f"beyond_use: [{{{row}, {GRADE}}}]\n"))
    assert ["longer than" in one for one in found] == [True] * faults


MIXTURE = """\
max_actives: {value: %d, source: c, evidence: expert}
osmolality: [{routes: [intradermal, intramuscular], high: %s, source: c, evidence: expert}]
"""


def test_what_holds_for_a_whole_mixture_is_not_loosened(tmp_path: Path) -> None:
    assert complaints(tmp_path / "1", policy=policy(more=MIXTURE % (9, "600 mOsm/kg"))) == []
    (found,) = complaints(tmp_path / "2", policy=policy(more=MIXTURE % (9, "601 mOsm/kg")))
    assert found.endswith("601 mOsm/kg is looser than the 600 mOsm/kg of policy `us`")
    below = policy(more=MIXTURE % (4, "500 mOsm/kg"))
    above = policy(more=MIXTURE % (5, "500 mOsm/kg"), name="room", extends="clinic")
    (found,) = complaints(tmp_path / "3", below=below, above=above)
    assert found.endswith("5 active components are more than the 4 of policy `clinic`")


def test_every_fault_is_reported_once(tmp_path: Path) -> None:
    found = complaints(
        tmp_path,
        a=ingredients(own("biotin"), own("clinic-one"), own("clinic-one")),
        b=ingredients(
            own("clinic-b").replace("vitamin", "pill"), "id: clinic-c, name: clinic c, category: vitamin"
        ),
        c=policy(
            standings="ingredient: clinic-c, standing: approved\ningredient: clinic-d, standing: approved",
            limits=f"{LIDOCAINE}, route: any, hard: 3 glasses",
        ),
        d=policy(name="ward", limits=f"{LIDOCAINE}, route: any, hard: 400 mg"),
    )
    places = [item.split(":")[0] for item in found]
    assert places == ["a.yaml"] * 2 + ["b.yaml"] * 2 + ["c.yaml"] * 2 + ["d.yaml"], found


def test_a_product_made_up_with_itself_is_refused(tmp_path: Path) -> None:
    text = (
        f"format: products/1\n{SOURCES}products:\n  - {{id: clinic-powder, name: clinic powder, "
        "form: powder, contains: [{ingredient: biotin, strength: 10 mg}], composition: full, "
        "source: c, evidence: label, reconstitute: {with: clinic-powder, volume: 1 mL, final_volume: 1 mL}}\n"
    )
    assert complaints(tmp_path, a=text) == ["a.yaml:4:5: `clinic-powder` is made up with itself"]


def test_a_folder_that_is_missing_or_empty_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageFaultError, match="no such folder"):
        catalogue_with(str(tmp_path / "absent"))
    with pytest.raises(UsageFaultError, match="no file of a catalogue"):
        catalogue_with(str(tmp_path))
    with pytest.raises(UsageFaultError, match="not a folder"):
        catalogue_with(__file__)


@pytest.mark.parametrize(
    ("below", "above", "faulty"),
    [
        ("for: bulk, standing: prohibited", "for: product, standing: approved", False),
        ("for: bulk, standing: prohibited", "standing: approved", True),
        ("routes: [infiltration], standing: withdrawn", "routes: [intradermal], standing: approved", False),
        ("routes: [infiltration], standing: withdrawn", "standing: unapproved", True),
        ("species: [equine], standing: prohibited", "standing: approved", False),
        ("standing: unapproved", "standing: approved", False),
    ],
)
def test_a_ban_holds_for_what_it_covers(below: str, above: str, faulty: bool, tmp_path: Path) -> None:  # noqa: FBT001
    entry = ingredients(own("clinic-one", ", groups: [clinic-things]"))
    base = policy(standings=f"ingredient: clinic-one, {below}", name="ward")
    child = policy(standings=f"ingredient: clinic-one, {above}", extends="ward")
    assert bool(complaints(tmp_path, a=entry, b=base, c=child)) is faulty
    group = child.replace("ingredient: clinic-one", "group: clinic-things")
    assert complaints(tmp_path, c=group) == [], (
        "a row on a group says nothing where the ingredient has its own"
    )


def test_files_that_cannot_be_read_leave_the_rest_unchecked(tmp_path: Path) -> None:
    where = folder(tmp_path, a="{", b=ingredients(own("clinic-b").replace("vitamin", "pill")), c=policy())
    checked = check_overlay(where)
    assert checked.unread
    assert [item.file.rpartition("/")[2] for item in checked.complaints] == ["a.yaml", "b.yaml"]
