"""An export from its formulas to its place: made on all cores, written in order, sealed with a manifest."""

from __future__ import annotations

import tempfile
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.exports import FORMATS, exporter, files, manifest
from formulary.exports.about import Counted, counted
from formulary.exports.files import Unusable
from formulary.exports.inventory import entry
from formulary.exports.place import making, refuse
from formulary.processes import in_order, unless_few
from formulary.text import escape
from formulary.validation.run import is_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulary.domain.version import Version
    from formulary.exports.about import About, Tally
    from formulary.exports.files import Batch, Named
    from formulary.exports.filters import Wanted
    from formulary.exports.inventory import Item
    from formulary.store.store import Db
    from formulary.validation.run import Choice

_PIECE = 1 << 20
_FEW = 4
"""Pieces of versions for which another process is not worth its start."""


class Order(NamedTuple):
    """What to export, by what it is judged, in which format: plain data for every process."""

    choice: Choice
    wanted: Wanted
    form: str
    options: dict[str, str]


class Made(NamedTuple):
    """One formula, ready to be written: what counts of it, and its part of the export.

    ``counted`` is None for a formula that is not asked for.
    """

    formula: str
    file: str
    counted: Counted | None
    part: Any


def of_files(found: list[Named], order: Order, jobs: int) -> Iterator[Made | Unusable]:
    """Every formula of the files that is wanted, each id once, and what cannot be exported."""
    jobs = jobs if is_large([path for path, _ in found]) else 1
    made = in_order(partial(_judging_files, order), files.batches(found), jobs)
    return _wanted(_once(chain.from_iterable(made)))


def of_registry(db: Db, order: Order, jobs: int) -> Iterator[Made | Unusable]:
    """Every version of the registry that is wanted, and what cannot be exported."""
    from formulary.exports import registered  # noqa: PLC0415 - files need no database

    batches, jobs = unless_few(registered.batches(db, order.wanted), _FEW, jobs)
    made = in_order(partial(_judging_versions, order), batches, jobs)
    return _wanted(chain.from_iterable(made))


def _judging_files(order: Order) -> Callable[[Batch], list[Made | Unusable]]:
    setting, make = order.choice.setting(), exporter(order.form).maker(order.options)
    return lambda batch: [_made(one, order, make) for one in files.items(batch, setting)]


def _judging_versions(order: Order) -> Callable[[tuple[Version, ...]], list[Made | Unusable]]:
    from formulary.exports import registered  # noqa: PLC0415 - files need no database

    setting, make = order.choice.setting(), exporter(order.form).maker(order.options)
    return lambda batch: [_made(registered.item(one, setting), order, make) for one in batch]


def _made(one: Item | Unusable, order: Order, make: Callable[..., Any]) -> Made | Unusable:
    if isinstance(one, Unusable):
        return one
    formula = one.case.recipe.id
    if not order.wanted.keep(one):
        return Made(formula, one.file, None, None)
    found = entry(one)
    return Made(formula, one.file, counted(found), make(found))


def _once(found: Iterable[Made | Unusable]) -> Iterator[Made | Unusable]:
    """The formulas, of those with the same id the first."""
    seen: dict[str, str] = {}
    for one in found:
        if isinstance(one, Made) and one.formula in seen:
            message = f"the id `{one.formula}` is that of {escape(seen[one.formula])}"
            yield Unusable(one.file, "FML801", message)
            continue
        if isinstance(one, Made):
            seen[one.formula] = one.file
        yield one


def _wanted(found: Iterable[Made | Unusable]) -> Iterator[Made | Unusable]:
    return (one for one in found if isinstance(one, Unusable) or one.counted)


def to_place(form: str, target: str, found: Iterable[Made | Unusable], about: About) -> None:
    """Write an export to a file or folder, with its manifest; all of it or nothing."""
    with making(target, folder=FORMATS[form].place == "folder") as made:
        exporter(form).write(_parts(found, about.tally), made, about)
        manifest.write(form, made, about)


def to_stream(
    form: str, write: Callable[[bytes], object], found: Iterable[Made | Unusable], about: About
) -> None:
    """Write a format of one text piece by piece, once it is complete; there is no manifest then."""
    try:
        with tempfile.TemporaryDirectory(prefix="formulary-") as folder:
            made = Path(folder) / "export"
            exporter(form).write(_parts(found, about.tally), made, about)
            with made.open("rb") as text:
                while piece := text.read(_PIECE):
                    write(piece)
    except BrokenPipeError:
        raise
    except OSError as fault:
        refuse("the output", fault)


def _parts(found: Iterable[Made | Unusable], tally: Tally) -> Iterator[Any]:
    """The parts one by one, each counted as it passes; what cannot be exported is counted and left out."""
    for one in found:
        if isinstance(one, Unusable):
            tally.leave_out(one)
        elif one.counted:
            tally.add(one.counted)
            yield one.part
