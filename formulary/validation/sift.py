"""What is reported of all that was found in a document: asked for, not waived, not known, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.findings import Finding, Severity
from formulary.rules import rule
from formulary.source.limits import MAX_FINDINGS
from formulary.validation.debts import Known, Ledger
from formulary.validation.outcome import Outcome, Reported
from formulary.validation.waiving import Waived, waive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from formulary.findings import Located
    from formulary.validation.facts import Facts
    from formulary.validation.setting import Setting


class Subject(NamedTuple):
    """What an outcome is about, how its findings get their source lines, and what it tells of itself.

    ``judged``: every rule has looked at ``data``, a recipe; nothing else can be waived.
    """

    name: str
    recipe: str
    is_recipe: bool
    line_text: Callable[[int], str]
    facts: Facts | None = None
    is_session: bool = False
    data: Any = None
    judged: bool = False
    session: str = ""


def outcome(subject: Subject, located: Iterable[Located], setting: Setting) -> Outcome:
    """The findings that the user asked for, with their rules' names and levels, in the order of the text."""
    located = tuple(located)
    reported: list[Reported] = []
    let_through: list[Reported] = []
    left_out = 0
    waivers = setting.waivers.get(subject.recipe, ()) if subject.judged else ()
    waived = waive(subject.data, located, waivers) if waivers else Waived((None,) * len(located))
    ledger = Ledger(subject.name, subject.recipe, setting.baseline) if setting.baseline else None
    baselined = 0
    for (finding, span), waiver in zip(located, waived.by, strict=True):
        known = rule(finding.code)
        severity = weight(finding, setting)
        selected = is_selected(finding.code, setting)
        if not waiver and ledger and ledger.knows(finding, severity, selected=selected) and selected:
            baselined += 1
        elif selected:
            line = subject.line_text(span.line) if span else ""
            told = Reported(finding, known.name, severity, span, line, waiver)
            (let_through if waiver else reported).append(told)
        else:
            left_out += severity is not Severity.NOTE or finding.not_checked
    more = max(0, len(reported) - MAX_FINDINGS)
    if more:  # the gravest are kept: no crowd of warnings may push an error out of the report
        reported.sort(key=lambda item: _GRAVITY.index(item.severity))
        del reported[MAX_FINDINGS:]
    reported.sort(key=_order)
    return Outcome(
        *(subject.name, subject.recipe, subject.is_recipe, tuple(reported), more, left_out),
        waived=tuple(sorted(let_through, key=_order)),
        baselined=baselined,
        known=ledger.close(located, judged=subject.judged) if ledger else Known(),
        facts=subject.facts,
        data=subject.data if subject.judged else None,
        is_session=subject.is_session,
        session=subject.session,
        met=waived.met,
    )


_GRAVITY = list(Severity)


def weight(finding: Finding, setting: Setting) -> Severity:
    """How much a finding weighs here; one that its rule raised above its usual level is never lowered."""
    level = rule(finding.code).level
    usual = finding.severity or level
    chosen = setting.severity.get(finding.code)
    if chosen is None:
        return usual
    raised = _GRAVITY.index(usual) < _GRAVITY.index(level)
    return min(usual, chosen, key=_GRAVITY.index) if raised else chosen


def _order(item: Reported) -> tuple[int, int, str]:
    return (item.span.line, item.span.column, item.finding.code) if item.span else (0, 0, item.finding.code)


def is_selected(code: str, setting: Setting) -> bool:
    """Whether findings of a rule are asked for."""
    if setting.select and not code.startswith(setting.select):
        return False
    return not (setting.ignore and code.startswith(setting.ignore))
