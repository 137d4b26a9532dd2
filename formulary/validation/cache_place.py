"""Where the cache of a user lives, and the secret that its entries are signed with.

Neither lies in a checkout unless the user says so: who can write to a repository could plant entries, and
without the secret no entry counts.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from formulary.errors import EnvironmentFaultError
from formulary.source.files import read_file

if TYPE_CHECKING:
    from pathlib import Path

SECRET_VARIABLE = "FORMULARY_CACHE_KEY"  # noqa: S105 - the name of it
_SHORTEST = 32
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of formulary; it may be deleted at any time.
"""


def usual_folder() -> Path:
    """The user's own folder for caches, on any system."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only a run with a cache pays for it

    return user_cache_path("formulary", appauthor=False) / "validate"


def prepare(folder: Path) -> bool:
    """Make the folder if it is not there; whether it can be used: the user's own, and no link."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or not _own(found):
            return False
        for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
            with suppress(FileExistsError), open(folder / name, "x", encoding="utf-8") as made:  # noqa: PTH123
                made.write(text)  # "x" does not follow a link that was put there
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def secret() -> bytes | None:
    """The secret of the user, made on first use; None where none can be kept.

    ``FORMULARY_CACHE_KEY`` takes its place, where a cache is to last longer than the machine.

    Raises:
        EnvironmentFaultError: that variable is too short to be a secret.
    """
    given = os.environ.get(SECRET_VARIABLE, "")
    if given:
        if len(given) < _SHORTEST:
            raise EnvironmentFaultError(
                f"{SECRET_VARIABLE} is shorter than {_SHORTEST} characters",
                "Give it a random text, such as that of `openssl rand -hex 32`, or leave it out.",
            )
        return sha256(given.encode("utf-8", "surrogateescape")).digest()
    from platformdirs import user_state_path  # noqa: PLC0415

    path = user_state_path("formulary", appauthor=False) / "cache.key"
    return _kept(path) or _made(path)


def _kept(path: Path) -> bytes | None:
    """The secret in a file that nobody else can have written or read."""
    raw = read_file(str(path))
    if not isinstance(raw, bytes) or len(raw) != _SHORTEST:
        return None
    try:
        found = path.lstat()
    except OSError:
        return None
    private = os.name != "posix" or not found.st_mode & 0o077
    return raw if _own(found) and private else None


def _made(path: Path) -> bytes | None:
    """A new secret in the place of one that is missing or cannot be trusted."""
    made = os.urandom(_SHORTEST)
    aside = path.with_name(f"cache.key.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123
            stream.write(made)
        aside.replace(path)
    except OSError:
        return None
    return made


def _own(found: os.stat_result) -> bool:
    """Whether it belongs to the user and no other user can write to it."""
    if os.name != "posix":
        return True  # pragma: no cover - Windows keeps a user's folders to the user
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022
