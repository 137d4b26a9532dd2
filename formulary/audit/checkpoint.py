"""Signed checkpoints, kept outside: how long the log was and its last hash; what shows a cut."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from formulary.audit.source import Fault
from formulary.errors import UsageFaultError
from formulary.signing import sshsig
from formulary.signing.trust import standing
from formulary.text import moment

if TYPE_CHECKING:
    from formulary.audit.verify import Audited
    from formulary.signing.signer import Signer

_TEXT = re.compile(
    r"formulary checkpoint 1\n"
    r"registry: ([0-9a-f]{32})\n"
    r"events: ([1-9][0-9]{0,17})\n"
    r"head: ([0-9a-f]{64})\n"
    r"account: ([a-z0-9][a-z0-9._@+-]{0,63})\n"
    r"time: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\n",
    re.ASCII,
)
_LONGEST = 8_192
_AGE = re.compile(r"([1-9][0-9]{0,4})([hdw])", re.ASCII)
_SLACK = timedelta(hours=1)  # that the clocks of two machines may differ by
_HOURS = {"h": 1, "d": 24, "w": 168}


class Checkpoint(NamedTuple):
    """The log of a registry up to an event, as somebody saw it at a time."""

    registry: str
    events: int
    head: str
    account: str
    time: str

    @property
    def text(self) -> str:
        """What is signed, one field a line."""
        return (
            "formulary checkpoint 1\n"
            f"registry: {self.registry}\n"
            f"events: {self.events}\n"
            f"head: {self.head}\n"
            f"account: {self.account}\n"
            f"time: {self.time}\n"
        )


class Signed(NamedTuple):
    """A checkpoint with the armored signature beneath it, as its file holds them."""

    checkpoint: Checkpoint
    sshsig: str

    @property
    def text(self) -> str:
        """The content of the file."""
        return self.checkpoint.text + self.sshsig


def draw(audited: Audited, account: str, time: str) -> Checkpoint:
    """The checkpoint of what was audited, which must be without a fault."""
    return Checkpoint(audited.registry, audited.head.seq, audited.head.hash, account, time)


def sign(checkpoint: Checkpoint, signer: Signer) -> Signed:
    """The checkpoint, signed."""
    return Signed(checkpoint, signer.sign_checkpoint(checkpoint.text.encode()))


def parse(text: str, name: str) -> Signed:
    """The signed checkpoint of a file.

    Raises:
        UsageFaultError: it is none.
    """
    match = _TEXT.match(text[:_LONGEST])
    if not match or len(text) > _LONGEST:
        raise UsageFaultError(
            f"{name} is not a checkpoint", "`formulary verify --checkpoint-to FILE` writes one."
        )
    registry, events, head, account, time = match.groups()
    return Signed(Checkpoint(registry, int(events), head, account, time), text[match.end() :])


def max_age(text: str) -> timedelta:
    """An age such as ``7d``, ``12h`` or ``2w``.

    Raises:
        UsageFaultError: it is none.
    """
    match = _AGE.fullmatch(text)
    if not match:
        raise UsageFaultError(f"`{text}` is not an age", "Write hours, days or weeks: `12h`, `7d`, `2w`.")
    return timedelta(hours=int(match[1]) * _HOURS[match[2]])


def faults(
    signed: Signed, audited: Audited, now: datetime, oldest: timedelta | None, *, whole: bool = False
) -> list[Fault]:
    """What the checkpoint says against the log; ``audited`` must have marked its event.

    ``whole``: the log must end where the checkpoint does, as that of a bundle must.
    """
    given = signed.checkpoint
    after = audited.head.seq + 1
    if given.registry != audited.registry:
        return [Fault(1, f"this is another registry ({audited.registry or 'none'}) than the checkpoint's")]
    found = []
    if given.events > audited.head.seq:
        message = f"the log ends here, and the checkpoint of {moment(given.time)} saw {given.events} events"
        found.append(Fault(after, f"{message}: its end is cut, or an older copy was put back"))
    elif audited.marks.get(given.events) != given.head:
        message = "the event is not the one that the checkpoint saw, or one before it is not"
        found.append(Fault(given.events, f"{message}: the log was written anew"))
    if whole and given.events < audited.head.seq:
        found.append(
            Fault(given.events + 1, "the event came after the checkpoint that vouches for the bundle")
        )
    if reason := _unsigned(signed, audited):
        found.append(Fault(after, f"the checkpoint is not signed as it must be: {reason}"))
    age = now - datetime.strptime(given.time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if age < -_SLACK:
        found.append(Fault(after, f"the checkpoint is of {moment(given.time)}, which is yet to come"))
    if oldest is not None and age > oldest:
        message = f"the checkpoint is of {moment(given.time)}, older than was asked for"
        found.append(Fault(after, f"{message}: what came after it is not vouched for"))
    return found


def _unsigned(signed: Signed, audited: Audited) -> str:
    """Why the signature does not hold: it must be by a key of the account that counted at that time."""
    given = signed.checkpoint
    reason = f"the registry trusts no key of {given.account}"
    for trusted in audited.keys:
        if trusted.account == given.account:
            reason = standing(trusted, given.time) or sshsig.refusal(
                given.text.encode(), signed.sshsig, trusted.key, sshsig.CHECKPOINT
            )
            if not reason:
                return ""
    return reason
