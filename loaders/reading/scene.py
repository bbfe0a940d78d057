"""Who may have done what to whom in one sentence: every ordered pair of its actors.

The rules fill some of these pairs; the ranker (`ranking`) weighs all of them. A pair whose one side
is None stands for an act that names only the other side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from detente.graph.actors import state_of
from detente.loaders.reading.draft import Draft, pairs
from detente.loaders.reading.mentions import Mention
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Cast, Party
from detente.loaders.reading.triggers import Trigger

__all__ = ["Dyad", "Path", "Proposal", "Scene", "dyads_of", "scene_of", "ways_of"]

#: Source and target as states or bodies; None for a side that is not named.
Dyad: TypeAlias = tuple[str | None, str | None]

# A sentence that lists more actors than this is a list.
_MOST_ACTORS = 8
# Where an actor is named more often, the first places tell enough.
_NODES = 3


class Proposal(NamedTuple):
    """A dyad that the rules found: the draft, and who fills its sides."""

    draft: Draft
    source: Party | None
    target: Party | None

    @property
    def confidence(self) -> float:
        """How sure the rules are."""
        sides = [party.confidence for party in (self.source, self.target) if party is not None]
        return self.draft.confidence * min(sides, default=0.5)


class Path(NamedTuple):
    """The way from one actor up to the common head and down to the other."""

    source: int
    target: int
    up: list[int]
    down: list[int]

    @property
    def inner(self) -> list[int]:
        """The words between the ends, the common head among them."""
        return [*self.up[1:], *self.down[:-1]]


@dataclass(slots=True)
class Scene:
    """A parsed sentence with its actors, trigger words and the dyads that the rules propose.

    `actors` maps each state or body, in text order, to the topmost words that stand for it;
    `span` is where the sentence stands in the article.
    """

    lang: str
    parse: Parse
    actors: dict[str, list[tuple[int, Party]]]
    names: dict[int, Mention]
    triggers: dict[int, list[Trigger]]
    proposals: dict[Dyad, list[Proposal]]
    drafts: list[Draft]
    span: tuple[int, int]

    def dyads(self) -> Iterator[Dyad]:
        """All pairs to weigh, those of the rules last where no actor of theirs is in the text."""
        named = list(self.actors)
        yield from ((one, other) for one in named for other in named if one != other)
        yield from ((one, None) for one in named)
        yield from ((None, one) for one in named)
        for dyad in self.proposals:
            known = all(side is None or side in self.actors for side in dyad)
            if not known or dyad[0] == dyad[1]:
                yield dyad

    def nodes(self, actor: str | None) -> list[tuple[int, Party]]:
        """The first words that stand for an actor; none for a side that is not named."""
        return self.actors.get(actor or "", [])[:_NODES]

    def path(self, dyad: Dyad) -> Path | None:
        """The shortest way between the two actors, None where one is not named."""
        best: Path | None = None
        for source, _ in self.nodes(dyad[0]):
            for target, _ in self.nodes(dyad[1]):
                path = _path(self.parse, source, target)
                if path is not None and (
                    best is None or len(path.up) + len(path.down) < len(best.up) + len(best.down)
                ):
                    best = path
        return best


def dyads_of(draft: Draft) -> list[Dyad]:
    """The dyads of a draft as states or bodies."""
    found = ((_state(source), _state(target)) for source, target in pairs(draft))
    return [dyad for dyad in found if dyad != (None, None)]


def ways_of(draft: Draft) -> Iterator[Dyad]:
    """The dyads of a draft, those of a symmetric type both ways."""
    for source, target in dyads_of(draft):
        yield source, target
        if draft.kind.symmetric:
            yield target, source


def scene_of(
    parse: Parse,
    cast: Cast,
    found: list[Mention],
    *,
    lang: str,
    called: list[Trigger],
    drafts: list[Draft],
    span: tuple[int, int],
) -> Scene:
    """Gather what the ranker weighs."""
    names = {
        index: mention for mention in found for index in range(mention.first, mention.last + 1)
    }
    triggers: dict[int, list[Trigger]] = defaultdict(list)
    for trigger in called:
        triggers[trigger.word].append(trigger)
    proposals: dict[Dyad, list[Proposal]] = defaultdict(list)
    for draft in drafts:
        for source, target in pairs(draft):
            dyad = (_state(source), _state(target))
            if dyad != (None, None):
                proposals[dyad].append(Proposal(draft, source, target))
    actors = _actors(parse, cast, found)
    return Scene(lang, parse, actors, names, dict(triggers), dict(proposals), drafts, span)


def _state(party: Party | None) -> str | None:
    return None if party is None else state_of(party.actor)


def _path(parse: Parse, source: int, target: int) -> Path | None:
    up = [source, *parse.ancestors(source)]
    place = {index: at for at, index in enumerate(up)}
    down = [target]
    while down[-1] not in place:
        head = parse.words[down[-1]].head
        if head == down[-1]:
            return None
        down.append(head)
    return Path(source, target, up[: place[down[-1]] + 1], down[-2::-1])


def _actors(parse: Parse, cast: Cast, found: list[Mention]) -> dict[str, list[tuple[int, Party]]]:
    where: dict[str, dict[int, Party]] = defaultdict(dict)
    private: set[str] = set()
    for word in parse.words:
        if cast.owns_nothing(word.index):
            continue
        for party in cast.parties(word.index):
            if party.how == "private":
                private.add(state_of(party.actor))
            elif party.how != "media" and not party.actor.endswith(":MED"):
                where[state_of(party.actor)].setdefault(word.index, party)
    for mention in found:
        if mention.actor is None or mention.kind == "media":
            continue
        if not cast.owns_nothing(mention.head):
            party = Party(
                mention.actor, mention.person, (mention.first, mention.last), 0.5, mention.kind
            )
            state = state_of(mention.actor)
            if len(where[state]) == 0 and state not in private:
                where[state][mention.head] = party
    topmost = {
        state: sorted(
            [(word, party) for word, party in places.items() if not _is_below(parse, word, places)]
            or list(places.items()),
            key=lambda place: place[0],
        )
        for state, places in where.items()
        if len(places) > 0
    }
    ordered = sorted(topmost.items(), key=lambda item: item[1][0][0])
    return dict(ordered[:_MOST_ACTORS])


def _is_below(parse: Parse, word: int, places: dict[int, Party]) -> bool:
    # "Russian missiles": the missiles stand for Russia, the adjective only says so.
    head = parse.words[word].head
    return head != word and head in places
