"""Where each stretch of a changed text stood before it was changed."""

# Old and new text are cut into the same number of pieces. A piece of equal length on both sides
# maps letter by letter; any other piece maps as a whole.

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Change", "Offsets", "apply"]


class Change(NamedTuple):
    """Replace `text[start:end]` by `words`."""

    start: int
    end: int
    words: str


class Offsets(NamedTuple):
    """A map between two texts; the last entry of both lists is the length of the text.

    >>> _, offsets = apply("a&amp;b", [Change(1, 6, "&")])
    >>> offsets.old_span(1, 2), offsets.old_span(2, 3), offsets.new_position(6)
    ((1, 6), (6, 7), 2)
    """

    new: list[int]
    old: list[int]

    def old_span(self, start: int, end: int) -> tuple[int, int]:
        """The shortest stretch of the old text that became `new[start:end]`."""
        if start >= end:
            position = self._old_position(start)
            return position, position
        first = self._piece(self.new, start)
        last = self._piece(self.new, end - 1)
        old_end = self.old[last + 1]
        if self._exact(last):
            old_end = self.old[last] + end - self.new[last]
        old_start = self.old[first]
        if self._exact(first):
            old_start += start - self.new[first]
        return old_start, old_end

    def new_position(self, position: int) -> int:
        """Where the letter at `position` of the old text went; for one deleted, what follows it."""
        if position >= self.old[-1]:
            return self.new[-1]
        piece = self._piece(self.old, position)
        if self._exact(piece):
            return self.new[piece] + position - self.old[piece]
        return self.new[piece]

    def _old_position(self, position: int) -> int:
        if position >= self.new[-1]:
            return self.old[-1]
        piece = self._piece(self.new, position)
        shift = position - self.new[piece] if self._exact(piece) else 0
        return self.old[piece] + shift

    @staticmethod
    def _piece(starts: list[int], position: int) -> int:
        return min(bisect_right(starts, position), len(starts) - 1) - 1

    def _exact(self, piece: int) -> bool:
        new, old = self.new, self.old
        return new[piece + 1] - new[piece] == old[piece + 1] - old[piece]


def apply(text: str, changes: Iterable[Change]) -> tuple[str, Offsets]:
    """Make all changes, which must be sorted and must not overlap.

    >>> apply("« da »", [Change(0, 2, ""), Change(4, 6, "")])[0]
    'da'
    """
    pieces: list[str] = []
    new, old = [0], [0]
    length = done = 0
    for start, end, words in changes:
        if start > done:
            pieces.append(text[done:start])
            length += start - done
            new.append(length)
            old.append(start)
        pieces.append(words)
        length += len(words)
        new.append(length)
        old.append(end)
        done = end
    if done < len(text):
        pieces.append(text[done:])
        new.append(length + len(text) - done)
        old.append(len(text))
    return "".join(pieces), Offsets(new, old)
