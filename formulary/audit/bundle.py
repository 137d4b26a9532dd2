"""An audit bundle: all that an auditor needs on a machine without the database and without formulary."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from formulary.audit import standalone
from formulary.audit.registry import SHAPES, hashed
from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.signing.sshsig import CHECKPOINT, KEY, STATEMENT
from formulary.signing.trust import allowed_signer
from formulary.store.chain import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulary.audit.checkpoint import Signed
    from formulary.audit.registry import Registry
    from formulary.audit.source import Row
    from formulary.signing.trust import TrustedKey

EVENTS, TABLES, CHECKPOINT_FILE = "events.ndjson", "tables.json", "checkpoint.txt"
ROWS = "rows"
_MOST_SWELLING = 100  # times; honest rows shrink to a fifth or a tenth of their size
_ALWAYS = 1 << 20
_NO_ZIP = (OSError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error)
"""What a zip file raises that is damaged, encrypted or not of this kind."""
_README = """\
An audit bundle of a formulary registry, whole as of checkpoint.txt.

    python verify.py            needs Python 3.11 or later, and OpenSSH's ssh-keygen

It follows the chain of events.ndjson, applies every event to empty tables, compares each row in rows/ with
the result, checks every signature, and prints the fingerprints of the keys. A bundle cannot vouch for its own
keys: compare these with what their owners told you, or pass a file with the public keys: --trust FILE.

events.ndjson      one event a line; hash is the SHA-256 of four lines without an end: formulary-audit-v1, its
                   number, the hash before (64 zeros for the first), its body
rows/TABLE.ndjson  the rows as they stand, in the columns of tables.json; rows/content.ndjson are the recipes
checkpoint.txt     how long the log was and its last hash, signed; hold the next bundle against it
allowed_signers    the keys for `ssh-keygen -Y verify`, each with its owner and its time
"""


def write(target: str, registry: Registry, signed: Signed, keys: Iterable[TrustedKey]) -> None:
    """Write the bundle to a new folder, or to one file if the name ends in ``.zip``.

    Raises:
        UsageFaultError: something stands there.
        EnvironmentFaultError: it cannot be written; nothing is left.
    """
    final = Path(os.path.realpath(target))
    if final.exists():
        raise UsageFaultError(
            f"{target} is there already", "A bundle is never overwritten: name a new place."
        )
    aside = final.with_name(f".{final.name[:80]}.{os.getpid()}.tmp")
    try:
        try:
            _fill(aside, registry, signed, keys)
            if final.suffix == ".zip":
                _zip(aside, aside / "bundle.zip").replace(final)
            else:
                aside.rename(final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as fault:
        raise EnvironmentFaultError(
            f"{target} cannot be written: {(fault.strerror or str(fault)).lower()}", "Nothing was left there."
        ) from fault


def _fill(folder: Path, registry: Registry, signed: Signed, keys: Iterable[TrustedKey]) -> None:
    (folder / ROWS).mkdir(parents=True)
    _lines(folder / EVENTS, (event._asdict() for event in registry.events()))
    for name in (*SHAPES, "component"):
        _lines(folder / ROWS / f"{name}.ndjson", registry.raw_rows(name))
    tables = {
        name: {"columns": shape.columns, "key": shape.key, "changeable": shape.changeable}
        | {"hashed": sorted(shape.hashed)}
        for name, shape in SHAPES.items()
    }
    signers = "".join(allowed_signer(key, f"{STATEMENT},{KEY},{CHECKPOINT}") for key in keys)
    for name, text in {
        TABLES: json.dumps(tables, indent=1) + "\n",
        CHECKPOINT_FILE: signed.text,
        "allowed_signers": signers,
        "README.txt": _README,
        "verify.py": Path(standalone.__file__).read_text("utf-8"),
    }.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


def _lines(path: Path, rows: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def _zip(folder: Path, place: Path) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != place:
                bundle.write(path, path.relative_to(folder))
    return place


def is_bundle(path: str) -> bool:
    """Whether a path is a bundle: its folder, or its zip file."""
    place = Path(path)
    return (place / EVENTS).is_file() or (
        place.is_file() and place.suffix == ".zip" and zipfile.is_zipfile(place)
    )


@contextmanager
def opened(path: str) -> Iterator[Bundle]:
    """A bundle to audit; of a zip file only what belongs into a bundle is unpacked, aside.

    Raises:
        UsageFaultError: it is no bundle.
    """
    if Path(path).is_dir():
        yield Bundle(Path(path))
        return
    with TemporaryDirectory(prefix="formulary-") as aside:
        try:
            with zipfile.ZipFile(path) as packed:
                _check_size(packed, path)
                for name in (
                    EVENTS,
                    CHECKPOINT_FILE,
                    *(f"{ROWS}/{one}.ndjson" for one in (*SHAPES, "component")),
                ):
                    _unpack(packed, name, Path(aside))
        except _NO_ZIP as fault:
            raise UsageFaultError(
                f"{path} is no audit bundle: {fault}", "`formulary verify --bundle-to` writes one."
            ) from fault
        yield Bundle(Path(aside))


def _check_size(packed: zipfile.ZipFile, path: str) -> None:
    whole = sum(item.file_size for item in packed.infolist())
    if whole > _ALWAYS + _MOST_SWELLING * Path(path).stat().st_size:
        raise zipfile.LargeZipFile("it would unpack to more than a bundle holds")


def _unpack(packed: zipfile.ZipFile, name: str, folder: Path) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    with packed.open(name) as source, (folder / name).open("wb") as stream:
        shutil.copyfileobj(source, stream)


class Bundle:
    """The source of an audit: the files of a bundle, which need not be honest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def checkpoint(self) -> str:
        """The text of the signed checkpoint."""
        return self._read(CHECKPOINT_FILE)

    def events(self) -> Iterator[Event]:
        """The events in the order of the file."""
        for data in self._lines(EVENTS):
            if not isinstance(data, dict) or data.keys() != set(Event._fields):
                raise _damaged(EVENTS)
            yield Event(**data)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table as events state them: long texts by their SHA-256."""
        return hashed(self._tuples(table), SHAPES.get(table))

    def _tuples(self, table: str) -> Iterator[Row]:
        width = len(SHAPES[table].columns) if table in SHAPES else _COMPONENT_COLUMNS
        name = f"{ROWS}/{table}.ndjson"
        for data in self._lines(name):
            plain = isinstance(data, list) and all(type(value) in _PLAIN for value in data)
            if not plain or len(data) != width:
                raise _damaged(name)
            yield tuple(data)

    def _lines(self, name: str) -> Iterator[Any]:
        try:
            with self._file(name).open(encoding="utf-8", errors="surrogateescape") as stream:
                for line in stream:
                    yield json.loads(line)
        except (OSError, ValueError, RecursionError) as fault:
            raise _damaged(name) from fault

    def _file(self, name: str) -> Path:
        """A file of the bundle; a pipe or a device, which may have no end, is none."""
        if not (self._folder / name).is_file():
            raise _damaged(name)
        return self._folder / name

    def _read(self, name: str) -> str:
        try:
            return self._file(name).read_text("utf-8", "replace")
        except OSError as fault:
            raise _damaged(name) from fault


_COMPONENT_COLUMNS = 6
_PLAIN = (str, int, type(None))  # and no True, which is equal to 1


def _damaged(name: str) -> UsageFaultError:
    return UsageFaultError(
        f"{name} of the bundle is missing or damaged",
        "Ask for the bundle again; it cannot be verified as it is.",
    )
