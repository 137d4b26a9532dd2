"""What the tests of several rooms share: small catalogues from YAML, and recipes judged in one call."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

from formulary.catalogue.catalogue import Catalogue
from formulary.catalogue.compiling import compile_seed
from formulary.catalogue.load import shipped
from formulary.domain.build import build
from formulary.findings import Severity
from formulary.mixture.solve import solve
from formulary.rules.case import make_case
from formulary.shape.check import check
from formulary.source.document import Document
from formulary.source.read import read_document
from formulary.validation.judge import judge
from formulary.validation.setting import Setting

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.domain.recipe import Recipe
    from formulary.mixture.mixture import Mixture
    from formulary.rules.case import Case
    from formulary.validation.outcome import Outcome

_SOURCES = "sources:\n  s: {title: A source, where: page 1, read: 2026-11-22}\n"
INDICATIONS = """\
  - id: scar
    name: A scar
    species: [human, equine]
    sites: [arm, leg]
    profiles: [{id: plain}]
    source: s
    evidence: expert
  - id: old-scar
    name: An old scar
    parent: scar
    species: [human]
    sites: [arm, leg]
    profiles: [{id: plain}]
    source: s
    evidence: expert
"""
"""Two indications that ask for nothing, one a kind of the other."""

_POLICY = """\
id: us
name: A policy for a test
jurisdiction: US
routes: [intradermal, subcutaneous, infiltration]
species: [human, equine]
effective: 2026-01-01
review_by: 2027-01-01
"""


def write_seed(
    folder: Path,
    *,
    ingredients: str = "",
    products: str = "",
    indications: str = INDICATIONS,
    standings: str = "",
    limits: str = "",
    combined: str = "",
    beyond_use: str = "",
    policy: str = "",
    incompatibilities: str = "",
) -> Path:
    """A seed folder; each argument holds the entries of one list, and ``s`` is a source in every file.

    ``policy`` is more text for the policy.
    """
    files = {
        "ingredients": _listed("ingredients", ingredients),
        "products": _listed("products", products),
        "indications": _listed("indications", indications),
        "incompatibilities": _listed("incompatibilities", incompatibilities),
        "policy": _POLICY
        + _listed("standings", standings)
        + _listed("limits", limits)
        + _listed("combined", combined)
        + _listed("beyond_use", beyond_use)
        + policy,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for kind, body in files.items():
        (folder / f"{kind}.yaml").write_text(f"format: {kind}/1\n{_SOURCES}{body}", "utf-8")
    return folder


def _listed(key: str, entries: str) -> str:
    return f"{key}:\n{indent(dedent(entries).strip(), '  ')}\n" if entries.strip() else f"{key}: []\n"


def small(folder: Path, **entries: str) -> Catalogue:
    """The catalogue of a small seed folder; the arguments are those of ``write_seed``."""
    return Catalogue(compile_seed(write_seed(folder, **entries)))


def ingredient(name: str, more: str = "", category: str = "medicine") -> str:
    """An ingredient of few words for ``write_seed``; ``more`` are its further keys, as in a flow mapping."""
    rest = f", {more}" if more else ""
    return f"- {{id: {name}, name: {name}, category: {category}, class: drug{rest}}}\n"


def product(name: str, contains: str, more: str = "", form: str = "solution") -> str:
    """A product of few words for ``write_seed``; ``contains`` is what stands in its list."""
    rest = f", {more}" if more else ""
    rest += "" if "composition:" in more else ", composition: full"
    named = f"id: {name}, name: {name}, form: {form}, contains: [{contains}]"
    return f"- {{{named}{rest}, source: s, evidence: label}}\n"


def approved(*names: str) -> str:
    """Standings for ``write_seed`` by which these ingredients are approved for any use."""
    rows = [f"- {{ingredient: {name}, standing: approved, source: s, evidence: label}}\n" for name in names]
    return "".join(rows)


def data_of(text: str) -> dict[str, Any]:
    """The data of a YAML recipe, which must have the right shape."""
    document = read_document(dedent(text).encode(), "recipe.yaml", "yaml")
    assert isinstance(document, Document), document
    data: Any = document.data
    assert check("recipe", data) == []
    return dict(data)


def recipe_of(text: str) -> Recipe:
    """The Recipe of a YAML text."""
    return build(data_of(text))


def formula(parts: str, volume: str = "10 mL", more: str = "", **fields: str) -> str:
    """A recipe in YAML: the components are flow mappings, one a line; ``more`` are further lines."""
    stated = {"indication": "scar", "route": "intradermal"} | fields
    lines = [f"{key}: {value}" for key, value in stated.items()]
    listed = [f"  - {{{line.strip()}}}" for line in parts.splitlines() if line.strip()]
    head = ["format: recipe/1", "id: example", "title: Example", *lines, f"volume: {volume}", "components:"]
    return "\n".join([*head, *listed, dedent(more)]).rstrip("\n") + "\n"


def case_of(text: str, catalogue: Catalogue) -> Case:
    """A recipe solved, compared and judged by the policy ``us`` of a catalogue."""
    return make_case(recipe_of(text), catalogue, catalogue.policy("us"))


def solved(text: str, catalogue: Catalogue | None = None) -> Mixture:
    """A recipe solved with a catalogue, the shipped one if none is given."""
    return solve(recipe_of(text), catalogue or shipped())


def setting(catalogue: Catalogue | None = None, **more: Any) -> Setting:
    """The policy ``us`` of a catalogue, the shipped one if none is given."""
    chosen = catalogue or shipped()
    return Setting(chosen, chosen.policy("us"), **more)


def outcome_of(text: str, catalogue: Catalogue | None = None, **more: Any) -> Outcome:
    """A YAML text judged from its bytes on."""
    return judge(dedent(text).encode(), "recipe.yaml", "yaml", setting(catalogue, **more))


def codes(outcome: Outcome, severity: Severity | None = None) -> set[str]:
    """The codes of an outcome, or those at one severity."""
    return {item.finding.code for item in outcome.reported if severity is None or item.severity is severity}


def errors(outcome: Outcome) -> set[str]:
    """The codes that fail an outcome."""
    return codes(outcome, Severity.ERROR)
