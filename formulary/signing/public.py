"""Public keys: the one line in which OpenSSH writes an Ed25519 key, and its fingerprint."""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple

from formulary.errors import UsageFaultError
from formulary.signing.wire import MalformedError, Reader, packed
from formulary.text import quoted

ALGORITHM = "ssh-ed25519"
LONGEST_LINE = 2_000
_POINT = 32


class PublicKey(NamedTuple):
    """An Ed25519 public key: its 32 bytes."""

    point: bytes

    @property
    def blob(self) -> bytes:
        """The key in SSH's wire form."""
        return packed(ALGORITHM.encode(), self.point)

    @property
    def line(self) -> str:
        """``ssh-ed25519 AAAA...``, without a comment: the same text for the same key."""
        return f"{ALGORITHM} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """``SHA256:...`` as ``ssh-keygen -l`` prints it."""
        digest = hashlib.sha256(self.blob).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def from_blob(blob: bytes) -> PublicKey:
    """The key of a wire form.

    Raises:
        MalformedError: it is damaged or not an Ed25519 key.
    """
    reader = Reader(blob)
    algorithm = reader.string()
    if algorithm != ALGORITHM.encode():
        raise MalformedError(f"its key is {quoted(algorithm.decode('ascii', 'replace'))}, not {ALGORITHM}")
    point = reader.string()
    reader.end()
    if len(point) != _POINT:
        raise MalformedError(f"its key has {len(point)} bytes, not {_POINT}")
    return PublicKey(point)


def from_line(text: str) -> PublicKey:
    """The key of a line of a ``.pub`` file; a comment behind it is passed over.

    Raises:
        UsageFaultError: it is no such line.
    """
    words = text[:LONGEST_LINE].split()
    if "PRIVATE KEY" in text[:LONGEST_LINE]:
        raise UsageFaultError("this is a private key", "Name the file that ends in `.pub`.")
    if len(words) < 2 or words[0] != ALGORITHM or len(text) > LONGEST_LINE or "\n" in text.strip():
        raise UsageFaultError(
            f"{quoted(text.strip())} is not one public key in OpenSSH form",
            f"It is one line, `{ALGORITHM} AAAA...`; other kinds of key are not taken.",
        )
    try:
        return from_blob(base64.b64decode(words[1], validate=True))
    except ValueError as fault:
        raise UsageFaultError(
            f"the public key is damaged: {fault}", "Copy the whole line of the `.pub` file again."
        ) from fault
