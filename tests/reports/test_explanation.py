"""What `explain` says of numbing, of groups that add up, and of who gets what from which syringe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command import here
from support import case_of, formula

from formulary.catalogue.load import shipped
from formulary.reports.explanation import explanation, overview

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from formulary.reports.layout import Line
    from formulary.rules.case import Case

LIDOCAINE = formula("product: lidocaine-1-percent, volume: 10 mL", route="infiltration").replace(
    "indication: scar", "indication: local-anesthesia"
)
SALINE = formula("product: sodium-chloride-0.9, qs: true").replace("indication: scar", "indication: acne")
SESSION = """\
format: session/1
id: visit
patient_weight: 60 kg
recipes:
  - {recipe: lidocaine, volume: 2 mL, order: 7, delay: 10 min}
  - {recipe: saline, volume: 3 mL, order: 2, site: back}
  - {recipe: saline, volume: 1 mL, order: 7}
anesthesia:
  - {how: separate-injection, product: mepivacaine-1-percent, amount: 10 mL}
  - {how: cooling, duration: 5 min}
"""


def case(text: str, numbing: str) -> Case:
    more = f"administration: {{patient_weight: 50 kg, numbing: {{{numbing}}}}}\n"
    return case_of(text + more, shipped())


def shown(lines: Iterable[Line]) -> list[str]:
    return [" ".join(f"{line.mark} {line.text}".split()) for line in lines]


def test_what_is_injected_beside_is_told_with_its_own_limits() -> None:
    numbing = "how: separate-injection, product: mepivacaine-1-percent, amount: 10 mL"
    for tell in (explanation, overview):
        lines = shown(tell(case(SALINE, numbing)))
        assert "mepivacaine-1-percent 10 mL injected to numb" in lines
        place = lines.index("mepivacaine-hydrochloride 100 mg beside it, to numb")
        assert lines[place + 1].endswith("25 % hard limit per session: 100 of 400 mg")
        assert "Groups and moieties" not in lines


def test_parts_that_do_not_come_to_the_volume_have_no_total() -> None:
    short = LIDOCAINE.replace("volume: 10 mL\ncomponents", "volume: 12 mL\ncomponents")
    lines = shown(explanation(case_of(short, shipped())))
    assert lines[lines.index("Volumes") + 2 :][:2] == ["parts together 10 mL", "volume as stated 12 mL"]
    assert "total 10 mL" in shown(explanation(case_of(LIDOCAINE, shipped())))


@pytest.mark.parametrize(
    ("numbing", "expected"),
    [
        ("how: in-formula", []),
        ("how: none, reason: the patient asked for none", []),
        ("how: cooling, duration: 5 min", ["cooling to numb for 5 min"]),
        ("how: topical, product: lidocaine-2-percent", ["lidocaine-2-percent on the skin, to numb"]),
    ],
)
def test_what_numbs_otherwise_stands_with_the_volumes(numbing: str, expected: list[str]) -> None:
    lines = shown(explanation(case(SALINE, numbing)))
    assert lines[lines.index("total 10 mL") + 1 :][: len(expected) + 1] == [*expected, ""]


def test_a_group_is_summed_as_the_rule_sums_it() -> None:
    injected = "how: separate-injection, product: mepivacaine-1-percent, amount: %s"
    found = case(LIDOCAINE, injected % "20 mL")
    (line,) = [line for line in explanation(found) if "together" in line.text]
    assert line.text == (
        "local-anesthetics together, of their dose limits: "
        "lidocaine-hydrochloride 44.4 % and mepivacaine-hydrochloride 57.1 %"
    )
    assert (line.mark_style, " 102 % " in line.mark) == ("red", True)
    assert any("together" in line.text for line in overview(found))
    (line,) = [line for line in explanation(case(LIDOCAINE, injected % "19 mL")) if "together" in line.text]
    assert (line.mark_style, " 98.7 % " in line.mark) == ("green", True)


def test_a_group_with_an_unknown_dose_is_not_summed() -> None:
    lines = shown(explanation(case(LIDOCAINE, "how: topical, product: mepivacaine-1-percent")))
    (line,) = [line for line in lines if "together" in line]
    assert line.endswith(
        "? local-anesthetics together: not compared, the dose or the limit of mepivacaine-hydrochloride "
        "is not on record"
    )


def test_a_limit_on_a_moiety_or_group_says_of_what() -> None:
    text = formula("product: zinc-sulfate-1-mg-zn, volume: 1 mL\nproduct: sodium-chloride-0.9, qs: true")
    lines = shown(explanation(case(text, "how: cooling")))
    assert any(line.endswith("zinc-salts, soft limit per day as zinc: 1 of 3 mg/day") for line in lines)


def test_the_syringes_of_a_sitting(tmp_path: Path) -> None:
    for name, text in {"lidocaine": LIDOCAINE, "saline": SALINE}.items():
        (tmp_path / f"{name}.yaml").write_text(text.replace("id: example", f"id: {name}"), "utf-8")
    (tmp_path / "visit.yaml").write_text(SESSION, "utf-8")
    done = here("explain", str(tmp_path / "visit.yaml"))
    assert done.code == 0, done.err
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    start = lines.index("Volumes") + 1
    assert lines[start : start + 6] == [
        "lidocaine 2 mL syringe 2, after 10 min",
        "saline 3 mL syringe 1, at the back",
        "saline 1 mL syringe 2",
        "total 6 mL",
        "mepivacaine-1-percent 10 mL injected to numb",
        "cooling to numb for 5 min",
    ]
    assert "mepivacaine-hydrochloride 100 mg beside it, to numb" in lines
    assert any("local-anesthetics together" in line for line in lines)
