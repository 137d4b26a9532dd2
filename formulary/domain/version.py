"""A version of a formula as the registry keeps it, for whoever shows or exports it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Signature(NamedTuple):
    """One signature of a version, as 21 CFR 11.50 asks: who, when, and what it means.

    ``meaning`` is authorship, review, approval or retirement; ``account`` is compared, ``name`` is printed;
    ``signed_at`` is UTC as ``2026-11-26T09:30:00Z``; ``sshsig`` is the armored signature.
    """

    meaning: str
    account: str
    name: str
    signed_at: str
    fingerprint: str
    sshsig: str


class Version(NamedTuple):
    """One immutable version. ``data`` is the recipe as written, ``sha256`` that of its canonical bytes.

    ``status`` is draft, in-review, approved, superseded or retired. ``findings`` are those of its last check,
    when it was registered or submitted, as in the JSON report; ``waivers`` those that were in force then.
    """

    formula: str
    number: int
    status: str
    data: dict[str, Any]
    sha256: str
    author: str
    registered_by: str
    registered_at: str
    policy: str
    policy_sha256: str
    catalogue_sha256: str
    findings: tuple[dict[str, Any], ...] = ()
    waivers: tuple[dict[str, Any], ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def label(self) -> str:
        """``ID@N``, as the command line names it."""
        return f"{self.formula}@{self.number}"
