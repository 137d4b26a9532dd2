"""A version of the registry as a page and as data: what it holds, how near each limit is, who signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.mixture.steps import base_text
from formulary.reports.differences import PARTS, flat
from formulary.reports.explanation import overview
from formulary.reports.layout import Line
from formulary.reports.summary import count
from formulary.text import moment
from formulary.units import exact_text
from formulary.units.display import rounded_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.domain.version import Signature, Version
    from formulary.limits.comparison import Comparison
    from formulary.rules.case import Case

STATUS_STYLES = {
    "draft": "yellow",
    "in-review": "blue",
    "approved": "green",
    "superseded": "dim",
    "retired": "red",
}
"""The colour of each status."""

_SEVERITY_STYLES = {"error": "red", "warning": "yellow", "note": "blue"}
_BLANK = Line("")


def page(version: Version, case: Case, reasons: Sequence[str], people: Mapping[str, str]) -> Iterator[Line]:
    """The lines of a version; ``case`` is its recipe judged by the catalogue of today.

    ``reasons`` say why its signatures do not hold, each empty where it does; ``people`` are the printed names
    of accounts.
    """
    recipe = case.recipe
    yield Line(version.status, STATUS_STYLES[version.status], 0, version.label, "bold")
    yield Line(recipe.title)
    where = f" at the {recipe.site}" if recipe.site else ""
    yield Line(f"{recipe.route} for {recipe.indication}{where}, {recipe.species}")
    yield _field("author", version.author or "not named")
    by = version.registered_by
    yield _field("registered", f"{moment(version.registered_at)} by {people.get(by, by)} ({by})")
    yield _field("judged by", f"policy {version.policy} ({short(version.policy_sha256)})")
    yield _field("sha256", version.sha256)
    if case.policy.sha256 != version.policy_sha256:
        today = f"policy {case.policy.id} of {case.policy.effective} as it stands today"
        yield Line(f"The limits below are those of {today}, not of the registration.", "yellow")
    yield _BLANK
    yield from overview(case)
    for part in ("administration", "preparation", "patient"):
        yield from _part(PARTS[part], version.data.get(part) or {})
    yield from _part(PARTS["record"], {key: version.data.get(key) for key in ("references", "notes")})
    yield from _findings(version)
    yield from _signatures(version, reasons)


def _field(name: str, words: str) -> Line:
    return Line(words, "", 2, f"{name}:", "cyan", 6)


def _part(heading: str, data: Mapping[str, Any]) -> Iterator[Line]:
    fields = flat({key: value for key, value in data.items() if value})
    if fields:
        yield _BLANK
        yield Line(heading, "bold")
    for name, value in fields.items():
        if isinstance(value, str):
            yield Line(value, "", 2, f"{name}:", "cyan", 6)
        else:
            yield Line("", "", 2, f"{name}:", "cyan")
            yield from (Line(item, "", 4, "-", hang=6) for item in value)


def _findings(version: Version) -> Iterator[Line]:
    yield _BLANK
    yield Line("Findings of the last check", "bold")
    for item in version.findings:
        mark = f"{item['severity']}[{item['code']}] {item['name']}:"
        yield Line(item["message"], "", 2, mark, _SEVERITY_STYLES.get(item["severity"], ""), 6)
    if not version.findings:
        yield Line("none", "green", 2)
    if version.waivers:
        yield Line(f"{count(len(version.waivers), 'waiver')} in force", "yellow", 2)


def _signatures(version: Version, reasons: Sequence[str]) -> Iterator[Line]:
    yield _BLANK
    yield Line("Signatures", "bold")
    for item, reason in zip(version.signatures, reasons, strict=True):
        yield Line(signed(item), "", 2, f"{item.meaning}:", "red" if reason else "green", 6)
        if reason:
            yield Line(reason, "", 6, "does not hold:", "red", 8)
        yield Line(f"key {item.fingerprint}", "dim", 6)
    if not version.signatures:
        yield Line("none yet", "dim", 2)


def signed(item: Signature) -> str:
    """Who signed and when, as 21 CFR 11.50 asks for on every form that people read."""
    return f"{item.name} ({item.account}), {moment(item.signed_at)}"


def short(sha256: str) -> str:
    """The beginning of a hash, enough to tell two apart by eye."""
    return sha256[:12]


def data(version: Version, case: Case, reasons: Sequence[str]) -> dict[str, Any]:
    """The same for machines."""
    record = version._asdict()
    return {
        "version": 1,
        "label": version.label,
        "formula": version.formula,
        "number": version.number,
        **{key: record[key] for key in record if key not in ("formula", "number", "signatures", "data")},
        "signatures": [
            item._asdict() | {"holds": not reason, "why_not": reason}
            for item, reason in zip(version.signatures, reasons, strict=True)
        ],
        "concentrations": _concentrations(case),
        "limits": [_limit(item) for item in case.comparisons],
        "recipe": version.data,
    }


COLUMNS = (
    *("version", "status", "ingredient", "basis", "concentration"),
    *("limit", "on", "level", "used_percent", "verdict", "source"),
)
"""The columns of ``rows``."""


def rows(version: Version, case: Case) -> Iterator[dict[str, str]]:
    """A row for each substance with each of its limits, or with none."""
    about = {"version": version.label, "status": version.status}
    blank = dict.fromkeys(COLUMNS, "")
    limits = [_limit(item) for item in case.comparisons]
    present = _concentrations(case)
    for one in present:
        known = [limit for limit in limits if limit["target"] == one["ingredient"]] or [{}]
        for limit in known:
            yield _columns(blank | one | limit | about)
    for limit in limits:
        if all(limit["target"] != one["ingredient"] for one in present):
            yield _columns(blank | {"ingredient": limit["target"]} | limit | about)


def _columns(row: Mapping[str, str]) -> dict[str, str]:
    return {name: row[name] for name in COLUMNS}


def _concentrations(case: Case) -> list[dict[str, str]]:
    volume = case.mixture.volume
    return [
        {
            "ingredient": total.ingredient,
            "basis": total.basis,
            "amount": base_text(total.amount, total.kind),
            "concentration": base_text(total.amount / volume, f"{total.kind}/volume") if volume else "",
        }
        for total in case.mixture.totals
    ]


def _limit(item: Comparison) -> dict[str, str]:
    limit, part = item.limit, item.fraction
    return {
        "target": limit.target,
        "on": limit.on,
        "level": limit.level,
        "basis": limit.basis,
        "limit": limit.text,
        "used_percent": "" if part is None else rounded_text(part * 100, 3),
        "used": "" if part is None else exact_text(part),
        "verdict": item.verdict.name.lower() if item.verdict else "not-compared",
        "why": item.why,
        "source": str(limit.source),
    }
