"""The command: dry run first, all or nothing, and FHIR bundles there and back."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pytest
from command import ROOT, here
from registry_world import approve_new, recipe, small_registry
from support import setting
from test_import_tables import MIX

from formulary.exports.form_fhir import VERSIONS
from formulary.imports.mapping import NO_MAPPING
from formulary.imports.read import read
from formulary.registry.versions import version
from formulary.source.canonical import canonical_bytes
from formulary.source.document import Document
from formulary.source.read import read_document

if TYPE_CHECKING:
    from pathlib import Path

RECIPES = ROOT / "seed/recipes"
BROKEN = MIX.replace("1 mL", "1 Ml")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MIX)
    done = here("import", str(tmp_path / "a.csv"))
    assert done.code == 1  # the second formula has no numbing agent: an error of `validate`
    assert "2 formulas read: " in done.out
    assert "Nothing was written; `--write DIR` writes them." in done.out
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_written_recipes_are_those_that_were_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MIX)
    done = here("import", str(tmp_path / "a.csv"), "--write", str(tmp_path / "out"))
    assert f"Written to {tmp_path / 'out'}" in done.out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["hair-mix-a.yaml", "scar-mix.yaml"]
    wanted = {one.data["id"]: one.data for one in read(str(tmp_path / "a.csv"), NO_MAPPING, setting()).drafts}
    for path in (tmp_path / "out").iterdir():
        document = read_document(path.read_bytes(), path.name, "yaml")
        assert isinstance(document, Document)
        assert document.data == wanted[path.stem]
    checked = json.loads(here("validate", "--output-format", "json", str(tmp_path / "out")).out)
    assert checked["summary"]["recipes"] == 2


def test_one_bad_cell_stops_the_whole_import(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(BROKEN)
    done = here("import", str(tmp_path / "a.csv"), "--write", str(tmp_path / "out"))
    assert done.code == 1
    assert "H4: FML402 error: " in done.out
    assert "Nothing was written: first correct what could not be carried over." in done.out
    assert not (tmp_path / "out").exists()


def test_a_missing_field_is_asked_for_in_the_words_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Title,Ingredient,Amount\nMix,biotin,1 mg\n")
    done = here("import", str(tmp_path / "a.csv"), "--set", "volume=10 mL")
    assert "row 2: FML101 error: `route` is missing" in done.out
    assert "`--set route=VALUE`" in done.out
    assert "--set volume" not in done.out


def test_a_value_for_every_formula_never_yields_to_a_cell_in_silence(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Title,Route,Volume of batch,Ingredient\nMix,intradermal,10 mL,biotin\n")
    done = here("import", str(tmp_path / "a.csv"), "--set", "route=infiltration")
    assert done.code == 1
    assert "B2: FML105 error: `intradermal` contradicts `infiltration`, which `route` is to be" in done.out
    again = here("import", str(tmp_path / "a.csv"), "--set", "route=intradermal")
    assert "contradicts" not in again.out


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MIX)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "scar-mix.yaml").write_text("mine")
    done = here("import", str(tmp_path / "a.csv"), "--write", str(tmp_path / "out"))
    assert done.code == 2
    assert "has scar-mix.yaml already" in done.err
    assert (tmp_path / "out" / "scar-mix.yaml").read_text() == "mine"
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MIX)
    (tmp_path / "closed").mkdir(mode=0o500)
    assert here("import", str(tmp_path / "a.csv"), "--write", str(tmp_path / "closed" / "x")).code == 3


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MIX)
    done = here("import", str(tmp_path / "a.csv"), "--write", str(tmp_path / "a.csv" / "out"))
    assert done.code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_that_fails_half_way_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(MIX)
    (tmp_path / "out").mkdir()
    rename = type(tmp_path).rename

    def failing(path: Path, to: Path) -> Path:
        if path.name == "scar-mix.yaml":
            raise OSError(28, "No space left on device")
        return rename(path, to)

    monkeypatch.setattr(type(tmp_path), "rename", failing)
    done = here("import", str(tmp_path / "a.csv"), "--write", str(tmp_path / "out"))
    assert done.code == 3
    assert list((tmp_path / "out").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "out"]


MAPPING = """\
format: mapping/1
header_row: 3
columns:
  - {header: Bezeichnung, field: title}
  - {header: Stoff, field: name}
  - {header: ml, field: part_volume, unit: mL}
ignore: [Preis]
fixed:
  - {field: indication, value: local-anesthesia}
  - {field: route, value: infiltration}
  - {field: volume, value: 10 mL}
"""
TABLE = "Klinik\n\nBezeichnung;Stoff;ml;Preis\nBlock;lidocaine-1-percent;10;3\n"


def test_a_mapping_says_what_columns_mean(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING)
    (tmp_path / "a.csv").write_text(TABLE)
    arguments = ("import", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "map.yaml"))
    done = here(
        *arguments, "--set", "patient_weight=70 kg", "--set", "numbing=in-formula", "--output-format", "json"
    )
    found = json.loads(done.out)
    assert done.code == 0, done
    assert found["formulas"] == [{"id": "block", "components": 1}]
    assert {one["severity"] for one in found["findings"]} <= {"note"}


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("format: mapping/1\ncolumns: [{header: A, field: titel}]\n", "map.yaml:2: "),
        ("format: recipe/1\n", "is no mapping"),
        ("a: [", "map.yaml:"),
        ("format: mapping/1\nsheets: x\n", "map.yaml:2: "),
    ],
)
def test_a_mapping_that_is_none(mapping: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(mapping)
    (tmp_path / "a.csv").write_text(TABLE)
    done = here("import", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "map.yaml"))
    assert done.code == 2
    assert words in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        "missing.csv",
        "a.txt",
        "a.csv --mapping missing.yaml",
        "a.csv --set route",
        "a.csv --set rout=intradermal",
        "a.csv --set dry=yes",
        "a.csv --set sessions=six",
        "a.json --set route=intradermal",
        ".",
        "a.csv -o a.csv",
        "a.csv --output-format xml",
    ],
)
def test_wrong_use(arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "a.txt").write_text(TABLE)
    (tmp_path / "a.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    done = here("import", *arguments.split())
    assert done.code == 2, done
    assert done.out == ""


@pytest.mark.parametrize("form", VERSIONS)
def test_a_fhir_bundle_comes_back_as_it_went(form: str, tmp_path: Path) -> None:
    bundle, out = tmp_path / "bundle.json", tmp_path / "out"
    assert (
        here(
            "export",
            "--from-files",
            str(RECIPES),
            "--format",
            "fhir",
            "--fhir-version",
            form,
            "-o",
            str(bundle),
        ).code
        == 0
    )
    done = here("import", str(bundle), "--write", str(out))
    assert "the recipe of record" not in done.out
    assert f"Written to {out}" in done.out
    for path in RECIPES.glob("*.yaml"):
        before, after = (read_document(one.read_bytes(), one.name, "yaml") for one in (path, out / path.name))
        assert isinstance(before, Document)
        assert isinstance(after, Document)
        assert canonical_bytes(before.data) == canonical_bytes(after.data)


def test_an_approved_formula_comes_back_with_the_hash_that_was_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    with small_registry(url) as store:
        approve_new(store, recipe())
        signed = version(store, "example").sha256
    monkeypatch.setenv("FORMULARY_DB", url)
    bundle, out = tmp_path / "bundle.json", tmp_path / "out"
    assert here("export", "--format", "fhir", "--status", "approved", "-o", str(bundle)).code == 0
    assert here("import", str(bundle), "--write", str(out)).code == 0
    document = read_document((out / "example.yaml").read_bytes(), "example.yaml", "yaml")
    assert isinstance(document, Document)
    assert sha256(canonical_bytes(document.data)).hexdigest() == signed


@pytest.fixture
def bundle(tmp_path: Path) -> Any:
    path = tmp_path / "bundle.json"
    here(
        "export",
        "--from-files",
        str(RECIPES / "reference-hair-dexpanthenol-zinc.yaml"),
        "--format",
        "fhir",
        "-o",
        str(path),
    )
    return json.loads(path.read_text())


def codes_of(bundle: Any, folder: Path) -> set[str]:
    path = folder / "changed.json"
    path.write_text(json.dumps(bundle))
    done = here("import", str(path), "--output-format", "json", "--write", str(folder / "out"))
    assert (folder / "out").exists() == (done.code == 0)
    if done.code == 0:
        rmtree(folder / "out")
    return {one["code"] for one in json.loads(done.out)["findings"] if one["severity"] == "error"}


def test_a_changed_strength_is_found(bundle: Any, tmp_path: Path) -> None:
    assert codes_of(bundle, tmp_path) == set()
    strength = bundle["entry"][0]["resource"]["ingredient"][0]["strengthRatio"]
    strength["numerator"]["value"] = 500
    assert codes_of(bundle, tmp_path) == {"FML104"}


def test_a_changed_record_is_found(bundle: Any, tmp_path: Path) -> None:
    attachment = bundle["entry"][2]["resource"]["content"][0]["attachment"]
    attachment["data"] = "e30="
    assert codes_of(bundle, tmp_path) == {"FML104"}
    attachment["data"] = "not base64"
    assert codes_of(bundle, tmp_path) == {"FML101"}


def test_a_missing_medication_is_found(bundle: Any, tmp_path: Path) -> None:
    del bundle["entry"][0]
    assert codes_of(bundle, tmp_path) == {"FML104"}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"resourceType": "Bundle", "entry": 3}', '{"resourceType": "Bundle", "entry": [{}]}',
     '{"resourceType": "Patient"}', '{"resourceType": "Bundle"}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_bundle_of_ours(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    done = here("import", str(tmp_path / "x.json"))
    assert done.code == 1, done
    assert "entry 1: FML" in done.out
