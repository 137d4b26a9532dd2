"""All of an export or nothing: targets that cannot be written, disks that fill up, manifests that tell."""

from __future__ import annotations

import json
import resource
import signal
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, ROOT, here
from export_samples import export, files_of

from formulary.errors import UsageFaultError
from formulary.exports import FORMATS
from formulary.exports.manifest import check, is_export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECIPES = ROOT / "seed/recipes"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").write_text(CLEAN)
    return tmp_path / "in"


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No file may grow beyond 8 kB: what a full disk does to a writer.

    Python does not notice where that cuts off a module that it keeps compiled, so it may keep none meanwhile.
    """
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_leaves_nothing(form: str, tmp_path: Path) -> None:
    done = export(form, RECIPES, tmp_path / "out")
    assert done.code == 3, done
    assert "cannot be written: " in done.err
    assert "file too large" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_leaves_an_earlier_export_as_it_was(form: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out"
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
    assert export(form, source, target).code == 0
    before = files_of(target)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
    assert export(form, RECIPES, target).code == 3
    assert files_of(target) == before


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("place", ["no/such/folder/out", "in/a.yaml/out"])
def test_an_unwritable_place(form: str, place: str, tmp_path: Path, source: Path) -> None:
    done = export(form, source, tmp_path / place)
    assert done.code == 3, done
    assert done.err.startswith("error: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_earlier_export_is_replaced_whole(form: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out"
    assert export(form, RECIPES, target).code == 0
    assert export(form, source, target).code == 0
    assert check(str(target)).manifest["formulas"] == 1
    assert check(str(target)).faults == ()
    assert len(list(tmp_path.iterdir())) == (2 if target.is_dir() else 3)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_else_is_replaced(form: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out"
    if FORMATS[form].place == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    else:
        target.mkdir()
    done = export(form, source, target)
    assert done.code == 2, done
    assert target.is_dir()
    assert [path.name for path in target.iterdir()] in ([], ["mine.txt"])


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.place != "folder"])
def test_a_file_of_somebody_else_stays(form: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("mine")
    done = export(form, source, target)
    assert done.code == 2, done
    assert "is there already" in done.err
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "begins"), [("a.xlsx", b"PK"), ("a.HTML", b"<!doctype"), ("a.md", b"# "), ("a.txt", b"{")]
)
def test_the_name_of_the_output_chooses_the_format(
    name: str, begins: bytes, tmp_path: Path, source: Path
) -> None:
    done = here("export", "--from-files", str(source), "-o", str(tmp_path / name))
    assert done.code == 0, done
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["a.pdf", "a.XLS", "a.docx"])
def test_a_name_of_another_kind_of_document_is_refused(name: str, tmp_path: Path, source: Path) -> None:
    done = here("export", "--from-files", str(source), "-o", str(tmp_path / name))
    assert (done.code, "nothing is exported as ." in done.err) == (2, True), done
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json"])
def test_a_folder_with_files_of_somebody_else_stays(name: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out"
    if name == "notes.txt":
        assert export("csv", source, target).code == 0
    else:
        target.mkdir()
    (target / name).write_text('{"name": "a web page"}')
    before = files_of(target)
    done = export("csv", source, target)
    assert done.code == 2, done
    assert name in done.err
    assert files_of(target) == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_recipe_is_never_overwritten_by_an_export(form: str, source: Path) -> None:
    done = export(form, source, source / "a.yaml")
    assert done.code == 2, done
    assert (source / "a.yaml").read_text() == CLEAN


@pytest.mark.parametrize("form", FORMATS)
def test_a_manifest_finds_what_was_changed(form: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out"
    assert export(form, source, target).code == 0
    assert is_export(str(target))
    made = check(str(target))
    assert made.faults == ()
    assert made.manifest["format"] == form
    for one in made.manifest["files"]:
        path = target / one["name"] if target.is_dir() else target
        original = path.read_bytes()
        path.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
        assert any("SHA-256" in fault for fault in check(str(target)).faults)
        path.write_bytes(original + b"\n")
        assert any("bytes" in fault for fault in check(str(target)).faults)
        path.unlink()
        if target.is_dir():
            assert check(str(target)).faults == (f"{one['name']}: it is missing",)
        path.write_bytes(original)
    if target.is_dir():
        (target / "more.csv").write_text("")
        assert check(str(target)).faults == ("more.csv: it is not in the manifest",)


@pytest.mark.parametrize("form", FORMATS)
def test_verify_vouches_for_an_export_and_sees_a_change(form: str, tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out"
    assert export(form, source, target).code == 0
    assert here("verify", str(target)).code == 0
    one = next(path for path in (sorted(target.iterdir()) if target.is_dir() else [target]))
    one.write_bytes(one.read_bytes() + b" ")
    done = here("verify", str(target))
    assert done.code == 1
    assert one.name in done.out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind": "formulary-export"}',
        '{"kind": "formulary-export", "files": [{"name": "../a.yaml", "bytes": 1, "sha256": ""}]}',
        '{"kind": "formulary-export", "files": [{"name": "", "bytes": 1, "sha256": ""}]}',
        '{"kind": "formulary-export", "files": 3}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(UsageFaultError):
        check(str(tmp_path))


def test_where_there_is_no_manifest_it_is_refused(tmp_path: Path) -> None:
    assert not is_export(str(tmp_path))
    with pytest.raises(UsageFaultError):
        check(str(tmp_path / "missing"))


def test_the_manifest_tells_how_the_export_was_made(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "out.json"
    done = export("json", source, target, "--indication", "local-anesthesia", "--jurisdiction", "US")
    assert done.code == 0
    manifest = json.loads((tmp_path / "out.json.manifest.json").read_text())
    assert manifest["filters"] == {"indication": "local-anesthesia", "jurisdiction": "US"}
    assert manifest["source"] == {"kind": "files"}
    assert manifest["policies"][0]["id"] == "us"
    assert len(manifest["catalogue"]["sha256"]) == len(manifest["files"][0]["sha256"]) == 64


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("--indication local-anesthesia", 1),
        ("--indication alopecia", 0),
        ("--ingredient lignocaine", 1),
        ("--ingredient heparin", 0),
        ("--ingredient sodium-chloride", 1),
        ("--group local-anesthetics", 1),
        ("--group fillers", 0),
        ("--jurisdiction US", 1),
        ("--jurisdiction BR", 0),
    ],
)
def test_filters_leave_out_the_rest(filters: str, count: int, tmp_path: Path, source: Path) -> None:
    assert export("json", source, tmp_path / "out", *filters.split()).code == 0
    assert check(str(tmp_path / "out")).manifest["formulas"] == count


def test_an_indication_holds_those_that_are_a_kind_of_it(tmp_path: Path) -> None:
    """Melasma is a kind of pigmentation."""
    path = RECIPES / "melasma-tranexamic-acid-4.yaml"
    assert "indication: melasma" in path.read_text()
    for name, count in (("pigmentation", 1), ("melasma", 1), ("alopecia", 0)):
        assert export("json", path, tmp_path / name, "--indication", name).code == 0
        assert check(str(tmp_path / name)).manifest["formulas"] == count


def test_an_old_manifest_never_stands_beside_a_new_file(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    assert export("json", source, target).code == 0
    replace = type(target).replace

    def failing(path: Path, to: Path) -> Path:
        if path.name.endswith("manifest.json"):
            raise OSError(28, "No space left on device")
        return replace(path, to)

    monkeypatch.setattr(type(target), "replace", failing)
    assert export("json", RECIPES, target).code == 3
    assert not (tmp_path / "out.json.manifest.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        "--indication nowhere",
        "--ingredient unobtainium",
        "--group nothing",
        "--jurisdiction XX",
        "--status approved",
        "--all",
        "--as-of 2026-11-26",
        "--status best",
        "--format nonsense",
        "--format csv",
        "--format xlsx",
        "missing.yaml",
    ],
)
def test_wrong_use(arguments: str, source: Path) -> None:
    done = here("export", "--from-files", str(source), *arguments.split())
    assert done.code == 2, done
    assert done.out == ""
    assert here("export", "--from-files").code == 2
