"""What keeps sentences from telling an event: unknown verbs, names and offices, empty roles.

Counted over many articles this says what the lexicon and the roster want next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from detente.graph.ids import fold

__all__ = ["Gap", "Lack", "Silence", "gaps", "lacking", "names"]

# Names inside a sentence; its first word is large anyway.
_NAME = re.compile(r"(?<=[\w,;:–-] )[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)*")
_MOST_WORDS = 4


class Lack(NamedTuple):
    """Something unknown: `kind` is "verb", "roles", "office" or "name"."""

    kind: str
    word: str


class Silence(NamedTuple):
    """What became of a sentence, why, and what it lacks for an event."""

    outcome: str
    reason: str
    lacks: tuple[Lack, ...] = ()


class Gap(NamedTuple):
    """How many sentences lack the same thing, and where it is met first."""

    kind: str
    word: str
    sentences: int
    example: str


class _Outcome(Protocol):
    @property
    def article_id(self) -> str: ...
    @property
    def sentence(self) -> int: ...
    @property
    def lacks(self) -> tuple[Lack, ...]: ...


def lacking(kind: str, words: Iterable[str]) -> tuple[Lack, ...]:
    """Each word once, as something of a kind.

    >>> lacking("verb", ["shadow", "shadow"])
    (Lack(kind='verb', word='shadow'),)
    """
    return tuple(Lack(kind, word) for word in dict.fromkeys(words))


def names(text: str, knows: Callable[[str], bool]) -> tuple[Lack, ...]:
    """The names in a sentence that names no actor of the roster; `knows` tells common words.

    >>> known = {"friday", "army"}.__contains__
    >>> [lack.word for lack in names("On Friday he met Ahmed Doe, head of the Free Army.", known)]
    ['Ahmed Doe', 'Free Army']
    """
    found = []
    for match in _NAME.finditer(text):
        large: list[str] = []
        for word in [*match[0].split(), ""]:
            if word[:1].isupper():
                large.append(word)
                continue
            if 0 < len(large) <= _MOST_WORDS and not all(knows(fold(one)) for one in large):
                found.append(" ".join(large))
            large = []
    return lacking("name", found)


def gaps(outcomes: Iterable[_Outcome]) -> list[Gap]:
    """What the sentences lack, the most frequent first.

    >>> from detente.seeds import roster
    >>> from detente.graph.articles import Article
    >>> from detente.loaders.reading.reader import read_article
    >>> text = "Chile befuddled Peru. Peru befuddled Chile."
    >>> gaps(read_article(Article.of(text, lang="en", article_id="a"), roster()).outcomes)
    [Gap(kind='verb', word='befuddle', sentences=2, example='a, sentence 1')]
    """
    counts: Counter[Lack] = Counter()
    first: dict[Lack, str] = {}
    for outcome in outcomes:
        for lack in outcome.lacks:
            counts[lack] += 1
            first.setdefault(lack, f"{outcome.article_id}, sentence {outcome.sentence + 1}")
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Gap(*lack, number, first[lack]) for lack, number in ranked]
