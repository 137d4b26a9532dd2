"""What is wrong with imported formulas, finding by finding, each at the cell that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.imports.fields import BY_NAME
from formulary.imports.table import Fault
from formulary.rules import rule
from formulary.shape.check import check
from formulary.text import quoted
from formulary.validation.judge import judge_recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulary.findings import Finding
    from formulary.imports.formulas import Draft
    from formulary.validation.setting import Setting

_QUANTITIES = ("FML401", "FML402", "FML403")


def blocks(fault: Fault) -> bool:
    """Whether something of the table could not be carried over, so that nothing must be written."""
    return fault.severity == "error" and not fault.carried


def judged(drafts: Sequence[Draft], setting: Setting, known: Iterable[Fault] = ()) -> list[Fault]:
    """Every finding on every draft, in order; not on those of which a cell is ``known`` to be at fault."""
    faults: list[Fault] = []
    seen: dict[str, Draft] = {}
    rows = [fault.place.row for fault in known if fault.severity == "error"]
    ends = [*(draft.row for draft in drafts[1:]), None]
    for draft, end in zip(drafts, ends, strict=False):
        if any(draft.row <= row and (end is None or row < end) for row in rows):
            continue
        id_ = draft.data["id"]
        if id_ in seen:
            message = f"the formula has the id {quoted(id_)}, as the one in row {seen[id_].row} has"
            faults.append(Fault(draft.place(("id",)), "FML801", message, "Give each an id of its own."))
        seen.setdefault(id_, draft)
        faults += findings(draft, setting)
    return faults


def findings(draft: Draft, setting: Setting) -> list[Fault]:
    """What `formulary validate` will say of one formula."""
    if shape := check("recipe", draft.data):
        return [_fault(finding._replace(help=_advice(finding)), draft, carried=False) for finding in shape]
    found = judge_recipe(draft.data, setting)[0]
    return [_fault(finding, draft, carried=finding.code not in _QUANTITIES) for finding in found]


def _advice(finding: Finding) -> str:
    """What to do; for a field that every formula needs, in the words of a table."""
    name = finding.message.removeprefix("`").partition("`")[0]
    if finding.code == "FML101" and name in BY_NAME and not BY_NAME[name].of_part:
        return f"Add a column for it, or `--set {name}=VALUE` where all formulas have the same."
    return finding.help


def _fault(finding: Finding, draft: Draft, *, carried: bool) -> Fault:
    severity = finding.severity or rule(finding.code).level
    place = draft.place(finding.path)
    return Fault(place, finding.code, finding.message, finding.help, severity.value, carried)
