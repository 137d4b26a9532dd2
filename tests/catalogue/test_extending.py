"""Policies that build on another: whose rows hold, whose come first, and what is refused."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from support import ingredient, write_seed

from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.compiling import compile_seed
from formulary.domain.policy import Use
from formulary.errors import CatalogueFaultError
from formulary.limits.standings import Status, judge

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.policies import Policy

HERE = Use("human", "intradermal", "arm", ("scar",))
THERE = Use("human", "subcutaneous", "leg", ("scar",))


def child(name: str, body: str, extends: str = "us", review_by: str = "2027-06-01") -> str:
    head = f"""\
    format: policy/1
    id: {name}
    name: A child
    jurisdiction: US
    extends: {extends}
    routes: [intradermal, subcutaneous]
    species: [human]
    effective: 2026-02-01
    review_by: {review_by}
    sources: {{c: {{title: Child, where: page 2, read: 2026-11-22}}}}
    """
    return dedent(head) + dedent(body)


def seed(folder: Path, *children: str, standings: str = "", limits: str = "") -> Catalogue:
    """A catalogue of two substances in one group, with a policy ``us`` and its children."""
    write_seed(
        folder,
        ingredients=ingredient("alpha", "groups: [greek]") + ingredient("beta", "groups: [greek]"),
        standings=standings,
        limits=limits,
    )
    for number, text in enumerate(children):
        (folder / f"child-{number}.yaml").write_text(text, "utf-8")
    return Catalogue(compile_seed(folder))


def hard(policy: Policy, use: Use = HERE) -> str:
    bounds = {bound.level: bound.candidates[0].text for bound in policy.bounds("alpha", use)}
    return bounds.get("hard", "")


BASE = (
    "- {ingredient: alpha, 'on': per-session, route: any, "
    "hard: 300 mg, soft: 200 mg, source: s, evidence: label}"
)


def test_a_row_of_the_child_replaces_that_of_its_base_level_by_level(tmp_path: Path) -> None:
    row = "- {ingredient: alpha, 'on': per-session, route: any, hard: 100 mg, source: c, evidence: expert}"
    catalogue = seed(
        tmp_path, child("clinic", f"standings: []\nlimits:\n  {row}\n"), standings="", limits=BASE
    )
    us, clinic = catalogue.policy("us"), catalogue.policy("clinic")
    assert hard(us) == "300 mg"
    assert hard(clinic) == "100 mg"
    assert {limit.level: limit.text for limit in clinic.limits("alpha")} == {
        "hard": "100 mg",
        "soft": "200 mg",
    }
    sources = {limit.level: limit.source.title for limit in clinic.limits("alpha")}
    assert sources == {"hard": "Child", "soft": "A source"}


@pytest.mark.parametrize(
    "change", ["route: intradermal", "route: any, site: arm", "route: any, indication: scar"]
)
def test_a_row_for_another_use_stands_beside_that_of_the_base(tmp_path: Path, change: str) -> None:
    row = f"- {{ingredient: alpha, 'on': per-session, {change}, hard: 100 mg, source: c, evidence: expert}}"
    clinic = seed(tmp_path, child("clinic", f"standings: []\nlimits:\n  {row}\n"), limits=BASE).policy(
        "clinic"
    )
    assert sorted(limit.text for limit in clinic.limits("alpha") if limit.level == "hard") == [
        "100 mg",
        "300 mg",
    ]
    assert hard(clinic) == "100 mg"


def test_conditions_are_the_same_whatever_their_spelling(tmp_path: Path) -> None:
    row = (
        "- {{ingredient: alpha, 'on': per-session, route: any, when: {{with: beta, at_least: {least}}},"
        " hard: {bound}, source: {source}, evidence: label}}"
    )
    own = row.format(least="0.005 mg/mL", bound="100 mg", source="c")
    catalogue = seed(
        tmp_path,
        child("clinic", f"standings: []\nlimits:\n  {own}\n"),
        limits=row.format(least="5 mcg/mL", bound="300 mg", source="s"),
    )
    assert [limit.text for limit in catalogue.policy("clinic").limits("alpha")] == ["100 mg"]


def test_standings_of_the_child_come_first_and_those_of_the_base_still_hold(tmp_path: Path) -> None:
    base = "- {ingredient: alpha, standing: approved, source: s, evidence: label}"
    own = (
        "- {ingredient: alpha, standing: prohibited, for: product, sites: [arm], source: c, evidence: expert}"
    )
    catalogue = seed(tmp_path, child("clinic", f"standings:\n  {own}\nlimits: []\n"), standings=base)
    alpha, clinic = catalogue.ingredient("alpha"), catalogue.policy("clinic")
    assert judge(alpha, "product", HERE, clinic).status is Status.PROHIBITED
    assert judge(alpha, "product", THERE, clinic).status is Status.APPROVED
    assert judge(alpha, "product", HERE, catalogue.policy("us")).status is Status.APPROVED


def test_a_child_of_a_child_has_the_rows_of_both(tmp_path: Path) -> None:
    second = "- {ingredient: alpha, 'on': per-session, route: any, hard: 50 mg, source: c, evidence: expert}"
    first = second.replace("50 mg", "100 mg, min: 1 mg")
    catalogue = seed(
        tmp_path,
        child("ward", f"standings: []\nlimits:\n  {second}\n", extends="clinic"),
        child("clinic", f"standings: []\nlimits:\n  {first}\n", review_by="2026-12-24"),
        limits=BASE,
    )
    ward = catalogue.policy("ward")
    assert ward.lineage == ("us", "clinic", "ward")
    levels = {limit.level: limit.text for limit in ward.limits("alpha")}
    assert levels == {"hard": "50 mg", "soft": "200 mg", "min": "1 mg"}
    assert ward.review_by == "2026-12-24", "stale when the first policy that it rests on is"


def test_the_hash_is_that_of_what_a_policy_resolves_to(tmp_path: Path) -> None:
    empty = child("clinic", "standings: []\nlimits: []\n")
    first = seed(tmp_path / "1", empty, limits=BASE)
    again = seed(tmp_path / "2", empty, limits=BASE)
    other = seed(tmp_path / "3", empty, limits=BASE.replace("300 mg", "299 mg"))
    assert first.policy("clinic").sha256 == again.policy("clinic").sha256
    assert first.policy("clinic").sha256 != other.policy("clinic").sha256
    assert first.policy("clinic").sha256 != first.policy("us").sha256


def refused(folder: Path, *children: str) -> str:
    with pytest.raises(CatalogueFaultError) as caught:
        seed(folder, *children)
    return caught.value.message


def test_a_base_must_exist(tmp_path: Path) -> None:
    message = refused(tmp_path, child("clinic", "standings: []\nlimits: []\n", extends="usa"))
    assert message == f"{tmp_path}/child-0.yaml:5:10: there is no policy `usa` to extend"


def test_policies_in_a_circle_are_refused(tmp_path: Path) -> None:
    one = child("one", "standings: []\nlimits: []\n", extends="two")
    two = child("two", "standings: []\nlimits: []\n", extends="one")
    assert refused(tmp_path, one, two).endswith("policies in a circle: `one` extends `two` extends `one`")
    alone = child("one", "standings: []\nlimits: []\n", extends="one")
    (tmp_path / "child-1.yaml").unlink()
    assert refused(tmp_path, alone).endswith("child-0.yaml:5:10: policies in a circle: `one` extends `one`")


def test_two_policies_of_one_id_are_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, child("us", "standings: []\nlimits: []\n"))
    assert "a second policy `us`" in message
