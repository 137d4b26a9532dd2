"""A baseline at work: which findings of a document were there when checking began, by content."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from formulary.findings import Severity
from formulary.rules.firm import grave
from formulary.text import clip, escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulary.findings import Finding, Located

_ESCAPED = str.maketrans({"~": "~0", "/": "~1"})
_LONGEST = 300
JUDGED = "judged "
HELD = "held "
"""Before the id or the path of a document: the rules have looked at it, or could not."""


class Debt(NamedTuple):
    """What is known of a finding. ``recipe`` is an id or empty, ``path`` leads from the baseline's folder.

    ``at`` is the place as a JSON Pointer with ``*`` for numbers. What is empty is not written down.
    """

    rule: str
    recipe: str = ""
    path: str = ""
    component: str = ""
    at: str = ""
    value: str = ""
    limit: str = ""
    unit: str = ""
    message: str = ""

    @property
    def key(self) -> str:
        """What two findings that are the same debt have in common, as text.

        A file may move where its recipe has an id, and a program may find other words where a number was
        compared.
        """
        path = "" if self.recipe else self.path
        message = "" if self.value else self.message
        return json.dumps([*self._replace(path=path, message=message)], separators=(",", ":"))


class Baseline(NamedTuple):
    """The debts of a baseline by key, with how many there are of each; plain data for other processes.

    ``root`` is the folder that paths are meant from; ``names`` are the ids and paths that it speaks of.
    ``accepts``: it is being made, and takes in whatever is found.
    """

    root: str
    counts: Mapping[str, int]
    names: Mapping[str, None]
    accepts: bool = False


class Known(NamedTuple):
    """What a baseline knew of a document: keys of debts (debts, while it is made), and what was looked at.

    ``grave`` of the findings are over a hard limit or prohibited.
    """

    debts: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    grave: int = 0


class Ledger:
    """The debts of one document, ticked off as its findings come."""

    def __init__(self, name: str, recipe: str, baseline: Baseline) -> None:
        self._path = path_of(name, baseline.root)
        self._recipe = recipe
        self._baseline = baseline
        self._ticked: Counter[str] = Counter()
        self._debts: list[str] = []
        self._grave = 0

    def knows(self, finding: Finding, severity: Severity, *, selected: bool) -> bool:
        """Whether a finding is a debt that is not ticked off yet; it is, from now on.

        Notes need no baseline, and what recipes are judged by (FML9) is nobody's old debt.
        """
        if severity is Severity.NOTE or finding.code.startswith("FML9"):
            return False
        debt = _debt(finding, self._recipe, self._path)
        key = debt.key
        expected = self._baseline.counts.get(key, 0)
        known = selected if self._baseline.accepts else self._ticked[key] < expected
        if known:
            self._ticked[key] += 1
            self._debts.append(json.dumps(debt) if self._baseline.accepts else key)
            self._grave += selected and grave(finding.code)
        return known

    def close(self, located: Sequence[Located], *, judged: bool) -> Known:
        """What became of the debts, and whether the others are gone or were not looked for."""
        held = not judged and any(finding.code < "FML2" for finding, _ in located)
        names = (name for name in (self._recipe, self._path) if name in self._baseline.names)
        looked = tuple((HELD if held else JUDGED) + name for name in names)
        return Known(tuple(self._debts), looked, self._grave)


def _debt(finding: Finding, recipe: str, path: str) -> Debt:
    at = "".join(f"/{'*' if isinstance(one, int) else one.translate(_ESCAPED)}" for one in finding.path)
    texts = (at, finding.value, finding.limit, finding.unit, finding.message)
    return Debt(finding.code, recipe, path, _line(finding.component), *map(_line, texts))


def _line(text: str) -> str:
    return clip(escape(text), _LONGEST)


def path_of(name: str, root: str) -> str:
    """The path of a file from a folder, with slashes, in letters that every reader takes."""
    path = os.path.relpath(name, root).replace(os.sep, "/")
    return escape(path.encode("utf-8", "backslashreplace").decode("utf-8"))
