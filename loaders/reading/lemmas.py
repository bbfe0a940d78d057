"""Lemmas that the lexicon knows: the lemmatizer's where it knows it, else one found by ending."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from detente.loaders.reading.frames import Frames, frames
from detente.loaders.reading.words import Words, words

__all__ = ["Lemmas", "lemmas"]


class Lemmas:
    """Chooses a lemma; everything folded.

    >>> lemmas("ro").of("opozitiei", "opozitiei", noun=True)      # not lemmatized
    'opozitie'
    """

    def __init__(
        self, table: Mapping[str, str], known: frozenset[str], endings: Mapping[str, str]
    ) -> None:
        self._table = table
        self._known = known
        self._endings = [
            (ending, base)
            for ending, bases in endings.items()
            for base in bases.split("|")
        ]

    def of(self, form: str, guessed: str, *, noun: bool) -> str:
        """The lemma of a form for which the lemmatizer guessed `guessed`."""
        if form in self._table:
            return self._table[form]
        if guessed in self._known or not noun:
            return guessed
        if form in self._known:
            return form
        for ending, base in self._endings:
            if form.endswith(ending):
                candidate = form[: len(form) - len(ending)] + base
                if candidate in self._known:
                    return candidate
        return guessed


@lru_cache(maxsize=4)
def lemmas(lang: str) -> Lemmas:
    """The lemma chooser of a language."""
    return Lemmas(frames(lang).lemmas, _known(frames(lang), words(lang)), words(lang).endings)


def _known(lexicon: Frames, classes: Words) -> frozenset[str]:
    listed = {word for frame in lexicon.frames for entry in frame.nouns for word in entry.split()}
    listed |= {word for same in lexicon.classes.values() for entry in same for word in entry.split()}
    return frozenset(listed | set(classes.roles) | classes.instruments | classes.assets)
