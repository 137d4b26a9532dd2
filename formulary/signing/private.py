"""Private keys: a file in OpenSSH form that only its owner can read, never without a passphrase."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.signing.public import PublicKey
from formulary.text import escape

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST_PASSPHRASE = 12
"""Characters; the file is the first thing that a signer has, the passphrase the second."""


class WrongPassphraseError(UsageFaultError):
    """The passphrase does not open the key; it may be typed again."""


_ROUNDS = 32  # of bcrypt, twice what OpenSSH 9.2 uses: about a quarter of a second for each guess
_LARGEST_FILE = 64 * 1024


def check_passphrase(passphrase: str) -> None:
    """Make sure that a passphrase may protect a key.

    Raises:
        UsageFaultError: it is too short.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise UsageFaultError(
            f"the passphrase is too short: at least {SHORTEST_PASSPHRASE} characters",
            "Four or five words that do not belong together are easy to keep and hard to guess.",
        )


def check_absent(path: Path) -> None:
    """Make sure that no key would be overwritten.

    Raises:
        UsageFaultError: there is a file of that name, or its public half.
    """
    for name in (path, path.with_name(f"{path.name}.pub")):
        if name.exists() or name.is_symlink():
            raise UsageFaultError(
                f"{escape(str(name))} is there already", "A key is never overwritten: name another `--key`."
            )


def create(path: Path, passphrase: str, comment: str) -> PublicKey:
    """A new key: ``path`` for the owner alone, encrypted, and ``path.pub`` to give away.

    Raises:
        UsageFaultError: the passphrase is too short, or there is a file of that name.
        EnvironmentFaultError: the files cannot be written; none is left behind.
    """
    check_passphrase(passphrase)
    check_absent(path)
    key = Ed25519PrivateKey.generate()
    lock = serialization.PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(_ROUNDS)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, lock.build(passphrase.encode())
    )
    public = public_of(key)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, text, 0o600)
        _write(path.with_name(f"{path.name}.pub"), f"{public.line} {escape(comment)}\n".encode(), 0o644)
    except OSError as fault:
        with suppress(OSError):
            path.unlink()
        reason = (fault.strerror or str(fault)).lower()
        raise EnvironmentFaultError(
            f"the key cannot be written to {escape(str(path))}: {reason}", "No key was made."
        ) from fault
    return public


def _write(path: Path, text: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(text)
        os.fsync(stream.fileno())


def check_there(path: Path) -> None:
    """Make sure that there is a key that its owner alone can read, before anybody is asked for a passphrase.

    Raises:
        UsageFaultError: there is none.
        EnvironmentFaultError: it cannot be read, or others can read it too.
    """
    _read(path)


def load(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """The key of a file, opened by its passphrase.

    Raises:
        UsageFaultError: the passphrase is wrong, or the file is no encrypted Ed25519 key.
        EnvironmentFaultError: the file cannot be read, or others can read it too.
    """
    text = _read(path)
    name = escape(str(path))
    try:
        key = serialization.load_ssh_private_key(text, passphrase.encode() or None)
    except TypeError as fault:  # a passphrase for an open key, or none for an encrypted one
        if passphrase:
            raise UsageFaultError(
                f"{name} is not protected by a passphrase",
                f"Set one first: `ssh-keygen -p -f {name}`, or make a key with `formulary key create`.",
            ) from fault
        raise WrongPassphraseError(f"{name} needs its passphrase", "Type it when you are asked.") from fault
    except UnsupportedAlgorithm as fault:
        raise UsageFaultError(
            f"{name} is encrypted in a way that is not known here", "Make one with `formulary key create`."
        ) from fault
    except ValueError as fault:
        raise WrongPassphraseError(
            f"{name} cannot be opened: the passphrase is wrong, or the file is no key in OpenSSH form",
            "Nothing was signed. Try again.",
        ) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageFaultError(f"{name} is not an Ed25519 key", "Make one with `formulary key create`.")
    if not passphrase:
        raise UsageFaultError(
            f"{name} is not protected by a passphrase", f"Set one first: `ssh-keygen -p -f {name}`."
        )
    return key


def _read(path: Path) -> bytes:
    name = escape(str(path))
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UsageFaultError(f"{name} is not a file", "Name the private key.")
            if os.name == "posix" and about.st_mode & 0o077:
                raise EnvironmentFaultError(
                    f"{name} can be read by others than its owner", f"`chmod 600 {name}`, then try again."
                )
            return stream.read(_LARGEST_FILE)
    except FileNotFoundError as fault:
        raise UsageFaultError(
            f"there is no key {name}", "`formulary key create` makes one; `--key FILE` names another."
        ) from fault
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise EnvironmentFaultError(
            f"the key {name} cannot be read: {reason}", "Nothing was signed."
        ) from fault


def public_of(key: Ed25519PrivateKey) -> PublicKey:
    """The public half of a key."""
    return PublicKey(key.public_key().public_bytes_raw())
