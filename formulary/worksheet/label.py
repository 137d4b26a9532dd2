"""Labels by the rules of safe labelling: amount before strength, the route in full, `mcg` and `units`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.rules.profiles import NEEDLE_FREE
from formulary.worksheet import amounts
from formulary.worksheet.holds import Active, actives, also_holds

if TYPE_CHECKING:
    from formulary.domain.recipe import Recipe
    from formulary.rules.case import Case
    from formulary.units import Exact
    from formulary.worksheet.batch import Batch
    from formulary.worksheet.sheet import Sheet

KINDS = {"syringe": "one syringe for each session", "vial": "one container that holds the batch"}
"""What a label can be for; the command line reads this table."""

_MOST = 500


class Label(NamedTuple):
    """A label, and how many ``copies`` of it are needed. ``also`` is what some patients must not be given."""

    kind: str
    copies: int
    title: str
    version: str
    watermark: str
    volume: str
    actives: tuple[Active, ...]
    use: str
    also: tuple[str, ...]
    use_by: str
    use_within: str
    keep: str
    code: str
    moment: str

    def data(self) -> dict[str, Any]:
        """The label as plain data, for a template."""
        return {**self._asdict(), "actives": [active._asdict() for active in self.actives]}


def label(kind: str, case: Case, batch: Batch, sheet: Sheet) -> Label:
    """The label of a batch: of its container, or of the syringe of one session."""
    volume, copies = _share(batch) if kind == "syringe" else (batch.made, 1)
    storage = dict(sheet.keep)
    return Label(
        kind=kind,
        copies=copies,
        title=sheet.title,
        version=sheet.version,
        watermark=sheet.watermark,
        volume=amounts.volume(volume),
        actives=tuple(actives(case, volume)),
        use=_use(case.recipe),
        also=also_holds(case),
        use_by=sheet.use_until,
        use_within=sheet.use_within,
        keep="; ".join(storage[key] for key in ("Keep at", "Light") if key in storage),
        code=sheet.code,
        moment=sheet.moment,
    )


def _use(recipe: Recipe) -> str:
    """By which route and where it is given; what goes onto the skin must never be taken for an injection."""
    site = f", {recipe.site}" if recipe.site else ""
    warning = "; not for injection" if recipe.route == NEEDLE_FREE else ""
    return f"For {recipe.route} use only{site}{warning}"


def _share(batch: Batch) -> tuple[Exact, int]:
    """The mL of one session, and how many sessions the batch is for."""
    session = batch.mixture.session
    if not session or session > batch.wanted:
        return batch.wanted, 1
    whole = batch.wanted / session
    return session, min(_MOST, whole.n // whole.d)
