"""GitLab's Code Quality report: one JSON array, shown in the changes of a merge request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.reports.fingerprint import fingerprints
from formulary.reports.json import for_logs, readable
from formulary.reports.place import within
from formulary.reports.stream import Stream
from formulary.reports.waived import advice, shown, weight
from formulary.text import escape

if TYPE_CHECKING:
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

_SEPARATOR = ",\n"
_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def writer(context: Context) -> Stream:
    """Findings stream; GitLab has no place for counts."""
    return Stream(context, "[\n", _SEPARATOR, tail)


def one(outcome: Outcome, context: Context) -> str:
    """The findings of one document, one object a line."""
    items = shown(outcome, context)
    found = zip(items, fingerprints(outcome, items, context), strict=True)
    path = readable(within(outcome.name, context.root))
    return _SEPARATOR.join(for_logs(json.dumps(_issue(item, path, mark))) for item, mark in found)


def _issue(item: Reported, path: str, fingerprint: str) -> dict[str, object]:
    words = ". ".join(text for text in (item.finding.message.rstrip("."), advice(item)) if text)
    return {
        "description": f"{item.finding.code}: {escape(words)}",
        "check_name": item.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[weight(item)],
        "location": {"path": path, "lines": {"begin": item.span.line if item.span else 1}},
    }


def tail(tally: Tally, context: Context) -> str:  # noqa: ARG001 - the signature of every tail
    """The end of the array."""
    return "]\n"
