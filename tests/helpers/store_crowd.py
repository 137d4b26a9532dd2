"""A program that divides into others, each of which registers batches of recipes and says which are stored.

It imports once, for all of them. For each line ``worker count size`` on standard input it divides: with
``one`` it waits for each before the next and says `end`, with ``all`` they work at once.
"""

from __future__ import annotations

import os
import sys

from registry_world import CHOICE, recipe

from formulary.registry.prepare import render
from formulary.registry.register import Batch, register
from formulary.store.store import open_store
from formulary.validation.judge import judge


def main(url: str, how: str) -> None:
    """Divide for each line; exit with the number of those that failed."""
    judge(recipe().encode(), "x.yaml", "yaml", CHOICE.setting())  # what all of them need is read now
    children = []
    for line in sys.stdin:
        worker, count, size = map(int, line.split())
        child = os.fork()
        if not child:
            work(url, worker, count, size)
        children.append(child)
        say(f"start {child}")
        if how == "one":
            os.waitpid(children.pop(), 0)
            say("end")
    sys.exit(sum(bool(os.waitpid(child, 0)[1]) for child in children))


def work(url: str, worker: int, count: int, size: int) -> None:
    """Register ``count`` batches of ``size`` recipes; after each a line says so."""
    try:
        made = judge(recipe().encode(), "x.yaml", "yaml", CHOICE.setting())
        with open_store(url) as store:
            for number in range(count):
                with Batch() as batch:
                    for part in range(size):
                        data = {**(made.data or {}), "id": f"w{worker}-{number}-{part}"}
                        batch.add(*render(CHOICE, made._replace(data=data)))
                    register(store, batch, "mira")
                say(f"stored w{worker}-{number}")
    except BaseException as fault:  # noqa: BLE001 - said, whatever it is
        say(f"failed {fault!r}")
        os._exit(1)
    os._exit(0)


def say(line: str) -> None:
    """One line, at once and whole."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
