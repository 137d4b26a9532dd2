"""What goes wrong around a database: what is said, that nothing is lost, and that the exit code is 3."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, ROOT, here
from registry_world import Clock, approve_new, put, recipe, small_registry
from sqlalchemy import text
from support import data_of

from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.registry.versions import versions
from formulary.store import engine
from formulary.store.address import address
from formulary.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formulary.store.store import Store


@pytest.fixture
def clean(tmp_path: Path) -> str:
    path = tmp_path / "clean.yaml"
    path.write_text(CLEAN)
    return str(path)


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("postgresql://mira:hush-hush@localhost:1/x", 3, "the server cannot be reached"),
        ("postgresql://mira:hush-hush@nowhere.invalid/x", 3, "the server cannot be reached"),
        ("postgres://mira:hush-hush@localhost:1/x", 3, "postgresql://mira:***@localhost:1/x"),
        ("mysql://mira:hush-hush@localhost/x", 2, "keeps no registry in `mysql`"),
        ("mira:hush-hush@localhost", 2, "`mira:***@localhost` is not the URL of a database"),
        ("registry.db", 2, "`registry.db` is not the URL of a database"),
        ("sqlite://", 2, "a registry needs a file"),
        ("sqlite:///:memory:", 2, "a registry needs a file"),
        ("sqlite:////", 3, "cannot be opened or made"),
        ("sqlite:///README.md", 3, "README.md: the file is not a registry"),
    ],
)
def test_an_address_that_leads_nowhere(
    url: str, code: int, words: str, clean: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for command in (["list"], ["register", clean, "--as", "mira"], ["db", "init"]):
        done = here("--db", url, *command)
        assert (done.code, done.out) == (code, ""), done
        assert words in done.err
        assert "hush" not in done.err
        assert re.fullmatch(r"error: .+\nhelp: .+\n", done.err)


def test_a_registry_cannot_be_made_where_there_is_no_folder(clean: str) -> None:
    url = "sqlite:////no/such/folder/registry.db"
    for command in (["register", clean, "--as", "mira"], ["db", "init"]):
        done = here("--db", url, *command)
        assert (done.code, done.out) == (3, "")
        assert "cannot be opened or made" in done.err
    done = here("--db", url, "list")
    assert (done.code, done.out) == (2, "")
    assert "there is no registry at /no/such/folder/registry.db" in done.err


def test_a_wrong_password_is_named_and_never_printed(postgres: str) -> None:
    """A server of which one user must give a password, which the others need not."""
    import psycopg  # noqa: PLC0415 - as in conftest

    folder = Path(re.search(r"host=([^&]+)", postgres)[1])  # type: ignore[index]
    rules = folder / "pg_hba.conf"
    before = rules.read_text()
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("CREATE ROLE locked LOGIN PASSWORD 'right-one'")
        rules.write_text(f"local all locked scram-sha-256\n{before}")
        server.execute("SELECT pg_reload_conf()")
        for given in (":hush-hush", ""):
            done = here("--db", f"postgresql://locked{given}@/postgres?host={folder}", "list")
            assert (done.code, "refuses the user or the password" in done.err) == (3, True), done.err
            assert "hush" not in done.err
        rules.write_text(before)
        server.execute("SELECT pg_reload_conf()")
        done = here("--db", f"postgresql://postgres@/nowhere?host={folder}", "list")
        assert "no such database" in done.err


def test_a_server_needs_to_be_told_to_make_a_registry(new_postgres_url: Callable[[], str]) -> None:
    url = new_postgres_url()
    done = here("--db", url, "list")
    assert (done.code, "`formulary db init`" in done.err) == (3, True)
    assert here("--db", url, "db", "init").code == 0
    assert here("--db", url, "list").code == 0


def test_a_server_that_forgets_what_it_acknowledged_is_refused(new_postgres_url: Callable[[], str]) -> None:
    url = new_postgres_url() + "%20-csynchronous_commit%3Doff"
    done = here("--db", url, "db", "init")
    assert (done.code, "synchronous_commit=off" in done.err) == (3, True), done.err


def test_a_server_that_may_only_be_read(new_postgres_url: Callable[[], str], clean: str) -> None:
    url = new_postgres_url()
    with small_registry(url) as store:
        put(store, recipe("there"))
    url += "%20-cdefault_transaction_read_only%3Don"
    done = here("--db", url, "register", clean, "--as", "mira")
    assert (done.code, "may only be read" in done.err) == (3, True), done.err
    assert "there@1" in here("--db", url, "list").out


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody who may not write everywhere: root takes another user for the time."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_only_be_read_can_be_read_and_nothing_else(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    with small_registry(url) as store:
        approve_new(store, recipe("there"))
    copy = tmp_path / "media" / "copy.db"
    copy.parent.mkdir()
    assert here("--db", url, "db", "backup", str(copy)).code == 0
    copy.chmod(0o444)
    for folder in copy.parents:
        if not folder.stat().st_mode & 0o001:  # a folder of the tests, that others may not even pass through
            folder.chmod(0o755)
    copy.parent.chmod(0o555)
    with without_rights(), open_store(f"sqlite:///{copy}") as store:
        assert [one.label for one in versions(store)] == ["there@1"]
        with pytest.raises(EnvironmentFaultError, match=r"may only be read|cannot be opened"):
            put(store, recipe())
    copy.parent.chmod(0o755)


def test_a_locked_file_is_waited_for_and_then_named(
    tmp_path: Path, clean: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    with small_registry(url):
        pass
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    other = sqlite3.connect(tmp_path / "r.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = here("--db", url, "register", clean, "--as", "mira")
    assert (done.code, "it has been locked" in done.err) == (3, True), done.err
    assert "Nothing of this command was stored" in done.err
    assert here("--db", url, "list").code == 0, "readers do not wait for writers"
    other.close()


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from formulary.cli.main import run
sys.exit(run(sys.argv[2:]))
"""


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """A limit on the size of files stands for the end of the disk."""
    url = f"sqlite:///{tmp_path / 'r.db'}"
    with small_registry(url) as store:
        put(store, recipe("there"))
    size = (tmp_path / "r.db").stat().st_size
    many = tmp_path / "many.ndjson"
    many.write_text("".join(f"{line}\n" for line in _lines(300)))
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(size + 65536), "--db", url, "register", str(many), "--as", "mira"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert re.search(r"the disk (is full|cannot be read or written)", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    with open_store(url) as store:
        assert [one.label for one in versions(store)] == ["there@1"]
        put(store, recipe("next"))


def fill(store: Store) -> None:
    """More than there is room for."""
    with store.write() as work:
        pages = work.db.exec_driver_sql("PRAGMA page_count").scalar()
        work.db.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        for number in range(500):
            work.add("content", {"sha256": str(number), "body": "x" * 5000})
        work.event("test", "mira")


def test_a_full_disk_as_sqlite_counts_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    with small_registry(url) as store:
        put(store, recipe("there"))
        with pytest.raises(EnvironmentFaultError, match="the disk is full"):
            fill(store)
        assert [one.label for one in versions(store)] == ["there@1"]


def _lines(count: int) -> Iterator[str]:
    data = data_of(CLEAN)
    for number in range(count):
        yield json.dumps(data | {"id": f"many-{number}"})


@pytest.mark.parametrize("words", [["backup", "copy.db"], ["check"], ["upgrade"]])
def test_a_mistyped_name_makes_no_registry(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty copy would be taken for a backup."""
    monkeypatch.chdir(tmp_path)
    done = here("--db", "sqlite:///mistyped.db", "db", *words)
    assert (done.code, "there is no registry at" in done.err) == (2, True), done
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with small_registry(f"sqlite:///{path}") as store:
        approve_new(store, recipe())
    raw = bytearray(path.read_bytes())
    for place in range(4096, len(raw), 4096):
        raw[place : place + 64] = b"\xff" * 64
    path.write_bytes(raw)
    done = here("--db", f"sqlite:///{path}", "list")
    assert (done.code, "the file is damaged" in done.err) == (3, True), done.err
    assert "backup" in done.err


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://mira:hush-hush@127.0.0.1:1/db",
        "postgresql://mira:hush/hush@127.0.0.1:1/db",
        "postgresql://mira:x@hush@127.0.0.1:1/db",
        "postgresql://mira:x:hush hush@127.0.0.1:1/db",
        "postgresql://mira@127.0.0.1:1/db?password=hush-hush",
        "postgresql://127.0.0.1:1/db?user=mira&sslpassword=hush&password=hush",
        "postgresql://mira:hush@127.0.0.1:port/db",
        "postgresql:mira:hush@localhost",
        "host=localhost password=hush",
    ],
)
def test_no_way_to_write_a_password_prints_it(url: str) -> None:
    for words in (["list"], ["db", "backup", "copy"], ["--show-settings", "validate"]):
        done = here("--db", url, *words)
        assert "hush" not in done.out + done.err
        assert "***" in done.out + done.err


def test_an_address_is_printed_without_its_password() -> None:
    assert address("postgres://a:b@c/d").name == "postgresql://a:***@c/d"
    with pytest.raises(UsageFaultError):
        address("postgresql://a:b@c:port/d")


def test_a_user_of_the_server_can_add_and_not_rewrite(
    postgres: str, new_postgres_url: Callable[[], str]
) -> None:
    import psycopg  # noqa: PLC0415 - as in conftest

    url = new_postgres_url()
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("CREATE ROLE clerk LOGIN")
    with small_registry(url):
        pass
    done = here("--db", url, "db", "init", "--grant", "clerk")
    assert (done.code, "clerk may read it and add to it" in done.out) == (0, True), done
    own = url.replace("postgres@", "clerk@")
    with open_store(own, Clock(hours=1)) as store:
        approve_new(store, recipe())
        approve_new(store, recipe(title="Another"))
        for attempt in (
            "UPDATE audit SET body = ''",
            "DELETE FROM audit",
            "TRUNCATE audit",
            "UPDATE content SET body = ''",
            "UPDATE version SET sha256 = sha256",
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "DROP TABLE audit CASCADE",
            "DROP FUNCTION formulary_refuse CASCADE",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(EnvironmentFaultError, match="lacks a right"), store.write() as work:
                work.db.execute(text(attempt))


def test_an_embedded_registry_grants_nothing(tmp_path: Path) -> None:
    assert here("--db", f"sqlite:///{tmp_path / 'r.db'}", "db", "init", "--grant", "clerk").code == 2
