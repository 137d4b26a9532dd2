"""Many writers and sudden deaths: what was acknowledged is there, whole, and in one chain."""

from __future__ import annotations

import json
import os
import random
import signal
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

CROWD = Path(__file__).parent.parent / "helpers/store_crowd.py"
SOAK = bool(os.environ.get("FORMULARY_SOAK"))
CROWDS = [(16, 60), (8, 125), (4, 250)] if SOAK else [(4, 6)]
KILLS = 200 if SOAK else 3
MAKERS = """
import os, sys
from formulary.store.store import open_store
for _ in range(6):
    if not os.fork():
        with open_store(sys.argv[1]) as store:
            os.write(1, f"{store.made}\\n".encode())
        os._exit(0)
for _ in range(6):
    os.wait()
"""


def start(url: str, how: str) -> subprocess.Popen[str]:
    path = f"{ROOT}{os.pathsep}{CROWD.parent}"
    return subprocess.Popen(
        [sys.executable, str(CROWD), url, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
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
        crowd = start(db_url, "all")
        out, _ = crowd.communicate("".join(f"{worker} {each} 1\n" for worker in range(workers)), timeout=900)
        assert crowd.returncode == 0, out
        assert out.count("stored ") == workers * each
        assert len(registered(store)) == workers * each


def test_a_registry_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    """Six programs that all find nothing there."""
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    command = [sys.executable, "-c", MAKERS, url]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert done.stderr == ""
    assert sorted(done.stdout.split()) == ["False"] * 5 + ["True"]
    with open_store(url) as store, store.read() as db:
        assert [event.seq for event in queries.events(db)] == [1]


def test_a_batch_is_there_whole_or_not_at_all_after_a_kill(db_url: str) -> None:
    luck, size = random.Random(5), 40  # noqa: S311 - when to strike
    with small_registry(db_url) as store:
        crowd = start(db_url, "one")
        assert crowd.stdin is not None
        assert crowd.stdout is not None
        for kill in range(KILLS):
            crowd.stdin.write(f"{kill} 10000 {size}\n")
            crowd.stdin.flush()
            word, pid = crowd.stdout.readline().split()
            assert word == "start"
            before = [crowd.stdout.readline() for _ in range(luck.randint(0, 3))]
            time.sleep(luck.uniform(0, 0.1))
            os.kill(int(pid), signal.SIGKILL)
            said = list(iter(crowd.stdout.readline, "end\n"))
            acknowledged = {line.split()[1] for line in (*before, *said)}
            there = Counter(
                name.rsplit("-", 1)[0] for name in registered(store) if name.startswith(f"w{kill}-")
            )
            assert set(there.values()) <= {size}, "half a batch"
            assert acknowledged <= set(there)
            assert len(there) <= len(acknowledged) + 1
        crowd.communicate()
        assert registered(store), "nothing was ever stored: the blows came too early"
