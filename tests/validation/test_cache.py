"""The cache: what it knows again is what was reported; what anybody else put there does not count."""

from __future__ import annotations

import json
import os
import random
import stat
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import outcome_of, setting

from formulary.errors import EnvironmentFaultError
from formulary.findings import Span
from formulary.validation import cache as caching
from formulary.validation.cache import Cache, tidy
from formulary.validation.cache_place import prepare, secret
from formulary.validation.cache_scope import scope_of
from formulary.validation.collection import Entry
from formulary.validation.facts import Facts
from formulary.validation.outcome import Tally
from formulary.validation.packing import pack, unpack
from formulary.validation.pieces import Done, pieces
from formulary.validation.statistics import Statistics
from formulary.validation.waiving import Met

if TYPE_CHECKING:
    from formulary.validation.outcome import Outcome

SECRET = b"s" * 32
DAY = 24 * 60 * 60


def done() -> Done:
    """A piece of work with something in every field."""
    tally = Tally(**{item.name: number for number, item in enumerate(fields(Tally), 1) if item.type == "int"})
    tally.codes.update(FML301=2, FML802=1)
    tally.known.update({"[]": 2})
    tally.looked.update({"judged a": 1})
    tally.met = {Met(0, "used"), Met(1, "too-broad", "zinc")}
    tally.statistics = Statistics(Counter(acne=1), Counter(biotin=2), Counter(over=1))
    facts = Facts("a", Span(1, 2, 3, 4), "id: a", "acne", ("biotin",), "over", "kind", "1/3 2")
    return Done((("text \ud800 \u202e\n", "more"), ("", "x")), tally, (Entry("a.yaml", facts, clean=True),))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    folder = tmp_path / "cache"
    assert prepare(folder)
    return Cache(str(folder), SECRET, b"scope")


def entries(cache: Cache) -> list[Path]:
    return [path for path in Path(cache.folder).iterdir() if len(path.name) == 64]


def test_every_field_of_every_part_comes_back() -> None:
    made = done()
    for part in (made.tally, made.tally.statistics):
        assert all(getattr(part, item.name) for item in fields(part)), "the example leaves a field empty"
    assert all(made.entries[0].facts)
    assert unpack(pack(made)) == made
    assert unpack(pack(Done((), Tally()))) == Done((), Tally())


def test_real_facts_come_back() -> None:
    text = (Path(__file__).parents[2] / "seed/recipes/hair-density-panthenol.yaml").read_text("utf-8")
    outcome: Outcome = outcome_of(text)
    assert outcome.facts
    made = Done((), Tally(), (Entry("a.yaml", outcome.facts, outcome.clean),))
    assert unpack(pack(made)) == made


def test_what_is_put_is_got_under_its_key_alone(cache: Cache) -> None:
    key = cache.key([b"a.yaml", b"content"])
    assert cache.get(key) is None
    cache.put(key, done())
    assert cache.get(key) == done()
    for other in ([b"a.yaml", b"contents"], [b"a.yamlc", b"ontent"], [b"a.yaml", b"content", b""], []):
        assert cache.get(cache.key(other)) is None
    assert (
        cache._replace(scope=b"other").get(cache._replace(scope=b"other").key([b"a.yaml", b"content"]))
        is None
    )
    assert [stat.S_IMODE(path.stat().st_mode) for path in entries(cache)] == [0o600]


def test_an_entry_under_another_secret_does_not_count(cache: Cache) -> None:
    key = cache.key([b"bad.yaml"])
    cache._replace(secret=b"t" * 32).put(key, Done((), Tally()))
    assert entries(cache)
    assert cache.get(key) is None


def test_an_entry_in_the_place_of_another_does_not_count(cache: Cache) -> None:
    """Who can write to the folder could give the outcome of a sound recipe to a bad one."""
    sound, bad = cache.key([b"sound.yaml"]), cache.key([b"bad.yaml"])
    cache.put(sound, Done((), Tally()))
    Path(cache.folder, sound.hex()).rename(Path(cache.folder, bad.hex()))
    assert cache.get(bad) is None


def test_a_damaged_entry_does_not_count(cache: Cache) -> None:
    key = cache.key([b"a"])
    cache.put(key, done())
    [path] = entries(cache)
    whole, chance = path.read_bytes(), random.Random(1)  # noqa: S311 - the same every time
    for _ in range(300):
        torn = bytearray(whole)
        torn[chance.randrange(len(torn))] ^= 1 << chance.randrange(8)
        path.write_bytes(torn)
        assert cache.get(key) is None
    for length in (0, 1, 31, 32, 33, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert cache.get(key) is None
    path.write_bytes(whole + b"\0")
    assert cache.get(key) is None
    path.write_bytes(whole)
    assert cache.get(key) == done()


def test_only_a_regular_file_is_an_entry(cache: Cache, tmp_path: Path) -> None:
    key = cache.key([b"a"])
    cache.put(key, done())
    [path] = entries(cache)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache.get(key) is None
    path.unlink()
    os.mkfifo(path)
    assert cache.get(key) is None
    path.unlink()
    path.mkdir()
    assert cache.get(key) is None
    cache.put(key, done())  # cannot be kept, and is no fault
    assert cache.get(key) is None


def test_a_folder_that_others_can_write_to_is_no_place(tmp_path: Path) -> None:
    shared, file, link = tmp_path / "shared", tmp_path / "file", tmp_path / "link"
    shared.mkdir()
    shared.chmod(0o777)
    file.write_text("", "utf-8")
    (tmp_path / "own").mkdir(mode=0o700)
    link.symlink_to(tmp_path / "own")
    assert not any(map(prepare, (shared, file, link, file / "below")))
    assert prepare(tmp_path / "new" / "folder")
    assert stat.S_IMODE((tmp_path / "new" / "folder").stat().st_mode) == 0o700
    assert (tmp_path / "new" / "folder" / ".gitignore").read_text("utf-8") == "*\n"


def test_nothing_is_written_through_a_link_that_was_put_there(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "cache", tmp_path / "elsewhere"
    folder.mkdir(mode=0o700)
    for name in ("CACHEDIR.TAG", ".gitignore", "tidied"):
        (folder / name).symlink_to(elsewhere)
    assert prepare(folder)
    tidy(folder, 0)
    assert not elsewhere.exists()


def test_the_secret_is_kept_for_the_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first = secret()
    assert first
    assert secret() == first
    kept = tmp_path / "formulary" / "cache.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.chmod(0o644)  # somebody may have read it
    second = secret()
    assert second not in (first, None)
    kept.write_bytes(b"short")
    assert secret() not in (b"short", second, None)
    kept.unlink()
    kept.symlink_to(tmp_path / "planted")
    (tmp_path / "planted").write_bytes(b"p" * 32)
    assert secret() not in (b"p" * 32, None)


def test_a_secret_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("FORMULARY_CACHE_KEY", "k" * 32)
    given = secret()
    assert given
    assert len(given) == 32
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("FORMULARY_CACHE_KEY", "password")
    with pytest.raises(EnvironmentFaultError, match="shorter than 32"):
        secret()


def test_without_a_place_for_it_there_is_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert secret() is None


def test_all_that_a_report_depends_on_is_in_the_scope(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = setting()
    first = scope_of(usual, "text")
    assert first == scope_of(setting(), "text")
    seen = {
        first,
        scope_of(usual, "json"),
        scope_of(usual._replace(select=("FML3",)), "text"),
        scope_of(usual._replace(ignore=("FML3",)), "text"),
        scope_of(usual._replace(forced=True), "text"),
        scope_of(usual._replace(policy=usual.catalogue.policy("fr")), "text"),
    }
    data = json.loads(json.dumps(dict(usual.catalogue.data)))
    data["policies"]["us"]["review_by"] = "2099-01-01"
    seen.add(scope_of(usual._replace(catalogue=type(usual.catalogue)(data)), "text"))
    monkeypatch.chdir(tmp_path)
    seen.add(scope_of(usual, "text"))
    assert len(seen) == 8
    assert None not in seen
    assert scope_of(usual, object()) is None, "an object that does not say what it holds"


def test_a_changed_line_of_the_program_changes_the_scope(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "rule.py").write_text("LIMIT = 1\n", "utf-8")
    monkeypatch.setattr("formulary.validation.cache_scope._PACKAGE", tmp_path)
    first = scope_of(setting())
    (tmp_path / "rule.py").write_text("LIMIT = 2\n", "utf-8")
    assert scope_of(setting()) != first


def aged(path: Path, days: float, now: float) -> None:
    os.utime(path, (now - days * DAY, now - days * DAY))


def test_old_entries_go_once_a_day(cache: Cache) -> None:
    folder, now = Path(cache.folder), 1_800_000_000.0
    keys = [cache.key([b"%d" % number]) for number in range(3)]
    for key, days in zip(keys, (1, 29, 31), strict=True):
        cache.put(key, done())
        aged(folder / key.hex(), days, now)
    (folder / "notes.txt").write_text("not ours", "utf-8")
    aged(folder / "notes.txt", 100, now)
    tidy(folder, now)
    assert {path.name for path in entries(cache)} == {key.hex() for key in keys[:2]}
    assert (folder / "notes.txt").exists()
    aged(folder / keys[0].hex(), 40, now)
    tidy(folder, now + DAY / 2)
    assert len(entries(cache)) == 2
    tidy(folder, now + 2 * DAY)
    assert {path.name for path in entries(cache)} == set()


def test_the_oldest_entries_go_where_there_are_too_many(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, now = Path(cache.folder), 1_800_000_000.0
    for number in range(10):
        key = cache.key([b"%d" % number])
        cache.put(key, done())
        aged(folder / key.hex(), number / 10, now)
    size = entries(cache)[0].stat().st_size
    monkeypatch.setattr(caching, "MOST", 4 * size)
    tidy(folder, now)
    assert {path.name for path in entries(cache)} == {
        cache.key([b"%d" % number]).hex() for number in range(4)
    }


def test_an_entry_that_is_asked_for_stays_young(cache: Cache) -> None:
    key = cache.key([b"a"])
    cache.put(key, done())
    [path] = entries(cache)
    os.utime(path, (1, 1))
    assert cache.get(key) == done()
    assert path.stat().st_mtime > 1_000_000


def test_one_file_more_leaves_most_pieces_as_they_were() -> None:
    names = [f"recipes/{number:04}.yaml" for number in range(1000)]
    before = {piece.files for piece in pieces(names)}
    after = {piece.files for piece in pieces(sorted([*names, "recipes/0500a.yaml"]))}
    assert len(before - after) <= 2
    assert len(before) > 40
