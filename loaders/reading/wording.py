"""The telling words of a sentence, by which reports of one event are known from others.

Two languages share no grammar, but they share names, numbers and many roots; actors are compared
by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from spacy.util import get_lang_class

from detente.graph.ids import fold
from detente.graph.registry import REGISTRY, kin_of
from detente.loaders.reading.frames import frames
from detente.loaders.reading.gazetteer import Entry, Hit
from detente.loaders.reading.lemmas import lemmas
from detente.loaders.reading.words import words

__all__ = ["CAPITAL", "alike", "names_act", "names_office", "shared", "wording"]

_WORD = re.compile(r"[^\W\d_]{2,}|\d+(?:[.,]\d+)*")
#: Behind the id of a state, its capital: it may act for the state, or be where something happened.
CAPITAL = "@"
#: Words are one root in two forms, or languages, where so many first letters agree …
_ROOT = 4
#: … and at least so much of the shorter one.
_SHARE = 0.65


def wording(text: str, hits: Iterable[Hit], lang: str) -> tuple[str, ...]:
    """The words of a sentence that tell it from others, in order; actors as their ids.

    >>> from detente.loaders.reading.gazetteer import gazetteer
    >>> from detente.seeds import roster
    >>> text = "Russian drones hit a hospital in Odesa, Kyiv said, killing 16."
    >>> wording(text, gazetteer(roster(), "en").find(text), "en")
    ('RUS', 'drones', 'hit', 'hospital', 'odesa', 'UKR@', 'killing', '16')

    A capital is the id of its state and `CAPITAL`. Left out are closed classes, verbs of saying and
    known persons: they are in every report.
    """
    found = {hit.start: hit for hit in hits}
    told: list[str] = []
    until = 0
    for piece in _WORD.finditer(text):
        hit = found.get(piece.start())
        if hit is not None:
            until = hit.end
            told += sorted({_actor(entry) for entry in hit.entries if entry.kind != "person"})
        if piece.start() < until:
            continue
        word = fold(piece.group())
        if word[0].isdigit() or not _says_nothing(word, lang):
            told.append(word)
    return tuple(told)


def _actor(entry: Entry) -> str:
    return entry.target + CAPITAL if entry.kind == "capital" else entry.target


@lru_cache(maxsize=20_000)
def _says_nothing(word: str, lang: str) -> bool:
    return word in _closed(lang) or lemmas(lang).of(word, word, noun=False) in words(lang).report


@lru_cache(maxsize=8)
def _closed(lang: str) -> frozenset[str]:
    # Those of spaCy have the closed classes of some seventy languages.
    return frozenset(map(fold, get_lang_class(lang).Defaults.stop_words))


@lru_cache(maxsize=20_000)
def names_office(word: str, lang: str) -> bool:
    """Whether a word says what somebody is who speaks for an actor.

    >>> names_office("presidents", "en"), names_office("miners", "en")
    (True, False)
    """
    return any(alike(word, office) for office in words(lang).leaders | words(lang).offices)


@lru_cache(maxsize=20_000)
def names_act(word: str, lang: str, relation: str) -> bool:
    """Whether the lexicon has a word for such acts: it tells no two of them apart.

    >>> names_act("strikes", "en", "BOMBED"), names_act("sanctions", "en", "EASED_SANCTIONS_ON")
    (True, True)
    >>> names_act("hospital", "en", "BOMBED"), names_act("missiles", "en", "GAVE_MILITARY_AID_TO")
    (False, False)

    What an act is always about belongs to it, unless it recurs with ever other things.
    """
    return any(alike(word, act) for act in _acts(lang, relation))


@lru_cache(maxsize=256)
def _acts(lang: str, relation: str) -> frozenset[str]:
    lexicon, kind = frames(lang), REGISTRY[relation]
    calling = {
        word
        for index in (lexicon.by_verb, lexicon.by_noun)
        for word, called in index.items()
        if any(REGISTRY[frame.relation].plover == kind.plover for frame in called)
    }
    themes = {
        name
        for frame in lexicon.frames
        if frame.relation in kin_of(relation) and not kind.recurs
        for name in frame.theme
    }
    return frozenset(calling.union(*(lexicon.classes[name] for name in themes)))


def shared(one: Iterable[str], other: Sequence[str]) -> frozenset[str]:
    """The words of `one` that `other` has too, in whatever form.

    >>> sorted(shared(("USA", "sanctiuni", "banci", "12"), ("sanctions", "IRN", "12")))
    ['12', 'sanctiuni']
    """
    return frozenset(word for word in one if any(alike(word, told) for told in other))


@lru_cache(maxsize=50_000)
def alike(one: str, other: str) -> bool:
    """Whether two folded words are forms of one; ids and numbers only equal themselves.

    >>> alike("rafinaria", "rafinarie"), alike("sanctiuni", "sanctions"), alike("drone", "droguri")
    (True, True, False)
    """
    if one == other:
        return True
    if not (one.islower() and other.islower()):
        return False
    shorter, longer = sorted((one, other), key=len)
    common = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return common >= _ROOT and common >= _SHARE * len(shorter)
