"""A question in pieces: its dates, its names, and the words that are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from detente.graph.roster import Roster
from detente.queries.asking.cues import Cue, Vocabulary
from detente.queries.asking.dates import Days
from detente.queries.asking.grammar import Lang, grammar
from detente.queries.asking.names import Named, Names
from detente.queries.asking.words import Word

__all__ = [
    "Reading",
    "cues_of",
    "families_vocabulary",
    "language_of",
    "read_question",
    "refusing_cues",
]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A question with a mark for each name and date.

    "Who were Iran's allies in June 2018?" is masked as `who were @ allies # `. `places` has the
    first and last word of the question for each word of `masked`.
    """

    text: str
    lang: Lang
    words: Sequence[Word]
    names: tuple[Named, ...]
    days: tuple[Days, ...]
    masked: str
    places: tuple[tuple[int, int], ...]
    cased: bool

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors, each once, in the order of the question."""
        found = (name.actor_id for name in self.names if name.actor_id is not None)
        return tuple(dict.fromkeys(found))

    def written(self, start: int, end: int) -> str:
        """The words from one to before another, as they are written."""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def position(self, offset: int) -> int:
        """Which word of `masked` begins at this place of it."""
        return self.masked.count(" ", 0, offset)


def read_question(
    text: str, words: Sequence[Word], lang: Lang, roster: Roster, days: Iterable[Days]
) -> Reading:
    """Find the names of a question, of which the dates are known, and mark both."""
    language = grammar().languages[lang]
    dates = {one.start: one for one in days}
    names = Names(words, text, language, roster)
    polite = _polite(words, lang, dates)
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    named: list[Named] = []
    at = 0
    while at < len(words):
        end, mark = at + 1, words[at].folded
        if at in dates:
            end, mark = dates[at].end, "#"
        elif at not in polite and (name := names.at(at)) is not None:
            named.append(name)
            end, mark = name.end, "@"
        if at not in polite or mark == "#":
            pieces.append(f"{mark} ")
            places.append((at, end))
        at = end
    return Reading(
        text=text,
        lang=lang,
        words=words,
        names=tuple(named),
        days=tuple(dates.values()),
        masked="".join(pieces),
        places=tuple(places),
        cased=names.cased,
    )


def _polite(words: Sequence[Word], lang: Lang, dates: Iterable[int]) -> frozenset[int]:
    """The words that say nothing, such as "please tell us"."""
    row = [("#" if at in set(dates) else word.folded) + " " for at, word in enumerate(words)]
    text = "".join(row)
    found: set[int] = set()
    for cue in _phrases(lang):
        for match in cue.every(text):
            first = text.count(" ", 0, match.start())
            found.update(range(first, first + match[0].count(" ")))
    return frozenset(found)


def language_of(words: Sequence[Word]) -> Lang:
    """The language whose words the question has most of; English at a draw.

    >>> from detente.queries.asking.words import words_of
    >>> language_of(words_of("cine sunt aliatii Iranului"))
    'ro'
    """
    counts = {
        lang: sum(word.folded in _vocabulary(lang) for word in words)
        for lang in grammar().languages
    }
    return max(counts, key=lambda lang: (counts[lang], lang == "en"))


@cache
def families_vocabulary(lang: Lang) -> Vocabulary:
    """The words that tell a family.

    >>> "allies" in families_vocabulary("en"), "secret" in families_vocabulary("en")
    (True, False)
    """
    cues = (cue for name in grammar().families for cue in cues_of(name, lang))
    return Vocabulary(word for cue in cues for word in cue.words())


@cache
def _vocabulary(lang: Lang) -> Vocabulary:
    language = grammar().languages[lang]
    known = set(language.plain)
    for name in grammar().families:
        for cue in cues_of(name, lang):
            known.update(cue.words())
    for number in range(len(grammar().refused)):
        for cue in refusing_cues(number, lang):
            known.update(cue.words())
    for month in language.calendar.months:
        known.update(month.split("|"))
    return Vocabulary(known)


@cache
def cues_of(family: str, lang: Lang) -> tuple[Cue, ...]:
    """The patterns of a family."""
    return tuple(Cue(text) for text in grammar().families[family].cues[lang])


@cache
def refusing_cues(number: int, lang: Lang) -> tuple[Cue, ...]:
    """The patterns of the questions that are refused for one reason."""
    return tuple(Cue(text) for text in grammar().refused[number].cues[lang])


@cache
def _phrases(lang: Lang) -> tuple[Cue, ...]:
    return tuple(Cue(text) for text in grammar().languages[lang].phrases)
