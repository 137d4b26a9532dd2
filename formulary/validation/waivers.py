"""A file of waivers: read as strictly as every other, each entry judged by itself and by the run."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.domain.waiver import Waiver
from formulary.errors import UsageFaultError
from formulary.findings import Finding
from formulary.people import same_person
from formulary.rules import codes
from formulary.rules.firm import firm
from formulary.shape.check import check, kind_of
from formulary.source.document import Document, Unread
from formulary.source.files import read_file
from formulary.source.read import read_document, syntax_of
from formulary.text import did_you_mean, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.findings import Path, Span

LONGEST = timedelta(days=180)
"""The longest that a waiver may hold."""
SHORTEST_REASON = 20
"""The fewest characters of a reason."""
_FEWEST_LETTERS = 8
"""The fewest different letters of a reason: the shortest honest ones have more, filler has not."""


class WaiverFile(NamedTuple):
    """A file of so many ``entries``: the ``waivers`` in force, and what is wrong with the others.

    A waiver that lacks nothing but its content is among both: the run can say what content it is.
    """

    document: Document
    waivers: tuple[Waiver, ...]
    findings: tuple[Finding, ...]
    entries: int


def read_waivers(path: str, day: date, approvers: Iterable[str] = ()) -> WaiverFile:
    """The waivers in a file as they are on a day; where ``approvers`` are named, only their word counts.

    Raises:
        UsageFaultError: the file cannot be read or is no file of waivers, with its line.
    """
    document = _document(path)
    data: Any = document.data
    faulty: dict[int, list[Finding]] = {}
    for finding in check("waivers", data):
        if len(finding.path) < 2:
            raise _refused(document, finding)
        faulty.setdefault(entry_number(finding.path), []).append(finding)
    allowed = tuple(approvers)
    waivers, findings = [], []
    for number, entry in enumerate(data["waivers"]):
        found = faulty.get(number, [])
        bare = isinstance(entry, dict) and len(found) == 1 and _lacks_content(found[0], entry)
        if found and not bare:
            findings += [_malformed(one, entry) for one in found]
            continue
        waiver = _waiver(document, number, entry)
        wrong = list(_faults(waiver, day, allowed))
        findings += wrong
        if not wrong:
            waivers.append(waiver)
    return WaiverFile(document, tuple(waivers), tuple(findings), len(data["waivers"]))


def _lacks_content(finding: Finding, entry: dict[str, Any]) -> bool:
    """Whether a fault of an entry is that it does not say for which content it was granted."""
    return finding.code == "FML101" and len(finding.path) == 2 and "sha256" not in entry


def _document(path: str) -> Document:
    raw = read_file(path)
    if isinstance(raw, Finding):
        raise UsageFaultError(f"{path}: {raw.message}", raw.help)
    syntax = syntax_of(path)
    if syntax not in ("yaml", "json"):
        raise UsageFaultError(f"{path}: a file of waivers is YAML or JSON", "Name it `waivers.yaml`.")
    document = read_document(raw, path, syntax)
    if isinstance(document, Unread):
        finding, span = document.found[0]
        raise UsageFaultError(f"{_place(path, span)}: {finding.message}", finding.help)
    kind = kind_of(document.data)
    if isinstance(kind, Finding):
        raise _refused(document, kind)
    if kind != "waivers":
        place = _place(path, document.locate(("format",)))
        raise UsageFaultError(
            f"{place}: `format: {kind}/1` is no file of waivers", "Write `format: waivers/1`."
        )
    return document


def _refused(document: Document, finding: Finding) -> UsageFaultError:
    span = document.locate(finding.path, on_key=finding.on_key)
    return UsageFaultError(f"{_place(document.name, span)}: {finding.message}", finding.help)


def _place(name: str, span: Span | None) -> str:
    return f"{name}:{span.line}:{span.column}" if span else name


def entry_number(path: Path) -> int:
    """The number of the entry that a path in the file leads into."""
    step = path[1]
    return step if isinstance(step, int) else 0


def _waiver(document: Document, number: int, entry: dict[str, str]) -> Waiver:
    line = document.locate(("waivers", number, "rule")).line
    return Waiver(**entry, file=document.name, line=line, number=number)


def _malformed(finding: Finding, entry: Any) -> Finding:
    """A fault of the shape of an entry, which is told as a fault of the waiver."""
    key, value = finding.path[-1], entry.get(finding.path[-1]) if isinstance(entry, dict) else None
    message, advice = f"no valid waiver: {finding.message[:1].lower()}{finding.message[1:]}", finding.help
    if key == "rule" and isinstance(value, str) and any(code.startswith(value.upper()) for code in codes()):
        message = f"a waiver of {quoted(value)} is too broad: it is for one rule, by its whole code"
        advice = "Grant one for each rule, such as `rule: FML302`."
    elif len(finding.path) == 2 and "`sha256`" in finding.message:
        advice = "Correct the rest of the entry first; the content of today is told then."
    elif key == "recipe" and isinstance(value, str) and "*" in value:
        message = f"a waiver for {quoted(value)} is too broad: it is for one recipe"
        advice = "Grant one for each recipe that needs it."
    return finding._replace(code="FML903", message=message, help=advice)


def _faults(waiver: Waiver, day: date, approvers: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with a waiver of the right shape, whatever the recipe is like."""
    what = named(waiver)
    if waiver.rule not in codes():
        advice = did_you_mean(waiver.rule, codes()) or "`formulary rules` lists them."
        yield invalid(waiver, "rule", f"there is no rule {quoted(waiver.rule)}", advice)
    elif firm(waiver.rule):
        yield invalid(
            waiver,
            "rule",
            f"{waiver.rule} cannot be waived: {firm(waiver.rule)}",
            "Correct the recipe, and delete the waiver.",
        )
    reason = " ".join(waiver.reason.split())
    if len(reason) < SHORTEST_REASON or len(set(filter(str.isalpha, reason.casefold()))) < _FEWEST_LETTERS:
        yield invalid(
            waiver,
            "reason",
            f"the reason of {what} says too little",
            f"Say in at least {SHORTEST_REASON} characters why it is safe, as an auditor will read it.",
        )
    if not any(map(str.isalpha, waiver.approved_by)):
        message = f"{quoted(waiver.approved_by)} is nobody's name"
        yield invalid(waiver, "approved_by", message, "Name the person who answers for it.")
    elif approvers and not any(same_person(name, waiver.approved_by) for name in approvers):
        message = f"{quoted(waiver.approved_by)} is none of the people on whose word a waiver may rest"
        yield invalid(
            waiver, "approved_by", message, f"The configuration names {listing(map(quoted, approvers))}."
        )
    yield from _dates(waiver, day, what)


def _dates(waiver: Waiver, day: date, what: str) -> Iterator[Finding]:
    created, expires = date.fromisoformat(waiver.created), date.fromisoformat(waiver.expires)
    if created > day:
        yield invalid(
            waiver, "created", f"{what} is dated ahead, {created}", "Write the day on which it was granted."
        )
    if expires < created:
        yield invalid(waiver, "expires", f"{what} ends before it begins, {expires}", "Correct the dates.")
    elif expires - created > LONGEST:
        last = created + LONGEST
        yield invalid(
            waiver,
            "expires",
            f"{what} holds for {(expires - created).days} days; the longest is {LONGEST.days}",
            f"Let it end by {last}, and look at it again then.",
        )
    elif expires < day:
        yield Finding(
            "FML901",
            ("waivers", waiver.number, "expires"),
            f"{what} expired on {expires}",
            "Correct the recipe and delete the waiver, or have it granted again, with new dates.",
            component=waiver.component,
        )


def named(waiver: Waiver) -> str:
    """A waiver in words."""
    component = f" for {quoted(waiver.component)}" if waiver.component else ""
    return f"the waiver of {waiver.rule}{component} in {quoted(waiver.recipe)}"


def invalid(waiver: Waiver, key: str, message: str, advice: str) -> Finding:
    """That a waiver cannot be granted as it stands, at one of its fields."""
    return Finding("FML903", ("waivers", waiver.number, key), message, advice, component=waiver.component)
