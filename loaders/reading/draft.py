"""An event of one sentence with its parties, before it becomes statements."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from detente.graph.actors import state_of
from detente.graph.registry import REGISTRY, RelationType
from detente.loaders.reading.frames import Frame
from detente.loaders.reading.roles import Party

__all__ = ["COMPLETE", "Draft", "completeness", "is_internal", "own_side", "pairs", "several"]

# The sides of a state that are the state itself, or firms and media of it.
_ORGANS = frozenset({"", "LEG", "JUD", "GOV", "MIL", "BUS", "MED"})
#: The completeness of an event that names both sides.
COMPLETE = 2


@dataclass(slots=True)
class Draft:
    """An event of one sentence with the parties found for each role.

    `ranked`: the ranker made it, not the rules.
    """

    frame: Frame
    word: int
    theme: int | None
    source: list[Party]
    target: list[Party]
    place: str | None = None
    confidence: float = 1.0
    unexplained: int = 0
    ranked: bool = False

    @property
    def unnamed(self) -> bool:
        """Whether no word of the lexicon names the act: the ranker tells it from all of them."""
        return self.ranked and len(self.frame.verbs) + len(self.frame.nouns) == 0

    @property
    def kind(self) -> RelationType:
        """The relation type of the frame."""
        return REGISTRY[self.frame.relation]


def several(draft: Draft) -> bool:
    """Whether a symmetric event names two sides or more in one place."""
    return draft.kind.symmetric and max(len(draft.source), len(draft.target)) > 1


def completeness(draft: Draft) -> int:
    """How many sides an event names, 0 to 2."""
    if several(draft):
        return COMPLETE
    return (len(draft.source) > 0) + (len(draft.target) > 0)


def own_side(draft: Draft) -> list[Party]:
    """The side of the actor's own state that a frame names: "freed political prisoners"."""
    if draft.frame.own_side is None or len(draft.source) == 0:
        return []
    side = f"{state_of(draft.source[0].actor)}:{draft.frame.own_side}"
    return [Party(side, None, None, 0.8, "own side")]


def pairs(draft: Draft) -> list[tuple[Party | None, Party | None]]:
    """The dyads of an event, as the text orders them; nobody with himself or his own organs."""
    return [
        (one, other)
        for one, other in _every_pair(draft)
        if one is None or other is None or not is_internal(one.actor, other.actor)
    ]


def is_internal(one: str, other: str) -> bool:
    """Whether two actors are a state and its own organs, which is no business of two."""
    # "A Spanish court sentenced a Spanish mayor": no business of two states.
    sides = {one.partition(":")[2], other.partition(":")[2]}
    return state_of(one) == state_of(other) and sides <= _ORGANS


def _every_pair(draft: Draft) -> list[tuple[Party | None, Party | None]]:
    if draft.kind.symmetric:
        everyone = {party.actor: party for party in (*draft.source, *draft.target)}
        if len(draft.target) > 0 and len(draft.source) > 0:
            couples = [(s, t) for s in draft.source for t in draft.target]
        else:
            couples = list(combinations(everyone.values(), 2))
        return [(one, other) for one, other in couples if one.actor != other.actor]
    sources: list[Party | None] = [*draft.source] or [None]
    targets: list[Party | None] = [*draft.target] or [None]
    return [
        (source, target)
        for source in sources
        for target in targets
        if source is None or target is None or source.actor != target.actor
    ]
