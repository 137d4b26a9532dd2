"""One document from bytes to its outcome: read, shape, build, solve, compare, rules, selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.domain.build import build
from formulary.findings import Finding, Located, Severity
from formulary.rules import checks, rule
from formulary.rules.case import accept, make_case
from formulary.shape.check import check, kind_of
from formulary.source.document import Document, Syntax, Unread
from formulary.source.read import read_document
from formulary.validation.debts import Ledger
from formulary.validation.facts import Facts, judged, named
from formulary.validation.policies import due_for_review, named_policy, not_allowed, policy_of
from formulary.validation.sift import Subject, is_selected, outcome, weight
from formulary.validation.waiving import Waived, waive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.catalogue.policies import Policy
    from formulary.domain.recipe import Recipe
    from formulary.rules.case import Case
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting


_LONGEST_ID = 64
"""Longer text is no id, and is not repeated in every finding."""
_STANDINGS = ("FML202", "FML204", "FML205")
"""The rules about what may be used at all; where one refuses an ingredient, others keep silent about it."""


class Text(NamedTuple):
    """A document as it was read; ``first_line`` is the number of its first line in its file."""

    raw: bytes
    name: str
    syntax: Syntax
    first_line: int = 1


class _Open(NamedTuple):
    """A document under way: a recipe whose rules are still to be asked, where there is a ``case``."""

    document: Document
    setting: Setting
    kind: str | Finding
    findings: list[Finding]
    case: Case | None


def judge(raw: bytes, name: str, syntax: Syntax, setting: Setting, first_line: int = 1) -> Outcome:
    """The outcome of one document."""
    return examine([Text(raw, name, syntax, first_line)], setting)[0][0]


def examine(texts: Iterable[Text], setting: Setting) -> list[tuple[Outcome, Case | None]]:
    """The outcome of each document and, of a recipe of sound shape, the case that its rules looked at.

    Each rule is asked of all of them before the next is: so the processor finds it at hand.
    """
    begun = [_begin(text, setting.at(text.name)) for text in texts]
    ruled = iter(_ruled([one.case for one in begun if isinstance(one, _Open) and one.case]))
    return [
        (one, None) if not isinstance(one, _Open) else _end(one, next(ruled) if one.case else [])
        for one in begun
    ]


def _begin(text: Text, setting: Setting) -> _Open | Outcome:
    document = read_document(*text)
    if isinstance(document, Unread):
        return judge_unread(document, setting)
    data: Any = document.data
    kind = kind_of(data)
    findings = check(kind, data) if isinstance(kind, str) else [kind]
    if kind == "session" and not findings:
        findings = _session(data, text.name, setting)
    if kind == "recipe" and not findings:
        return _Open(document, setting, kind, *_prepared(data, setting))
    return _Open(document, setting, kind, findings, None)


def _end(one: _Open, ruled: list[Finding]) -> tuple[Outcome, Case | None]:
    document, setting, kind, findings, case = one
    data: Any = document.data
    if case:
        findings, case = _settled(data, findings, case, ruled, setting)
    recipe = _id(data) if kind == "recipe" else ""
    session = _id(data) if kind == "session" else ""
    located = [Located(item, document.locate(item.path, on_key=item.on_key)) for item in findings]
    facts = _facts(document, recipe or session, case) if recipe or session else None
    is_recipe = kind == "recipe" or not isinstance(kind, str)
    subject = Subject(
        *(document.name, recipe, is_recipe, document.line_text, facts),
        *(kind == "session", data, case is not None),
        session=session,
    )
    return outcome(subject, located, setting), case


def _id(data: dict[str, Any]) -> str:
    """The id that a document gives itself, empty where it is none."""
    id_ = data.get("id", "")
    return id_ if isinstance(id_, str) and len(id_) <= _LONGEST_ID else ""


def _facts(document: Document, id_: str, case: Case | None) -> Facts:
    span = document.glance(("id",))
    facts = named(id_, span, document.line_text(span.line))
    return judged(facts, case) if case else facts


def judge_unread(document: Unread, setting: Setting) -> Outcome:
    """The outcome of a text that could not be read as data."""
    return outcome(Subject(document.name, "", True, document.line_text), document.found, setting)


def unreadable(name: str, finding: Finding, setting: Setting) -> Outcome:
    """The outcome of a file that could not be opened."""
    return outcome(Subject(name, "", True, lambda _: ""), [Located(finding, None)], setting)


def judge_recipe(data: dict[str, Any], setting: Setting) -> tuple[list[Finding], Case]:
    """What every rule says of a recipe of the right shape, and what they looked at."""
    found, case = _prepared(data, setting)
    return _settled(data, found, case, _ruled([case])[0], setting)


def _prepared(data: dict[str, Any], setting: Setting) -> tuple[list[Finding], Case]:
    """What is to be said of a recipe's policy, and what the rules are to look at."""
    recipe = build(data)
    policy = policy_of(recipe, setting)
    found = [] if policy else [not_allowed(recipe.policy, setting)]
    found += due_for_review(policy, recipe.policy, setting)
    return found, make_case(recipe, setting.catalogue, policy or setting.policy)


def _ruled(cases: list[Case]) -> list[list[Finding]]:
    found: list[list[Finding]] = [[] for _ in cases]
    for check_rule in checks():
        for case, said in zip(cases, found, strict=True):
            said.extend(check_rule(case))
    return found


def _settled(
    data: dict[str, Any], found: list[Finding], case: Case, ruled: list[Finding], setting: Setting
) -> tuple[list[Finding], Case]:
    """All that was found, once more where the standing of an ingredient is accepted here."""
    if accepted := _accepted(data, ruled, setting):
        case = accept(case, accepted)
        (ruled,) = _ruled([case])
    if policy_of(case.recipe, setting) is None:
        # whether another policy is for this route is no fault of the recipe that names its own
        ruled = [finding for finding in ruled if finding.code != "FML210"]
    return found + ruled, case


def _accepted(data: dict[str, Any], found: list[Finding], setting: Setting) -> frozenset[str]:
    """The ingredients whose standing does not fail the recipe here; of these the rules are asked again."""
    refused = [one for one in found if one.code in _STANDINGS and _fails(one)]
    waivers = [one for one in setting.waivers.get(data["id"], ()) if one.rule in _STANDINGS]
    located = [Located(one, None) for one in refused]
    waived = waive(data, located, waivers) if waivers else Waived((None,) * len(refused))
    known = setting.baseline
    ledger = Ledger(known.root, data["id"], known) if known else None  # by its id, wherever the file lies
    accepted = set()
    for one, waiver in zip(refused, waived.by, strict=True):
        severity, selected = weight(one, setting), is_selected(one.code, setting)
        fails = selected and severity is Severity.ERROR and not waiver
        if not fails or (ledger and ledger.knows(one, severity, selected=selected)):
            accepted.add(one.component)
    return frozenset(accepted)


def _fails(finding: Finding) -> bool:
    return (finding.severity or rule(finding.code).level) is Severity.ERROR


def session_case(data: dict[str, Any], name: str, setting: Setting) -> Case | None:
    """What the rules look at in a session of the right shape; None where a recipe of it is missing."""
    return _sitting(data, name, setting)[1]


def _session(data: dict[str, Any], name: str, setting: Setting) -> list[Finding]:
    found, _ = _sitting(data, name, setting)
    named = data.get("policy", "")
    policy = named_policy(named, setting)
    said = due_for_review(policy, named, setting) if policy else [not_allowed(named, setting)]
    return said + found


def _sitting(data: dict[str, Any], name: str, setting: Setting) -> tuple[list[Finding], Case | None]:
    from formulary.validation.sittings import judge_session  # noqa: PLC0415 - most runs check recipes only

    policy = named_policy(data.get("policy", ""), setting) or setting.policy

    def own(recipe: Recipe) -> Policy:
        return policy_of(recipe, setting) or setting.policy

    return judge_session(data, name, setting.catalogue, policy, own)
