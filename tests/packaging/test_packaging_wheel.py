"""What is installed is complete: data, compiled catalogue, types; it needs no checkout and writes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, FAILING, ROOT

from formulary import __version__

if TYPE_CHECKING:
    from pathlib import Path

NAME = f"formulary-{__version__}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl")


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, for reading only."""
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)  # noqa: S202 - our own wheel
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def _run(installed: Path, code: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with the unpacked wheel in front of everything else."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


_COMMAND = "import sys; from formulary.cli.main import run; sys.exit(run(sys.argv[1:]))"


def _files(folder: str, suffix: str = "") -> set[str]:
    paths = (ROOT / folder).rglob(f"*{suffix}")
    return {path.relative_to(ROOT).as_posix() for path in paths if path.is_file() and path.suffix != ".pyc"}


def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    package = {name for name in _files("formulary") if "/_data/" not in name}
    data = {f"formulary/_data/{name}" for name in _files("schemas") | _files("seed")}
    about = {name for name in names if name.startswith(f"{NAME}.dist-info/")}
    assert names - about == package | data | {"formulary/_data/catalogue.json"}
    assert {f"{NAME}.dist-info/licenses/LICENSE", f"{NAME}.dist-info/entry_points.txt"} <= about
    assert "formulary/py.typed" in names


def test_the_source_distribution_holds_what_builds_and_tests_it(built: Path) -> None:
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        names = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
    assert not [name for name in names if name.startswith(("formulary/_data", ".venv", ".git/"))]
    wanted = _files("schemas") | _files("seed") | _files("tests", ".py") | _files("docs")
    assert wanted | {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "Makefile"} <= names


def test_the_compiled_catalogue_fits_the_seed_beside_it(installed: Path, tmp_path: Path) -> None:
    code = "from formulary.catalogue import load; print(load.COMPILED); print(load._fresh() is not None)"
    done = _run(installed, code, cwd=tmp_path)
    assert done.stdout.splitlines() == [str(installed / "formulary/_data/catalogue.json"), "True"], (
        done.stderr
    )


def test_it_runs_from_another_folder_and_writes_nothing(installed: Path, tmp_path: Path) -> None:
    before = sorted(path.relative_to(installed) for path in installed.rglob("*"))
    (tmp_path / "clean.yaml").write_text(CLEAN)
    (tmp_path / "failing.yaml").write_text(FAILING)
    for arguments, code in (
        (["validate", "clean.yaml"], 0),
        (["validate", "failing.yaml"], 1),
        (["explain", "clean.yaml"], 0),
        (["schema", "recipe"], 0),
        (["rules", "FML301"], 0),
        (["catalogue", "show", "lidocaine"], 0),
        (["worksheet", "-q", "--from-file", "clean.yaml"], 0),
        (["worksheet", "-q", "--from-file", "clean.yaml", "--label", "vial"], 0),
        (["export", "-q", "--from-files", "--format", "html", "clean.yaml"], 0),
        (["--db", "sqlite:///registry.db", "db", "init"], 0),  # the migrations are in the wheel
        (["--db", "sqlite:///registry.db", "account", "add", "mira", "--name", "Mira Lang"], 0),
        (["--db", "sqlite:///registry.db", "register", "--as", "mira", "clean.yaml"], 0),
        (["--version"], 0),
    ):
        done = _run(installed, _COMMAND, *arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout
    assert sorted(path.relative_to(installed) for path in installed.rglob("*")) == before


def test_the_seed_of_a_wheel_can_be_checked(installed: Path, tmp_path: Path) -> None:
    seed = installed / "formulary/_data/seed"
    done = _run(installed, _COMMAND, "validate", "--output-format", "json", str(seed), cwd=tmp_path)
    summary = json.loads(done.stdout)["summary"]
    assert summary["recipes"] == len(list((ROOT / "seed/recipes").glob("*.yaml")))


def test_a_wheel_never_takes_along_what_the_checkout_compiled(wheel: zipfile.ZipFile) -> None:
    compiled = json.loads(wheel.read("formulary/_data/catalogue.json"))
    assert set(compiled["policies"]) == {path.stem for path in (ROOT / "seed/policies").glob("*.yaml")}
    assert wheel.namelist().count("formulary/_data/catalogue.json") == 1
