"""What today's catalogue and policies make of every current formula, at the speed of the validator."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from formulary.registry.verdict import Change, Finding, change, setting_for
from formulary.reports.json import record
from formulary.store.versions import Filter, whole
from formulary.validation.run import each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from formulary.store.store import Store
    from formulary.validation.outcome import Outcome, Tally
    from formulary.validation.run import Choice

_LIVE = ("draft", "in-review", "approved")


class Revalidated(NamedTuple):
    """A current version, what stands against it today, and how that differs from the verdict on record."""

    label: str
    status: str
    policy: str
    findings: list[Finding]
    change: Change

    @property
    def worse(self) -> bool:
        """Whether an error stands against it that did not before."""
        return any(one["severity"] == "error" and "waiver" not in one for one in self.change.come)


def revalidate(
    store: Store, choice: Choice, forced: str, jobs: int, watch: Callable[[Tally], object]
) -> Iterator[Revalidated]:
    """Judge the current version of every formula that is in use or on its way, in order within each policy.

    Each is judged by the policy of its registration, or by ``forced`` where that is given.

    Raises:
        UsageFaultError: a policy is not in the catalogue any more.
    """
    with tempfile.TemporaryDirectory(prefix="formulary-") as folder:
        policies = _aside(store, Path(folder), forced)
        for policy in policies:
            setting_for(policy, choice.setting())
        for policy in policies:
            by = choice._replace(policy=policy, per_path=(), forced=bool(forced))
            bodies = Path(folder) / f"{policy}.ndjson"
            with bodies.with_suffix(".before").open(encoding="utf-8") as stream:
                for done in each([str(bodies)], by, _findings, jobs):
                    for (text,) in done.texts:
                        yield _compared(stream.readline(), text, policy)
                    watch(done.tally)


def _aside(store: Store, folder: Path, forced: str) -> list[str]:
    """Put the recipes of each policy into a file, and beside it what was found; the policies, sorted."""
    files: dict[str, tuple[IO[str], ...]] = {}
    with ExitStack() as stack, store.read() as db:
        for row, _ in whole(db, Filter()):
            if row["status"] not in _LIVE:
                continue
            policy = forced or row["policy"]
            if policy not in files:
                files[policy] = tuple(
                    stack.enter_context((folder / f"{policy}{end}").open("w", encoding="utf-8"))
                    for end in (".ndjson", ".before")
                )
            bodies, before = files[policy]
            bodies.write(f"{row['body']}\n")
            label = f"{row['formula']}@{row['number']}"
            before.write(f"{json.dumps([label, row['status'], json.loads(row['findings'])])}\n")
    return sorted(files)


def _findings(outcome: Outcome) -> tuple[str]:
    """What stands against a recipe, as JSON; importable by name, so that other processes can call it."""
    return (json.dumps([record(outcome, item) for item in (*outcome.reported, *outcome.waived)]),)


def _compared(before: str, text: str, policy: str) -> Revalidated:
    label, status, old = json.loads(before)
    new = [{**one, "path": label} for one in json.loads(text)]
    return Revalidated(label, status, policy, new, change(old, new))
