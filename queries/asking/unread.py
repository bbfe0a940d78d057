"""The words of a question that nothing accounts for."""

from __future__ import annotations

from collections.abc import Iterator

from detente.queries.asking.cues import Vocabulary
from detente.queries.asking.grammar import grammar
from detente.queries.asking.reading import Reading

__all__ = ["strangers", "unread"]


def unread(
    reading: Reading, known: Vocabulary, *spans: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Words that are no name, no date, not plain, not `known` and not in the spans.

    Each is given as its place in the question: where it begins, and the word behind it.
    """
    plain = Vocabulary(grammar().languages[reading.lang].plain)
    masked = reading.masked.split()
    for at, (word, place) in enumerate(zip(masked, reading.places, strict=True)):
        if word in {"@", "#"} or word in plain or word in known:
            continue
        if not any(first <= at < last for first, last in spans):
            yield place


def strangers(reading: Reading) -> Iterator[str]:
    """Words with a capital letter that are neither a known name nor a word of the grammar."""
    if not reading.cased:
        return
    run: tuple[int, int] | None = None
    for start, end in (*unread(reading, Vocabulary(())), (-1, -1)):
        word = reading.words[start]
        strange = start > 0 and word.is_capital
        if strange and run is not None and run[1] == start:
            run = (run[0], end)
            continue
        if run is not None:
            yield reading.written(*run)
        run = (start, end) if strange else None
