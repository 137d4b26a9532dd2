"""What the bench is asked to make: how much, with which lots and syringes, from which version."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from formulary.errors import UsageFaultError
from formulary.text import quoted
from formulary.units import Exact, Quantity, parse
from formulary.validation.staleness import today
from formulary.worksheet.batch import by_component, components_of
from formulary.worksheet.syringes import USUAL, Syringe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulary.catalogue.catalogue import Catalogue
    from formulary.mixture.mixture import Mixture

_PERCENT = re.compile(r"((?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,6})?) ?%")
_LOT = re.compile(r"([^,]{1,20})(?:, ?([0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_HUNDRED = Exact(100)
_MORE = "--overfill"
LEAST_POTENCY, MOST_POTENCY = Exact(1, 2), Exact(3, 2)
"""A lot further from its label is a slip of the pen or goes back to who sold it."""


class Lot(NamedTuple):
    """The number of a lot, and the last day it may be used."""

    number: str
    expires: date | None


class Job(NamedTuple):
    """A batch as it is ordered. ``wanted`` and ``made`` are in mL.

    ``sessions`` is 0 where a volume was asked for; ``overfill`` is as stated, empty for none.
    ``potencies`` and ``lots`` are by the names that were given.
    """

    wanted: Exact
    made: Exact
    sessions: int = 0
    overfill: str = ""
    potencies: dict[str, tuple[Exact, str]] = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    lots: dict[str, Lot] = {}  # noqa: RUF012
    syringes: tuple[Syringe, ...] = USUAL
    prepared: datetime | None = None


def job_of(
    mixture: Mixture,
    *,
    volume: str | None = None,
    sessions: int | None = None,
    overfill: str | None = None,
    potencies: Sequence[str] = (),
    lots: Sequence[str] = (),
    syringes: Sequence[str] = (),
    prepared: str | None = None,
) -> Job:
    """The job that was asked for, in the words of the command's options.

    Raises:
        UsageFaultError: one of them cannot be read, or they contradict each other.
    """
    if volume and sessions:
        raise UsageFaultError("`--volume` and `--sessions` both say how much to make", "Give one of them.")
    wanted = volume_of(volume, "--volume") if volume else mixture.volume
    if sessions:
        if mixture.session is None:
            raise UsageFaultError("the formula does not say what a session takes", "Give `--volume` instead.")
        wanted = mixture.session * sessions
    assert wanted is not None  # noqa: S101 - a batch can be made of it, so its volume is known
    return Job(
        wanted,
        with_overfill(wanted, overfill or ""),
        sessions or 0,
        overfill or "",
        dict(map(potency_of, potencies)),
        dict(map(lot_of, lots)),
        tuple(map(syringe_of, syringes)) or USUAL,
        moment_of(prepared) if prepared else None,
    )


def volume_of(text: str, option: str, example: str = '"50 mL"') -> Exact:
    """A volume in mL.

    Raises:
        UsageFaultError: the text is no volume, or nothing.
    """
    found = parse(text)
    if not isinstance(found, Quantity):
        hint = f"Write it so: {example}." if text.replace(".", "", 1).isdecimal() else found.hint
        raise UsageFaultError(f"`{option}` {quoted(text)}: {found.reason}", hint)
    if found.kind != "volume" or not found.base:
        raise UsageFaultError(f"`{option}` {quoted(text)} is not a volume", f"Write it so: {example}.")
    return found.base


def percent_of(text: str, option: str) -> Exact:
    """A percentage as a fraction: `98.2 %` is 0.982.

    Raises:
        UsageFaultError: the text is no percentage.
    """
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise UsageFaultError(
            f"`{option}` {quoted(text)} is not a percentage",
            "Write it with a point and a leading zero, and the sign: `98.2%`.",
        )
    return Exact.of(found[1]) / _HUNDRED


def with_overfill(wanted: Exact, text: str) -> Exact:
    """What is made so that ``wanted`` can be used: so many percent more, or so many mL more.

    Raises:
        UsageFaultError: the text is neither, or more than the batch itself.
    """
    if not text:
        return wanted
    percent = "%" in text
    more = wanted * percent_of(text, _MORE) if percent else volume_of(text, _MORE, '"5%" or "0.2 mL"')
    if more > wanted:
        raise UsageFaultError(
            f"an overfill of {quoted(text)} is more than the batch itself",
            "Write what is lost in the needle.",
        )
    return wanted + more


def potency_of(text: str) -> tuple[str, tuple[Exact, str]]:
    """The name and the potency of `NAME=98.2%`, as a fraction and as it was stated.

    Raises:
        UsageFaultError: it is not of this form, or so far off that it must be a slip.
    """
    name, value = _named(text, "--potency", "lidocaine-2-percent=98.2%")
    potency = percent_of(value, "--potency")
    if not LEAST_POTENCY <= potency <= MOST_POTENCY:
        raise UsageFaultError(
            f"a potency of {quoted(value)} is no lot that can be used",
            "It is what the lot's certificate says, in percent of its label: between 50% and 150%.",
        )
    return name, (potency, value.strip())


def lot_of(text: str) -> tuple[str, Lot]:
    """The name and the lot of `NAME=NUMBER` or `NAME=NUMBER,YYYY-MM-DD`.

    Raises:
        UsageFaultError: it is not of this form.
    """
    example = "lidocaine-2-percent=A1234,2027-05-31"
    name, value = _named(text, "--lot", example)
    found = _LOT.fullmatch(value.strip())
    if found is None:
        raise UsageFaultError(f"`--lot` {quoted(text)} is not a lot", f"Write it so: `{example}`.")
    try:
        expires = date.fromisoformat(found[2]) if found[2] else None
    except ValueError as fault:
        raise UsageFaultError(f"`--lot` {quoted(text)}: there is no such day", "Look again.") from fault
    return name, Lot(found[1].strip(), expires)


def syringe_of(text: str) -> Syringe:
    """The syringe of `1 mL` with its usual scale, or of `1 mL by 0.02 mL`.

    Raises:
        UsageFaultError: its scale is not known, or the two do not fit together.
    """
    size_text, _, mark_text = (part.strip() for part in text.partition(" by "))
    size = volume_of(size_text, "--syringe")
    if mark_text:
        mark = volume_of(mark_text, "--syringe")
        whole = (size / mark).reduced()
        if whole.d != 1:
            raise UsageFaultError(
                f"`--syringe` {quoted(text)}: the marks do not divide the syringe", "Look at its scale again."
            )
        return Syringe(size, mark)
    for known in USUAL:
        if known.size == size:
            return known
    raise UsageFaultError(
        f"`--syringe` {quoted(text)}: there is no usual scale for this size",
        'Say how far apart its marks are: "2 mL by 0.1 mL".',
    )


def moment_of(text: str) -> datetime:
    """The minute of `2026-11-26T09:30`, by the clock of the bench.

    Raises:
        UsageFaultError: it is not of this form.
    """
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError as fault:
        raise UsageFaultError(
            f"`--prepared-at` {quoted(text)} is not a date and time", "Write it so: `2026-11-26T09:30`."
        ) from fault


def potencies_of(job: Job, mixture: Mixture, catalogue: Catalogue) -> dict[int, Exact]:
    """What each component's lot holds of what its label says, by the number of the component."""
    stated = {name: potency for name, (potency, _) in job.potencies.items()}
    return by_component(stated, mixture, catalogue)


def lots_of(job: Job, mixture: Mixture, catalogue: Catalogue) -> dict[int, Lot]:
    """The lots by the number of the component.

    Raises:
        UsageFaultError: a lot is of no component, or has expired before the batch is prepared; that is today
            where it is not said.
    """
    day = job.prepared.date() if job.prepared else today()
    found: dict[int, Lot] = {}
    for name, lot in job.lots.items():
        found |= dict.fromkeys(components_of(name, mixture, catalogue, "--lot"), lot)
        if lot.expires and lot.expires < day:
            otherwise = "" if job.prepared else ", or say with `--prepared-at` when it is prepared"
            raise UsageFaultError(
                f"lot {quoted(lot.number)} of {quoted(name)} expired on {lot.expires}",
                f"Take another lot{otherwise}.",
            )
    return found


def _named(text: str, option: str, example: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageFaultError(f"`{option}` {quoted(text)} names no stock", f"Write it so: `{example}`.")
    return name.strip(), value
