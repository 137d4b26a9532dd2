"""A program of its own that registers recipes in batches, and says which were acknowledged."""

from __future__ import annotations

import sys

from registry_world import CHOICE, recipe

from formulary.registry.prepare import render
from formulary.registry.register import Batch, register
from formulary.store.store import open_store
from formulary.validation.judge import judge


def main(url: str, worker: str, count: str, size: str) -> None:
    """Register ``count`` batches of ``size`` recipes; after each a line with its number is written."""
    setting = CHOICE.setting()
    made = judge(recipe().encode(), "x.yaml", "yaml", setting)
    with open_store(url) as store:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for number in range(int(count)):
            with Batch() as batch:
                for part in range(int(size)):
                    data = {**(made.data or {}), "id": f"w{worker}-{number}-{part}"}
                    batch.add(*render(CHOICE, made._replace(data=data)))
                register(store, batch, "mira")
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
