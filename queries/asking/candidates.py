"""The families of questions that the words of a question tell of."""

from __future__ import annotations

from typing import NamedTuple

from detente.queries.asking.cues import Cue, Vocabulary
from detente.queries.asking.grammar import Family, Lang, grammar
from detente.queries.asking.reading import Reading, cues_of

__all__ = ["Candidate", "candidates_of"]


class Candidate(NamedTuple):
    """A family that the words tell of: by which pattern, and the actors in the command's order.

    `first` and `last` are the first word of the pattern and the one behind it, among those masked.
    """

    name: str
    family: Family
    cue: Cue
    first: int
    last: int
    actors: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether it takes as many actors."""
        least, most = self.family.actors
        return least <= len(self.actors) <= most

    def vocabulary(self, lang: Lang) -> Vocabulary:
        """The words that tell this family."""
        return Vocabulary(word for cue in cues_of(self.name, lang) for word in cue.words())


def candidates_of(reading: Reading) -> list[Candidate]:
    """The families that a question may be of, the strongest first."""
    found = (_candidate(reading, name) for name in grammar().families)
    # Sorting keeps the order of the file among families that fit equally well.
    return sorted((one for one in found if one is not None), key=lambda one: -one.cue.weight)


def _candidate(reading: Reading, name: str) -> Candidate | None:
    """The strongest match of a family's patterns, the first of equals."""
    matches = [
        (cue, match)
        for cue in cues_of(name, reading.lang)
        if (match := cue.find(reading.masked)) is not None
    ]
    if len(matches) == 0:
        return None
    cue, match = max(matches, key=lambda pair: pair[0].weight)
    actors = reading.actors
    if len(cue.slots) > 0:
        placed = {
            slot: _actor_at(reading, match.start(group))
            for group, slot in enumerate(cue.slots, start=1)
        }
        ordered = (placed[slot] for slot in sorted(placed))
        known = tuple(actor for actor in ordered if actor is not None)
        actors = tuple(dict.fromkeys((*known, *actors)))
    first = reading.position(match.start())
    last = first + match[0].count(" ")
    return Candidate(name, grammar().families[name], cue, first, last, actors)


def _actor_at(reading: Reading, offset: int) -> str | None:
    start, _ = reading.places[reading.position(offset)]
    return next((name.actor_id for name in reading.names if name.start == start), None)
