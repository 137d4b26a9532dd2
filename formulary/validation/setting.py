"""By what a run judges: catalogue, policy, rules that are asked, exceptions; plain data for every process."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from formulary.source.patterns import from_root, matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulary.catalogue.catalogue import Catalogue
    from formulary.catalogue.policies import Policy
    from formulary.domain.waiver import Waiver
    from formulary.findings import Severity
    from formulary.validation.debts import Baseline


class PathPolicies(NamedTuple):
    """The policies of files by their paths from the folder ``root``: of the patterns, the first that fits."""

    root: str = "."
    rows: tuple[tuple[str, str], ...] = ()

    def of(self, name: str) -> str:
        """The policy of a file, empty where the run's holds."""
        path = from_root(name, self.root)
        return next((policy for pattern, policy in self.rows if matches(pattern, path)), "")


class Setting(NamedTuple):
    """By what a run judges. ``forced``: the policy was chosen for the whole run, whatever recipes say.

    ``select`` and ``ignore`` are codes or beginnings of codes. ``allowed`` are the policies that a recipe may
    name, None for those that build on the one of the run. ``untimely`` are the policies, but for that of the
    run, that are due for review or not in force yet. ``severity`` are the levels that rules have here.
    ``waivers`` are those in force, by recipe; ``baseline`` is what was found when checking began.
    """

    catalogue: Catalogue
    policy: Policy
    forced: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allowed: tuple[str, ...] | None = None
    untimely: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = MappingProxyType({})
    per_path: PathPolicies = PathPolicies()
    waivers: Mapping[str, tuple[Waiver, ...]] = MappingProxyType({})
    baseline: Baseline | None = None

    def at(self, name: str) -> Setting:
        """The setting for a file of that name: the same, or with the policy of its path."""
        policy = self.per_path.of(name) if self.per_path.rows else ""
        return self._replace(policy=self.catalogue.policy(policy)) if policy else self
