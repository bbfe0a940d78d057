"""The words of a question: as written, folded, and where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple

from detente.graph.ids import fold

__all__ = ["Word", "words_of"]

# Dates in figures and abbreviations with points are one word; a hyphen parts two.
_WORD = re.compile(
    r"\d{4}-\d{2}(?:-\d{2})?(?!\w)|\d{1,2}[./]\d{1,2}[./]\d{4}|(?:[^\W\d_]\.)+[^\W\d_]\b\.?"
    r"|[^\W_]+(?:['’][^\W_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


class Word(NamedTuple):
    """One word: as written without a possessive ending, folded, and its place in the text.

    `hyphen` is true where a hyphen or a dash joins it to the next word.
    """

    written: str
    folded: str
    start: int
    end: int
    hyphen: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[:1].isupper()

    @property
    def is_code(self) -> bool:
        """Whether it has two letters or more, and capitals only."""
        return self.written.isupper() and sum(letter.isalpha() for letter in self.written) > 1


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text.

    >>> [word.folded for word in words_of("Cine sunt aliații U.S.A.-ului? Iran's?")]
    ['cine', 'sunt', 'aliatii', 'u.s.a.', 'ului', 'iran']
    """
    found = []
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match[0])
        hyphen = text[match.end() : match.end() + 1] in {"-", "–", "‑"}
        start = match.start()
        found.append(Word(written, fold(written), start, start + len(written), hyphen))
    return tuple(found)
