"""Patterns of words that tell what a question is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from detente.graph.ids import fold

__all__ = ["Cue", "Vocabulary"]

_GAP = r"(?:\S+ ){0,6}?"
_PIECE = re.compile(r"@[12]?|#|\.\.\.|[\w'.*|+]+\??")


class Cue:
    """A pattern of words that tells a family.

    >>> cue = Cue("who ... allied with @")
    >>> cue.weight, cue.find("who was # allied with @ ") is None
    (7, False)

    `*` ends a word in any way, `|` parts alternatives, `?` follows a word that may be absent, `...`
    stands for up to six words, `@` for an actor, `@1` and `@2` for the first and second actor of
    the command, `#` for a date. A cue weighs two for each word and one for each actor or date.
    """

    def __init__(self, text: str) -> None:
        pieces = fold(text).split()
        for piece in pieces:
            if _PIECE.fullmatch(piece) is None:
                raise ValueError(f"{piece!r} is no piece of a pattern")
        if all(piece[0] in "@#." or piece[-1] == "?" for piece in pieces):
            raise ValueError(f"{text!r} has no word that must be there")
        self.text = text
        self.weight = sum(_weight(piece) for piece in pieces)
        self.slots = tuple(int(piece[1]) - 1 for piece in pieces if re.fullmatch("@[12]", piece))
        self._pieces = pieces

    # A question needs the patterns of one language.
    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(r"(?<!\S)" + "".join(map(_regex, self._pieces)))

    def find(self, masked: str) -> re.Match[str] | None:
        """Where it stands in a text whose words each end in a space."""
        return self._pattern.search(masked)

    def every(self, masked: str) -> Iterator[re.Match[str]]:
        """Everywhere that it stands."""
        return self._pattern.finditer(masked)

    def words(self) -> Iterator[str]:
        """The words that it names, `*` included."""
        for piece in fold(self.text).split():
            if piece[0] not in "@#.":
                yield from piece.removesuffix("?").split("|")


def _weight(piece: str) -> int:
    if piece == "..." or piece[-1] == "?":
        return 0
    return 1 if piece[0] in "@#" else 2


def _regex(piece: str) -> str:
    if piece == "...":
        return _GAP
    if piece[0] == "@":
        return "(@) " if len(piece) > 1 else "@ "
    bare = piece.removesuffix("?")
    found = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in bare.split("|"))
    return f"(?:(?:{found}) )" + ("?" if piece[-1] == "?" else "")


class Vocabulary:
    """Words, some with an open ending.

    >>> words = Vocabulary(["who", "polari*"])
    >>> "polarised" in words, "whose" in words
    (True, False)
    """

    def __init__(self, words: Iterable[str]) -> None:
        known = {fold(word) for word in words}
        self._whole = frozenset(word for word in known if not word.endswith("*"))
        self._beginnings = tuple(sorted(word[:-1] for word in known if word.endswith("*")))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._beginnings)
