"""The words of a worksheet, from a case, a version and a batch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from formulary.text import listing, moment
from formulary.units import ONE, exact_text
from formulary.worksheet import amounts
from formulary.worksheet.beyond_use import beyond_use
from formulary.worksheet.holds import actives, also_holds
from formulary.worksheet.job import lots_of
from formulary.worksheet.lines import lines, stock_name
from formulary.worksheet.sheet import Check, Notice, Sheet, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from formulary.domain.version import Version
    from formulary.rules.case import Case
    from formulary.worksheet.batch import Batch
    from formulary.worksheet.job import Job

_AMOUNT = re.compile(r"(?<![\w.])[0-9]+(?:[.,][0-9]+)? ?(?:mL|ml|mcL|mg|mcg|g|IU|units|mmol|mEq)(?!\w)")
_NOT_FOR_USE = {
    "draft": "DRAFT – NOT FOR USE",
    "in-review": "IN REVIEW – NOT FOR USE",
    "superseded": "SUPERSEDED – NOT FOR USE",
    "retired": "RETIRED – NOT FOR USE",
}


def make_sheet(
    case: Case,
    version: Version,
    batch: Batch,
    job: Job,
    notices: tuple[Notice, ...] = (),
    watermark: str = "",
) -> Sheet:
    """The worksheet of a batch. ``notices`` stand on top; a ``watermark`` given goes first."""
    preparation: dict[str, Any] = version.data.get("preparation", {})
    made = lines(case, batch, job)
    keeps = beyond_use(case, job.prepared, _expiries(case, job))
    return Sheet(
        title=case.recipe.title,
        formula=version.formula,
        version=version.label if version.number else f"{version.formula}, not registered",
        status=version.status,
        watermark=watermark or _NOT_FOR_USE.get(version.status, ""),
        use=_use(case),
        made=amounts.volume(batch.made),
        batch=tuple(_batch(case, batch, job)),
        notices=(*notices, *_gaps(keeps.gaps)),
        actives=tuple(actives(case, batch.made)),
        also=also_holds(case),
        prepared=f"{job.prepared:%Y-%m-%d %H:%M}" if job.prepared else "",
        lines=made,
        total=_sum(batch),
        steps=tuple(_steps(preparation, batch)),
        steps_note=_steps_note(preparation, batch),
        before=tuple(_before(preparation, batch)),
        checks=tuple(Check(one["test"], one["expect"]) for one in preparation.get("quality_control", ())),
        keep=tuple(_keep(preparation)),
        use_within=keeps.bounds[0].limit.text if keeps.bounds else "",
        use_until=f"{keeps.until:%Y-%m-%d %H:%M}" if keeps.until else "",
        use_because=keeps.by,
        bounds=tuple((bound.limit.text, bound.what, bound.source) for bound in keeps.bounds),
        labelling=tuple(preparation.get("labelling", ())),
        signatures=tuple(
            (one.meaning, one.name, moment(one.signed_at), one.fingerprint) for one in version.signatures
        ),
        identity=tuple(_identity(case, version)),
        code=code_text(version),
        sha256=version.sha256,
        moment=max((one.signed_at for one in version.signatures), default=version.registered_at),
    )


def _use(case: Case) -> str:
    recipe = case.recipe
    indication = case.indication.name if case.indication else recipe.indication
    parts = (recipe.route, recipe.site, indication, "" if recipe.species == "human" else recipe.species)
    return " · ".join(part for part in parts if part)


def _batch(case: Case, batch: Batch, job: Job) -> Iterator[tuple[str, str]]:
    session = case.mixture.session
    if job.sessions and session is not None:
        yield "For", f"{job.sessions} session{'s' * (job.sessions > 1)} of {amounts.volume(session)}"
    yield "To be used", amounts.volume(batch.wanted)
    if job.overfill:
        yield "Overfill", job.overfill
    yield "To be made", amounts.volume(batch.made)
    if batch.factor != ONE and case.mixture.volume is not None:
        times = exact_text(batch.factor, approx=True)
        yield "Scale", f"{times} × the formula's {amounts.volume(case.mixture.volume)}"
    if session is not None and not job.sessions:
        yield "One session", amounts.volume(session)


def _sum(batch: Batch) -> str:
    parts = [amounts.number(part.volume) for part in batch.parts if part.volume]
    return f"{' + '.join(parts)} = {amounts.volume(batch.made)}"


def _steps(preparation: dict[str, Any], batch: Batch) -> Iterator[Step]:
    for text in preparation.get("steps", ()):
        stale = not batch.as_written and _AMOUNT.search(text)
        yield Step(text, "Its amounts are not those of this batch: the table counts." if stale else "")


def _steps_note(preparation: dict[str, Any], batch: Batch) -> str:
    if not preparation.get("steps"):
        last = [stock_name(part.portion) for part in batch.parts if part.fills]
        filled = f", and fill up with {listing(last)} last" if last else ""
        return (
            "The formula records no steps. Add what is weighed and drawn in the order of the table"
            f"{filled}; mix after each addition. A pharmacist confirms the order."
        )
    if batch.as_written:
        return ""
    assert batch.mixture.volume is not None  # noqa: S101 - asked by `unpreparable`
    return (
        f"In the formula's own words, which are for {amounts.volume(batch.mixture.volume)}. "
        "The amounts of this batch are those of the table above."
    )


def _before(preparation: dict[str, Any], batch: Batch) -> Iterator[tuple[str, str]]:
    if preparation.get("setting"):
        yield "Setting", preparation["setting"]
    if preparation.get("equipment"):
        yield "Equipment", ", ".join(preparation["equipment"])
    if preparation.get("container"):
        own = "" if batch.as_written else " (for the formula's own volume: choose one that holds this batch)"
        yield "Container", preparation["container"] + own
    if preparation.get("sterilization"):
        yield "Sterilization", preparation["sterilization"]


def _keep(preparation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    storage = preparation.get("storage", {})
    if storage.get("temperature"):
        yield "Keep at", storage["temperature"]
    if storage.get("light"):
        yield "Light", storage["light"]
    if preparation.get("appearance"):
        yield "Looks", preparation["appearance"]


def _gaps(gaps: tuple[str, ...]) -> Iterator[Notice]:
    if gaps:
        yield Notice("warning", f"Beyond use: {listing(gaps)}.", "")


def _expiries(case: Case, job: Job) -> Iterator[tuple[str, date]]:
    for index, lot in lots_of(job, case.mixture, case.catalogue).items():
        if lot.expires:
            yield stock_name(case.mixture.portions[index]), lot.expires


def _identity(case: Case, version: Version) -> Iterator[tuple[str, str]]:
    if version.registered_at:
        yield "Registered", f"{moment(version.registered_at)} by {version.registered_by}"
    if version.author:
        yield "Author", version.author
    yield "Policy", f"{case.policy.id} of {case.policy.effective}"
    yield "Catalogue", case.catalogue.sha256[:16]


def code_text(version: Version) -> str:
    """What the code on the paper says: the version, its status and the hash of its content."""
    label = version.label if version.number else version.formula
    return f"formulary {label} {version.status} {version.sha256}"
