"""A bundle of which one byte was changed is refused, by this program and by the script in it."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from audit_world import write_history
from command import here
from registry_world import KEYS

from formulary.audit import bundle, standalone
from formulary.audit.checkpoint import draw, faults, parse, sign
from formulary.audit.registry import SHAPES, Registry
from formulary.audit.verify import audit
from formulary.errors import FormularyError
from formulary.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

FLIPS = 600 if os.environ.get("FORMULARY_SOAK") else 25
FILES = (
    bundle.EVENTS,
    bundle.CHECKPOINT_FILE,
    *(f"{bundle.ROWS}/{name}.ndjson" for name in (*SHAPES, "component")),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a history of every kind of act."""
    folder = tmp_path_factory.mktemp("bundle")
    url = f"sqlite:///{folder / 'registry.db'}"
    write_history(url)
    with open_store(url) as store, store.snapshot() as db:
        found = audit(Registry(db), SHAPES)
        signed = sign(draw(found, "mira", "2026-11-26T10:00:00Z"), KEYS["mira"])
        bundle.write(str(folder / "made"), Registry(db), signed, found.keys)
    return folder / "made"


def refused_here(folder: Path) -> bool:
    """Whether this program finds anything wrong with a bundle."""
    try:
        with bundle.opened(str(folder)) as source:
            kept = parse(source.checkpoint, "it")
            found = audit(source, SHAPES, frozenset((kept.checkpoint.events,)))
            now = datetime(2026, 11, 26, 11, tzinfo=UTC)
            return bool(found.faults or faults(kept, found, now, None, whole=True))
    except FormularyError:
        return True


def refused_by_script(folder: Path) -> bool:
    """Whether the script of the bundle does, which stops at what it cannot follow."""
    try:
        return bool(list(standalone.verify(folder, None)))
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return True


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
def test_no_changed_byte_of_a_bundle_passes(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck = random.Random(5)  # noqa: S311 - places, not secrets
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    assert not refused_here(copy)
    assert not refused_by_script(copy)
    for number in range(FLIPS):
        file = copy / FILES[number % len(FILES)]
        before = file.read_bytes()
        signed_part = before.find(b"-----BEGIN") if file.name == bundle.CHECKPOINT_FILE else len(before)
        place = luck.randrange(signed_part)
        file.write_bytes(
            before[:place] + bytes([before[place] ^ (1 << luck.randrange(7))]) + before[place + 1 :]
        )
        assert refused_here(copy), (file.name, place)
        assert refused_by_script(copy), (file.name, place)
        file.write_bytes(before)
    capsys.readouterr()


@pytest.mark.parametrize("name", FILES)
def test_a_bundle_without_one_of_its_files_is_refused(name: str, made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / name).unlink()
    done = here("verify", str(copy))
    assert done.code in (1, 2)
    assert "internal fault" not in done.err
    assert refused_by_script(copy)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 50, b"[[[[", b"null\n", b"{}\n", b'["a"]\n', b"[" * 100_000, b"\xff\xfe\n", b"9" * 5000],
)
@pytest.mark.parametrize("name", [bundle.EVENTS, "rows/version.ndjson", bundle.CHECKPOINT_FILE])
def test_a_bundle_of_rubbish_is_refused_in_words(
    name: str, content: bytes, made: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / name).write_bytes(content)
    done = here("verify", str(copy))
    assert done.code in (1, 2), done
    assert "internal fault" not in done.err


def test_a_zip_of_something_else_is_no_bundle(tmp_path: Path) -> None:
    place = tmp_path / "other.zip"
    shutil.make_archive(str(tmp_path / "other"), "zip", tmp_path, ".")
    done = here("verify", str(place))
    assert (done.code, "is no audit bundle" in done.err) == (2, True)
    place.write_bytes(b"PK\x03\x04 nothing")
    assert here("verify", str(place)).code == 2


def test_a_zip_that_swells_beyond_all_reason_is_not_unpacked(tmp_path: Path) -> None:
    place = tmp_path / "bomb.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in FILES:
            packed.writestr(name, b" " * (30 << 20) if name == bundle.EVENTS else b"")
    done = here("verify", str(place))
    assert (done.code, "more than a bundle holds" in done.err) == (2, True), done
