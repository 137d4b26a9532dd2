"""SARIF 2.1.0, as code scanning takes it: every rule described, the gravest results, paths from the root."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from formulary.reports.fingerprint import fingerprints
from formulary.reports.gravest import Gravest, marked
from formulary.reports.json import counts, for_logs, pointer
from formulary.reports.place import uri, within
from formulary.reports.summary import count
from formulary.reports.waived import shown, weight, words
from formulary.rules import all_rules, codes
from formulary.rules.pages import markdown, page
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.reports import Context
    from formulary.rules import Rule
    from formulary.validation.outcome import Outcome, Reported, Tally

MOST_RESULTS = 5_000
"""What code scanning shows of a run; it refuses more than 25,000."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_FIGURES = ("component", "value", "limit", "unit", "source")


def one(outcome: Outcome, context: Context) -> str:
    """The results of one document, a line each, marked with how grave they are."""
    items = shown(outcome, context)
    found = zip(items, fingerprints(outcome, items, context), strict=True)
    file = within(outcome.name, context.root)
    return marked(
        (
            weight(item),
            for_logs(json.dumps(_result(item, file, outcome.recipe, mark) | _suppressed(item, context))),
        )
        for item, mark in found
    )


def _result(item: Reported, file: str, recipe: str, fingerprint: str) -> dict[str, Any]:
    finding = item.finding
    text = "\n".join(escape(part) for part in (finding.message, finding.help) if part)
    properties: dict[str, Any] = {"recipe": recipe} if recipe else {}
    properties |= {key: value for key in _FIGURES if (value := getattr(finding, key))}
    properties |= {"notChecked": True} if finding.not_checked else {}
    return {
        "ruleId": finding.code,
        "ruleIndex": _indices()[finding.code],
        "level": item.severity.value,
        "message": {"text": text.replace("](", "] (")},  # which a viewer would take for a link
        "locations": [_location(item, file)],
        "partialFingerprints": {"formularyFinding/v1": fingerprint},
        **({"properties": properties} if properties else {}),
    }


def _suppressed(item: Reported, context: Context) -> dict[str, Any]:
    """That a waiver lets the result through; where some may be, each says whether it is."""
    if not context.show_waived:
        return {}
    if not item.waiver:
        return {"suppressions": []}
    said = escape(words(item.waiver)).replace("](", "] (")
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": said}]}


def _location(item: Reported, file: str) -> dict[str, Any]:
    span = item.span
    # code scanning refuses a result without a line
    region = (
        {"startLine": 1}
        if span is None
        else {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    )
    physical = {"artifactLocation": _artifact(file), "region": region}
    route = pointer(item.finding.path)
    logical = {"logicalLocations": [{"fullyQualifiedName": escape(route)}]} if route else {}
    return {"physicalLocation": physical, **logical}


def _artifact(file: str) -> dict[str, str]:
    return {"uri": uri(file)} if file.startswith("/") else {"uri": uri(file), "uriBaseId": _ROOT}


@cache
def _indices() -> dict[str, int]:
    return {code: index for index, code in enumerate(codes())}


def writer(context: Context) -> _Run:
    """Holds the gravest results back until all are known."""
    return _Run(context)


class _Run:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._gravest = Gravest(MOST_RESULTS)

    def add(self, text: str) -> str:
        self._gravest.add(text)
        return ""

    def end(self, tally: Tally) -> Iterator[str]:
        kept = self._gravest.kept()
        tool = {"driver": _driver(self._context.version)}
        yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n'
        yield f'"tool": {for_logs(json.dumps(tool))},\n'
        yield '"results": [\n' + ",\n".join(kept.entries) + "\n],\n"
        yield for_logs(json.dumps(_rest(kept.left_out, tally, self._context)))[1:] + "]}\n"


def _driver(version: str) -> dict[str, Any]:
    rules = [_descriptor(rule) for rule in all_rules().values()]
    return {"name": "formulary", "version": version, "semanticVersion": version, "rules": rules}


def _descriptor(rule: Rule) -> dict[str, Any]:
    found = page(rule)
    reasons = [*found.rationale, f"Source: {found.source}"]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": found.summary},
        "fullDescription": {"text": " ".join([found.summary, *found.rationale])},
        "help": {"text": "\n\n".join(reasons), "markdown": markdown(rule)},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _rest(left_out: int, tally: Tally, context: Context) -> dict[str, Any]:
    """What a run holds beside its tool and its results."""
    invocation: dict[str, Any] = {"executionSuccessful": True}
    notices = []
    if left_out:
        notices.append(f"{count(left_out, 'result')} left out: the {MOST_RESULTS:,} gravest are here.")
    if tally.more:
        notices.append(f"{count(tally.more, 'more finding')} in files with too many to show.")
    if notices:
        invocation["toolExecutionNotifications"] = [
            {"level": "warning", "message": {"text": text}} for text in notices
        ]
    policies = [{"id": name, "effective": day, "sha256": sha} for name, day, sha in context.policies]
    return {
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "properties": {
            "policies": policies,
            "catalogue": {"sha256": context.catalogue},
            "summary": counts(tally),
        },
    }
