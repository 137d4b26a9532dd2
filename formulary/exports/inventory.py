"""From one recipe (and its version, where the registry keeps it) to the rows of the inventory."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.exports.columns import ComponentRow, FormulaRow
from formulary.exports.components import component_rows
from formulary.exports.held import NOTHING, Limited, held, limited, nearest
from formulary.exports.numbers import full, short
from formulary.mixture.steps import base_text
from formulary.source.canonical import canonical_bytes
from formulary.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.domain.recipe import Recipe
    from formulary.domain.version import Version
    from formulary.rules.case import Case


class Found(NamedTuple):
    """One finding of the check that a formula passed or failed, as the JSON report words it."""

    code: str
    name: str
    severity: str
    message: str
    component: str
    not_checked: bool
    waived: bool


class Item(NamedTuple):
    """One formula to export: what its author wrote, what the check said, and where it comes from.

    ``waivers`` are those that let a finding through. ``file`` is empty for a version of the registry, and
    ``version`` None for a file.
    """

    data: dict[str, Any]
    case: Case
    findings: tuple[Found, ...]
    waivers: tuple[dict[str, Any], ...] = ()
    file: str = ""
    version: Version | None = None


class Entry(NamedTuple):
    """One formula of the inventory: its row, the rows of its components, and what they were made from."""

    formula: FormulaRow
    components: tuple[ComponentRow, ...]
    item: Item

    @property
    def limits(self) -> tuple[Limited, ...]:
        """Every limit that was compared, the one that is used up furthest first."""
        return limited(self.item.case)

    @property
    def complete(self) -> bool:
        """Whether every amount and concentration could be worked out."""
        return self.formula.complete == "yes"


def granted(waiver: Mapping[str, Any]) -> dict[str, Any]:
    """What a waiver says, without where its file stood on the machine of the check."""
    return {name: value for name, value in waiver.items() if name not in ("file", "line", "number")}


def entry(item: Item) -> Entry:
    """The rows of one formula; exact numbers come from the same mixture and limits as its check."""
    label = (item.case.recipe.id, item.version.number if item.version else "")
    components = component_rows(item.case, *label)
    return Entry(_formula(item, components), components, item)


def _formula(item: Item, components: tuple[ComponentRow, ...]) -> FormulaRow:
    case, version, data = item.case, item.version, item.data
    recipe, mixture, policy = case.recipe, case.mixture, case.policy
    given, made = recipe.administration, data.get("preparation", {})
    missing = "; ".join(dict.fromkeys(row.missing for row in components if row.missing))
    if mixture.volume is None:
        missing = "; ".join(filter(None, ("the volume of the batch is not known", missing)))
    counts = dict.fromkeys(("error", "warning", "note"), 0)
    for found in item.findings:
        counts[found.severity] += not found.waived
    return FormulaRow(
        formula=recipe.id,
        version=version.number if version else "",
        status=version.status if version else "unregistered",
        title=recipe.title,
        indication=case.indication.id if case.indication else recipe.indication,
        indication_name=case.indication.name if case.indication else "",
        profile=case.profile.id if case.profile else recipe.profile,
        species=recipe.species,
        route=recipe.route,
        site=recipe.site,
        policy=policy.id,
        policy_effective=policy.effective,
        jurisdiction=policy.jurisdiction,
        volume=data["volume"],
        volume_ml_exact=full(mixture.volume),
        volume_ml=short(mixture.volume),
        session_volume_ml=short(mixture.session),
        technique=given.technique,
        needle=_needle(recipe),
        points="" if given.points is None else given.points,
        sessions="" if given.sessions is None else given.sessions,
        interval=given.interval.text if given.interval else "",
        setting=recipe.preparation.setting,
        container=made.get("container", ""),
        storage="; ".join(made.get("storage", {}).values()),
        beyond_use=made.get("beyond_use", ""),
        parts=len(recipe.components),
        actives="; ".join(dict.fromkeys(row.ingredient for row in components if row.role == "active")),
        **_nearest(case),
        errors=counts["error"],
        warnings=counts["warning"],
        notes=counts["note"],
        not_checked=sum(found.not_checked and not found.waived for found in item.findings),
        waived=sum(found.waived for found in item.findings),
        finding_codes=_codes(item.findings),
        waivers="; ".join(map(_waiver, item.waivers)),
        complete="no" if missing else "yes",
        missing=missing,
        author=_author(data, version),
        registered_by=version.registered_by if version else "",
        registered_at=version.registered_at if version else "",
        signatures=_signatures(version),
        file=item.file,
        content_sha256=version.sha256 if version else sha256(canonical_bytes(data)).hexdigest(),
        policy_sha256=version.policy_sha256 if version else policy.sha256,
        catalogue_sha256=version.catalogue_sha256 if version else case.catalogue.sha256,
        check_is_current=_is_current(case, version),
        remarks=data.get("notes", ""),
    )


def _nearest(case: Case) -> dict[str, str]:
    found = nearest(case.comparisons)
    near = held(found) if found else NOTHING
    return {
        "nearest": near.target,
        "nearest_on": near.on,
        "nearest_level": near.level,
        "nearest_value": near.value,
        "nearest_limit": near.bound,
        "nearest_unit": near.unit,
        "headroom_percent": near.headroom_percent,
        "nearest_source": near.source,
    }


def _needle(recipe: Recipe) -> str:
    given = recipe.administration
    length = (
        base_text(given.needle_length.base, "length") if isinstance(given.needle_length, Quantity) else ""
    )
    return " ".join(filter(None, (length, f"{given.gauge} G" if given.gauge else "")))


def _codes(findings: tuple[Found, ...]) -> str:
    codes: dict[str, int] = {}
    for found in findings:
        codes[found.code] = codes.get(found.code, 0) + 1
    return "; ".join(code if times == 1 else f"{code} x{times}" for code, times in sorted(codes.items()))


def _waiver(waiver: dict[str, Any]) -> str:
    what = " ".join(str(waiver[key]) for key in ("rule", "component") if waiver.get(key))
    granted = f"{waiver.get('approved_by', '')}, until {waiver.get('expires', '')}"
    return f"{what}: {waiver.get('reason', '')} ({granted})"


def _author(data: dict[str, Any], version: Version | None) -> str:
    author = data.get("author") or {}
    named = ", ".join(filter(None, (author.get("name", ""), author.get("role", ""))))
    return named or (version.author if version else "")


def _is_current(case: Case, version: Version | None) -> str:
    now = (case.policy.sha256, case.catalogue.sha256)
    return "yes" if version is None or now == (version.policy_sha256, version.catalogue_sha256) else "no"


def _signatures(version: Version | None) -> str:
    return "; ".join(
        f"{one.meaning} by {one.name} ({one.account}) at {one.signed_at}, key {one.fingerprint}"
        for one in (version.signatures if version else ())
    )
