"""An unlocked key in the hand of its owner, for one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formulary.signing import sshsig
from formulary.signing.private import public_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from formulary.signing.public import PublicKey
    from formulary.signing.statement import Endorsement, Statement


class Signer(NamedTuple):
    """Signs statements, keys and checkpoints; it is made anew for each act, by the passphrase."""

    private: Ed25519PrivateKey

    @property
    def key(self) -> PublicKey:
        """The public half."""
        return public_of(self.private)

    def sign(self, statement: Statement) -> str:
        """The armored signature of a statement on a version."""
        return sshsig.sign(statement.payload, self.private, sshsig.STATEMENT)

    def endorse(self, endorsement: Endorsement) -> str:
        """The armored signature by which the owner of this key vouches for another."""
        return sshsig.sign(endorsement.payload, self.private, sshsig.KEY)

    def sign_checkpoint(self, payload: bytes) -> str:
        """The armored signature of a checkpoint of the audit log."""
        return sshsig.sign(payload, self.private, sshsig.CHECKPOINT)
