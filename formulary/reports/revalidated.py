"""What a changed catalogue or policy does to the registry, formula by formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.reports.layout import Line
from formulary.reports.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.registry.revalidate import Revalidated

_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}


class Sum:
    """Counts over all formulas."""

    def __init__(self) -> None:
        self.formulas = self.changed = self.worse = self.approved_worse = 0

    def add(self, item: Revalidated) -> None:
        """Count one."""
        self.formulas += 1
        self.changed += bool(item.change)
        self.worse += item.worse
        self.approved_worse += item.worse and item.status == "approved"

    def line(self) -> Line:
        """The sum in words."""
        text = f"{count(self.formulas, 'formula')} judged again, {self.changed:,} with another verdict"
        if not self.worse:
            return Line(f"{text}; no error is new.")
        return Line(
            f"{text}; {self.worse:,} with a new error, {self.approved_worse:,} of these approved.", "bold"
        )

    def record(self) -> dict[str, int]:
        """The counts by name."""
        return {
            "formulas": self.formulas,
            "changed": self.changed,
            "worse": self.worse,
            "approved_worse": self.approved_worse,
        }


def lines(item: Revalidated) -> Iterator[Line]:
    """What has come to one formula and what has gone; nothing where the verdict is the same."""
    if not item.change:
        return
    yield Line(f"{item.status}, by policy {item.policy}", "", 0, item.label, "bold")
    for sign, word, findings in (("+", "now", item.change.come), ("-", "no longer", item.change.gone)):
        for one in findings:
            waived = " (waived)" if "waiver" in one else ""
            mark = f"{sign} {word} {one['severity']} {one['code']}{waived}"
            yield Line(one["message"], "", 2, mark, _STYLES[one["severity"]] if sign == "+" else "green")


def record(item: Revalidated) -> dict[str, Any]:
    """One formula for programs."""
    formula, _, number = item.label.rpartition("@")
    errors = [one for one in item.findings if one["severity"] == "error" and "waiver" not in one]
    return {
        "formula": formula,
        "number": int(number),
        "status": item.status,
        "policy": item.policy,
        "errors": len(errors),
        "worse": item.worse,
        "come": list(item.change.come),
        "gone": list(item.change.gone),
    }
