"""What `show`, `diff` and `history` share: a version, or a recipe file, with its case as it stands today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.cli.choosing import one_file
from formulary.domain.build import build
from formulary.errors import RefusedError, UsageFaultError
from formulary.registry.verdict import setting_for
from formulary.rules.case import Case, make_case
from formulary.shape.check import check
from formulary.source.canonical import canonical_bytes
from formulary.source.document import Document
from formulary.source.files import Kind, kind_of, read_file
from formulary.source.read import SUFFIXES, read_document, syntax_of
from formulary.store.chain import digest
from formulary.text import escape, quoted
from formulary.validation.policies import policy_of

if TYPE_CHECKING:
    from formulary.domain.version import Version
    from formulary.validation.setting import Setting


class Side(NamedTuple):
    """One of two formulas that are compared."""

    label: str
    sha256: str
    data: dict[str, Any]
    case: Case


def case_of(version: Version, setting: Setting) -> Case:
    """The case of a version: by the policy that it was judged by, as that stands in the catalogue of today.

    Raises:
        UsageFaultError: there is no such policy any more.
    """
    recipe = build(version.data)
    policy = setting.policy if setting.forced else setting_for(version.policy, setting).policy
    return make_case(recipe, setting.catalogue, policy)


def of_version(version: Version, setting: Setting) -> Side:
    """A version as one side of a comparison."""
    return Side(version.label, version.sha256, version.data, case_of(version, setting))


def is_file(name: str) -> bool:
    """Whether a name is that of a recipe file, and not of a formula."""
    return name.endswith(tuple(SUFFIXES))


def of_file(path: str, setting: Setting) -> Side:
    """A recipe file as one side of a comparison.

    Raises:
        UsageFaultError: it is missing, or no recipe.
        RefusedError: it cannot be judged as it is.
    """
    syntax = syntax_of(one_file(path))
    if kind_of(path) is Kind.FOLDER or syntax not in ("yaml", "json"):
        raise UsageFaultError(f"{escape(path)} is not one recipe", "Name one .yaml, .yml or .json file.")
    raw = read_file(path)
    document = read_document(raw, path, syntax) if isinstance(raw, bytes) else None
    data: Any = document.data if isinstance(document, Document) else None
    kind = str(data.get("format", "")) if isinstance(data, dict) else ""
    if kind and not kind.startswith("recipe/"):
        raise UsageFaultError(f"{escape(path)} is not a recipe but {quoted(kind)}", "Name a recipe.")
    if not isinstance(data, dict) or check("recipe", data):
        raise RefusedError(
            f"{escape(path)} cannot be compared as it is", f"`formulary validate {escape(path)}` says why."
        )
    recipe, setting = build(data), setting.at(path)
    case = make_case(recipe, setting.catalogue, policy_of(recipe, setting) or setting.policy)
    return Side(escape(path), digest(canonical_bytes(data).decode()), data, case)
