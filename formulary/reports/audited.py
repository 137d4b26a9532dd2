"""What an audit found: for people with the first bad event first, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.audit.source import Fault
from formulary.audit.verify import MOST_FAULTS
from formulary.reports.layout import Line
from formulary.reports.summary import count
from formulary.text import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.audit.verify import Audited


def lines(name: str, audited: Audited, faults: Sequence[Fault], *, quiet: bool = False) -> Iterator[Line]:
    """The verdict; where something is wrong every fault after it, in the order of the events."""
    events = count(audited.head.seq, "event")
    if faults:
        bad = _first_bad(faults)
        what = (
            f"the first bad event is number {bad}" if bad else f"{events} as recorded, by keys unknown to you"
        )
        yield Line(f"{name}: {what}.", "", 0, "Failed:", "red", 4)
        for fault in faults:
            yield Line(fault.message, "", 2, f"event {fault.seq}:" if fault.seq else "-", "red", 6)
        if len(audited.faults) >= MOST_FAULTS:
            yield Line("and perhaps more: only the first are told.", "dim", 2)
    else:
        signatures = count(audited.signatures, "signature")
        text = f"{name}: {events}, every row and {signatures} are as they were recorded."
        yield Line(text, "", 0, "Verified:", "green", 4)
    if quiet:
        return
    yield Line(f"registry {audited.registry}", "dim", 2)
    yield Line(f"event {audited.head.seq} {audited.head.hash}", "dim", 2)
    for key in audited.keys:
        until = f"revoked {moment(key.revoked_at)}" if key.revoked_at else f"until {moment(key.valid_until)}"
        word = audited.words.get(key.key.fingerprint) or "nobody"
        yield Line(f"key {key.key.fingerprint} of {key.account}, {until}, on the word of {word}", "dim", 2)


def _first_bad(faults: Sequence[Fault]) -> int | None:
    return next((fault.seq for fault in faults if fault.seq), None)


def untrusted(audited: Audited, known: str) -> list[Fault]:
    """A fault of no event for every key that is not among the known ones, public lines in a text."""
    return [
        Fault(0, f"the key {one.key.fingerprint} of {one.account} is not among those that you trust")
        for one in audited.keys
        if one.key.line not in known
    ]


def export_lines(name: str, manifest: Mapping[str, Any], faults: Sequence[str]) -> Iterator[Line]:
    """The verdict on the files of an export."""
    if faults:
        yield Line(f"{name} is not the export that was written.", "", 0, "Failed:", "red", 4)
        for fault in faults:
            yield Line(fault, "", 2, "-", "red", 4)
    else:
        files = count(len(manifest["files"]), "file")
        yield Line(f"{name}: {files} as the manifest says.", "", 0, "Verified:", "green", 4)


def data(name: str, audited: Audited, faults: Sequence[Fault]) -> dict[str, Any]:
    """The same for programs; ``first_bad_event`` is null where every event is as it was recorded."""
    return {
        "version": 1,
        "source": name,
        "verified": not faults,
        "first_bad_event": _first_bad(faults),
        "faults": [fault._asdict() for fault in faults],
        "registry": audited.registry,
        "events": audited.head.seq,
        "head": audited.head.hash,
        "signatures": audited.signatures,
        "keys": [
            {
                "fingerprint": key.key.fingerprint,
                "account": key.account,
                "endorsed_by": audited.words.get(key.key.fingerprint, ""),
                "valid_from": key.valid_from,
                "valid_until": key.valid_until,
                "revoked_at": key.revoked_at,
            }
            for key in audited.keys
        ],
    }
