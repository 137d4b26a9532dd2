"""Markdown to read and to print: a table of all formulas, then each with its components and limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from formulary.exports.cells import plain
from formulary.exports.summary import lines
from formulary.reports.explanation import ON
from formulary.reports.summary import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from formulary.exports.about import About
    from formulary.exports.columns import ComponentRow
    from formulary.exports.held import Limited
    from formulary.exports.inventory import Entry

_SPECIAL = re.compile(r"[\\`*_\[\]|~@${}]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_COMPONENTS = (
    "component",
    "substance",
    "CAS",
    "UNII",
    "stated",
    "final concentration",
    "headroom",
    "standing",
)
_LIMITS = ("limit", "value", "bound", "used", "source")


def maker(_options: Mapping[str, str]) -> Callable[[Entry], str]:
    """The section of a formula."""
    return lambda entry: "".join(f"{line}\n" for line in _section(entry))


def write(parts: Iterator[str], target: Path, about: About) -> None:
    """Write the document: one section a formula, what it all comes to at the end."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("# Formula inventory\n")
        stream.writelines(parts)
        stream.write("\n## What this is\n\n")
        stream.writelines(f"- **{safe(name)}**: {safe(value)}\n" for name, value in lines(about))


def safe(text: str) -> str:
    """The text on one line with nothing in it that Markdown or HTML would act on."""
    shown = plain(text).replace("\n", " ").replace("\t", " ")
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\g<0>", shown)


def _section(entry: Entry) -> Iterator[str]:
    row = entry.formula
    version = f" version {row.version}" if row.version else ""
    yield f"\n## {safe(row.title)}\n"
    yield f"{safe(row.formula)}{version}: {row.status}\n"
    use = " ".join(filter(None, (row.route, "for", row.indication, row.site and f"at the {row.site}")))
    yield f"- Use: {safe(use)} ({row.species}), policy {row.policy} of {row.policy_effective}"
    yield f"- Volume: {safe(row.volume)}"
    if row.headroom_percent:
        near = f"{row.nearest} {ON.get(row.nearest_on, row.nearest_on)} ({row.nearest_level})"
        value = f"{row.nearest_value} of {row.nearest_limit} {row.nearest_unit}".rstrip()
        yield f"- Nearest limit: {safe(near)}: {safe(value)}, headroom {row.headroom_percent} %"
    found = f"{count(row.errors, 'error')}, {count(row.warnings, 'warning')}"
    counts = f"{found}, {row.not_checked} not checked, {row.waived} waived"
    yield f"- Findings: {counts}{f' ({safe(row.finding_codes)})' if row.finding_codes else ''}"
    for name, value in (
        ("Not worked out", row.missing),
        ("Waivers", row.waivers),
        ("Signatures", row.signatures),
        ("File", row.file),
        ("SHA-256", row.content_sha256),
    ):
        if value:
            yield f"- {name}: {safe(value)}"
    yield ""
    yield from _table(_COMPONENTS, map(_component, entry.components))
    if entry.limits:
        yield ""
        yield from _table(_LIMITS, map(_limit, entry.limits))


def _component(row: ComponentRow) -> tuple[str, ...]:
    basis = f" as {row.basis}" if row.basis else ""
    exact = row.concentration_exact if "/" in row.concentration_exact else ""
    shown = f"{row.concentration} {row.concentration_unit}".strip()
    return (
        f"{row.part}. {row.stock or row.named}",
        f"{row.ingredient}{basis}{'' if row.role == 'active' else f' ({row.role})'}",
        row.cas,
        row.unii,
        f"q.s. ({row.part_volume_ml} mL)" if row.stated_by == "qs" and row.part_volume_ml else row.stated,
        f"{shown} (exactly {exact})" if exact else shown,
        f"{row.headroom_percent} %" if row.headroom_percent else "",
        row.standing,
    )


def _limit(one: Limited) -> tuple[str, ...]:
    value = f"{one.value} {one.unit}" if one.value else f"not compared: {one.why}"
    return (
        f"{one.target} {ON.get(one.on, one.on)} ({one.level})",
        value,
        one.stated,
        f"{one.used_percent} %" if one.used_percent else "",
        one.source,
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(safe, row))} |"
