"""Closed word classes of a language, as data: roles, report verbs, signs of modality, exchanges."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from detente.graph.actors import SIDES
from detente.graph.ids import fold
from detente.loaders.reading.tables import read_table

__all__ = ["Words", "read_words", "words"]

_Set = frozenset[str]


class Words(BaseModel):
    """The classes of lexicon/words_*.yaml, folded; `roles` maps a noun to a side ("" the state).

    A language whose cases say who does what to whom gives in `cases` the slot of a noun without a
    preposition, and in `prepositions` ("v" or, with one case alone, "v acc") the English one that
    frames and code know it by. `name_cases` tells the cases of names by their endings,
    `perfective` the verbs whose present is a future, `passives`, `presents` and
    `reflexive` how passive participles, present forms and reflexive verbs end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: dict[str, str]
    offices: _Set
    news: _Set
    leaders: _Set
    inert: _Set
    private: _Set
    on_field: _Set
    instruments: _Set
    assets: _Set
    report: _Set
    according: _Set
    support: _Set
    occur: _Set
    phrasal: _Set
    negation: _Set
    negative_verbs: _Set
    possible: _Set
    future: _Set
    reported_future: _Set
    wishing: _Set
    planning: _Set
    promising: _Set
    prospective: _Set
    intending: _Set
    hoping: _Set
    considering: _Set
    gathering: _Set
    ordinal: _Set
    spoken: _Set
    looming: _Set
    scheduled: _Set
    leading: _Set
    aspects: _Set
    unfulfilled: _Set
    formerly: _Set
    begins: _Set
    partaking: _Set
    denying: _Set
    whose: _Set
    intents: _Set
    threatening: _Set
    conditional: _Set
    conditional_nouns: _Set
    ahead: _Set
    phase: _Set
    apart: _Set
    beside: _Set
    since: _Set
    immediate: _Set
    exchange: _Set
    exchange_adverbs: _Set
    degree: _Set
    adverbs: _Set
    measures: _Set
    weekdays: _Set
    reciprocal: _Set
    exchanging: _Set
    first_person: _Set
    third_person: _Set
    impersonal: _Set
    both: _Set
    drops_subjects: bool
    cases: dict[str, str] = {}
    prepositions: dict[str, str] = {}
    name_cases: dict[str, tuple[str, ...]] = {}
    perfective: _Set = frozenset()
    passives: tuple[str, ...] = ()
    presents: tuple[str, ...] = ()
    reflexive: tuple[str, ...] = ()
    case_stand_ins: dict[str, dict[str, str]] = {}
    aliases: dict[str, str]
    endings: dict[str, str]
    verb_endings: dict[str, str]
    stand_ins: dict[str, dict[str, str]]

    @field_validator("aliases", "prepositions")
    @classmethod
    def _folded_aliases(cls, value: dict[str, str]) -> dict[str, str]:
        return {fold(slot): fold(same) for slot, same in value.items()}

    @field_validator("name_cases", mode="before")
    @classmethod
    def _by_ending(cls, value: dict[str, str]) -> dict[str, tuple[str, ...]]:
        listed = [
            (fold(ending), tuple(case.capitalize() for case in cases.split()))
            for cases, endings in value.items()
            for ending in endings.split()
        ]
        return dict(sorted(listed, key=lambda item: (-len(item[0]), item[0])))

    @field_validator("endings", "verb_endings")
    @classmethod
    def _longest_first(cls, value: dict[str, str]) -> dict[str, str]:
        return _longest(value)

    @field_validator("stand_ins")
    @classmethod
    def _each_longest_first(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return {kind: _longest(endings) for kind, endings in value.items()}

    @cached_property
    def masks(self) -> dict[str, dict[str, str]]:
        """The stand-ins of each kind by ending: those listed, and those of the cases of names."""
        by_case = {
            kind: {
                ending: word
                for ending, cases in self.name_cases.items()
                if (word := forms.get(" ".join(cases).lower())) is not None
            }
            for kind, forms in self.case_stand_ins.items()
        }
        return {**self.stand_ins, **by_case}

    @field_validator("roles", mode="before")
    @classmethod
    def _by_noun(cls, value: dict[str, list[str]]) -> dict[str, str]:
        unknown = [side for side in value if side != "" and side not in SIDES]
        if len(unknown) > 0:
            raise ValueError(f"{unknown[0]} is no side; sides are {' '.join(SIDES)}")
        return {fold(noun): side for side, nouns in value.items() for noun in nouns}

    @field_validator("*", mode="after")
    @classmethod
    def _folded(cls, value: object) -> object:
        return frozenset(fold(word) for word in value) if isinstance(value, frozenset) else value


def _longest(endings: dict[str, str]) -> dict[str, str]:
    return dict(sorted(endings.items(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=4)
def words(lang: str) -> Words:
    """The word classes of a language.

    >>> words("en").roles["opposition"], "say" in words("en").report
    ('OPP', True)
    """
    return read_words(Path(__file__).with_name("lexicon") / f"words_{lang}.yaml")


def read_words(path: Path) -> Words:
    """Read a word-class file; raises `ConfigError` naming file and line of what is wrong."""
    return read_table(path, Words)
