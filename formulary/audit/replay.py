"""Events applied one after the other, to the state that the tables must have."""

from __future__ import annotations

import json
import secrets
from hashlib import blake2b
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from formulary.store.chain import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulary.audit.source import Row, Shape

_SIZE = 16
_PLAIN = frozenset((str, int, type(None)))


class Replay:
    """The state of every table after the events so far.

    Of what is written once only a sum is kept: the keyed hashes of all rows, added up. The key is new in
    every run, so nobody can choose rows whose sums agree; two sets of rows with the same sum are the same.
    Of what may change, ``current`` holds the values, by table and key.
    """

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = shapes
        self.current: dict[str, dict[Row, Row]] = {
            name: {} for name, item in shapes.items() if item.changeable
        }
        self._sums = dict.fromkeys(shapes, 0)
        secret = secrets.token_bytes(_SIZE)
        self._begun = {name: blake2b(name.encode(), key=secret, digest_size=_SIZE) for name in shapes}
        self._whole = {name: frozenset(item.columns) for name, item in shapes.items()}
        self._columns = {name: itemgetter(*item.columns) for name, item in shapes.items()}
        self._key_of = {name: _getter(item.columns, item.key) for name, item in shapes.items()}
        self._fixed = {name: _getter(item.columns, item.fixed) for name, item in shapes.items()}
        self._moving = {name: _getter(item.columns, item.changeable) for name, item in shapes.items()}
        self._common: dict[Row, Row] = {}

    def apply(self, change: Any) -> str:
        """Apply one change of an event; why it cannot be one, or nothing."""
        if not isinstance(change, dict) or not isinstance(change.get("row"), dict):
            return "a change that is none"
        added, changed = str(change.get("add")), str(change.get("change"))
        if "add" in change and added in self.shapes:
            return self._add(added, change["row"])
        if "change" in change and changed in self.current and isinstance(change.get("key"), dict):
            return self._change(changed, change["key"], change["row"])
        return "a change of a table that is not there or never changes"

    def _add(self, table: str, row: dict[str, Any]) -> str:
        shape = self.shapes[table]
        if row.keys() != self._whole[table]:
            return f"a row of {table} with other columns than the table has"
        values = self._columns[table](row)
        if not _plain(values):
            return f"a row of {table} with a value that no column takes"
        if shape.changeable:
            key = self._key_of[table](values)
            if key in self.current[table]:
                return f"{table} {key} for the second time"
            moving = self._moving[table](values)
            self.current[table][key] = (
                self._common.setdefault(moving, moving) if table == "version" else moving
            )
        self._sums[table] += self._hash(table, self._fixed[table](values))
        return ""

    def _change(self, table: str, key: dict[str, Any], row: dict[str, Any]) -> str:
        shape = self.shapes[table]
        if key.keys() != set(shape.key) or not row.keys() <= set(shape.changeable):
            return f"a change of {table} in a column that is written once"
        if not _plain((*key.values(), *row.values())):
            return f"a change of {table} to a value that no column takes"
        name = tuple(key[column] for column in shape.key)
        before = self.current[table].get(name)
        if before is None:
            return f"a change of {table} {name}, which is not there"
        after = dict(zip(shape.changeable, before, strict=True)) | row
        self.current[table][name] = tuple(after[column] for column in shape.changeable)
        return ""

    def state(self, table: str, *key: str | int) -> dict[str, Any]:
        """The changeable columns of a row as they stand now, empty where there is no such row."""
        values = self.current[table].get(key)
        return {} if values is None else dict(zip(self.shapes[table].changeable, values, strict=True))

    def agrees(self, table: str, rows: Iterable[Row]) -> bool:
        """Whether the table holds exactly what the events say; ``rows`` are as events state them."""
        total, left = 0, len(self.current.get(table, ()))
        current, key_of, moving = self.current.get(table), self._key_of[table], self._moving[table]
        for row in rows:
            total += self._hash(table, self._fixed[table](row))
            if current is not None:
                if current.get(key_of(row)) != moving(row):
                    return False
                left -= 1
        return total == self._sums[table] and not left

    def _hash(self, table: str, values: Row) -> int:
        made = self._begun[table].copy()  # quicker than to begin with the key each time
        made.update(repr(values).encode("utf-8", "surrogatepass"))
        return int.from_bytes(made.digest(), "big")


def _plain(values: Iterable[Any]) -> bool:
    return _PLAIN.issuperset(map(type, values))


def _getter(columns: tuple[str, ...], wanted: tuple[str, ...]) -> Any:
    """A function from a row to a tuple of the wanted columns."""
    places = [columns.index(name) for name in wanted]
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda row: (row[places[0]],)) if places else (lambda _: ())


def body_of(text: str) -> dict[str, Any] | None:
    """The body of an event as data, None where it is no event's."""
    try:
        body = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(body, dict) or canonical(body) != text or not isinstance(body.get("changes"), list):
        return None
    return body if all(isinstance(body.get(key), str) for key in ("act", "by", "at")) else None
