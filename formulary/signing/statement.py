"""What a person signs: one short text that binds a name, a time and a meaning to the content of a version."""

from __future__ import annotations

import re
from typing import NamedTuple

from formulary.text import UNPRINTABLE

MEANINGS = ("authorship", "review", "approval", "retirement")
"""The closed list of what a signature can mean (21 CFR 11.50)."""

TIME = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ", re.ASCII)
"""The one form of a time: UTC to the second, so that the order of texts is the order of times."""

_BREAKING = re.compile(f"[{UNPRINTABLE}\t\n\r]")


class Statement(NamedTuple):
    """The content of a signature; ``sha256`` is that of the version's canonical bytes."""

    formula: str
    version: int
    sha256: str
    meaning: str
    name: str
    account: str
    time: str

    @property
    def text(self) -> str:
        """One field a line, always in this order: what a person reads and what is signed are the same.

        Raises:
            ValueError: a field would break out of its line or is not one that can be signed.
        """
        _check_fields(self.formula, self.sha256, self.name, self.account)
        if self.meaning not in MEANINGS or not TIME.fullmatch(self.time) or self.version < 1:
            raise ValueError("the meaning, the version or the time cannot stand in a signed statement")
        return (
            "formulary statement 1\n"
            f"formula: {self.formula}\n"
            f"version: {self.version}\n"
            f"sha256: {self.sha256}\n"
            f"meaning: {self.meaning}\n"
            f"name: {self.name}\n"
            f"account: {self.account}\n"
            f"time: {self.time}\n"
        )

    @property
    def payload(self) -> bytes:
        """The bytes that are signed."""
        return self.text.encode("utf-8")


class Endorsement(NamedTuple):
    """Somebody's word for a key: whose it is and until when it counts; ``key`` is its public line."""

    account: str
    key: str
    valid_from: str
    valid_until: str
    by: str
    time: str

    @property
    def payload(self) -> bytes:
        """The bytes that are signed: one field a line, always in this order.

        Raises:
            ValueError: a field would break out of its line.
        """
        _check_fields(self.account, self.key, self.valid_from, self.valid_until or "-", self.by, self.time)
        return (
            "formulary key 1\n"
            f"account: {self.account}\n"
            f"key: {self.key}\n"
            f"valid from: {self.valid_from}\n"
            f"valid until: {self.valid_until}\n"
            f"endorsed by: {self.by}\n"
            f"time: {self.time}\n"
        ).encode()


def _check_fields(*fields: str) -> None:
    for field in fields:
        if not field or _BREAKING.search(field) or field != field.strip():
            raise ValueError(f"{field!r} cannot stand in a signed statement")
