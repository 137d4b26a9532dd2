"""The entry of an unknown ingredient: nothing unanswered passes, and answered it does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from command import here

from formulary.catalogue.load import catalogue_with
from formulary.catalogue.overlay import check_overlay
from formulary.source.document import Document
from formulary.source.read import read_document

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = re.compile(r'\bANSWER\b|""')
ANSWERS = {
    "read": "2026-11-22",
    "cas": '"50-00-0"',
    "unii": '"1234567890"',
    "category": "vitamin",
    "class": "drug",
    "groups": "b-vitamins",
    "allergens": "sulfite",
    "evidence": "label",
    "to": "1 mg/mL",
    "effective": "2026-11-22",
    "review_by": "2027-11-22",
    "routes": "intradermal",
    "route": "intradermal",
    "standing": "approved",
    "soft": "1 mg/mL",
    "value": {"molar_mass": '"100.5"', "solubility": "10 mg/mL"},
    "hard": {"per-session": "10 mg", "per-kg": "1 mg/kg", "stock-strength": "20 mg/mL"},
}


def answered(text: str, leave: int = -1) -> str:
    """The text with every question answered but one."""
    number = -1

    def answer(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        if number == leave:
            return match[0]
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        key = re.findall(r"(\w+): \[?$", line)[-1] if re.search(r"\w+: \[?$", line) else ""
        found = ANSWERS.get(key, "some words")
        if isinstance(found, dict):
            found = next(value for word, value in found.items() if word in line)
        return found

    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    text = body + "\n"
    return QUESTION.sub(answer, text)


def parts(name: str = "Xylotin Q") -> tuple[str, str]:
    """The entry, and the policy out of its comments."""
    done = here("catalogue", "stub", name)
    assert done.code == 0
    policy = "\n".join(line[3:] for line in done.out.splitlines() if line.startswith("#: "))
    return done.out, policy + "\n"


def count(text: str) -> int:
    return len(QUESTION.findall("\n".join(x for x in text.splitlines() if not x.lstrip().startswith("#"))))


def test_answered_it_is_an_entry_with_its_policy(tmp_path: Path) -> None:
    entry, policy = parts()
    (tmp_path / "entry.yaml").write_text(answered(entry), "utf-8")
    (tmp_path / "policy.yaml").write_text(answered(policy), "utf-8")
    assert check_overlay(str(tmp_path)).complaints == ()
    catalogue = catalogue_with(str(tmp_path))
    assert catalogue.ingredient("xylotin-q").name == "Xylotin Q"
    assert len(catalogue.policy("clinic").limits("xylotin-q")) == 4


@pytest.mark.parametrize("number", range(count(parts()[0])))
def test_no_question_of_the_entry_may_stay_open(number: int, tmp_path: Path) -> None:
    (tmp_path / "entry.yaml").write_text(answered(parts()[0], number), "utf-8")
    assert len(check_overlay(str(tmp_path)).complaints) == 1


@pytest.mark.parametrize("number", range(count(parts()[1])))
def test_nor_of_the_policy(number: int, tmp_path: Path) -> None:
    entry, policy = parts()
    (tmp_path / "entry.yaml").write_text(answered(entry), "utf-8")
    (tmp_path / "policy.yaml").write_text(answered(policy, number), "utf-8")
    assert len(check_overlay(str(tmp_path)).complaints) == 1


def test_a_known_name_is_wrong_use() -> None:
    done = here("catalogue", "stub", "Vitamin  H")
    assert done.code == 2
    assert "is on record: it is the ingredient `biotin`" in done.err


def test_a_file_and_the_nearest_names(tmp_path: Path) -> None:
    target = tmp_path / "own.yaml"
    done = here("catalogue", "stub", "biotim", "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert "`biotin`" in done.err
    assert "id: biotim\n" in target.read_text("utf-8")
    target.write_text("answered")
    again = here("catalogue", "stub", "biotim", "-o", str(target))
    assert (again.code, "is there already" in again.err) == (2, True)
    assert target.read_text() == "answered"


@pytest.mark.parametrize("name", ['a "quoted" name', "β-thing: x # y", "ßß", "no", "1:30", "{x}", "日本"])
def test_any_name_makes_a_file_that_can_be_read(name: str) -> None:
    document = read_document(parts(name)[0].encode(), "entry.yaml", "yaml")
    assert isinstance(document, Document)
    data: Any = document.data
    assert data["ingredients"][0]["name"] == name


@pytest.mark.parametrize("name", ["two\nlines", "\x1b[2Jevil", "right\u202eleft"])
def test_no_character_of_a_name_acts_on_a_terminal(name: str) -> None:
    text = parts(name)[0]
    assert {"\x1b", "\u202e"}.isdisjoint(text)
    assert "\nlines" not in text
