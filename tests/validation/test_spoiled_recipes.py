"""One slip in a valid recipe gives one finding, not an avalanche: five hundred spoiled recipes."""

from __future__ import annotations

import copy
import random
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import yaml
from spoiling import RECIPES, SLIPS, varied, written
from support import errors, outcome_of

if TYPE_CHECKING:
    from formulary.validation.outcome import Outcome

SEED = 20261126
MANY = 500


class Spoiled(NamedTuple):
    """A spoiled recipe: by what, its text, and the findings that it has and the valid one had not."""

    slip: str
    text: str
    new: tuple[str, ...]


def _said(outcome: Outcome) -> Counter[tuple[str, str]]:
    return Counter((item.finding.code, item.finding.component) for item in outcome.reported)


@cache
def spoiled() -> tuple[Spoiled, ...]:
    """Five hundred valid recipes, each spoiled by one slip; every slip has its turn."""
    chance = random.Random(SEED)  # noqa: S311 - no secret: the same recipes on every run
    valid = []
    for path in sorted(RECIPES.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        if "policy" not in data and not errors(outcome_of(written(data))):
            valid.append(data)
    made: list[Spoiled] = []
    while len(made) < MANY:
        slip = SLIPS[len(made) % len(SLIPS)]
        data = varied(chance.choice(valid), len(made), chance)
        before = outcome_of(written(data))
        text = slip(copy.deepcopy(data), chance)
        if text is None or errors(before):
            continue  # no place for this slip, or the variation was no valid recipe
        new = _said(outcome_of(text)) - _said(before)
        made.append(Spoiled(slip.__name__, text, tuple(sorted(code for code, _ in new.elements()))))
    return tuple(made)


def test_one_slip_gives_one_finding() -> None:
    counts = sorted(len(one.new) for one in spoiled())
    median, most = counts[len(counts) // 2], counts[int(len(counts) * 0.95)]
    worst = Counter((one.slip, one.new) for one in spoiled() if len(one.new) > 2).most_common(8)
    assert median == 1
    assert most <= 2, worst


def test_what_nobody_can_see() -> None:
    """A tenfold amount of what has no limit, or a tenth of the weight where little is given, looks sound."""
    passed = Counter(one.slip for one in spoiled() if not one.new)
    assert set(passed) <= {
        "left_out_component",
        "tenfold_volume",
        "thousandfold_amount",
        "wrong_patient_weight",
    }
    assert passed.total() <= MANY * 0.03, passed


def test_every_slip_was_made() -> None:
    assert {one.slip for one in spoiled()} == {slip.__name__ for slip in SLIPS}
