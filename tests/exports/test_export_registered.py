"""Exports of the registry: which versions, with which findings, and from which state of the audit chain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command import FAILING, here
from export_samples import files_of
from registry_world import put, recipe, small_registry
from support import setting

from formulary.domain.version import Signature
from formulary.exports import FORMATS, registered
from formulary.exports.filters import Wanted
from formulary.exports.inventory import Item, entry
from formulary.store.work import head

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.exports.inventory import Entry
    from formulary.store.store import Store


def made(store: Store, wanted: Wanted = Wanted()) -> list[Entry]:  # noqa: B008 - it is immutable
    with store.read() as db:
        found = registered.items(db, wanted, setting())
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


def test_as_of_a_day_is_what_stood_then(db_url: str) -> None:
    early = Signature("approval", "jo", "Jo Berg", "2026-11-26T10:00:00Z", "SHA256:a", "x")
    late = early._replace(meaning="retirement", signed_at="2026-12-01T10:00:00Z")
    with small_registry(db_url) as store:
        put(store, recipe())
        version = made(store)[0].item.version
    assert version
    then = registered._as_of(  # noqa: SLF001 - what a registry cannot say before anybody approves
        version._replace(status="retired", signatures=(early, late)), "2026-11-30T23:59:59Z"
    )
    assert (then.status, then.signatures) == ("approved", (early,))


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_exports_the_registry_the_same_twice(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    with small_registry(url) as store:
        put(store, recipe(), recipe("other", FAILING))
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
    assert manifest["source"]["kind"] == "registry"
    assert manifest["source"]["audit_events"] == 6
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
