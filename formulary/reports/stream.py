"""A report that is written as it is found: a head, the documents with something between them, a tail."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formulary.reports import Context
    from formulary.validation.outcome import Tally


class Stream:
    """Writes each document at once and keeps none."""

    def __init__(
        self, context: Context, head: str, separator: str, tail: Callable[[Tally, Context], str]
    ) -> None:
        self._context = context
        self._lead = head
        self._separator = separator
        self._tail = tail
        self._begun = False

    def add(self, text: str) -> str:
        """The text, after the head or after what stands between two."""
        lead, self._lead = self._lead, self._separator
        self._begun = True
        return lead + text

    def end(self, tally: Tally) -> Iterator[str]:
        """The tail on a line of its own, after the head where no document had anything to say."""
        yield "\n" if self._begun else self._lead
        yield self._tail(tally, self._context)
