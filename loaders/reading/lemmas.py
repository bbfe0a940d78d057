"""Lemmas that the lexicon knows: the lemmatizer's where it knows it, else one found by ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from detente.loaders.reading.frames import Frames, frames
from detente.loaders.reading.words import Words, words

__all__ = ["Lemmas", "Paradigm", "lemmas"]


class Paradigm(NamedTuple):
    """Lemmas that the lexicon uses, and endings with what the lemma has instead, longest first."""

    known: frozenset[str]
    endings: tuple[tuple[str, str], ...]

    def lemma(self, form: str) -> str | None:
        """The known lemma that a form may belong to."""
        if form in self.known:
            return form
        for ending, base in self.endings:
            if form.endswith(ending) and form[: len(form) - len(ending)] + base in self.known:
                return form[: len(form) - len(ending)] + base
        return None


class Lemmas:
    """Chooses a lemma; everything folded.

    >>> lemmas("ro").of("opozitiei", "opozitiei", noun=True)      # the lemmatizer failed
    'opozitie'
    >>> lemmas("ro").of("impus", "impus", noun=False)
    'impune'
    """

    def __init__(self, table: Mapping[str, str], nouns: Paradigm, verbs: Paradigm) -> None:
        self._table = table
        self._nouns = nouns
        self._verbs = verbs

    def knows(self, form: str) -> bool:
        """Whether a form belongs to any word of the lexicon."""
        return self._nouns.lemma(form) is not None or self._verbs.lemma(form) is not None

    def is_noun(self, form: str) -> bool:
        """Whether a form belongs to a noun that the lexicon knows and to none of its verbs."""
        return self._nouns.lemma(form) is not None and self._verbs.lemma(form) is None

    def verb(self, form: str) -> str | None:
        """The verb of the lexicon that a form may belong to."""
        return self._verbs.lemma(form)

    def noun(self, form: str) -> str | None:
        """The noun of the lexicon that a form may belong to."""
        return self._nouns.lemma(form)

    def of(self, form: str, guessed: str, *, noun: bool) -> str:
        """The lemma of a form for which the lemmatizer guessed `guessed`."""
        if form in self._table:
            return self._table[form]
        paradigm = self._nouns if noun else self._verbs
        if guessed in paradigm.known:
            return guessed
        return paradigm.lemma(form) or guessed


@lru_cache(maxsize=4)
def lemmas(lang: str) -> Lemmas:
    """The lemma chooser of a language."""
    lexicon, classes = frames(lang), words(lang)
    return Lemmas(
        lexicon.lemmas,
        Paradigm(frozenset(_nouns(lexicon, classes)), _pairs(classes.endings)),
        Paradigm(frozenset(_verbs(lexicon, classes)), _pairs(classes.verb_endings)),
    )


def _nouns(lexicon: Frames, classes: Words) -> Iterator[str]:
    yield from (word for frame in lexicon.frames for entry in frame.nouns for word in entry.split())
    yield from (
        word for same in lexicon.classes.values() for entry in same for word in entry.split()
    )
    yield from (*classes.roles, *classes.instruments, *classes.assets)


def _verbs(lexicon: Frames, classes: Words) -> Iterator[str]:
    for frame in lexicon.frames:
        for entry in frame.verbs:
            parts = entry.split()
            yield parts[1] if parts[0] == "se" else parts[0]
    for same in (
        classes.report,
        classes.support,
        classes.hoping,
        classes.planning,
        classes.considering,
        classes.threatening,
        classes.negative_verbs,
    ):
        yield from same


def _pairs(endings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((ending, base) for ending, bases in endings.items() for base in bases.split("|"))
