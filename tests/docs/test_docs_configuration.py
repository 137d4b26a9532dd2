"""The pages on configuration and on exceptions: their examples are read, run and print what they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import ROOT

from formulary.config import load
from formulary.source.read import read_document
from formulary.validation.waiving import content_of

if TYPE_CHECKING:
    from pathlib import Path


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> str:
    """What a command prints on standard output and then on standard error."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    shell = f'formulary() {{ "{sys.executable}" -m formulary "$@"; }}\n{command}'
    done = subprocess.run(
        ["bash", "-c", shell],  # noqa: S607
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    return (done.stdout + done.stderr).decode()


def played(session: str, folder: Path) -> str:
    """A session as it goes in truth; what ``cat`` shows is written first, to be there."""
    parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)
    true = ""
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        if command.startswith("cat "):
            path = folder / command.removeprefix("cat ")
            path.parent.mkdir(exist_ok=True)
            path.write_text(shown)
            true += f"$ {command}\n{shown}"
        else:
            true += f"$ {command}\n{run(command, folder)}"
    return true


def test_the_configuration_is_one(tmp_path: Path) -> None:
    (block,) = blocks("configuration.md", "toml")
    (tmp_path / "formulary.toml").write_text(block)
    found = load(None, tmp_path)
    assert found.approvers == ("B. Reviewer", "C. Chief")
    (tmp_path / "formulary.toml").rename(tmp_path / "pyproject.toml")
    assert load(None, tmp_path).file == ""


@pytest.mark.parametrize("name", ["configuration.md", "waivers.md"])
def test_the_sessions_print_what_they_show(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for shown in blocks(name, "console"):
        true = played(shown.replace("SHA", content(tmp_path)), tmp_path).replace(content(tmp_path), "SHA")
        if request.config.getoption("update_golden"):
            path = ROOT / "docs" / name
            path.write_text(path.read_text("utf-8").replace(shown, true), "utf-8")
        assert shown == true


def content(folder: Path) -> str:
    """The digest of the recipe of the session; an empty name before it is there."""
    path = folder / "recipes" / "strong.yaml"
    document = read_document(path.read_bytes(), "strong.yaml", "yaml") if path.exists() else None
    return content_of(getattr(document, "data", None)) if document else "SHA"
