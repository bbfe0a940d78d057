"""What weighed most when the ranker judged a pair, in plain words (features.yaml)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from pydantic import BaseModel, ConfigDict

from detente.graph.registry import REGISTRY
from detente.loaders.reading.features import Features, hashed
from detente.loaders.reading.hints import hints
from detente.loaders.reading.hypotheses import NUMBERS, PAIR, TYPE
from detente.loaders.reading.scene import Dyad, Scene
from detente.loaders.reading.tables import read_table
from detente.loaders.reading.weights import Weights

__all__ = ["Weighing", "Weight", "in_words"]

#: How many reasons are given, and the least that one has to weigh.
_MOST = 5
_LEAST = 0.05
# Names are masked before they are weighed: "@act" is any actor, "@PROPN" any other name.
_ACTOR = re.compile("“@[a-z]+”")
_NAME = re.compile("“@[A-Z]+”")

#: For "hinted" and "called" (by the lexicon): the words of a sentence that lean to each type.
_Spoken: TypeAlias = Mapping[str, Mapping[str, str]]


class Weight(BaseModel, frozen=True):
    """What speaks for a pair and its type (`by` above 0) or against it."""

    words: str
    by: float


class Weighing:
    """What the linear layers of the ranker weigh in one sentence.

    `rows` says where the weights of each feature stand.
    """

    def __init__(self, weights: Weights, rows: Mapping[int, int], scene: Scene) -> None:
        self._weights = weights
        self._rows = rows
        self._features = Features(scene)
        self._common = self._features.of_sentence()
        self._spoken = {"hinted": _by_kind(_hinted(scene)), "called": _by_kind(_called(scene))}

    def of(self, dyad: Dyad, kind: str) -> tuple[Weight, ...]:
        """What weighed most for a pair to be of a PLOVER type, the heaviest first.

        `by` is in log-odds: what it adds to the pair, and to this type over the mean of all types.
        Features that read the same in plain words are added up.
        """
        found = list(dict.fromkeys([*self._common, *self._features.of_pair(dyad)]))
        total: defaultdict[str, float] = defaultdict(float)
        for feature, number in zip(found, hashed(found), strict=True):
            if number in self._rows:
                line = self._weights.linear[self._rows[number]] * self._weights.scale
                own = line[TYPE][NUMBERS[kind]] - np.mean(line[TYPE])
                total[in_words(feature, self._spoken)] += float(line[PAIR] + own)
        ranked = sorted(total.items(), key=lambda item: (-abs(item[1]), item[0]))
        heavy = ((words, round(by, 2)) for words, by in ranked[:_MOST])
        return tuple(Weight(words=words, by=by) for words, by in heavy if abs(by) >= _LEAST)


def in_words(feature: str, spoken: _Spoken | None = None) -> str:
    """A feature of the ranker in plain words; as it is where the table has none.

    >>> in_words("pw<=shadow"), in_words("s.l=nsubj")
    ('“shadow” between the two', 'the source is the subject')
    >>> in_words("hm=ASSAULT", {"hinted": {"ASSAULT": "“shadowed”"}})
    '“shadowed” between the two (leans to ASSAULT)'
    """
    table = _phrases()
    for phrase in table.phrases:
        match = phrase.pattern.fullmatch(feature)
        if match is not None:
            parts = {name: part or "" for name, part in match.groupdict().items()}
            shown = {
                name: table.values.get(name, {}).get(part, part.replace("_", " "))
                for name, part in parts.items()
            }
            for how in ("hinted", "called"):
                shown[how] = (spoken or {}).get(how, {}).get(parts.get("kind", ""), "a word")
            words = phrase.words.format_map(shown)
            return _NAME.sub("a name", _ACTOR.sub("an actor", words))
    return feature


def _hinted(scene: Scene) -> Iterator[tuple[str, str]]:
    known = hints(scene.lang)
    for word in scene.parse.words:
        if word.index not in scene.names:
            yield from ((kind, word.text) for kind in known.of(word.form, word.lemma))


def _called(scene: Scene) -> Iterator[tuple[str, str]]:
    for index, called in scene.triggers.items():
        for trigger in called:
            kind = REGISTRY[trigger.frame.relation].plover or "STATED"
            yield kind, scene.parse.words[index].text


def _by_kind(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for kind, word in found:
        words[kind].append(f"“{word}”")
    return {kind: ", ".join(dict.fromkeys(same)) for kind, same in words.items()}


class _Phrase(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    feature: str
    words: str

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.feature)


class _Phrases(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    values: dict[str, dict[str, str]]
    phrases: tuple[_Phrase, ...]


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    return read_table(Path(__file__).with_name("features.yaml"), _Phrases)
