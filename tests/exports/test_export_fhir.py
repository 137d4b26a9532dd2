"""FHIR: both releases by a kept library, units by the grammar of UCUM, references that lead somewhere."""

from __future__ import annotations

import json
from base64 import b64decode
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, ROOT
from export_samples import FORMULAS, export, hostile
from support import case_of, data_of, setting
from ucumvert import get_ucum_parser

from formulary.domain.version import Signature, Version
from formulary.exports.fhir.codes import FORMULA, OWN, SHA256, UNITS
from formulary.exports.fhir.writing import text
from formulary.exports.form_fhir import VERSIONS, resources
from formulary.exports.inventory import Item, entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECIPES = ROOT / "seed/recipes"
SIGNED = Signature("approval", "ann", "Ann Example", "2026-11-22T09:30:00Z", "SHA256:abc", "-----BEGIN SSH\n")


def bundle(form: str, source: Path, target: Path) -> Any:
    assert export("fhir", source, target, "--fhir-version", form).code == 0
    return json.loads(target.read_text("utf-8"), parse_float=Decimal)


def model(form: str, name: str) -> Any:
    place = "fhir.resources.R4B" if form == "R4B" else "fhir.resources"
    return getattr(import_module(f"{place}.{name.lower()}"), name)


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from walk(one)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)


@pytest.fixture(scope="module", params=VERSIONS)
def shipped_bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    form = request.param
    return form, bundle(form, RECIPES, tmp_path_factory.mktemp("fhir") / "all.json")


def test_every_resource_is_what_its_release_allows(shipped_bundle: Any) -> None:
    form, made = shipped_bundle
    for one in made["entry"]:
        resource = one["resource"]
        model(form, resource["resourceType"]).model_validate_json(json.dumps(resource, default=float))
    few = made | {"entry": made["entry"][:6]}
    model(form, "Bundle").model_validate_json(json.dumps(few, default=float))


def test_a_reference_leads_to_a_resource_of_the_bundle(shipped_bundle: Any) -> None:
    _, made = shipped_bundle
    known = {one["fullUrl"]: one["resource"] for one in made["entry"]}
    assert len(known) == len(made["entry"]) == 3 * len(list(RECIPES.glob("*.yaml")))
    found = [part["reference"] for part in walk(made) if "reference" in part]
    assert found
    assert set(found) <= set(known)
    for url, resource in known.items():
        assert url == f"urn:uuid:{resource['id']}"


def test_units_are_ucum_and_never_a_percentage(shipped_bundle: Any) -> None:
    _, made = shipped_bundle
    parser = get_ucum_parser()
    codes = {part["code"] for part in walk(made) if part.get("system") == "http://unitsofmeasure.org"}
    assert {"mg", "mL"} <= codes
    for code in codes | {code for _, code in UNITS.values()}:
        parser.parse(code)
        assert "%" not in code


def test_a_recipe_of_record_is_the_one_that_its_hash_names(shipped_bundle: Any) -> None:
    _, made = shipped_bundle
    documents = [
        one["resource"] for one in made["entry"] if one["resource"]["resourceType"] == "DocumentReference"
    ]
    assert documents
    for one in documents:
        identifiers = {part["system"]: part["value"] for part in one["identifier"]}
        raw = b64decode(one["content"][0]["attachment"]["data"])
        assert sha256(raw).hexdigest() == identifiers[SHA256]
        assert json.loads(raw)["id"] == identifiers[FORMULA]


def test_what_fills_up_has_its_computed_volume_and_says_so(tmp_path: Path) -> None:
    made = bundle("R5", RECIPES / "reference-hair-dexpanthenol-zinc.yaml", tmp_path / "one.json")
    knowledge = made["entry"][1]["resource"]
    assert "sodium chloride 0.9% injection: q.s. to 10 mL (5 mL)" in knowledge["preparationInstruction"]
    assert knowledge["storageGuideline"][0]["stabilityDuration"]["code"] == "h"
    dosage = knowledge["indicationGuideline"][0]["dosingGuideline"][0]["dosage"][0]["dosage"][0]
    assert dosage["timing"]["repeat"] == {"count": 6, "frequency": 1, "period": 2, "periodUnit": "wk"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == Decimal("2.5")
    assert dosage["route"]["coding"][0]["code"] == "IDINJ"


def test_only_what_it_is_given_for_is_active(tmp_path: Path) -> None:
    """A buffer is a component of its own here, and no active; nor is what fills up."""
    more = (
        "volume: 9 mL}",
        "  - {ingredient: sodium-bicarbonate, strength: 1 mEq/mL, volume: 0.5 mL}",
        "  - {product: sodium-chloride-0.9, qs: true}",
    )
    text = CLEAN.replace("volume: 10 mL}", "\n".join(more))
    (tmp_path / "a.yaml").write_text(text)
    made = bundle("R5", tmp_path / "a.yaml", tmp_path / "one.json")
    ingredients = made["entry"][0]["resource"]["ingredient"]
    active = {one["item"]["concept"]["text"]: one["isActive"] for one in ingredients}
    assert active == {"lidocaine hydrochloride": True, "sodium chloride": False, "sodium bicarbonate": False}


def test_what_counts_a_part_of_a_substance_has_no_code_of_the_whole(tmp_path: Path) -> None:
    made = bundle("R5", RECIPES / "reference-hair-dexpanthenol-zinc.yaml", tmp_path / "one.json")
    items = [one["item"]["concept"] for one in made["entry"][0]["resource"]["ingredient"]]
    zinc = next(one for one in items if one["text"].startswith("zinc"))
    assert zinc == {"text": "zinc (from zinc sulfate)"}


def registered() -> Item:
    """A version as the registry hands it over."""
    data = data_of(CLEAN)
    version = Version(
        formula="example",
        number=3,
        status="approved",
        data=data,
        sha256="f" * 64,
        author="Ann Author",
        registered_by="reg",
        registered_at="2026-11-21T08:00:00Z",
        policy="us",
        policy_sha256="a" * 64,
        catalogue_sha256="b" * 64,
        signatures=(SIGNED, SIGNED._replace(meaning="retirement")),
    )
    return Item(data, case_of(CLEAN, setting().catalogue), (), version=version)


@pytest.mark.parametrize("form", VERSIONS)
def test_a_version_has_a_provenance_with_its_signatures(form: str) -> None:
    made = [json.loads(text(one)) for one in resources(entry(registered()), r5=form == "R5")]
    assert [one["resourceType"] for one in made] == [
        "Medication",
        "MedicationKnowledge",
        "DocumentReference",
        "Provenance",
    ]
    assert {one["status"] for one in made[:2]} == {"active"}
    assert made[2]["docStatus"] == "final"
    for one in made:
        model(form, one["resourceType"]).model_validate_json(json.dumps(one))
    provenance = made[3]
    assert provenance["recorded"] == "2026-11-21T08:00:00Z"
    approval, retirement = provenance["signature"]
    assert approval["type"][0]["code"] == "1.2.840.10065.1.12.1.5"
    assert retirement["type"] == [{"display": "retirement"}]
    assert approval["when"] == SIGNED.signed_at
    assert approval["who"]["display"] == "Ann Example"
    assert b64decode(approval["data"]).decode() == SIGNED.sshsig
    assert made[0]["identifier"][0]["value"] == "example@3"


@pytest.mark.parametrize("form", VERSIONS)
def test_hostile_texts_stay_texts(form: str, tmp_path: Path) -> None:
    for number, evil in enumerate(FORMULAS):
        (tmp_path / f"{number:02}.yaml").write_text(hostile(evil, number), "utf-8")
    made = bundle(form, tmp_path, tmp_path / "out.json.txt")
    titles = [
        one["resource"]["code"]["text"]
        for one in made["entry"]
        if one["resource"]["resourceType"] == "Medication"
    ]
    assert titles == list(FORMULAS)
    for one in made["entry"]:
        model(form, one["resource"]["resourceType"]).model_validate_json(
            json.dumps(one["resource"], default=float)
        )
        assert "<script" not in one["resource"]["text"]["div"]
        assert "<img" not in one["resource"]["text"]["div"]


def test_nothing_at_all_is_a_bundle_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CLEAN)
    target = tmp_path / "out.json.txt"
    assert export("fhir", tmp_path / "a.yaml", target, "--indication", "alopecia").code == 0
    assert json.loads(target.read_text()) == {"resourceType": "Bundle", "type": "collection"}


def test_own_urns_differ_and_are_told() -> None:
    assert len(OWN) == 6
    assert all(name.startswith("urn:uuid:") and meaning for name, meaning in OWN.items())
