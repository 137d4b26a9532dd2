"""What an export is, in words for people: the head of a workbook or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.exports.about import About

NO_ADVICE = (
    "No medical advice: limits and standings are cited reference data that a pharmacist must review. "
    "Rounded numbers are for reading; the exact ones stand beside them as text."
)


def lines(about: About) -> Iterator[tuple[str, str]]:
    """Names and values, once every formula has been counted; gaps come first."""
    tally = about.tally
    yield "Formula inventory", f"written by formulary {about.version}"
    if not tally.complete:
        yield "PARTIAL", gaps(about)
    yield "Formulas", f"{tally.formulas:,}"
    yield "Component rows", f"{tally.components:,}"
    for status, number in sorted(tally.statuses.items()):
        yield f"Status {status}", f"{number:,}"
    asked = ", ".join(f"{name} {value}" for name, value in about.filters.items())
    yield "Filters", asked or "none: everything"
    yield "From", _source(about)
    for name, effective, sha256 in about.policies:
        yield "Policy", f"{name}, in force from {effective}, SHA-256 {sha256}"
    yield "Catalogue", f"SHA-256 {about.catalogue}"
    if tally.moment:
        yield "Newest entry", tally.moment
    yield "Please note", NO_ADVICE
    for where, code, why in tally.named:
        yield f"Missing: {where}", f"{code}: {why}"


def _source(about: About) -> str:
    """Where the formulas come from."""
    if "audit_head" not in about.source:
        return "recipe files"
    events, head = about.source["audit_events"], about.source["audit_head"]
    return f"the registry after {events:,} events, the last of them {head}"


def gaps(about: About) -> str:
    """How many formulas are missing or incomplete, in words."""
    tally = about.tally
    return (
        f"{tally.not_exported:,} could not be exported, {tally.incomplete:,} not worked out completely; "
        "what is missing is named below or in the manifest"
    )
