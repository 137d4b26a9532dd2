"""Whether a verdict still stands: a version judged again by the catalogue and the policy of today."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.errors import UsageFaultError
from formulary.registry.prepare import judgement
from formulary.text import quoted
from formulary.validation.judge import judge
from formulary.validation.setting import PathPolicies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulary.registry.prepare import Judgement
    from formulary.validation.setting import Setting

Finding = dict[str, Any]
_SAME = ("code", "severity", "pointer", "component", "value", "limit", "unit", "not_checked")


class Change(NamedTuple):
    """What a new verdict says that the old one did not, and the other way round."""

    come: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return bool(self.come or self.gone)


def judged_again(body: str, label: str, policy: str, setting: Setting) -> Judgement:
    """The verdict of today on a stored recipe, by the policy of its registration.

    Raises:
        UsageFaultError: there is no such policy any more.
    """
    today = setting_for(policy, setting)
    return judgement(judge(body.encode(), label, "json", today), today)


def setting_for(policy: str, setting: Setting) -> Setting:
    """The setting of today with the policy that a version was judged by.

    Raises:
        UsageFaultError: there is no such policy any more.
    """
    if policy not in setting.catalogue.data["policies"]:
        raise UsageFaultError(
            f"the policy {quoted(policy)} is not in the catalogue of today",
            "Name the folder that holds it with `--catalogue`.",
        )
    return setting._replace(policy=setting.catalogue.policy(policy), forced=False, per_path=PathPolicies())


def change(before: Iterable[Finding], after: Iterable[Finding]) -> Change:
    """How two verdicts on the same content differ, wherever its lines stood."""
    old, new = {_identity(one): one for one in before}, {_identity(one): one for one in after}
    return Change(
        tuple(one for key, one in new.items() if key not in old),
        tuple(one for key, one in old.items() if key not in new),
    )


def changed(stored: Mapping[Any, Any], now: Judgement) -> Change:
    """How the verdict of today differs from a stored row of ``judgement``."""
    return change(json.loads(stored["findings"]), json.loads(now.findings))


def _identity(finding: Finding) -> tuple[Any, ...]:
    return (*(finding.get(name) for name in _SAME), "waiver" in finding)
