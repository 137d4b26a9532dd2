"""The keys that counted when an event was written, each on the word of somebody who could give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.errors import UsageFaultError
from formulary.signing import sshsig, trust
from formulary.signing.public import from_line
from formulary.signing.statement import Endorsement
from formulary.signing.trust import TrustedKey
from formulary.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping


class Keyring:
    """The keys, as event after event adds and revokes them; ``words`` says who vouched, empty for nobody."""

    def __init__(self) -> None:
        self.keys: dict[str, TrustedKey] = {}
        self.words: dict[str, str] = {}

    def add(self, row: Mapping[str, Any], by: str, at: str) -> str:
        """Take in a key that an event adds; why nobody could have added it so, or nothing."""
        try:
            key = from_line(row["public_key"])
        except UsageFaultError as fault:
            return f"the key {quoted(row['fingerprint'])} cannot be read: {fault.message}"
        reason = self._refusal(row, TrustedKey(row["account"], key, at, row["valid_until"]), by, at)
        self.keys[row["fingerprint"]] = TrustedKey(row["account"], key, row["valid_from"], row["valid_until"])
        self.words[row["fingerprint"]] = row["added_by"] if row["endorsement"] else ""
        return reason

    def _refusal(self, row: Mapping[str, Any], new: TrustedKey, by: str, at: str) -> str:
        named = new.key.fingerprint
        if row["fingerprint"] != named or row["public_key"] != new.key.line:
            return f"the key {quoted(row['fingerprint'])} is in truth {named}"
        if row["revoked_at"] or row["valid_from"] != at or row["added_at"] != at or row["added_by"] != by:
            return f"the key {named} is added by another account or at another time than the event says"
        reason = self._unendorsed(row, by, at)
        return f"nobody vouches for the key {named} of {new.account}: {reason}" if reason else ""

    def _unendorsed(self, row: Mapping[str, Any], by: str, at: str) -> str:
        """Why the word for a new key does not hold; where no key is in force, nobody can give one."""
        if all(trust.standing_now(known, at) for known in self.keys.values()):
            return "a signature where no key was in force" if row["endorsement"] else ""
        endorser = self.keys.get(row["endorsed_by"])
        if endorser is None:
            return "signed with a key that was not trusted" if row["endorsed_by"] else "no signature"
        if endorser.account != by or endorser.account == row["account"]:
            return f"the word is that of {endorser.account}"
        word = Endorsement(
            *(row["account"], row["public_key"], row["valid_from"], row["valid_until"]), *(by, at)
        )
        return trust.standing_now(endorser, at) or sshsig.refusal(
            word.payload, row["endorsement"], endorser.key, sshsig.KEY
        )

    def change(self, fingerprint: str, row: Mapping[str, Any], at: str) -> str:
        """Follow the revocation of a key; why the change is none, or nothing."""
        known = self.keys.get(fingerprint)
        if known is None or known.revoked_at or row.get("revoked_at") != at or "valid_until" in row:
            return f"the key {fingerprint} is changed otherwise than by revoking it now"
        live = [name for name, one in self.keys.items() if not trust.standing_now(one, at)]
        self.keys[fingerprint] = known._replace(revoked_at=at)
        return f"the last key in force, {fingerprint}, is revoked" if live == [fingerprint] else ""
