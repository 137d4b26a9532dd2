"""What a run remembers for the next one: the outcome of each piece of work, as it was reported.

A piece is known again by the SHA-256 of everything that its report depends on. Every entry carries a keyed
digest (HMAC) under a secret of the user: one that was damaged, moved or planted does not count, and its
piece is judged afresh. Entries are data, never code.
"""

from __future__ import annotations

import hmac
import os
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from formulary.findings import Finding
from formulary.source.files import open_stream
from formulary.validation.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from formulary.validation.pieces import Done

_MOST_BYTES = 1 << 24
_MAC_BYTES = 32
_DAY = 24 * 60 * 60
KEPT_DAYS = 30
"""How long an entry is kept that no run has asked for."""
MOST = 1 << 30
"""Bytes of all entries together, above which the oldest go."""


class Cache(NamedTuple):
    """A folder of entries; ``scope`` is the digest of what all pieces of a run depend on."""

    folder: str
    secret: bytes
    scope: bytes

    def key(self, parts: Iterable[bytes]) -> bytes:
        """The name of a piece of work: names and contents, each of which ends where its length says."""
        total = sha256(self.scope)
        for part in parts:
            total.update(b"%d:" % len(part))
            total.update(part)
        return total.digest()

    def get(self, key: bytes) -> Done | None:
        """What came of the piece the last time, or None where nothing that can be trusted is kept."""
        stream = open_stream(self._path(key))
        if isinstance(stream, Finding):
            return None
        with stream:
            try:
                kept = stream.read(_MOST_BYTES)
                if time.time() - os.fstat(stream.fileno()).st_mtime > _DAY:
                    os.utime(self._path(key))
            except OSError:
                return None
        mac, packed = kept[:_MAC_BYTES], kept[_MAC_BYTES:]
        return unpack(packed) if hmac.compare_digest(mac, self._mac(key, packed)) else None

    def put(self, key: bytes, done: Done) -> None:
        """Keep what came of a piece; where that cannot be, nothing is lost but time."""
        packed = pack(done)
        if len(packed) + _MAC_BYTES > _MOST_BYTES:
            return
        path = self._path(key)
        aside = f"{path}.{os.getpid()}"
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with open(os.open(aside, flags, 0o600), "wb") as stream:  # noqa: PTH123
                stream.write(self._mac(key, packed) + packed)
            os.replace(aside, path)  # noqa: PTH105

    def _mac(self, key: bytes, packed: bytes) -> bytes:
        return hmac.digest(self.secret, key + packed, "sha256")

    def _path(self, key: bytes) -> str:
        return f"{self.folder}/{key.hex()}"


def tidy(folder: Path, now: float) -> None:
    """Once a day, let go of entries that nobody asked for, and of the oldest where they are too many."""
    with suppress(OSError):
        mark = folder / "tidied"
        if mark.is_symlink() or (mark.exists() and now - mark.stat().st_mtime < _DAY):
            return
        mark.touch()
        os.utime(mark, (now, now))
        _let_go(folder, now)


def _let_go(folder: Path, now: float) -> None:
    with os.scandir(folder) as listed:
        entries = [
            (
                entry.stat(follow_symlinks=False).st_mtime,
                entry.stat(follow_symlinks=False).st_size,
                entry.path,
            )
            for entry in listed
            if len(entry.name.partition(".")[0]) == 2 * _MAC_BYTES  # nothing else in the folder is ours
        ]
    room = MOST
    for used, size, path in sorted(entries, reverse=True):
        room -= size
        if room < 0 or now - used > KEPT_DAYS * _DAY:
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108
