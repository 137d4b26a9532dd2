"""The schema: what the migrations make, what the database itself refuses, old and new and foreign ones."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from command import here
from registry_world import approve_new, recipe, small_registry
from sqlalchemy import inspect, text

from formulary.errors import EnvironmentFaultError
from formulary.registry.versions import version
from formulary.store import schema
from formulary.store.health import checks
from formulary.store.images import CHAINED, KEYS, image
from formulary.store.queries import events, rows
from formulary.store.store import open_store
from formulary.store.tables import metadata
from formulary.store.triggers import CHANGEABLE

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_make_what_the_tables_say(db_url: str) -> None:
    with small_registry(db_url) as store, store.read() as db:
        found = compare_metadata(MigrationContext.configure(db), metadata)
    assert found == []


def test_every_released_schema_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", "formulary.store:migrations")
    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(scripts)) == schema.REVISIONS


def test_what_is_written_once_cannot_be_changed_or_removed(db_url: str) -> None:
    postgres = db_url.startswith("postgresql")
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        for name, table in metadata.tables.items():
            fixed = [one.name for one in table.columns if one.name not in CHANGEABLE.get(name, ())]
            attempts = [f'UPDATE "{name}" SET "{column}" = "{column}"' for column in fixed]  # noqa: S608
            attempts += [f'DELETE FROM "{name}"', *[f'TRUNCATE "{name}" CASCADE'] * postgres]  # noqa: S608
            for attempt in attempts:
                with pytest.raises(EnvironmentFaultError, match="written once"), store.write() as work:
                    work.db.execute(text(attempt))


def test_replacing_an_event_does_not_walk_past_the_triggers(tmp_path: Path) -> None:
    with small_registry(f"sqlite:///{tmp_path / 'r.db'}") as store:
        replace = "INSERT OR REPLACE INTO audit SELECT seq, 'other', prev, hash FROM audit WHERE seq = 1"
        with pytest.raises(EnvironmentFaultError, match="written once"), store.write() as work:
            work.db.execute(text(replace))


def test_the_chain_states_every_column_of_every_row(db_url: str) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        approve_new(store, recipe(title="Another"))
        with store.read() as db:
            told: dict[tuple[object, ...], dict[str, object]] = {}
            for event in events(db):
                for change in json.loads(event.body)["changes"]:
                    table = change.get("add") or change["change"]
                    named = change["row"] if "add" in change else change["key"]
                    key = (table, *(named[name] for name in KEYS[table]))
                    told[key] = told.get(key, {}) | change["row"]
            live = {
                (table, *(row[name] for name in KEYS[table])): image(table, row)
                for table in CHAINED
                for row in rows(db, table)
            }
    assert told == live


def test_a_sound_database_is_called_sound_and_a_missing_trigger_is_not(db_url: str) -> None:
    with small_registry(db_url) as store:
        with store.read() as db:
            assert [one for one in checks(db) if one.fault and one.what != "fsync"] == []
        with store.write() as work:
            on = "" if db_url.startswith("sqlite") else " ON audit"
            work.db.execute(text(f"DROP TRIGGER audit_no_delete{on}"))
        with store.read() as db:
            faults = {one.what: one.fault for one in checks(db) if one.fault}
        assert faults["triggers"] == "missing, switched off or not ours: audit_no_delete"


def test_a_trigger_that_does_nothing_or_something_else_is_not_sound(db_url: str) -> None:
    """One bears the right name and never refuses; another acts when a version is approved."""
    with small_registry(db_url) as store:
        with store.write() as work:
            if db_url.startswith("sqlite"):
                work.db.execute(text("DROP TRIGGER audit_no_delete"))
                never = "BEFORE DELETE ON audit WHEN 0 BEGIN SELECT RAISE(ABORT, ''); END"
                more = "AFTER INSERT ON decision BEGIN UPDATE registry SET approvers = 1; END"
            else:
                work.db.execute(text("DROP TRIGGER audit_no_delete ON audit"))
                never = "BEFORE DELETE ON audit FOR EACH ROW WHEN (false) EXECUTE FUNCTION formulary_refuse()"
                more = "AFTER INSERT ON decision FOR EACH ROW EXECUTE FUNCTION formulary_refuse()"
            work.db.execute(text(f"CREATE TRIGGER audit_no_delete {never}"))
            work.db.execute(text(f"CREATE TRIGGER zeal {more}"))
        with store.read() as db:
            (found,) = [one.fault for one in checks(db) if one.fault and one.what == "triggers"]
        assert found == "missing, switched off or not ours: audit_no_delete, zeal"


@pytest.mark.parametrize(
    ("revision", "words"), [("9999", "made or upgraded by a newer version"), ("0000", "an earlier version")]
)
def test_another_schema_is_refused_by_name(
    db_url: str, revision: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_registry(db_url) as store, store.write() as work:
        work.db.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))  # noqa: S608
    monkeypatch.setattr(schema, "REVISIONS", ("0000", *schema.REVISIONS))
    done = here("--db", db_url, "list")
    assert (done.code, done.out) == (3, "")
    assert words in done.err
    assert "Nothing was changed" in done.err


def test_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (a)")
    db.close()
    before = path.read_bytes()
    for command in (["list"], ["db", "init"]):
        done = here("--db", f"sqlite:///{path}", *command)
        assert (done.code, "another program" in done.err) == (3, True)
    assert path.read_bytes()[40:] == before[40:] or path.read_bytes()[:16] == before[:16]
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    db.close()


NEXT = '''\
"""A migration for this test: a column, and a table rebuilt that others refer to."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("version", sa.Column("colour", sa.Text(), nullable=False, server_default="none"))
    with op.batch_alter_table("account") as batch:
        batch.alter_column("name", type_=sa.Text(), existing_nullable=False)
'''

FAULT = "    op.drop_table('nowhere')\n"


def test_an_upgrade_keeps_every_row_and_trigger_and_a_copy(
    db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        with store.read() as db:
            before = {name: [dict(row) for row in rows(db, name)] for name in metadata.tables}
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / "r0002_next.py").write_text(NEXT)
    monkeypatch.setattr(schema, "VERSIONS", (*schema.VERSIONS, str(tmp_path / "next")))
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0002"))
    done = here("--db", db_url, "db", "upgrade")
    assert done.code == 0, done.err
    with open_store(db_url) as store, store.read() as db:
        assert {name: [dict(row) for row in rows(db, name)] for name in metadata.tables} == before
        assert "colour" in {column["name"] for column in inspect(db).get_columns("version")}
        assert [one for one in checks(db) if one.fault and one.what != "fsync"] == []
        assert version(store, "example").status == "approved"
    if db_url.startswith("sqlite"):
        copy = tmp_path / "registry.db.before-0002"
        assert str(copy) in done.out
        monkeypatch.setattr(schema, "REVISIONS", schema.REVISIONS[:-1])
        with open_store(f"sqlite:///{copy}") as old:
            assert version(old, "example").status == "approved"


def test_an_upgrade_that_fails_changes_nothing(
    db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
    (tmp_path / "next").mkdir()
    broken = NEXT + FAULT
    (tmp_path / "next" / "r0002_next.py").write_text(broken)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VERSIONS", (*schema.VERSIONS, str(tmp_path / "next")))
        patch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0002"))
        assert here("--db", db_url, "db", "upgrade").code == 3
    with open_store(db_url) as store, store.read() as db:
        assert [one for one in checks(db) if one.fault and one.what != "fsync"] == []
        assert "colour" not in {column["name"] for column in inspect(db).get_columns("version")}


def test_a_copy_opens_where_nothing_can_be_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    with small_registry(url) as store:
        approve_new(store, recipe())
        done = here("--db", url, "db", "backup", str(tmp_path / "copy.db"))
    assert done.code == 0
    assert here("--db", url, "db", "backup", str(tmp_path / "copy.db")).code == 2
    read_only = sqlite3.connect(f"file:{tmp_path / 'copy.db'}?mode=ro&immutable=1", uri=True)
    assert read_only.execute("SELECT status FROM version").fetchall() == [("approved",)]
    assert read_only.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    read_only.close()
    assert not list(tmp_path.glob(".*"))
