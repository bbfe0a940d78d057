"""Names in raw text: the roster's forms found before anything is parsed.

The longest form wins, then the earliest. Phrases that only look like names keep their parts silent.
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

# A phrase that looks like a name and names nobody: "Indian Ocean".
_NOBODY = "nobody"
# "US-brokered", "Iranian-backed": an attribute of something else, nobody who acts here.
_COMPOUND = re.compile(r"-(?:[a-z]+ed|led|born|based|made|style|owned|held|run)\b")
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
    written: str
    entry: Entry


class Gazetteer:
    """All forms that one language's articles use.

    All-capitals forms match as written; other capitalised forms need a capital letter.

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
            self._by_first[pieces[0]].append(_Form(pieces, text, entry))
        for same in self._by_first.values():
            same.sort(key=lambda form: (-len(form.pieces), form.entry))

    def find(self, text: str) -> list[Hit]:
        """All forms in `text`, none overlapping another."""
        pieces = [(fold(found.group()), *found.span()) for found in _PIECE.finditer(text)]
        plain = text.isascii()
        hits, at = [], 0
        while at < len(pieces):
            hit, length = self._at(text, pieces, at, plain=plain)
            if hit is not None:
                hits.append(hit)
            at += length
        return hits

    def _at(
        self, text: str, pieces: list[tuple[str, int, int]], at: int, *, plain: bool
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
            if _written_so(text[start:end], form, plain=plain):
                entries.append(form.entry)
                length = len(form.pieces)
        if length == 0:
            return None, 1
        if any(entry.kind == _NOBODY for entry in entries):
            return None, length
        start, end = pieces[at][1], pieces[at + length - 1][2]
        if _COMPOUND.match(text, end) is not None:
            return None, length
        return Hit(start, end, tuple(entries)), length


def _written_so(written: str, form: _Form, *, plain: bool) -> bool:
    if form.written.isupper() and len(form.written) > 1:
        return written == form.written
    common = form.entry.kind in {"adjective", "demonym"}
    if common and not plain and written.casefold() != form.written.casefold():
        # Where a text has its diacritics, "Roman" is no "român".
        return False
    return not form.written[:1].isupper() or written[:1].isupper()


@lru_cache(maxsize=8)
def gazetteer(roster: Roster, lang: str) -> Gazetteer:
    """The gazetteer of a language: its names, and every language's acronyms and persons."""
    forms = [
        (form, Entry(name.actor_id, name.kind))
        for name in roster.names
        if name.lang == lang or (name.lang == "en" and name.kind in {"acronym", "media"})
        for form in name.forms
    ]
    forms += [(form, Entry("", _NOBODY)) for form in roster.ambiguous]
    forms += [
        (form, Entry(person.person_id, "person"))
        for person in roster.persons
        for language, spelled in person.forms.items()
        if language in {lang, "en"}
        for form in spelled
    ]
    return Gazetteer(forms)
