"""A registry's database, opened: it is of this program's schema, or a fault says what to do."""

from __future__ import annotations

from contextlib import contextmanager
from operator import methodcaller
from traceback import clear_frames
from typing import TYPE_CHECKING

from formulary.errors import EnvironmentFaultError
from formulary.store import schema
from formulary.store.address import Address, address
from formulary.store.backup import backup
from formulary.store.engine import begun, make_engine, snapshot, writer
from formulary.store.faults import told
from formulary.store.rights import grant
from formulary.store.work import Work, clock_of, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from sqlalchemy import Connection

    from formulary.store.work import Clock

    Db = Connection


class Store:
    """A database; ``made`` says that this opening made it. Close it, or use it in a ``with`` block."""

    def __init__(self, where: Address, clock: Clock | None = None) -> None:
        self.address = where
        self.made = False
        self._engine = make_engine(where)
        self._writer = writer(self._engine)
        self._clock = clock

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A connection that sees the registry as it stands at its first question."""
        with told(self.address), snapshot(self._engine).connect() as db, _letting_go():
            yield db

    @contextmanager
    def snapshot(self) -> Iterator[Db]:
        """A connection for an audit: every question is about one moment, and no damaged text stops it."""
        with told(self.address), snapshot(self._engine).connect() as db:
            raw = db.connection.driver_connection
            if db.dialect.name == "sqlite" and raw is not None:
                raw.text_factory = methodcaller("decode", "utf-8", "surrogateescape")
            try:
                with _letting_go():
                    yield db
            finally:
                if db.dialect.name == "sqlite" and raw is not None:
                    raw.text_factory = str

    @contextmanager
    def write(self) -> Iterator[Work]:
        """A unit of work, committed when the block ends without a fault; no other writer works meanwhile."""
        with told(self.address), self._writer.connect() as db, begun(db):
            work = Work(db, self._clock)
            yield work
            work.flush()

    def now(self, db: Db) -> str:
        """The time by the clock of the database's machine."""
        return stamp(self._clock() if self._clock else clock_of(db))

    def initialise(self, approvers: int = 1) -> bool:
        """Make the tables and the registry; False where they are there already.

        Raises:
            EnvironmentFaultError: the database holds something else, or cannot be written.
        """
        with told(self.address):
            return schema.initialise(self._engine, self.address, self._clock, approvers)

    def grant(self, role: str) -> None:
        """Let a PostgreSQL user work with the registry without owning it.

        Raises:
            UsageFaultError: the registry is embedded.
        """
        with told(self.address), self._writer.begin() as db:
            grant(db, role)

    def migrate(self) -> None:
        """Run the migrations that are missing, all or none."""
        with told(self.address):
            schema.upgrade(self._engine)

    def state(self) -> schema.State:
        """What the database holds."""
        with told(self.address):
            return schema.state(self._engine)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _letting_go() -> Iterator[None]:
    """Where a block is broken off, what still reads in it ends before the connection does."""
    try:
        yield
    except BaseException as fault:
        clear_frames(fault.__traceback__)
        raise


def open_store(url: str = "", clock: Clock | None = None) -> Store:
    """The registry at a URL, or the embedded one; an embedded one is made where there is none.

    Raises:
        UsageFaultError: it is no URL of SQLite or PostgreSQL.
        EnvironmentFaultError: it cannot be reached or opened, or its schema is older or newer.
    """
    store = Store(address(url), clock)
    try:
        _ready(store)
    except BaseException:
        store.close()
        raise
    return store


def upgrade(store: Store) -> str | None:
    """Bring an older schema up to date; None where it is that, else the copy made first, empty on a server.

    Raises:
        EnvironmentFaultError: the database cannot be written, or holds something else.
    """
    found = store.state()
    if found is schema.State.CURRENT:
        return None
    if found is not schema.State.OLD:
        raise _unusable(found, store.address)
    copy = ""
    if store.address.path is not None:
        name = f"{store.address.path.name}.before-{schema.REVISIONS[-1]}"
        path = store.address.path.with_name(name)
        backup(store.address, path)
        copy = str(path)
    store.migrate()
    return copy


def _ready(store: Store) -> None:
    found = store.state()
    if found is schema.State.EMPTY and store.address.path is not None:
        store.made = store.initialise()
    elif found is not schema.State.CURRENT:
        raise _unusable(found, store.address)


def _unusable(found: schema.State, where: Address) -> EnvironmentFaultError:
    message, advice = {
        schema.State.EMPTY: ("there is no registry in this database yet", "Make it: `formulary db init`."),
        schema.State.FOREIGN: (
            "the database holds tables of another program",
            "Nothing was changed. Give the registry a database of its own.",
        ),
        schema.State.OLD: (
            "the registry has the schema of an earlier version of formulary",
            "Nothing was changed. Bring it up to date: `formulary db upgrade`.",
        ),
        schema.State.NEW: (
            "the registry was made or upgraded by a newer version of formulary",
            "Nothing was changed. Use that version, or a later one.",
        ),
    }[found]
    return EnvironmentFaultError(f"{where.name}: {message}", advice)
