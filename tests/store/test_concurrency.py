"""Many writers and sudden deaths: what was acknowledged is there, whole, and in one chain."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import ROOT
from registry_world import small_registry

from formulary.store import queries
from formulary.store.chain import GENESIS, event_hash
from formulary.store.store import open_store
from formulary.store.versions import Filter, summaries

if TYPE_CHECKING:
    from formulary.store.store import Store

WORKER = Path(__file__).parent.parent / "store_worker.py"
SOAK = bool(os.environ.get("FORMULARY_SOAK"))
CROWDS = [(16, 60), (8, 125), (4, 250)] if SOAK else [(4, 6)]
KILLS = 200 if SOAK else 3


def start(url: str, worker: int, count: int, size: int) -> subprocess.Popen[str]:
    path = f"{ROOT}{os.pathsep}{WORKER.parent}"
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, str(worker), str(count), str(size)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def registered(store: Store) -> list[str]:
    """The ids of the formulas, after a look at the chain: dense, unforked, one event for each version."""
    with store.read() as db:
        before, found = GENESIS, []
        for number, event in enumerate(queries.events(db), 1):
            assert (event.seq, event.prev) == (number, before)
            assert event.hash == event_hash(number, before, event.body)
            before = event.hash
            body = json.loads(event.body)
            found += [body["formula"]] if body["act"] == "register" else []
        rows = [row["formula"] for row in summaries(db, Filter(every=True), None, None)]
    assert sorted(found) == rows
    return rows


@pytest.mark.parametrize(("workers", "each"), CROWDS)
def test_every_append_of_a_crowd_is_committed(db_url: str, workers: int, each: int) -> None:
    with small_registry(db_url) as store:
        crowd = [start(db_url, worker, each, 1) for worker in range(workers)]
        for one in crowd:
            out, err = one.communicate(timeout=600)
            assert (one.returncode, err) == (0, "")
            assert len(out.split()) == each + 1
        assert len(registered(store)) == workers * each


def test_a_registry_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    """Programs that all find nothing there."""
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    code = f"from formulary.store.store import open_store\nwith open_store({url!r}) as s: print(s.made)"
    crowd = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(6)
    ]
    assert sorted(one.communicate(timeout=120)[0].strip() for one in crowd) == ["False"] * 5 + ["True"]
    with open_store(url) as store, store.read() as db:
        assert [event.seq for event in queries.events(db)] == [1]


def test_a_batch_is_there_whole_or_not_at_all_after_a_kill(db_url: str) -> None:
    luck = random.Random(5)  # noqa: S311 - when to strike
    size = 40
    with small_registry(db_url) as store:
        for kill in range(KILLS):
            worker = start(db_url, kill, 10_000, size)
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
            time.sleep(luck.uniform(0, 0.25))
            worker.kill()
            acknowledged = {int(line) for line in worker.communicate()[0].split()}
            there = Counter(
                name.rsplit("-", 1)[0] for name in registered(store) if name.startswith(f"w{kill}-")
            )
            assert set(there.values()) <= {size}, "half a batch"
            assert {f"w{kill}-{number}" for number in acknowledged} <= set(there)
            assert len(there) <= len(acknowledged) + 1
