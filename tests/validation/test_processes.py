"""Work on several processes: in order, a little at a time, and what happens when one of them is ended."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import BrokenExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest

from formulary.processes import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def squaring(slow: int = -1) -> Callable[[int], tuple[int, int]]:
    """The square of a number and the process that worked it out; one of them takes its time."""
    return partial(_square, slow)


def _square(slow: int, number: int) -> tuple[int, int]:
    time.sleep(0.3 if number == slow else 0)
    return number * number, os.getpid()


def ending() -> Callable[[int], int]:
    return _end


def _end(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_results_come_in_the_order_of_the_work_from_other_processes() -> None:
    made = list(in_order(partial(squaring, 0), range(40), 2))
    assert [square for square, _ in made] == [number**2 for number in range(40)]
    assert os.getpid() not in {process for _, process in made}


def test_one_job_is_done_here() -> None:
    assert list(in_order(squaring, range(3), 1)) == [(0, os.getpid()), (1, os.getpid()), (4, os.getpid())]


def test_only_a_few_pieces_are_under_way() -> None:
    taken = 0

    def pieces() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    made = in_order(partial(squaring, 1), pieces(), 2)
    for done, _ in zip(range(1000), made, strict=False):
        assert taken - done <= 8


def test_what_is_known_is_not_given_out() -> None:
    def known(number: int) -> tuple[int, int] | None:
        return (-number, 0) if number % 2 else None

    made = [square for square, _ in in_order(squaring, range(6), 2, known)]
    assert made == [0, -1, 4, -3, 16, -5]


def test_a_process_that_is_ended_from_outside_ends_the_work() -> None:
    with pytest.raises(BrokenExecutor):
        list(in_order(ending, range(10), 2))


def test_who_stops_listening_leaves_no_process() -> None:
    made = in_order(squaring, range(1000), 2)
    _, process = next(made)
    made.close()  # type: ignore[attr-defined] # it is a generator
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
