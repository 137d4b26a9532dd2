"""What `make` and the checks rely on: bounds of dependencies, versions, names of places."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from command import ROOT

from formulary import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
DEPENDENCIES = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["build-system"]["requires"],
    *(item for group in GROUPS.values() for item in group if isinstance(item, str)),
]
EXTRAS = PROJECT["project"]["optional-dependencies"]


def test_the_version_is_one() -> None:
    assert PROJECT["project"]["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_a_dependency_states_its_lowest_version_only(dependency: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?>=[0-9]+(\.[0-9]+)*", dependency)


def test_the_extra_all_is_every_other() -> None:
    assert EXTRAS["all"] == [f"formulary[{','.join(sorted(set(EXTRAS) - {'all'}))}]"]


def test_the_lowest_versions_are_constraints_that_pip_reads() -> None:
    command = [sys.executable, str(ROOT / ".ci/lowest.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    extras = [item for name, items in EXTRAS.items() if name != "all" for item in items]
    assert len(lines) == len(PROJECT["project"]["dependencies"]) + len(extras) + len(GROUPS["test"])
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9.]+", line) for line in lines)


def test_what_builds_the_wheel_is_what_the_tests_build_it_with() -> None:
    needed = {re.split("[>[]", item)[0].lower() for item in PROJECT["build-system"]["requires"]}
    present = {
        re.split("[>[]", item)[0].lower() for item in (*GROUPS["test"], *PROJECT["project"]["dependencies"])
    }
    assert needed <= present


def test_no_host_and_no_place_of_a_machine_is_written_down() -> None:
    for name in ("Makefile", ".ci/run", ".ci/lowest.py", "pyproject.toml", "hatch_build.py"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|--index-url|--find-links", text), name
