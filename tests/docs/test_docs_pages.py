"""The pages of docs/ fit the program: generated ones are up to date, examples do what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT, formulary, here

from formulary.units import Quantity, Refused, parse

FORMATS = (ROOT / "docs/formats.md").read_text("utf-8")
REFUSED = re.findall(r"^\| `([^`]+)` \| [^|]+ \| (`[^|]+`) \|$", FORMATS, re.MULTILINE)


def test_generated_pages_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "docs/generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_the_example_passes_and_is_explained(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(format: recipe/1 .*?)^```$", FORMATS, re.MULTILINE | re.DOTALL)
    path = tmp_path / "scalp-vitamins.yaml"
    path.write_text(example)
    checked = here("validate", str(path))
    assert checked.code == 0, checked.out
    explained = here("explain", str(path)).out
    assert "zinc-sulfate-1-mg-zn        4 mL\n" in explained
    assert "biotin                      0 mL  weighed in\n" in explained


@pytest.mark.parametrize(("written", "advice"), REFUSED)
def test_what_the_guide_calls_refused_is_and_its_advice_is_read(written: str, advice: str) -> None:
    assert isinstance(parse(written), Refused)
    for spelling in re.findall(r"`([^`]+)`", advice):
        assert isinstance(parse(spelling), Quantity)


def test_the_guide_has_such_a_table() -> None:
    assert len(REFUSED) >= 8


@pytest.mark.parametrize(
    "page", ["docs/formats.md", "docs/editors.md", "docs/ci.md", "docs/architecture.md", "CONTRIBUTING.md"]
)
def test_commands_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for command in set(
        re.findall(r"formulary ((?:validate|explain|convert|rules|catalogue|schema)\b[^`\n]*)", text)
    ):
        assert here(command.split()[0], "--help").code == 0
    targets = set(re.findall(r"`make ([a-z]+)", text))
    made = (ROOT / "Makefile").read_text("utf-8")
    assert {target for target in targets if f"\n{target}:" not in made} == set()


def test_paths_that_the_architecture_names_exist() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = re.findall(r"^\| \d \| ((?:`[a-z_./]+` ?)+)\|", text, re.MULTILINE)
    names = [name for room in rooms for name in re.findall(r"`([^`]+)`", room)]
    assert len(names) > 12
    assert [name for name in names if not (ROOT / "formulary" / name).exists()] == []


def test_the_demo_explains_every_recipe_that_fails() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs/demo.py")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    teaching = sorted(path.name for path in (ROOT / "seed/recipes").glob("teaching-*.yaml"))
    assert [name for name in teaching if name not in done.stdout] == []
    papers = re.findall(r"^ +(\S+/build/demo/\S+)$", done.stdout, re.MULTILINE)
    assert [Path(path).suffix for path in papers] == [".html", ".pdf", ".html", ".pdf"]
    assert all(Path(path).stat().st_size > 10_000 for path in papers)
    for words in (
        " stored, 0 there already.",
        "cannot approve it too",
        "You sign: approval",
        "is approved.",
        "Verified:",
    ):
        assert words in re.sub(r"\s+", " ", done.stdout)
    assert done.stdout.count("Wrong:") == done.stdout.count("Why:") >= len(teaching)


def test_an_editor_finds_the_schema_where_the_guide_puts_it(tmp_path: Path) -> None:
    assert formulary("schema", "recipe", "-o", "recipe.schema.json", cwd=tmp_path).code == 0
    assert (tmp_path / "recipe.schema.json").read_text("utf-8") == here("schema", "recipe").out
