"""Exports of the registry: which versions, with which findings, and from which state of the audit chain."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode
from itertools import chain
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, FAILING, here
from export_samples import files_of
from registry_world import KEYS, act, approve_new, put, recipe, small_registry
from support import data_of, setting

from formulary.domain.version import Version
from formulary.exports import FORMATS, registered
from formulary.exports.fhir.codes import FORMULA, MEANING, SHA256
from formulary.exports.fhir.writing import text
from formulary.exports.filters import Wanted
from formulary.exports.form_fhir import resources
from formulary.exports.inventory import Item, entry
from formulary.exports.record import record
from formulary.signing import sshsig
from formulary.signing.statement import Statement
from formulary.store.versions import Filter, summaries
from formulary.store.work import head

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.exports.inventory import Entry
    from formulary.store.store import Store


def made(store: Store, wanted: Wanted = Wanted()) -> list[Entry]:  # noqa: B008 - it is immutable
    with store.read() as db:
        versions = chain.from_iterable(registered.batches(db, wanted))
        found = [registered.item(version, setting()) for version in versions]
        return [entry(one) for one in found if isinstance(one, Item)]


def test_a_version_says_who_registered_it_when_and_what_was_found(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe(author="{name: Ada, role: pharmacist}"), recipe("other", FAILING))
        first, second = (one.formula for one in made(store))
        with store.read() as db:
            end = head(db)
            assert registered.source(db) == {
                "kind": "registry",
                "audit_events": end.seq,
                "audit_head": end.hash,
            }
    assert (first.formula, first.version, first.status) == ("example", 1, "draft")
    assert (first.author, first.registered_by) == ("Ada, pharmacist", "mira")
    assert first.registered_at.startswith("2026-11-26T09:00:")
    assert (first.errors, first.check_is_current, first.file) == (0, "yes", "")
    assert second.errors > 0
    assert "FML303" in second.finding_codes


def test_which_versions_are_exported(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        put(store, recipe(title="Another"))

        def labels(wanted: Wanted) -> list[tuple[Any, str]]:
            return [(one.formula.version, one.formula.status) for one in made(store, wanted)]

        assert labels(Wanted()) == [(2, "draft")]
        assert labels(Wanted(every=True)) == [(1, "superseded"), (2, "draft")]
        assert labels(Wanted(status=("superseded",))) == [(1, "superseded")]
        assert labels(Wanted(as_of="2026-11-27T00:00:00Z")) == []


def test_a_check_under_another_catalogue_says_so(db_url: str) -> None:
    with small_registry(db_url) as store:
        put(store, recipe())
        item = made(store)[0].item
    assert item.version
    older = item._replace(version=item.version._replace(catalogue_sha256="0" * 64))
    row = entry(older).formula
    assert (row.check_is_current, row.catalogue_sha256) == ("no", "0" * 64)


def test_as_of_a_time_is_what_stood_then(db_url: str) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        approve_new(store, recipe(title="Another"))
        (second,) = made(store)
        act(store, "retire", "example@2", "kim")
        with store.read() as db:
            (row,) = summaries(db, Filter(statuses=("retired",)), None, None)
        (before,) = made(store, Wanted(as_of=row["approved_at"]))
        then = made(store, Wanted(as_of=second.formula.registered_at))
        now = made(store, Wanted(status=("retired",)))
        assert made(store, Wanted(as_of="2026-11-26T09:00:01Z")) == []
        assert made(store, Wanted(as_of="2026-11-27T09:00:00Z")) == []
    assert [(one.formula.version, one.formula.status) for one in then] == [(1, "approved")]
    assert [one.formula.title for one in then] == ["Example"]
    assert (before.formula.version, before.formula.status) == (2, "approved")
    assert "retirement" not in before.formula.signatures
    assert [(one.formula.version, one.formula.status) for one in now] == [(2, "retired")]
    assert "approval by Jo Berg (jo) at 2026-11-26T09:00:" in now[0].formula.signatures
    assert "retirement by Kim Ito (kim) at 2026-11-26T09:00:" in now[0].formula.signatures


def test_a_signature_can_be_checked_from_the_bundle_alone(db_url: str, tmp_path: Path) -> None:
    """What docs/exports.md says: the statement is made of what stands in the Provenance."""
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        approved = made(store)[0]
    bundle = [json.loads(text(one)) for one in resources(approved, r5=True)]
    identifiers = {one["system"]: one["value"] for one in bundle[2]["identifier"]}
    formula, _, number = identifiers[FORMULA].partition("@")
    (signature,) = bundle[3]["signature"]
    meaning = next(one["valueCode"] for one in signature["extension"] if one["url"] == MEANING)
    who = (signature["who"]["display"], signature["who"]["identifier"]["value"])
    stated = Statement(formula, int(number), identifiers[SHA256], meaning, *who, signature["when"])
    armored = b64decode(signature["data"]).decode()
    assert sshsig.refusal(stated.payload, armored, KEYS["jo"].key, sshsig.STATEMENT) == ""
    assert sshsig.refusal(stated.payload + b"x", armored, KEYS["jo"].key, sshsig.STATEMENT)
    if which("ssh-keygen"):
        (tmp_path / "sig").write_text(armored)
        named = ["-n", sshsig.STATEMENT, "-s", str(tmp_path / "sig")]
        command = ["ssh-keygen", "-Y", "check-novalidate", *named]
        done = subprocess.run(command, input=stated.payload, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


def test_a_waiver_stands_in_the_row(tmp_path: Path) -> None:
    finding = {"code": "FML204", "name": "off-label-use", "severity": "warning", "message": "m", "waiver": {}}
    waiver = {"rule": "FML204", "component": "lidocaine", "reason": "studied", "approved_by": "jo"}
    version = Version(
        *("example", 1, "approved", data_of(CLEAN), "f" * 64, "", "mira", "2026-11-26T09:00:00Z"),
        *("us", "a" * 64, "b" * 64),
        findings=(finding,),
        waivers=({**waiver, "expires": "2027-01-01", "file": str(tmp_path), "line": 3},),
    )
    item = registered.item(version, setting())
    assert isinstance(item, Item)
    row = entry(item).formula
    assert (row.warnings, row.waived) == (0, 1)
    assert row.waivers == "FML204 lidocaine: studied (jo, until 2027-01-01)"
    assert str(tmp_path) not in json.dumps(record(entry(item)))


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_exports_the_registry_the_same_twice(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    with small_registry(url) as store:
        put(store, recipe(), recipe("other", FAILING))
        with store.read() as db:
            end = head(db)
    monkeypatch.setenv("FORMULARY_DB", url)
    targets = [tmp_path / place / "out" for place in ("a", "b")]
    for target in targets:
        target.parent.mkdir()
        done = here("export", "--format", form, "-o", str(target))
        assert done.code == 0, done
        assert done.err.startswith("Exported 2 formulas")
    first, second = map(files_of, targets)
    assert first == second
    manifest = json.loads(next(text for name, text in first.items() if name.endswith("manifest.json")))
    wanted = {"kind": "registry", "audit_events": end.seq, "audit_head": end.hash}
    assert manifest["source"] == wanted
    assert manifest["newest"].startswith("2026-11-26T09:00:")
    assert manifest["statuses"] == {"draft": 2}


@pytest.mark.parametrize(
    "arguments",
    [
        "--as-of yesterday",
        "--as-of 2026-13-01",
        "--as-of 2026-11-26 --status draft",
        "--as-of 2026-11-26 --all",
        "x.yaml",
    ],
)
def test_wrong_use_of_the_registry(arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMULARY_DB", f"sqlite:///{tmp_path / 'registry.db'}")
    done = here("export", *arguments.split())
    assert done.code == 2, done
    assert done.out == ""
    assert done.err.startswith("error: ")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_registry_has_nothing_to_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMULARY_DB", f"sqlite:///{tmp_path / 'registry.db'}")
    assert here("db", "init").code == 0
    done = here("-q", "export", "-o", str(tmp_path / "out.json"))
    assert (done.code, done.out) == (2, "")
    assert "nothing to export" in done.err
    assert not (tmp_path / "out.json").exists()
    assert here("export", "--status", "approved", "-o", str(tmp_path / "out.json")).code == 0
