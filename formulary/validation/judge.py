"""One document from bytes to its outcome: read, shape, build, solve, compare, rules, selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.domain.build import build
from formulary.findings import Finding, Located, Severity
from formulary.rules import checks, rule
from formulary.rules.case import accept, make_case
from formulary.shape.check import check, kind_of
from formulary.source.document import Document, Syntax, Unread
from formulary.source.read import read_document
from formulary.text import did_you_mean, listing, quoted
from formulary.validation.debts import Ledger
from formulary.validation.facts import Facts, judged, named
from formulary.validation.sift import Subject, is_selected, outcome, weight
from formulary.validation.staleness import today, untimely
from formulary.validation.waiving import Waived, waive

if TYPE_CHECKING:
    from formulary.catalogue.policies import Policy
    from formulary.domain.recipe import Recipe
    from formulary.rules.case import Case
    from formulary.validation.outcome import Outcome
    from formulary.validation.setting import Setting


_LONGEST_ID = 64
"""Longer text is no id, and is not repeated in every finding."""
_STANDINGS = ("FML202", "FML204", "FML205")
"""The rules about what may be used at all; where one refuses an ingredient, others keep silent about it."""


def judge(raw: bytes, name: str, syntax: Syntax, setting: Setting, first_line: int = 1) -> Outcome:
    """The outcome of one document."""
    return examine(raw, name, syntax, setting, first_line)[0]


def examine(
    raw: bytes, name: str, syntax: Syntax, setting: Setting, first_line: int = 1
) -> tuple[Outcome, Case | None]:
    """The outcome of one document and, of a recipe of sound shape, the case that its rules looked at."""
    setting = setting.at(name)
    document = read_document(raw, name, syntax, first_line)
    if isinstance(document, Unread):
        return judge_unread(document, setting), None
    data: Any = document.data
    kind = kind_of(data)
    findings = check(kind, data) if isinstance(kind, str) else [kind]
    is_recipe = kind == "recipe" or not isinstance(kind, str)
    if kind == "session" and not findings:
        findings = _session(data, name, setting)
    case = None
    if kind == "recipe" and not findings:
        findings, case = judge_recipe(data, setting)
    recipe = _id(data) if kind == "recipe" else ""
    session = _id(data) if kind == "session" else ""
    located = [Located(item, document.locate(item.path, on_key=item.on_key)) for item in findings]
    facts = _facts(document, recipe or session, case) if recipe or session else None
    subject = Subject(
        *(name, recipe, is_recipe, document.line_text, facts, kind == "session", data, case is not None),
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
    recipe = build(data)
    found: list[Finding] = []
    policy = policy_of(recipe, setting)
    if policy is None:
        found.append(_other_policy(recipe.policy, setting))
    found += _untimely(policy, recipe.policy, setting)
    case = make_case(recipe, setting.catalogue, policy or setting.policy)
    ruled = [finding for check_rule in checks() for finding in check_rule(case)]
    if accepted := _accepted(data, ruled, setting):
        case = accept(case, accepted)
        ruled = [finding for check_rule in checks() for finding in check_rule(case)]
    found += ruled
    # whether another policy is for this route is no fault of the recipe that names its own
    found = found if policy else [finding for finding in found if finding.code != "FML210"]
    return found, case


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
    policy = _named(named, setting)
    return [*_untimely(policy, named, setting), *found] if policy else [_other_policy(named, setting), *found]


def _sitting(data: dict[str, Any], name: str, setting: Setting) -> tuple[list[Finding], Case | None]:
    from formulary.validation.sittings import judge_session  # noqa: PLC0415 - most runs check recipes only

    policy = _named(data.get("policy", ""), setting) or setting.policy

    def own(recipe: Recipe) -> Policy:
        return policy_of(recipe, setting) or setting.policy

    return judge_session(data, name, setting.catalogue, policy, own)


def policy_of(recipe: Recipe, setting: Setting) -> Policy | None:
    """The policy that a recipe is judged by; None if it names one that this run does not allow.

    A recipe may name any policy where nobody chose one for it, else one that the configuration allows or that
    builds on the chosen one; it cannot pick another judge.
    """
    return _named(recipe.policy, setting)


def _named(name: str, setting: Setting) -> Policy | None:
    chosen = setting.policy
    if not name or name == chosen.id:
        return chosen
    if name not in setting.catalogue.data["policies"]:
        return None
    if setting.forced:
        return chosen
    named = setting.catalogue.policy(name)
    return named if _allowed(named, setting) else None


def _allowed(policy: Policy, setting: Setting) -> bool:
    if setting.allowed is not None:
        return policy.id in setting.allowed
    return setting.policy.id in policy.lineage


def _untimely(policy: Policy | None, named: str, setting: Setting) -> list[Finding]:
    """That the policy of a recipe or of its path is due for review; the run tells of its own."""
    if policy is None or policy.id not in setting.untimely:
        return []
    found = untimely(policy, today())
    return [found._replace(path=("policy",) if named else ())] if found else []


def usable(setting: Setting) -> list[Policy]:
    """The policies that recipes of a run may be judged by, that of the run first."""
    chosen, catalogue = setting.policy, setting.catalogue
    others = [] if setting.forced else [catalogue.policy(name) for name in sorted(catalogue.data["policies"])]
    by_path = {policy for _, policy in setting.per_path.rows}
    return [
        chosen,
        *(one for one in others if one is not chosen and (one.id in by_path or _allowed(one, setting))),
    ]


def _other_policy(name: str, setting: Setting) -> Finding:
    known = sorted(setting.catalogue.data["policies"])
    if name not in known:
        advice = did_you_mean(name, known) or "`formulary catalogue list policies` names them."
        return Finding("FML104", ("policy",), f"there is no policy {quoted(name)}", advice)
    if setting.allowed is not None:
        allowed = listing(f"`{one}`" for one in dict.fromkeys((setting.policy.id, *setting.allowed)))
        message = f"policy {quoted(name)} is not one that the configuration allows recipes to name"
        return Finding("FML104", ("policy",), message, f"Allowed here: {allowed}.")
    return Finding(
        "FML104",
        ("policy",),
        f"policy {quoted(name)} does not build on `{setting.policy.id}`, the one that this run judges by",
        f"Run with `--policy {name}` if it is meant.",
    )
