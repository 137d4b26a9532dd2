"""Every rule's page is complete, and its examples do what they say: the documentation is the test."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest
from command import CLEAN
from support import codes, errors, setting

from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.load import shipped
from formulary.rules import all_rules
from formulary.rules import codes as known_codes
from formulary.rules.pages import Example, markdown, page
from formulary.source.files import read_file
from formulary.validation.collection import Collection, Entry
from formulary.validation.judge import judge, unreadable
from formulary.validation.staleness import stale, today
from formulary.validation.waivers import read_waivers
from formulary.validation.waivers_met import outcome_of
from formulary.validation.waiving import by_recipe

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting

LEVELS = {
    "FML001": ("unreadable-file", "error"),
    "FML002": ("invalid-text", "error"),
    "FML003": ("invalid-syntax", "error"),
    "FML004": ("duplicate-key", "error"),
    "FML005": ("forbidden-yaml", "error"),
    "FML006": ("too-large", "error"),
    "FML007": ("ambiguous-scalar", "error"),
    "FML101": ("missing-field", "error"),
    "FML102": ("unknown-field", "error"),
    "FML103": ("wrong-type", "error"),
    "FML104": ("invalid-value", "error"),
    "FML105": ("conflicting-fields", "error"),
    "FML201": ("unknown-ingredient", "error"),
    "FML202": ("unapproved-ingredient", "error"),
    "FML203": ("prohibited-ingredient", "error"),
    "FML204": ("off-label-use", "warning"),
    "FML205": ("filler-in-serum", "error"),
    "FML206": ("synonym-used", "note"),
    "FML207": ("duplicate-component", "warning"),
    "FML208": ("unknown-indication", "error"),
    "FML209": ("mixed-script-name", "error"),
    "FML210": ("policy-out-of-scope", "error"),
    "FML301": ("over-hard-limit", "error"),
    "FML302": ("over-soft-limit", "warning"),
    "FML303": ("over-session-dose", "error"),
    "FML304": ("over-weight-dose", "error"),
    "FML305": ("combined-limit", "error"),
    "FML306": ("below-minimum", "warning"),
    "FML307": ("implausible-strength", "error"),
    "FML308": ("no-limit-on-record", "warning"),
    "FML309": ("unverified-limit", "warning"),
    "FML310": ("composition-unknown", "error"),
    "FML311": ("undiluted-concentrate", "error"),
    "FML401": ("invalid-quantity", "error"),
    "FML402": ("ambiguous-unit", "error"),
    "FML403": ("wrong-kind", "error"),
    "FML404": ("cannot-compare", "error"),
    "FML405": ("basis-mismatch", "error"),
    "FML406": ("volume-overflow", "error"),
    "FML407": ("volume-shortfall", "error"),
    "FML408": ("impossible-amount", "error"),
    "FML409": ("unknown-volume", "error"),
    "FML501": ("missing-category", "error"),
    "FML502": ("missing-numbing-agent", "error"),
    "FML503": ("missing-vehicle", "warning"),
    "FML504": ("too-many-actives", "warning"),
    "FML505": ("incompatible-pair", "per entry"),
    "FML506": ("ph-conflict", "warning"),
    "FML507": ("osmolality-window", "warning"),
    "FML601": ("needle-length", "warning"),
    "FML602": ("session-count", "warning"),
    "FML603": ("session-interval", "warning"),
    "FML604": ("session-volume", "warning"),
    "FML605": ("technique-route-mismatch", "error"),
    "FML606": ("dose-geometry", "error"),
    "FML701": ("incomplete-record", "warning"),
    "FML702": ("beyond-use-date", "error"),
    "FML703": ("missing-contraindication", "warning"),
    "FML704": ("immediate-use-limits", "error"),
    "FML801": ("duplicate-id", "error"),
    "FML802": ("near-duplicate", "note"),
    "FML901": ("expired-waiver", "error"),
    "FML902": ("unused-waiver", "warning"),
    "FML903": ("invalid-waiver", "error"),
    "FML904": ("stale-policy", "error"),
}
"""The contract: codes are never reused, names and levels are what other people's files rely on."""

BESIDE = {"twice", "renamed"}
HOW = BESIDE | {"", "json", "escaped", "link", "repeated", "unverified", "in 2100", "at most 2 actives"}
HOW |= {"waivers"}
EXAMPLES = [
    pytest.param(code, example, id=f"{code}-{'fails' if example.fails else 'passes'}-{number}")
    for code, rule in all_rules().items()
    for number, example in enumerate(page(rule).examples, 1)
]


@cache
def unverified() -> Catalogue:
    """The shipped catalogue, as if nobody had read the sources of its limits."""
    data = copy.deepcopy(dict(shipped().data))
    for policy in data["policies"].values():
        for rows in policy["limits"].values():
            for row in rows:
                row["evidence"] = "unverified"
    return Catalogue(data)


@cache
def sparing(most: int) -> Catalogue:
    """The shipped catalogue with a policy that allows only so many active components."""
    data = copy.deepcopy(dict(shipped().data))
    source = {"title": "A test", "where": "page 1", "read": "2026-11-22"}
    data["policies"]["us"]["max_actives"] = {"value": most, "source": source, "evidence": "expert"}
    return Catalogue(data)


def catalogue_of(how: str) -> Catalogue:
    """The catalogue that an example is judged by."""
    if how == "unverified":
        return unverified()
    return sparing(int(how.split()[2])) if how.startswith("at most ") else shipped()


def written(example: Example, folder: Path) -> Path:
    """The example as a file, or as what stands in a file's place."""
    text = example.text
    if example.how == "escaped":
        text = text.encode("ascii").decode("unicode_escape")
    elif example.how == "repeated":
        text += 200 * text.splitlines(keepends=True)[-1]
    path = folder / ("example.json" if example.how == "json" else "example.yaml")
    path.write_bytes(text.encode())
    if example.how == "link":
        path.symlink_to(path.rename(folder / "real.yaml"))
    return path


def beside_another(outcome: Outcome, how: str, chosen: Setting) -> Outcome:
    """What is said of a recipe beside one that came before it: the same, or the same under another id."""
    assert outcome.facts
    assert outcome.clean or not errors(outcome)
    collection = Collection(chosen)
    earlier = outcome.facts if how == "twice" else outcome.facts._replace(id="another")
    assert collection.add(Entry("another.yaml", earlier, clean=True)) is None
    found = collection.add(Entry(outcome.name, outcome.facts, clean=True))
    assert found
    return found


def beside_a_recipe(path: Path, chosen: Setting) -> Outcome:
    """What is said of a file of waivers after a run over one recipe, in which nothing is found."""
    file = read_waivers(str(path), today())
    found = judge(CLEAN.encode(), "recipe.yaml", "yaml", chosen._replace(waivers=by_recipe(file.waivers)))
    return outcome_of(file, found.met, chosen)


def judged(example: Example, folder: Path) -> Outcome:
    chosen: Setting = setting(catalogue_of(example.how))
    path = written(example, folder)
    if example.how == "waivers":
        return beside_a_recipe(path, chosen)
    raw = read_file(str(path))
    if not isinstance(raw, bytes):
        return unreadable(str(path), raw, chosen)
    if example.how.startswith("in ") and (found := stale(chosen, date(int(example.how[3:]), 1, 1))):
        return found
    outcome = judge(raw, str(path), "json" if example.how == "json" else "yaml", chosen)
    return beside_another(outcome, example.how, chosen) if example.how in BESIDE else outcome


def test_names_and_levels_are_the_contract() -> None:
    found = {code: (rule.name, rule.level.value) for code, rule in all_rules().items()}
    assert known_codes() == {code: name for code, (name, _) in found.items()}
    assert set(found) == set(LEVELS)
    found.pop("FML505", None)  # each incompatibility has a level of its own
    assert found == {code: LEVELS[code] for code in found}


@pytest.mark.parametrize("code", all_rules())
def test_a_page_is_complete(code: str) -> None:
    found = page(all_rules()[code])
    assert found.summary == all_rules()[code].summary
    assert 10 < len(found.summary) < 110
    assert found.summary.endswith(".")
    assert found.rationale
    assert all(text.endswith(".") for text in (*found.rationale, found.source))
    assert found.of(fails=True)
    assert found.of(fails=False)
    assert {example.how for example in found.examples} <= HOW


def test_pages_in_markdown_keep_every_example() -> None:
    for code, rule in all_rules().items():
        text = markdown(rule)
        assert f"## {code} {rule.name}" in text
        examples = page(rule).examples
        assert text.count("```") == 2 * len(examples)
        assert text.count("```json") == sum(example.how == "json" for example in examples)
        assert all(f" ({example.how}):" in text for example in examples if example.how)


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_an_example_does_what_its_page_says(code: str, example: Example, tmp_path: Path) -> None:
    outcome = judged(example, tmp_path)
    if example.fails:
        assert code in codes(outcome)
        assert errors(outcome) <= {code}
    else:
        assert code not in codes(outcome)
        assert errors(outcome) == set()


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_every_finding_of_an_example_can_be_read(code: str, example: Example, tmp_path: Path) -> None:
    for item in judged(example, tmp_path).reported:
        finding = item.finding
        assert finding.message, code
        assert finding.message.endswith("q.s.") or not finding.message.endswith(".")
        assert not finding.help or finding.help[-1] in ".?", (code, finding.help)
        assert "\n" not in finding.message + finding.help
        assert "None" not in finding.message + finding.help
        assert "  " not in finding.message + finding.help, (code, finding)
        assert ".." not in finding.message + finding.help, (code, finding)
        assert (item.span is None) == (finding.code in {"FML001", "FML904"}), (code, finding)
