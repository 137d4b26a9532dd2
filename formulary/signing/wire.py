"""The wire form of SSH (RFC 4251): strings with their length in front, read strictly to the last byte."""

from __future__ import annotations


class MalformedError(ValueError):
    """Bytes that are not what they claim to be; the message says what, in words."""


def packed(*parts: bytes) -> bytes:
    """Each part with its length in front, four bytes, the greatest first."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


class Reader:
    """Takes a message apart from the front; every reading past the end is refused."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next ``count`` bytes.

        Raises:
            MalformedError: fewer are left.
        """
        end = self._at + count
        if end > len(self._data):
            raise MalformedError("it ends too early")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def number(self) -> int:
        """The next unsigned number of four bytes."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """The next string."""
        return self.take(self.number())

    def end(self) -> None:
        """Make sure that nothing is left.

        Raises:
            MalformedError: something is.
        """
        if self._at != len(self._data):
            raise MalformedError("something follows its end")
