"""What people see, kept word for word; `pytest tests/cli --update-golden` writes it again after a change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import RECIPES, ROOT, here

GOLDEN = Path(__file__).parent / "golden"
_HASH = re.compile(r'"sha256": "[0-9a-f]{64}"')
_RULES = re.compile(r'^"tool": .*$|"ruleIndex": [0-9]+, ', re.MULTILINE)
_RECIPES = (
    "hair-density-panthenol",
    "lidocaine-half-percent-infiltration",
    "teaching-lidocaine-tenfold",
    "teaching-two-anesthetics",
)
_HEAD = """\
format: recipe/1
id: example
title: A recipe with slips
indication: hair loss
route: intradermal
volume: 10 mL
components:
"""
WRITTEN = {
    "misspelt.yaml": _HEAD.replace("indication:", "indicaton:").replace("10 mL", "10 ml")
    + "  - {product: dexpanthenol-250, volume: 2 mL, colour: yellow}\n",
    "two-ways.yaml": f"{_HEAD}  - {{product: dexpanthenol-250, volume: 2 mL, amount: 500 mg}}\n",
    "slips.yaml": f"""{_HEAD}\
  - {{ingredient: lidocain, strength: 20 mg/mL, volume: 1 mL}}
  - {{ingredient: dexpanthenol, strength: "2,5 %", volume: 2 mL}}
  - {{ingredient: hyaluronidase, amount: 150 U, dry: true}}
  - {{ingredient: biotin, concentration: 1 mg/mL}}
  - {{product: normal saline, qs: true}}
""",
    "torn.json": '{"format": "recipe/1", "id": "torn", "volume": 1.5, }',
}
"""Files with the slips that people make, by name."""
OUTPUTS = {
    **{
        f"validate-{name}.{form}": ["validate", "--output-format", form, f"{RECIPES}/{name}.yaml"]
        for name in _RECIPES
        for form in ("text", "concise", "json")
    },
    **{f"validate-{name}.text": ["validate", name] for name in WRITTEN},
    "validate-slips.json": ["validate", "--output-format", "json", "slips.yaml"],
    **{
        f"validate-teaching-lidocaine-tenfold.{form}": [
            *("validate", "--output-format", form, f"{RECIPES}/teaching-lidocaine-tenfold.yaml")
        ]
        for form in ("sarif", "junit", "github", "gitlab", "markdown")
    },
    "explain-hair-density-panthenol.txt": ["explain", f"{RECIPES}/hair-density-panthenol.yaml"],
    "explain-teaching-two-anesthetics.txt": ["explain", f"{RECIPES}/teaching-two-anesthetics.yaml"],
    "explain-teaching-lidocaine-adds-up.txt": ["explain", "seed/sessions/teaching-lidocaine-adds-up.yaml"],
    "validate-sessions.text": ["validate", "seed/sessions"],
    "explain-one-ingredient.txt": ["explain", f"{RECIPES}/hair-density-panthenol.yaml", "lignocaine"],
    "rules-FML301.txt": ["rules", "FML301"],
    "rules-FML3.txt": ["rules", "FML3"],
    "catalogue-show-product.txt": ["catalogue", "show", "lidocaine-2-percent-epinephrine-1-100000"],
    "convert.txt": ["convert", "5 mmol", "mg", "--ingredient", "zinc-sulfate", "--as", "zinc"],
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_output(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for file, text in WRITTEN.items():
        (tmp_path / file).write_text(text)
    arguments = [str(tmp_path / word) if word in WRITTEN else word for word in OUTPUTS[name]]
    printed = here(*arguments).out.replace(f"{tmp_path}/", "")
    printed = _HASH.sub('"sha256": "..."', printed)  # the data may grow without a change of words
    printed = _RULES.sub("", printed)  # there may be more of them; their pages have tests of their own
    kept = GOLDEN / name
    if request.config.getoption("update_golden"):
        kept.write_text(printed, "utf-8")
    assert kept.is_file(), "new: write it with --update-golden"
    assert printed == kept.read_text("utf-8")


def test_nothing_is_kept_that_nobody_compares() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(OUTPUTS)
