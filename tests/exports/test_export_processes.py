"""An export on several cores: the same bytes as on one, and nothing left where it is stopped."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, FAILING, ROOT, here
from export_samples import files_of
from interrupted import interrupt, kill_one, stopped
from registry_world import approve_new, put, recipe, small_registry
from support import data_of

from formulary.exports import FORMATS, registered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes there are")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many files and a stream: sound, failing, broken, unreadable, of other kinds, with an id twice."""
    folder = tmp_path_factory.mktemp("many")
    for path in (ROOT / "seed/recipes").glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "a-session.yaml").write_text("format: session/1\nid: s\n", "utf-8")
    (folder / "broken.yaml").write_text("[", "utf-8")
    (folder / "twice.yaml").write_text(recipe("one"), "utf-8")
    (folder / "unread.yaml").symlink_to(folder / "nowhere")
    lines = [json.dumps(data_of(recipe(name, text))) for name in ("one", "two") for text in (CLEAN, FAILING)]
    (folder / "stream.ndjson").write_text("\n".join([*lines, "{broken"]), "utf-8")
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_files_on_all_cores_give_the_same_bytes_as_on_one(form: str, source: Path, tmp_path: Path) -> None:
    made = []
    for jobs in "123" if form in ("html", "fhir") else "12":
        target = tmp_path / jobs / "inventory"
        target.parent.mkdir()
        arguments = ("--format", form, "-o", str(target), "--jobs", jobs)
        done = here("export", "--from-files", str(source), *arguments)
        assert done.code == 1
        made.append((files_of(target), done.err.replace(f"/{jobs}/", "/")))
    assert all(each == made[0] for each in made)
    assert "PARTIAL" in made[0][1]
    assert "FML801: the id `one` is that of stream.ndjson:1" in made[0][1]


@pytest.mark.parametrize("form", ["html", "fhir", "ndjson"])
def test_versions_on_all_cores_give_the_same_bytes_as_on_one(
    form: str, db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registered, "BATCH", 2)
    monkeypatch.setenv("FORMULARY_DB", db_url)
    with small_registry(db_url) as store:
        put(store, *(recipe(f"r{number}", FAILING if number % 3 else CLEAN) for number in range(20)))
        approve_new(store, recipe("r3x"))
    made = []
    for jobs in "12":
        assert here("export", "--format", form, "-o", str(tmp_path / "all"), "--jobs", jobs).code == 0
        made.append(files_of(tmp_path / "all"))
    assert made[0] == made[1]
    assert made[0]["all"].count(b"r19") > 0


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So much that the work takes a while."""
    path = tmp_path_factory.mktemp("long") / "long.ndjson"
    line = json.dumps(data_of(recipe("x", notes=f'"{"n" * 1000}"')))
    path.write_text("".join(line.replace('"x"', f'"x{number}"') + "\n" for number in range(4000)), "utf-8")
    return path


@LINUX
@pytest.mark.parametrize("form", ["html", "csv"])
@pytest.mark.parametrize(
    ("stop", "code", "said"), [(interrupt, 130, ""), (kill_one, 3, "ended from outside")]
)
def test_an_export_that_is_stopped_leaves_nothing(
    form: str, stop: Callable[..., None], code: int, said: str, long: Path, tmp_path: Path
) -> None:
    target = tmp_path / "inventory"
    arguments = ("--format", form, "-o", str(target), "--jobs", "2")
    done = stopped(stop, "export", "--from-files", str(long), *arguments)
    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


@LINUX
@pytest.mark.parametrize(
    ("stop", "code", "said"), [(interrupt, 130, ""), (kill_one, 3, "ended from outside")]
)
def test_a_check_that_is_stopped_says_so(stop: Callable[..., None], code: int, said: str, long: Path) -> None:
    done = stopped(stop, "validate", "--no-cache", "--jobs", "2", str(long))
    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err
