"""Work in small pieces on several processes, its results in the order of the pieces."""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

P = TypeVar("P")
R = TypeVar("R")

_UNDER_WAY = 3
"""Pieces for each process that are given out before the first of them is waited for."""


def in_order(
    begin: Callable[[], Callable[[P], R]],
    pieces: Iterable[P],
    jobs: int,
    known: Callable[[P], R | None] | None = None,
) -> Iterator[R]:
    """What comes of every piece, in order; at most a few pieces are under way, so memory stays level.

    ``begin`` makes what does the work, once in each process: it, the pieces and the results are sent from
    process to process. With one job all is done here. What is ``known`` of a piece is not worked out again;
    where all is known no process is started.

    Raises:
        BrokenExecutor: a process was ended from outside.
    """
    if jobs <= 1:
        yield from map(begin(), pieces)
        return
    from concurrent.futures import Future  # noqa: PLC0415 - costs 15 ms, and a small run does not need it

    with ExitStack() as stack:
        pool: Executor | None = None
        waiting: deque[Future[R]] = deque()
        for piece in pieces:
            found = known(piece) if known else None
            if found is None:
                pool = pool or stack.enter_context(_pool(begin, jobs))
                waiting.append(pool.submit(_work, piece))
            else:
                waiting.append(Future())
                waiting[-1].set_result(found)
            while waiting and (waiting[0].done() or len(waiting) > _UNDER_WAY * jobs):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def unless_few(pieces: Iterator[P], few: int, jobs: int) -> tuple[Iterator[P], int]:
    """The pieces, and the jobs for them: one where there are fewer than ``few``."""
    first = tuple(islice(pieces, few)) if jobs > 1 else ()
    return chain(first, pieces), jobs if len(first) == few else 1


@contextmanager
def _pool(begin: Callable[[], Any], jobs: int) -> Iterator[Executor]:
    """The processes; who needs no more waits for the pieces that are under way, and for no other."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

    pool = ProcessPoolExecutor(jobs, initializer=_start, initargs=(begin,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


_worker: list[Callable[[Any], Any]] = []


def _start(begin: Callable[[], Callable[[Any], Any]]) -> None:
    # Ctrl-C is for the process that started this one, which would wait for good if this one ended as it sends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker[:] = [begin()]


def _work(piece: Any) -> Any:
    return _worker[0](piece)
