"""A bundle of which one byte was changed is refused, by this program and by the script in it."""

from __future__ import annotations

import json
import os
import random
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from audit_world import write_history
from command import here
from registry_world import KEYS

from formulary.audit import bundle, standalone
from formulary.audit.checkpoint import draw, faults, parse, sign
from formulary.audit.registry import SHAPES, Registry
from formulary.audit.verify import audit
from formulary.errors import FormularyError
from formulary.signing.statement import Statement
from formulary.store.chain import canonical, digest, event_hash
from formulary.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

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


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
def test_both_say_on_whose_word_each_key_counts(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(standalone.verify(made, None)) == []
    by_script = capsys.readouterr().out
    shown = here("verify", str(made)).out
    for account, word in (("mira", "nobody"), ("jo", "mira"), ("kim", "mira")):
        named = KEYS[account].key.fingerprint
        assert f"key {named} of {account}, on the word of {word}\n" in by_script
        assert any(named in line and line.endswith(f", on the word of {word}") for line in shown.splitlines())
    data = json.loads(here("verify", str(made), "--output-format", "json").out)
    assert [one["endorsed_by"] for one in data["keys"]] == ["", "mira", "mira"]


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


def test_a_damaged_or_locked_zip_is_refused_in_words(made: Path, tmp_path: Path) -> None:
    place = Path(shutil.make_archive(str(tmp_path / "made"), "zip", made))
    whole = place.read_bytes()
    luck = random.Random(7)  # noqa: S311 - places, not secrets
    for number in range(FLIPS):
        at = luck.randrange(len(whole) * 9 // 10)
        place.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << number % 8)]) + whole[at + 1 :])
        done = here("verify", str(place))
        assert done.code in (0, 1, 2), done
        assert "internal fault" not in done.err
    place.write_bytes(whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"))
    done = here("verify", str(place))
    assert (done.code, "is no audit bundle" in done.err) == (2, True), done


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
@pytest.mark.parametrize("name", ["rows/version.ndjson", bundle.CHECKPOINT_FILE])
def test_nothing_without_an_end_is_read(name: str, made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / name).unlink()
    os.mkfifo(copy / name)
    assert here("verify", str(copy)).code == 2
    (copy / name).unlink()
    (copy / name).symlink_to("/dev/zero")
    assert here("verify", str(copy)).code == 2


def test_true_is_not_one(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    rows(copy, "formula", lambda row: row.__setitem__(1, True if row[1] == 1 else row[1]))
    assert (refused_here(copy), refused_by_script(copy)) == (True, True)


def test_the_script_is_short_and_knows_the_tables() -> None:
    text = Path(standalone.__file__).read_text("utf-8")
    assert len([line for line in text.splitlines() if line]) <= 150


def forged(made: Path, folder: Path, alter: Callable[[list[dict[str, Any]], Path], object]) -> Path:
    """A copy of a bundle whose events are altered, chained anew, and vouched for by a checkpoint of mira."""
    shutil.copytree(made, folder)
    file = folder / bundle.EVENTS
    events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    bodies = [json.loads(event["body"]) for event in events]
    alter(bodies, folder)
    prev = "0" * 64
    for event, body in zip(events, bodies, strict=True):
        text = body if isinstance(body, str) else canonical(body)
        event |= {"body": text, "prev": prev, "hash": event_hash(event["seq"], prev, text)}
        prev = event["hash"]
    file.write_text("".join(f"{json.dumps(event, ensure_ascii=False)}\n" for event in events), "utf-8")
    old = parse((folder / bundle.CHECKPOINT_FILE).read_text("utf-8"), "it").checkpoint
    signed = sign(old._replace(head=prev), KEYS["mira"])
    (folder / bundle.CHECKPOINT_FILE).write_text(signed.text, "utf-8")
    return folder


def added(bodies: list[dict[str, Any]], table: str) -> list[dict[str, Any]]:
    return [one["row"] for body in bodies for one in body["changes"] if one.get("add") == table]


def rows(folder: Path, table: str, alter: Callable[[list[Any]], object]) -> None:
    """Alter the rows of a table, each a list."""
    file = folder / bundle.ROWS / f"{table}.ndjson"
    every = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for row in every:
        alter(row)
    file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in every), "utf-8")


def another_key(bodies: list[dict[str, Any]], folder: Path) -> None:
    """Jo's fingerprint, which everybody knows, above a key that is not hers; and a signature by that key."""
    line = KEYS["kim"].key.line
    (jo,) = [row for row in added(bodies, "key") if row["account"] == "jo"]
    jo["public_key"] = line
    rows(folder, "key", lambda row: row.__setitem__(2, line) if row[1] == "jo" else None)
    for row in added(bodies, "signature"):
        if row["account"] == "jo":
            version = next(
                one
                for one in added(bodies, "version")
                if (one["formula"], one["number"]) == (row["formula"], row["number"])
            )
            statement = Statement(
                *(row["formula"], row["number"], version["sha256"], row["meaning"]),
                *(row["name"], "jo", row["signed_at"]),
            )
            row["sshsig"] = KEYS["kim"].sign(statement)
    signatures = {row["event"]: row["sshsig"] for row in added(bodies, "signature")}
    rows(folder, "signature", lambda row: row.__setitem__(-1, signatures[row[0]]))


def no_word(bodies: list[dict[str, Any]], folder: Path) -> None:
    """A key that says on whose word it counts, who never gave it."""
    kim = next(row for row in added(bodies, "key") if row["account"] == "kim")
    jo = next(row for row in added(bodies, "key") if row["account"] == "jo")
    kim["endorsement"] = jo["endorsement"]
    rows(folder, "key", lambda row: row.__setitem__(-1, jo["endorsement"]) if row[1] == "kim" else None)


def another_content(bodies: list[dict[str, Any]], folder: Path) -> None:
    """The text under a hash that was approved is another, in the events too."""
    rows(folder, "content", lambda row: row.__setitem__(1, row[1].replace("10 mL", "90 mL")))
    texts = dict(
        json.loads(line) for line in (folder / "rows/content.ndjson").read_text("utf-8").splitlines()
    )
    for row in added(bodies, "content"):
        row["body"] = digest(texts[row["sha256"]])


def twice(bodies: list[Any], _: Path) -> None:
    """A body that says two things, of which each reader picks one."""
    bodies[-1] = canonical(bodies[-1]).replace('"by":', '"by":"kim","by":')


def no_decision(bodies: list[dict[str, Any]], folder: Path) -> None:
    """What was retired, by nobody."""
    body = next(body for body in bodies if body["act"] == "retire")
    body["changes"] = [one for one in body["changes"] if one.get("add") not in ("decision", "signature")]
    for table in ("decision", "signature"):
        file = folder / bundle.ROWS / f"{table}.ndjson"
        kept = [line for line in file.read_text("utf-8").splitlines(keepends=True) if "retire" not in line]
        file.write_text("".join(kept), "utf-8")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
@pytest.mark.parametrize("alter", [another_key, no_word, another_content, twice, no_decision])
def test_a_bundle_that_its_maker_forged_is_refused_by_both(
    alter: Callable[[list[dict[str, Any]], Path], object], made: Path, tmp_path: Path
) -> None:
    honest = forged(made, tmp_path / "honest", lambda *_: None)
    assert (refused_here(honest), refused_by_script(honest)) == (False, False)
    bad = forged(made, tmp_path / "bad", alter)
    assert (refused_here(bad), refused_by_script(bad)) == (True, True)


def test_the_script_takes_no_other_tables(made: Path, tmp_path: Path) -> None:
    """Tables of which everything may change would let every event pass."""
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    tables = json.loads((copy / bundle.TABLES).read_text("utf-8"))
    for shape in tables.values():
        shape["changeable"] = shape["columns"]
    (copy / bundle.TABLES).write_text(json.dumps(tables, indent=1) + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"tables\.json"):
        list(standalone.verify(copy, None))
