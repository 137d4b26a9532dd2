"""Signatures as `ssh-keygen -Y` makes and checks them (OpenSSH's PROTOCOL.sshsig)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from formulary.signing.private import public_of
from formulary.signing.public import ALGORITHM, PublicKey, from_blob
from formulary.signing.wire import MalformedError, Reader, packed
from formulary.text import quoted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

STATEMENT = "statement@formulary"
"""The namespace of a signature on a version; one made for another purpose can never stand in its place."""

CHECKPOINT = "checkpoint@formulary"
"""The namespace of a signature on the length and head of an audit log."""

KEY = "key@formulary"
"""The namespace of a signature by which somebody vouches for another's key."""

LONGEST = 4_096
"""Characters of an armored signature; one with an Ed25519 key has about 300."""

_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMOR = re.compile(rf"\s*{_BEGIN}\r?\n([A-Za-z0-9+/=\r\n]+){_END}\s*")
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_COLUMNS = 70


class Envelope(NamedTuple):
    """A signature taken apart; ``key`` is what it claims to be made with, which proves nothing."""

    key: PublicKey
    namespace: str
    algorithm: bytes
    signature: bytes


def sign(payload: bytes, key: Ed25519PrivateKey, namespace: str) -> str:
    """The armored signature of a payload, the same for the same key and payload."""
    signature = key.sign(_signed(payload, namespace, b"sha512"))
    parts = packed(
        public_of(key).blob, namespace.encode(), b"", b"sha512", packed(ALGORITHM.encode(), signature)
    )
    body = base64.b64encode(_MAGIC + (1).to_bytes(4, "big") + parts).decode()
    rows = [body[at : at + _COLUMNS] for at in range(0, len(body), _COLUMNS)]
    return "\n".join([_BEGIN, *rows, _END, ""])


def _signed(payload: bytes, namespace: str, algorithm: bytes) -> bytes:
    return _MAGIC + packed(namespace.encode(), b"", algorithm, _HASHES[algorithm](payload).digest())


def refusal(payload: bytes, armored: str, key: PublicKey, namespace: str) -> str:
    """Why the signature is not this key's on this payload for this purpose; empty where it is."""
    try:
        envelope = opened(armored)
    except MalformedError as fault:
        return f"the signature is damaged: {fault}"
    if envelope.key != key:
        return f"the signature is by another key, {envelope.key.fingerprint}"
    if envelope.namespace != namespace:
        return f"the signature is for another purpose, {quoted(envelope.namespace)}"
    try:
        _verifier(key.point).verify(envelope.signature, _signed(payload, namespace, envelope.algorithm))
    except (InvalidSignature, ValueError):
        return "the signature does not fit what was signed"
    return ""


@lru_cache(maxsize=256)
def _verifier(point: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(point)


def opened(armored: str) -> Envelope:
    """The parts of an armored signature; that it can be read does not make it true.

    Raises:
        MalformedError: it is not one, to the last byte.
    """
    if len(armored) > LONGEST:
        raise MalformedError(f"it is longer than {LONGEST} characters")
    match = _ARMOR.fullmatch(armored)
    if not match:
        raise MalformedError("it does not stand between the lines BEGIN and END SSH SIGNATURE")
    try:
        blob = base64.b64decode("".join(match[1].split()), validate=True)
    except binascii.Error:
        raise MalformedError("its text is not base64") from None
    reader = Reader(blob)
    if reader.take(len(_MAGIC)) != _MAGIC or reader.number() != 1:
        raise MalformedError("it is not an SSHSIG of version 1")
    key, namespace, _reserved, algorithm = (reader.string() for _ in range(4))
    signature = reader.string()
    reader.end()
    if algorithm not in _HASHES:
        raise MalformedError(f"it uses the hash {quoted(algorithm.decode('ascii', 'replace'))}")
    return Envelope(from_blob(key), namespace.decode("utf-8", "replace"), algorithm, _bare(signature))


def _bare(signature: bytes) -> bytes:
    reader = Reader(signature)
    if reader.string() != ALGORITHM.encode():
        raise MalformedError(f"it is not made by {ALGORITHM}")
    bare = reader.string()
    reader.end()
    return bare
