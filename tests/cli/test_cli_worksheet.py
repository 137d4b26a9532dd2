"""``formulary worksheet`` as it is used: from a file, from the registry, to a file, with its exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SEED = Path(__file__).parents[2] / "seed" / "recipes"
RECIPE = str(SEED / "hyaluronidase-lidocaine-infiltration.yaml")


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "formulary", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_a_recipe_file_prints_as_a_draft_to_standard_output() -> None:
    done = run("worksheet", "--from-file", RECIPE, "--volume", "50 mL")
    assert done.returncode == 0
    assert done.stdout.startswith("<!doctype html>")
    assert "DRAFT – NOT FOR USE" in done.stdout
    assert done.stderr == "note: it is marked DRAFT – NOT FOR USE\n"


def test_the_name_of_the_file_chooses_the_format(tmp_path: Path) -> None:
    for name, begins in (("sheet.pdf", b"%PDF"), ("sheet.html", b"<!doctype"), ("Sheet.PDF", b"%PDF")):
        assert run("worksheet", "--from-file", RECIPE, "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Sheet.PDF", "sheet.html", "sheet.pdf"]


def test_a_registered_version_is_named_by_its_id(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'registry.db'}"
    assert run("--db", db, "account", "add", "ada", "--name", "Ada Example").returncode == 0
    assert run("--db", db, "register", "--as", "ada", RECIPE).returncode == 0
    done = run("--db", db, "worksheet", "hyaluronidase-lidocaine-infiltration@1")
    assert done.returncode == 0, done.stderr
    assert "hyaluronidase-lidocaine-infiltration@1" in done.stdout
    assert "DRAFT – NOT FOR USE" in done.stdout
    assert run("--db", db, "worksheet", "hyaluronidase-lidocain").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "one formula is needed"),
        (("some-id", "--from-file", RECIPE), 2, "one formula is needed"),
        ((RECIPE,), 2, "Name it so: `--from-file "),
        (("--from-file", RECIPE, "--volume", "5"), 2, 'Write it so: "50 mL"'),
        (("--from-file", RECIPE, "--overfill", "5"), 2, '"5%" or "0.2 mL"'),
        (("--from-file", "missing.yaml"), 2, "no such file"),
        (("--from-file", RECIPE, "--volume", "1,5 mL"), 2, "1,5 mL"),
        (("--from-file", RECIPE, "--volume", "5 mL", "--sessions", "2"), 2, "both say how much"),
        (("--from-file", RECIPE, "-o", "/nonexistent/a.pdf"), 3, "cannot be written"),
        (("--from-file", RECIPE, "-o", "/nonexistent/a.html"), 3, "cannot be written"),
        (("--from-file", RECIPE, "-o", RECIPE), 2, "would be overwritten"),
        (("--from-file", RECIPE, "-o", "sheet.docx"), 2, "HTML or PDF, not as .docx"),
        (("--from-file", str(SEED.parent / "indications.yaml")), 2, "is not a recipe"),
    ],
)
def test_wrong_use_is_said_in_a_line(arguments: tuple[str, ...], code: int, says: str) -> None:
    done = run("worksheet", *arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_recipe_of_the_wrong_shape_is_reported_as_by_validate(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("format: recipe/1\nid: bad\n", "utf-8")
    done = run("worksheet", "--from-file", "bad.yaml", "-o", "sheet.html", cwd=tmp_path)
    assert done.returncode == 1
    assert "FML101" in done.stdout
    assert not (tmp_path / "sheet.html").exists()
