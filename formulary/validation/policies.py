"""Which policy a document is judged by, and what is said of one that it may not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding
from formulary.text import did_you_mean, listing, quoted
from formulary.validation.staleness import today, untimely

if TYPE_CHECKING:
    from formulary.catalogue.policies import Policy
    from formulary.domain.recipe import Recipe
    from formulary.validation.setting import Setting


def policy_of(recipe: Recipe, setting: Setting) -> Policy | None:
    """The policy that a recipe is judged by; None if it names one that this run does not allow.

    A recipe may name any policy where nobody chose one for it, else one that the configuration allows or that
    builds on the chosen one; it cannot pick another judge.
    """
    return named_policy(recipe.policy, setting)


def named_policy(name: str, setting: Setting) -> Policy | None:
    """The policy of a name that a document may give, empty for none: as ``policy_of``."""
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


def due_for_review(policy: Policy | None, named: str, setting: Setting) -> list[Finding]:
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


def not_allowed(name: str, setting: Setting) -> Finding:
    """That a document names a policy that there is not, or that this run does not allow."""
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
        f"If it is meant, run with `--policy {name}` or list it in `allowed-policies`.",
    )
