"""One document from bytes to its outcome: read, shape, build, solve, compare, rules, selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.domain.build import build
from formulary.findings import Finding, Located
from formulary.rules import all_rules, checks
from formulary.rules.case import make_case
from formulary.shape.check import check, kind_of
from formulary.source.document import Unread
from formulary.source.limits import MAX_FINDINGS
from formulary.source.read import Syntax, read_document
from formulary.text import did_you_mean, quoted
from formulary.validation.outcome import Outcome, Reported

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.findings import Span
    from formulary.source.document import Document


class Setting(NamedTuple):
    """By what a run judges. ``forced``: the policy was chosen for the whole run, whatever recipes say.

    ``select`` and ``ignore`` are codes or beginnings of codes.
    """

    catalogue: Catalogue
    policy: Policy
    forced: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def judge(raw: bytes, name: str, syntax: Syntax, setting: Setting, first_line: int = 1) -> Outcome:
    """The outcome of one document."""
    document = read_document(raw, name, syntax, first_line)
    if isinstance(document, Unread):
        return judge_unread(document, setting)
    data: Any = document.data
    kind = kind_of(data)
    if not isinstance(kind, str):
        return _placed(document, name, "", is_recipe=True, findings=[kind], setting=setting)
    findings = check(kind, data)
    if kind != "recipe":
        return _placed(document, name, "", is_recipe=False, findings=findings, setting=setting)
    recipe_id = data.get("id") if isinstance(data.get("id"), str) else ""
    if not findings:
        findings = judge_recipe(data, setting)
    return _placed(document, name, recipe_id or "", is_recipe=True, findings=findings, setting=setting)


def judge_unread(document: Unread, setting: Setting) -> Outcome:
    """The outcome of a text that could not be read as data."""
    return _outcome(document.name, "", True, document.found, setting, document.line_text)


def judge_recipe(data: dict[str, Any], setting: Setting) -> list[Finding]:
    """What every rule says of a recipe of the right shape."""
    recipe = build(data)
    policy = setting.policy
    found: list[Finding] = []
    if recipe.policy and recipe.policy != policy.id and not setting.forced:
        found.append(_other_policy(recipe.policy, setting))
    case = make_case(recipe, setting.catalogue, policy)
    for rule in checks():
        found.extend(rule(case))
    return found


def _other_policy(name: str, setting: Setting) -> Finding:
    known = sorted(setting.catalogue.data["policies"])
    return Finding(
        "FML104",
        ("policy",),
        f"policy {quoted(name)} is not the one that this run judges by, `{setting.policy.id}`",
        did_you_mean(name, known) if name not in known else f"Run with `--policy {name}` if it is meant.",
    )


def _placed(
    document: Document,
    name: str,
    recipe: str,
    *,
    is_recipe: bool,
    findings: Iterable[Finding],
    setting: Setting,
) -> Outcome:
    located = [Located(item, document.locate(item.path, on_key=item.on_key)) for item in findings]
    return _outcome(name, recipe, is_recipe, located, setting, document.line_text)


def _outcome(
    name: str,
    recipe: str,
    is_recipe: bool,
    located: Iterable[Located],
    setting: Setting,
    line_text: Any,
) -> Outcome:
    rules = all_rules()
    reported = []
    for finding, span in located:
        if not _selected(finding.code, setting):
            continue
        rule = rules[finding.code]
        line = line_text(span.line) if span else ""
        reported.append(Reported(finding, rule.name, finding.severity or rule.level, span, line))
    reported.sort(key=_order)
    return Outcome(
        name, recipe, is_recipe, tuple(reported[:MAX_FINDINGS]), max(0, len(reported) - MAX_FINDINGS)
    )


def _order(item: Reported) -> tuple[int, int, str]:
    span: Span | None = item.span
    return (span.line, span.column, item.finding.code) if span else (0, 0, item.finding.code)


def _selected(code: str, setting: Setting) -> bool:
    if setting.select and not code.startswith(setting.select):
        return False
    return not (setting.ignore and code.startswith(setting.ignore))


def unreadable(name: str, finding: Finding, setting: Setting) -> Outcome:
    """The outcome of a file that could not be opened."""
    return _outcome(name, "", True, [Located(finding, None)], setting, lambda _: "")
