"""``formulary validate``: what is checked, by which rules, in which order."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command import CLEAN, FAILING, RECIPES, ROOT, WARNED, Done, formulary, here

from formulary.source.limits import MAX_BYTES


def _report(done: Done) -> dict[str, Any]:
    assert done.code in (0, 1), done
    report: dict[str, Any] = json.loads(done.out)
    return report


def _json(*arguments: str) -> dict[str, Any]:
    return _report(here("validate", "--output-format", "json", *arguments))


def _codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"]}


def test_standard_input_is_yaml_unless_its_name_says_json() -> None:
    as_json = json.dumps({"format": "recipe/1"})
    for text, name in ((FAILING, None), (FAILING, "a.yml"), (as_json, "a.json")):
        named = ["--stdin-filename", name] if name else []
        done = formulary("validate", "-", "--output-format", "json", *named, stdin=text)
        assert {finding["path"] for finding in _report(done)["findings"]} == {name or "stdin.yaml"}
    assert formulary("validate", "-", "--stdin-filename", "a.json", stdin=FAILING).code == 1
    assert formulary("validate", "-", "--stdin-filename", "a.ndjson", stdin=as_json).code == 2
    assert formulary("validate", "-", "--stdin-filename", "words", stdin=as_json).code == 2


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "FML003"),
        (b"\xff\xfe\x00", "FML002"),
        (b"#" * (MAX_BYTES + 1), "FML001"),
        (b"[" * 50_000, "FML006"),
        (b"format: recipe/1\nformat: recipe/1\n", "FML004"),
    ],
    ids=["empty", "not text", "too large", "too deep", "the same key twice"],
)
def test_hostile_standard_input_is_a_finding(raw: bytes, code: str) -> None:
    report = _report(formulary("validate", "-", "--output-format", "json", stdin=raw))
    assert code in _codes(report)
    assert report["summary"]["errors"] >= 1


def test_a_folder_is_walked_in_order_without_links_and_hidden_names(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.json", "c/d.yml", ".hidden.yaml", ".git/e.yaml", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("format: recipe/1\n")
    (tmp_path / "link.yaml").symlink_to("b.yaml")
    (tmp_path / "linked").symlink_to("c")
    paths = [finding["path"] for finding in _json(str(tmp_path))["findings"]]
    assert list(dict.fromkeys(Path(path).name for path in paths)) == ["a.json", "b.yaml", "d.yml"]


def test_paths_keep_their_order_and_count_once(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(FAILING)
    two, one = str(tmp_path / "two.yaml"), str(tmp_path / "one.yaml")
    report = _json(two, one, two, str(tmp_path))
    assert report["summary"]["files"] == 2
    assert list(dict.fromkeys(finding["path"] for finding in report["findings"])) == [two, one]


def test_the_catalogues_own_files_are_judged_by_their_format() -> None:
    report = _json(str(ROOT / "seed"))
    recipes = len(list((ROOT / RECIPES).glob("*.yaml")))
    assert report["summary"]["recipes"] == recipes
    assert report["summary"]["files"] > recipes
    judged = ("/recipes/", "/sessions/")
    assert all(any(part in finding["path"] for part in judged) for finding in report["findings"])


def test_ndjson_is_judged_line_by_line(tmp_path: Path) -> None:
    stream = tmp_path / "many.ndjson"
    recipe = {"format": "recipe/1", "id": "x"}
    stream.write_text(f"{json.dumps(recipe)}\n\n{{bad\n{json.dumps(recipe | {'titel': 'X'})}\n")
    report = _json(str(stream))
    assert report["summary"] | {"errors": 0} == report["summary"] | {"files": 1, "recipes": 3, "errors": 0}
    assert {finding["line"] for finding in report["findings"]} == {1, 3, 4}


@pytest.mark.parametrize(
    ("flags", "kept"),
    [
        (["--select", "FML3"], "FML3.."),
        (["--select", "fml307, FML303"], "FML30[37]"),
        (["--select", "FML3", "--ignore", "FML307"], "FML3(?!07).."),
        (["--ignore", "FML3,FML7"], "FML[^37].."),
        (["--select", "FML0"], "nothing"),
    ],
)
def test_rules_are_selected_by_the_beginning_of_their_codes(
    flags: list[str], kept: str, tmp_path: Path
) -> None:
    path = tmp_path / "failing.yaml"
    path.write_text(FAILING)
    everything = _codes(_json(str(path)))
    assert _codes(_json(str(path), *flags)) == {code for code in everything if re.fullmatch(kept, code)}


def test_what_is_left_out_is_not_printed_and_does_not_pass_for_clean(tmp_path: Path) -> None:
    path = tmp_path / "failing.yaml"
    path.write_text(FAILING)
    done = here("validate", str(path), "--select", "FML0")
    assert done.code == 0
    assert re.fullmatch(r"Passed: 1 recipe, nothing to report; \d findings left out as asked\.\n", done.out)


def test_one_process_and_several_print_the_same(tmp_path: Path) -> None:
    for number in range(60):  # enough for the work to be divided
        text = (CLEAN, WARNED, FAILING, "format: [\n")[number % 4]
        (tmp_path / f"{number:02}.yaml").write_text(text.replace("id: example", f"id: example-{number}"))
    for form in ("text", "concise", "json"):
        alone, divided = (
            formulary("validate", ".", "--output-format", form, "--jobs", jobs, cwd=tmp_path)
            for jobs in ("1", "3")
        )
        assert alone == divided
        assert alone.code == 1


@pytest.mark.parametrize("recipe", sorted(path.name for path in (ROOT / RECIPES).glob("*.yaml")))
def test_a_recipe_that_ships_fails_only_if_it_says_so(recipe: str) -> None:
    path = ROOT / RECIPES / recipe
    text = path.read_text("utf-8")
    said = re.search(r"(Meant to|Rightly) (fail|flag)", text)
    own = re.search(r"^policy: (.*)$", text, re.MULTILINE)
    assert here("--policy", own[1] if own else "us", "validate", str(path)).code == (1 if said else 0)
