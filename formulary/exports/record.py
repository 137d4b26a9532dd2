"""One formula as data: its row, its components, every limit, findings, waivers and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.exports.cells import plain

if TYPE_CHECKING:
    from formulary.exports.inventory import Entry

_REPEATED = ("formula", "version")  # of a component: they stand in the formula around it


def record(entry: Entry) -> dict[str, Any]:
    """The formula with its lists below it; the keys are the columns of the tables."""
    version = entry.item.version
    signatures = version.signatures if version else ()
    return {
        **_inert(entry.formula._asdict()),
        "components": [
            {key: cell for key, cell in _inert(row._asdict()).items() if key not in _REPEATED}
            for row in entry.components
        ],
        "limits": [_inert(one._asdict()) for one in entry.limits],
        "findings": [_inert(one._asdict()) for one in entry.item.findings],
        "waivers_in_force": [_inert(one) for one in entry.item.waivers],
        "signed": [_inert(one._asdict()) for one in signatures],
    }


def _inert(data: dict[str, Any]) -> dict[str, Any]:
    return {key: plain(cell) if isinstance(cell, str) else cell for key, cell in data.items()}
