"""Names in raw text: the roster's forms found before anything is parsed.

The longest form wins, then the earliest; acronyms match as written, names need a capital letter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from detente.graph.ids import fold
from detente.graph.roster import Roster

__all__ = ["Entry", "Gazetteer", "Hit", "gazetteer"]

_PIECE = re.compile(r"\w+|[^\w\s]")


class Entry(NamedTuple):
    """What a form may stand for: `kind` as in the name tables, or "person"."""

    target: str
    kind: str


class Hit(NamedTuple):
    """A form found at `start:end`, with all that it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class _Form(NamedTuple):
    pieces: tuple[str, ...]
    exact: str | None
    capital: bool
    entry: Entry


class Gazetteer:
    """All forms that one language's articles use.

    >>> from detente.seeds import roster
    >>> [hit.entries[0].target for hit in gazetteer(roster(), "en").find("Minsk thanked the US.")]
    ['BLR', 'USA']
    """

    def __init__(self, forms: Iterable[tuple[str, Entry]]) -> None:
        self._by_first: Mapping[str, list[_Form]] = defaultdict(list)
        for text, entry in sorted(set(forms)):
            pieces = tuple(_PIECE.findall(fold(text)))
            if len(pieces) == 0:
                continue
            exact = text if entry.kind == "acronym" else None
            capital = text[:1].isupper()
            self._by_first[pieces[0]].append(_Form(pieces, exact, capital, entry))
        for same in self._by_first.values():
            same.sort(key=lambda form: (-len(form.pieces), form.entry))

    def find(self, text: str) -> list[Hit]:
        """All forms in `text`, none overlapping another."""
        pieces = [(fold(found.group()), *found.span()) for found in _PIECE.finditer(text)]
        hits, at = [], 0
        while at < len(pieces):
            hit, length = self._at(text, pieces, at)
            if hit is not None:
                hits.append(hit)
            at += length
        return hits

    def _at(
        self, text: str, pieces: list[tuple[str, int, int]], at: int
    ) -> tuple[Hit | None, int]:
        entries: list[Entry] = []
        length = 0
        for form in self._by_first.get(pieces[at][0], ()):
            if length > len(form.pieces):
                break
            window = pieces[at : at + len(form.pieces)]
            if tuple(piece for piece, _, _ in window) != form.pieces:
                continue
            start, end = window[0][1], window[-1][2]
            if _written_so(text, start, end, form):
                entries.append(form.entry)
                length = len(form.pieces)
        if length == 0:
            return None, 1
        return Hit(pieces[at][1], pieces[at + length - 1][2], tuple(entries)), length


def _written_so(text: str, start: int, end: int, form: _Form) -> bool:
    if form.exact is not None:
        return text[start:end] == form.exact
    return not form.capital or text[start].isupper()


@lru_cache(maxsize=8)
def gazetteer(roster: Roster, lang: str) -> Gazetteer:
    """The gazetteer of a language: its names, and every language's acronyms and persons."""
    forms = [
        (form, Entry(name.actor_id, name.kind))
        for name in roster.names
        if name.lang == lang or name.kind == "acronym"
        for form in name.forms
    ]
    forms += [
        (form, Entry(person.person_id, "person"))
        for person in roster.persons
        for language, spelled in person.forms.items()
        if language in {lang, "en"}
        for form in spelled
    ]
    return Gazetteer(forms)
