"""JUnit's XML: one test case for each document, clean ones too, so that pipelines list them as tests."""

from __future__ import annotations

from collections import Counter
from html import escape as to_xml
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from formulary.findings import Severity
from formulary.reports.place import within
from formulary.reports.summary import aside, count
from formulary.reports.waived import advice, level, shown, weight
from formulary.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.reports import Context
    from formulary.validation.outcome import Outcome, Reported, Tally

_FAILED, _PASSED = "f", "p"
_IN_MEMORY = 1 << 24
_BYTES_A_PART = 1 << 20


def one(outcome: Outcome, context: Context) -> str:
    """One test case, after a letter for whether it failed: the counts of failures come before the cases."""
    found = shown(outcome, context)
    judged = outcome.is_recipe or outcome.is_session
    if not judged and all(weight(item) is Severity.NOTE for item in found):
        return ""  # what is said of a recipe beside others, or of a file that is none, is no test of its own
    fails = (Severity.ERROR, Severity.WARNING) if context.strict else (Severity.ERROR,)
    failed = [item for item in outcome.reported if item.severity in fails]
    other = [_words(item) for item in found if item.waiver or item.severity not in fails]
    if outcome.more:
        other.append(f"{count(outcome.more, 'more finding')} not shown")
    if hidden := aside(len(outcome.waived), outcome.baselined, outcome.known.grave):
        other.append(hidden)
    file = escape(within(outcome.name, context.root))
    named = _attributes(name=_name(outcome, file), classname=file, file=file, time="0")
    body = [*_failure(failed), *_output(other)]
    case = "\n".join([f"<testcase {named}>", *body, "</testcase>"]) if body else f"<testcase {named}/>"
    return (_FAILED if failed else _PASSED) + case


def _name(outcome: Outcome, file: str) -> str:
    """What to call the case; of a file of many lines each may be one."""
    if name := outcome.recipe or outcome.session:
        return name if outcome.is_recipe or outcome.is_session else f"{name} beside the others"
    span = outcome.reported[0].span if outcome.reported else None
    return f"{file}:{span.line}" if span else file


def _failure(failed: list[Reported]) -> Iterator[str]:
    """All findings that fail the document as one failure: readers of JUnit's XML expect no second."""
    if failed:
        first, *rest = failed
        more = f" (and {len(rest)} more)" if rest else ""
        kind = f"{first.finding.code} {first.name}"
        named = _attributes(type=kind, message=f"{escape(first.finding.message)}{more}")
        text = to_xml("\n".join(map(_words, failed)))
        yield f"<failure {named}>{text}</failure>"


def _output(other: list[str]) -> Iterator[str]:
    if other:
        text = to_xml("\n".join(other))
        yield f"<system-out>{text}</system-out>"


def _words(item: Reported) -> str:
    place = f"line {item.span.line}, column {item.span.column}: " if item.span else ""
    finding = item.finding
    said = escape(advice(item))
    help_ = f"\n  {'' if item.waiver else 'help: '}{said}" if said else ""
    return f"{place}{level(item)}[{finding.code}] {item.name}: {escape(finding.message)}{help_}"


def _attributes(**values: str) -> str:
    return " ".join(f'{name}="{to_xml(escape(value))}"' for name, value in values.items())


def writer(context: Context) -> _Suite:  # noqa: ARG001 - the signature of every report
    """Keeps the cases aside, on disk where they are many, until they are counted."""
    return _Suite()


class _Suite:
    def __init__(self) -> None:
        self._cases = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115 - ``end`` closes it
        self._count: Counter[str] = Counter()

    def add(self, text: str) -> str:
        self._count[text[0]] += 1
        self._cases.write(f"{text[1:]}\n")
        return ""

    def end(self, tally: Tally) -> Iterator[str]:  # noqa: ARG002 - the signature of every writer
        counts = _attributes(
            name="formulary",
            tests=str(self._count.total()),
            failures=str(self._count[_FAILED]),
            errors="0",
            skipped="0",
            time="0",
        )
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n<testsuite {counts}>\n'
        with self._cases as cases:
            cases.seek(0)
            while part := cases.read(_BYTES_A_PART):
                yield part
        yield "</testsuite>\n</testsuites>\n"
