"""One JSON document: findings stream as they are found, the summary comes last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulary.reports.statistics import as_data
from formulary.reports.stream import Stream
from formulary.reports.waived import shown
from formulary.text import escape

if TYPE_CHECKING:
    from formulary.domain.waiver import Waiver
    from formulary.findings import Path
    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

_SEPARATOR = ",\n"
_COUNTS = (
    *("files", "recipes", "sessions", "clean", "errors", "warnings", "notes", "waived"),
    *("not_checked", "baselined", "baselined_hard"),
)
_ESCAPED = str.maketrans({"~": "~0", "/": "~1"})


def writer(context: Context) -> Stream:
    """Findings stream between what they were judged by and the counts."""
    return Stream(context, head(context), _SEPARATOR, tail)


def head(context: Context) -> str:
    """The version of this format, the tool, the policies and the catalogue."""
    policies = [{"id": i, "effective": effective, "sha256": sha} for i, effective, sha in context.policies]
    opening = {
        "version": 1,
        "tool": {"name": "formulary", "version": context.version},
        "policies": policies,
        "catalogue": {"sha256": context.catalogue},
    }
    return json.dumps(opening)[:-1] + ',\n"findings": [\n'


def one(outcome: Outcome, context: Context) -> str:
    """The findings of one document, one object a line; waived ones last, if they are shown."""
    found = shown(outcome, context)
    return _SEPARATOR.join(for_logs(json.dumps(record(outcome, item))) for item in found)


def for_logs(text: str) -> str:
    """The same JSON, which the programs that read the logs of a job cannot take for a command to them."""
    return text.replace("##", "#\\u0023")


def record(outcome: Outcome, item: Reported) -> dict[str, object]:
    """One finding as JSON says it."""
    finding, span = item.finding, item.span
    place = span or (None, None, None, None)
    return {
        "code": finding.code,
        "name": item.name,
        "severity": item.severity.value,
        "path": readable(outcome.name),
        "pointer": pointer(finding.path),
        "recipe": outcome.recipe,
        **({"session": outcome.session} if outcome.session else {}),
        **dict(zip(("line", "column", "end_line", "end_column"), place, strict=True)),
        "message": escape(finding.message),
        "help": escape(finding.help),
        "component": finding.component,
        "value": finding.value,
        "limit": finding.limit,
        "unit": finding.unit,
        "source": finding.source,
        "not_checked": finding.not_checked,
        **({"waiver": _waiver(item.waiver)} if item.waiver else {}),
    }


def _waiver(waiver: Waiver) -> dict[str, object]:
    """The waiver that lets a finding through, with the place where it stands."""
    return {
        name: escape(value) if isinstance(value, str) else value
        for name, value in waiver._asdict().items()
        if name != "number"
    }


def readable(name: str) -> str:
    """The name of a file; bytes that are not UTF-8 become escapes, since strict readers refuse surrogates."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def pointer(path: Path) -> str:
    """The JSON Pointer (RFC 6901) of a path."""
    return "".join(f"/{str(part).translate(_ESCAPED)}" for part in path)


def tail(tally: Tally, context: Context) -> str:
    """The statistics if they are asked for, and the counts."""
    statistics = f'\n"statistics": {json.dumps(as_data(tally, context))},' if context.indications else ""
    return f'],{statistics}\n"summary": {json.dumps(counts(tally))}}}\n'


def counts(tally: Tally) -> dict[str, int]:
    """The counts of a run by their names in reports for machines."""
    return {name: getattr(tally, name) for name in _COUNTS}
