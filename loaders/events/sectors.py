"""What titles and sectors of event data sets say: an actor acts for its state, or is a side."""

# A role is STATE, one of the SIDES of a state, or NOBODY. The words stand in sectors.yaml.

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, field_validator

from detente.graph.actors import SIDES
from detente.graph.names import name_key
from detente.loaders.events.known_names import spelling_key
from detente.loaders.reading.tables import read_table

__all__ = ["Sectors", "sectors"]

_NOBODY = "NOBODY"


class Sectors(BaseModel, frozen=True):
    """The content of sectors.yaml, its lists of lists made flat.

    >>> sectors().of_title("foreign affairs"), sectors().of_title("chief court judge")
    ('STATE', 'JUD')
    """

    act_for_state: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    sectors: Mapping[str, tuple[str, ...]]
    stands_for: Mapping[str, str]
    executive_ending: str
    groups: Mapping[str, tuple[str, ...]]
    bodies: tuple[str, ...]
    states: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    nobody: tuple[str, ...]

    @field_validator("titles", "words", "sectors", "groups", "states", mode="before")
    @classmethod
    def _all_flat(cls, table: Mapping[str, list[object]]) -> dict[str, tuple[str, ...]]:
        return {key: tuple(_flat(entries)) for key, entries in table.items()}

    @field_validator("nobody", mode="before")
    @classmethod
    def _flat_one(cls, entries: list[object]) -> tuple[str, ...]:
        return tuple(_flat(entries))

    def of_title(self, key: str) -> str | None:
        """The role that a title, as a `spelling_key`, speaks for: as a whole, or by its words."""
        titled = self._roles_of_titles.get(key)
        if titled is not None:
            return titled
        found = (role for role, words in self._patterns.items() if words.search(key) is not None)
        return next(found, None)

    def is_title(self, key: str) -> bool:
        """Whether this is a title as a whole, and never the name of an actor.

        >>> sectors().is_title("congress"), sectors().is_title("hamas")
        (True, False)
        """
        return key in self._roles_of_titles

    def of_sectors(self, words: Iterable[str]) -> str | None:
        """The first role, in the order of the file, that any of the words speaks for.

        >>> sectors().of_sectors(["Government", "Legislative / Parliamentary"])
        'LEG'
        """
        found = [rank for rank in map(self._rank, words) if rank is not None]
        if len(found) == 0:
            return None
        role = min(found)[1]
        return self.stands_for.get(role, role)

    def group(self, words: Iterable[str]) -> str | None:
        """The actor that a known-group code of CAMEO means.

        >>> sectors().group(["NAT"])
        'NATO'
        """
        named = (self._actors_of_groups.get(name_key(word)) for word in words)
        return next((actor_id for actor_id in named if actor_id is not None), None)

    def acting(self, actor_id: str) -> str:
        """For whom a side acts: for itself, or for its state.

        >>> sectors().acting("ISR:MIL"), sectors().acting("ISR:OPP")
        ('ISR', 'ISR:OPP')
        """
        state, _, side = actor_id.partition(":")
        return state if side in self.act_for_state else actor_id

    def with_role(self, actor_id: str, role: str) -> str | None:
        """The actor that plays this role in a state, None for nobody.

        >>> sectors().with_role("ISR", "STATE"), sectors().with_role("ISR", "CIV")
        ('ISR', 'ISR:CIV')
        """
        if role == _NOBODY:
            return None
        return self.acting(f"{actor_id}:{role}") if role in SIDES else actor_id

    def _rank(self, word: str) -> tuple[int, str] | None:
        key = name_key(word)
        known = self._ranks.get(key)
        if known is None and key.endswith(self.executive_ending):
            return self._ranks["executive"]
        return known

    @cached_property
    def _roles_of_titles(self) -> dict[str, str]:
        return {
            spelling_key(title): role for role, titles in self.titles.items() for title in titles
        }

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {role: _any_of(words) for role, words in self.words.items()}

    @cached_property
    def _ranks(self) -> dict[str, tuple[int, str]]:
        return {
            name_key(word): (rank, role)
            for rank, (role, words) in enumerate(self.sectors.items())
            for word in words
        }

    @cached_property
    def _actors_of_groups(self) -> dict[str, str]:
        return {code: actor_id for actor_id, codes in self.groups.items() for code in codes}


@cache
def sectors() -> Sectors:
    """The words that come with detente, read once."""
    return read_table(Path(__file__).with_name("sectors.yaml"), Sectors)


def _flat(entries: Iterable[object]) -> Iterator[str]:
    for entry in entries:
        yield from map(str, entry if isinstance(entry, list) else [entry])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(spelling_key, words), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
