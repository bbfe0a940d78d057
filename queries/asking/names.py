"""The actors that a question names."""

# Whatever is decided about a name is decided by the roster; this module only says which words may
# be one. A word that a question needs for itself ("in", "us") is no code of a state.

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from detente.graph.errors import ResolutionError
from detente.graph.ids import fold
from detente.graph.names import name_key
from detente.graph.roster import Roster
from detente.queries.asking.cues import Vocabulary
from detente.queries.asking.grammar import Language
from detente.queries.asking.words import Word

__all__ = ["Named", "Names", "alike"]

_LONGEST = 8
_SHORT = 3
#: How alike a misspelt name must be.
_ALIKE = 0.78


class Named(NamedTuple):
    """Words that name an actor; without an id they name none, or any of the candidates."""

    actor_id: str | None
    text: str
    candidates: tuple[str, ...]
    start: int
    end: int


class Names:
    """Finds names in one question.

    >>> from detente.queries.asking.grammar import grammar
    >>> from detente.queries.asking.words import words_of
    >>> from detente.graph.actors import Actor
    >>> iran = Actor(actor_id="IRN", label="Country", name="Iran")
    >>> roster = Roster(actors=[iran], names=[], persons=[], offices=[])
    >>> words = words_of("who stands with iran")
    >>> Names(words, "who stands with iran", grammar().languages["en"], roster).at(3).actor_id
    'IRN'
    """

    def __init__(
        self, words: Sequence[Word], text: str, language: Language, roster: Roster
    ) -> None:
        self._words, self._text = words, text
        self._roster = roster
        self._plain = Vocabulary(language.plain)
        self._short = frozenset(fold(word) for word in language.short)
        self._prefixes = {fold(prefix): actor for prefix, actor in language.prefixes.items()}
        self._unclear = frozenset(name_key(form) for form in roster.ambiguous)
        # In a question all in small letters, or all in capitals, case tells nothing.
        letters = [word.written for word in words if not word.written[:1].isdigit()]
        self.cased = any(word[:1].isupper() for word in letters[1:]) and not all(
            word.isupper() for word in letters
        )

    def at(self, start: int) -> Named | None:
        """The longest name that begins with this word."""
        word = self._words[start]
        if word.hyphen and word.folded in self._prefixes:
            return Named(self._prefixes[word.folded], word.written, (), start, start + 1)
        for end in range(min(len(self._words), start + _LONGEST), start, -1):
            text = self._text[word.start : self._words[end - 1].end]
            if end == start + 1 and not self._may_be_name(word):
                return None
            try:
                found = self._roster.resolve(text)
            except ResolutionError as error:
                if len(error.candidates) > 0 or name_key(text) in self._unclear:
                    return Named(None, text, error.candidates, start, end)
                continue
            if end > start + 1 or self._is_meant(word, found):
                return Named(found, text, (), start, end)
        return None

    def _may_be_name(self, word: Word) -> bool:
        if self.cased and word.is_code:
            return True
        if word.folded in self._short:
            return True
        return word.folded not in self._plain

    def _is_meant(self, word: Word, actor_id: str) -> bool:
        """Whether a single word that the roster knows is a name here."""
        if word.written[:1].isdigit():
            return False
        if self.cased and word.is_capital:
            return True
        actor = self._roster.actor(actor_id)
        if self.cased and actor is not None and actor.label == "Person":
            return False
        return len(word.folded) > _SHORT or word.folded in self._short or self._is_whole(word)

    def _is_whole(self, word: Word) -> bool:
        """Whether a short word is a name or an adjective and no code."""
        return any(
            word.folded == name_key(form)
            for name in self._roster.names
            if name.kind not in {"acronym", "media"}
            for form in name.forms
            if len(form) <= _SHORT
        )


def alike(text: str, roster: Roster, *, most: int = 3) -> tuple[str, ...]:
    """The ids of actors with a name much like this one, most alike first.

    >>> from detente.graph.actors import Actor
    >>> mali = Actor(actor_id="MLI", label="Country", name="Mali")
    >>> alike("Malli", Roster(actors=[mali], names=[], persons=[], offices=[]))
    ('MLI',)
    """
    forms: dict[str, str] = {}
    for actor in roster.actors:
        forms.setdefault(name_key(actor.name), actor.actor_id)
    for name in roster.names:
        if name.kind in {"name", "capital"}:
            for form in name.forms:
                forms.setdefault(name_key(form), name.actor_id)
    close = difflib.get_close_matches(name_key(text), forms, n=2 * most, cutoff=_ALIKE)
    return tuple(dict.fromkeys(forms[form] for form in close))[:most]
