"""Words that hint at a type: knowledge of the language for words that no annotated passage holds.

The lexicon's frames say what a word means and who does what to whom; a hint only says where a word
leans ("torpedoed": an assault). The ranker weighs it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from pydantic import RootModel

from detente.loaders.reading.tables import read_table

__all__ = ["Hints", "hints"]

_SHORTEST = 2
_ANY = "*"


class _File(RootModel[dict[str, tuple[str, ...]]]):
    """Types with their words."""


class Hints:
    """The hints of one language.

    >>> Hints({"ASSAULT": ("torpedo*",), "CONSULT": ("met",)}).of("torpedoed", "torpedo")
    ('ASSAULT',)
    """

    def __init__(self, words: dict[str, tuple[str, ...]]) -> None:
        self._whole: defaultdict[str, set[str]] = defaultdict(set)
        self._begun: defaultdict[str, set[str]] = defaultdict(set)
        for kind, same in words.items():
            for word in same:
                table = self._begun if word.endswith(_ANY) else self._whole
                table[word.removesuffix(_ANY)].add(kind)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, form: str, lemma: str) -> tuple[str, ...]:
        """The types that a word hints at, in alphabetical order."""
        key = (form, lemma)
        if key not in self._known:
            found: set[str] = set()
            for word in key:
                found |= self._whole.get(word, set())
                for end in range(_SHORTEST, len(word) + 1):
                    found |= self._begun.get(word[:end], set())
            self._known[key] = tuple(sorted(found))
        return self._known[key]


@lru_cache(maxsize=4)
def hints(lang: str) -> Hints:
    """The shipped hints of a language.

    >>> hints("ro").of("torpilat", "torpila")
    ('ASSAULT',)

    Raises `ConfigError` naming file and line of an entry that is no list of words.
    """
    path = Path(__file__).with_name("lexicon") / f"hints_{lang}.yaml"
    return Hints(read_table(path, _File).root)
