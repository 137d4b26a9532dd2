"""What a registration says: what became of each document, and why one was refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from formulary.reports.layout import Line
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulary.registry.prepare import Judgement, Prepared
    from formulary.registry.register import Stored

_STYLES = {"error": "red", "warning": "yellow"}


def lines(stored: Sequence[Stored], refused: Sequence[Prepared]) -> Iterator[Line]:
    """The documents in order, each with its errors and warnings; then the sum."""
    for one in refused:
        session = "  a session is not kept, only the recipes in it" if one.is_session else ""
        yield Line(f"{one.source}{session}", mark="refused ", mark_style="red")
        yield from _findings(one.judgement)
    for item in stored:
        if item.new:
            rest = f"draft, {_counts(item.prepared.judgement)}"
            rest += f"; it takes the place of the draft @{item.replaced}" if item.replaced else ""
            yield Line(f"{item.label}  {rest}", mark="stored  ", mark_style="green")
            yield from _findings(item.prepared.judgement)
        else:
            yield Line(f"{item.label}  has this content already ({item.status})", mark="known   ")
    yield Line(_sum(stored, refused))


def _findings(judged: Judgement) -> Iterator[Line]:
    for finding in json.loads(judged.findings):
        if finding["severity"] in _STYLES and "waiver" not in finding:
            place = f"{finding['line']}:{finding['column']} " if finding["line"] else ""
            mark = f"{place}{finding['severity']} {finding['code']}"
            yield Line(finding["message"], indent=9, mark=mark, mark_style=_STYLES[finding["severity"]])


def _counts(judged: Judgement) -> str:
    counted = [(judged.errors, "error"), (judged.warnings, "warning"), (judged.not_checked, "not checked")]
    found = [f"{n} {word}{'s' if n > 1 and word != 'not checked' else ''}" for n, word in counted if n]
    return listing(found) if found else "nothing against it"


def _sum(stored: Sequence[Stored], refused: Sequence[Prepared]) -> str:
    if refused:
        many = (
            "one document is no sound recipe"
            if len(refused) == 1
            else f"{len(refused)} documents are no sound recipes"
        )
        return f"Nothing was stored: {many}. Mend or leave out what stands above, then register again."
    new = sum(item.new for item in stored)
    failing = sum(item.new and item.prepared.judgement.errors > 0 for item in stored)
    text = f"{new} stored, {len(stored) - new} there already."
    return f"{text} {failing} with errors, which cannot be approved as they are." if failing else text


def record(stored: Sequence[Stored], refused: Sequence[Prepared]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "version": 1,
        "stored": [_stored(item) for item in stored],
        "refused": [
            {
                "path": one.source,
                "session": one.is_session,
                "findings": json.loads(one.judgement.findings),
            }
            for one in refused
        ],
    }


def _stored(item: Stored) -> dict[str, Any]:
    judged = item.prepared.judgement
    return {
        "formula": item.prepared.formula,
        "number": item.number,
        "status": item.status,
        "new": item.new,
        "replaced": item.replaced or None,
        "sha256": item.prepared.sha256,
        "path": item.prepared.source,
        "policy": {"id": judged.policy, "sha256": judged.policy_sha256},
        "catalogue": {"sha256": judged.catalogue_sha256},
        "findings": json.loads(judged.findings),
        "waivers": json.loads(judged.waivers),
    }
