"""What a run says of its waivers once their recipes were judged: unused, too broad, for another content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Located
from formulary.text import listing, quoted
from formulary.validation import waiving
from formulary.validation.sift import Subject, outcome
from formulary.validation.waivers import entry_number, invalid, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.domain.waiver import Waiver
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting
    from formulary.validation.waivers import WaiverFile
    from formulary.validation.waiving import Met


def after_run(file: WaiverFile, met: Iterable[Met]) -> list[Finding]:
    """Everything that is to be said of the waivers, once the recipes that they name were judged.

    Of a waiver whose recipe was no part of the run nothing is said but what is wrong with itself.
    """
    by_number: dict[int, dict[str, str]] = {}
    for number, verdict, detail in sorted(met):
        by_number.setdefault(number, {})[verdict] = detail
    found = list(file.findings)
    for waiver in file.waivers:
        verdicts = by_number.get(waiver.number, {})
        found += _after(waiver, verdicts)
    return sorted(found, key=lambda one: entry_number(one.path))


def _after(waiver: Waiver, verdicts: dict[str, str]) -> Iterator[Finding]:
    what, detail = named(waiver), next(iter(verdicts.values()), "")
    if not waiver.sha256:
        told = f"Its content today is `sha256: {detail}`."
        advice = told if detail else "Check the recipe together with it; its content is told then."
        message = f"{what} does not say for which content it was granted"
        yield Finding("FML903", ("waivers", waiver.number), message, advice, component=waiver.component)
    elif waiving.SELF_APPROVED in verdicts:
        author = quoted(verdicts[waiving.SELF_APPROVED])
        message = f"{what} rests on the word of the recipe's own author, {author}"
        yield invalid(waiver, "approved_by", message, "Somebody else must answer for it.")
    elif waiving.TOO_BROAD in verdicts:
        about = [quoted(name) for name in verdicts[waiving.TOO_BROAD].split(",")]
        message = f"{what} is too broad: it names no component, and the rule is about {listing(about)}"
        yield invalid(waiver, "rule", message, "Grant one for each component that needs it.")
    elif verdicts and waiving.USED not in verdicts:
        yield _unused(waiver, what, verdicts)


def _unused(waiver: Waiver, what: str, verdicts: dict[str, str]) -> Finding:
    key, advice = "rule", "Delete it."
    if waiving.UNUSED not in verdicts:
        key, message = "sha256", f"{what} was granted for another content, and no longer applies"
        advice = (
            "Look at what has changed; if it still holds, have it granted again for "
            f"`sha256: {verdicts[waiving.OTHER_CONTENT]}`."
        )
    elif about := verdicts[waiving.UNUSED]:
        names = listing(map(quoted, about.split(",")))
        key, message = "component", f"{what} is not used: there the rule is about {names}"
        advice = "Correct `component`, or delete it."
    else:
        message = f"{what} is not needed: the rule finds nothing there"
    key = key if key != "component" or waiver.component else "rule"
    return Finding("FML902", ("waivers", waiver.number, key), message, advice, component=waiver.component)


def outcome_of(file: WaiverFile, met: Iterable[Met], setting: Setting) -> Outcome:
    """What a run says of its file of waivers, with lines."""
    document = file.document
    found = [Located(one, document.locate(one.path, on_key=one.on_key)) for one in after_run(file, met)]
    return outcome(Subject(document.name, "", is_recipe=False, line_text=document.line_text), found, setting)
