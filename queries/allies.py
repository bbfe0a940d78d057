"""Who an actor's allies are, and on what grounds."""

# Grounds are kept apart: treaties in force, what is reported as fact, what others claim, and what
# the actor claims itself. A partner known from a single article is shown, never ranked.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from detente.graph.actors import state_of
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import LIVE, Statement
from detente.graph.treaties import SharedTreaty
from detente.queries.answers import Answer, Fact, Verdict, fact_of, read_day
from detente.queries.balance import Balance, Observation, balance
from detente.queries.between import began
from detente.queries.ends import End, end_of, names_of
from detente.queries.wording import Named

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Allies", "Ally", "Ground", "allies", "grounds_of", "weigh"]

Ground = Literal["treaty", "act", "claim", "own claim"]

#: What makes somebody a friend; talks, concessions and relief between rivals do not.
_FRIENDLY = frozenset({"SUPPORT", "COOPERATE", "AID", "MOBILIZE"})
_DEPENDENCE = "DEPENDS_ON"
#: The strongest obligation first; the last two promise no help, only peace.
_OBLIGATIONS = ("defence", "offence", "consultation", "neutrality", "non-aggression")
_HELPING = frozenset(_OBLIGATIONS[:3])
#: What it takes to call conduct alone an alliance.
_ENOUGH_ARTICLES, _ENOUGH_PUBLISHERS, _ENOUGH_PROBABILITY = 3, 2, 0.9
#: Below it, the two get on worse than others do.
_EVEN = 0.5


class Ally(BaseModel, frozen=True):
    """One partner with the grounds for calling it an ally, and what speaks against it.

    `articles` counts those that tell of the pair (a coded row counts as one); `conduct` is the
    share of conflict in what they tell, None where they tell of no event.
    """

    actor_id: str
    name: str
    verdict: Verdict
    because: str
    treaties: tuple[SharedTreaty, ...] = ()
    acts: tuple[Fact, ...] = ()
    claims: tuple[Fact, ...] = ()
    own_claims: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    articles: int = 0
    conduct: Balance | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict} ({self.because})"


class Allies(Answer, frozen=True):
    """The allies of an actor, the firmest first; apart, what is not enough to call an ally.

    `told` are those of whom some friendly act or claim is told, often by one source, and `pacts`
    those bound by treaties that promise peace and no help. Both are sorted by name, not ranked.
    """

    actor: End
    ranked: tuple[Ally, ...] = ()
    told: tuple[Ally, ...] = ()
    pacts: tuple[Ally, ...] = ()

    def title(self) -> str:
        """Whose allies."""
        return f"Allies of {self.actor.name}"

    def lines(self) -> Iterable[str]:
        """The ranked ones first, then what is told of others, then pacts."""
        yield from map(str, self.ranked)
        for ally in self.told:
            source = "one source says " if ally.articles <= 1 else ""
            yield from (f"{source}{fact}" for fact in grounds_of(ally))
        yield from map(str, self.pacts)

    def rows(self) -> list[dict[str, Any]]:
        """A row for each ground of each ally; treaties have no confidence and no sentence."""
        found = (*self.ranked, *self.told, *self.pacts)
        return [row for ally in found for row in _rows(ally)]


def grounds_of(ally: Ally) -> tuple[Fact, ...]:
    """The grounds that rest on sentences: acts, then claims of others, then own claims."""
    return (*ally.acts, *ally.claims, *ally.own_claims)


def allies(
    graph: Graph,
    actor: str,
    *,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> Allies:
    """Who the allies of an actor are on a day, by treaty, by acts and by claims.

    >>> [ally.name for ally in allies(graph, "Belarus").ranked]  # doctest: +SKIP
    ['Russia', …]

    Allies by treaty come first, the strongest obligation before weaker ones, then the others by
    the probability that the share of conflict with them is below the usual one (see `balance`).
    `as_of` is today if not given; `known_on` asks by what the graph had learnt by that day.
    """
    day, known = read_day(as_of, option="as_of"), read_day(known_on, option="known_on")
    on = day or datetime.now(UTC).date()
    end = end_of(graph, actor, on=on)
    relations = graph.relations(actor=end.actor_id, as_of=on, known_on=known)
    ids = sorted({one for relation in relations for one in relation.statement_ids})
    return weigh(
        Allies(actor=end, as_of=on, known_on=known),
        relations,
        graph.treaties(actor=end.actor_id, as_of=on),
        graph.statements(ids=ids, known_on=known),
        names=names_of(graph.roster),
    )


def weigh(
    answer: Allies,
    relations: Iterable[Relation],
    treaties: Iterable[SharedTreaty],
    statements: Iterable[Statement],
    *,
    names: Named,
) -> Allies:
    """Fill `answer` from the relations of its actor and their statements, and from treaties."""
    actor_id = answer.actor.actor_id
    told = {one.statement_id: one for one in statements}
    bound: defaultdict[str, list[SharedTreaty]] = defaultdict(list)
    for treaty in treaties:
        bound[treaty.partner].append(treaty)
    seen: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        partner = relation.object if relation.subject == actor_id else relation.subject
        if relation.modality in LIVE and state_of(partner) != state_of(actor_id):
            seen[partner].append(relation)
    weighed = [
        _Weighing(answer, seen[partner], bound[partner], told, names).ally(partner)
        for partner in sorted({*seen, *bound})
    ]
    grounded = [ally for ally in weighed if len(ally.treaties) + len(grounds_of(ally)) > 0]
    ranked = [ally for ally in grounded if ally.verdict != "not enough evidence"]
    others = sorted((ally for ally in grounded if ally not in ranked), key=lambda one: one.name)
    found = answer.model_copy(
        update={
            "ranked": tuple(sorted(ranked, key=_rank)),
            "told": tuple(ally for ally in others if len(grounds_of(ally)) > 0),
            "pacts": tuple(ally for ally in others if len(grounds_of(ally)) == 0),
        }
    )
    return found.model_copy(update={"note": _note(found)})


def _note(answer: Allies) -> str | None:
    if len(answer.ranked) > 0:
        return None
    if any(ally.articles == 1 for ally in answer.told):
        return "not enough evidence: one article is no ground for calling anybody an ally"
    return f"not enough evidence: nothing speaks of an ally of {answer.actor.name}"


def _rank(ally: Ally) -> tuple[int, float, str]:
    obligation = min(
        (_OBLIGATIONS.index(treaty.obligation) for treaty in ally.treaties),
        default=len(_OBLIGATIONS),
    )
    return obligation, -(0.0 if ally.conduct is None else ally.conduct.friendlier), ally.name


class _Weighing:
    """The relations and treaties of one pair on the scales."""

    def __init__(
        self,
        answer: Allies,
        relations: Sequence[Relation],
        treaties: Sequence[SharedTreaty],
        told: Mapping[str, Statement],
        names: Named,
    ) -> None:
        self._own = answer.actor.actor_id
        self._day = answer.as_of or date.max
        self._relations = sorted(relations, key=began)
        self._treaties = tuple(sorted(treaties, key=lambda one: _OBLIGATIONS.index(one.obligation)))
        self._told = told
        self._names = names

    def ally(self, partner: str) -> Ally:
        grounds: defaultdict[Ground, list[Fact]] = defaultdict(list)
        against: list[Fact] = []
        for relation in self._relations:
            if _is_friendly(relation):
                grounds[self._ground(relation)].append(fact_of(relation, self._names))
            elif relation.intensity < 0:
                against.append(fact_of(relation, self._names))
        seen = [one for one in map(self._observation, self._relations) if one is not None]
        articles = {one for relation in self._relations for one in self._articles(relation)}
        conduct = balance(seen, on=self._day) if len(seen) > 0 else None
        friendly = sum(map(len, grounds.values()))
        verdict, because = self._verdict(len(articles), conduct, friendly=friendly)
        return Ally(
            actor_id=partner,
            name=self._names(partner),
            verdict=verdict,
            because=because,
            treaties=self._treaties,
            acts=tuple(grounds["act"]),
            claims=tuple(grounds["claim"]),
            own_claims=tuple(grounds["own claim"]),
            against=tuple(against),
            articles=len(articles),
            conduct=conduct,
        )

    def _ground(self, relation: Relation) -> Ground:
        """An act if any statement is the report's own; else a claim, by whoever makes it."""
        told = [self._told[one] for one in relation.statement_ids if one in self._told]
        speakers = [one.said_by for one in told] or [relation.said_by]
        if any(len(said_by) == 0 for said_by in speakers):
            return "act"
        # A state's opposition is not the state: its claims are those of others.
        own = all(said_by[0] == self._own for said_by in speakers)
        return "own claim" if own else "claim"

    def _observation(self, relation: Relation) -> Observation | None:
        if relation.quad is None:
            return None
        lasting = REGISTRY[relation.relation].kind == "state" and relation.valid_to is None
        day = None if lasting else relation.valid_from or relation.reported_on
        return Observation(self._story(relation), relation.quad, day, relation.confidence)

    def _story(self, relation: Relation) -> str:
        """The article that told of it first."""
        return next(iter(self._articles(relation)), relation.relation_id)

    def _articles(self, relation: Relation) -> list[str]:
        """The articles that tell of it, the oldest first; a coded row is an article of its own."""
        told = [self._told[one] for one in relation.statement_ids if one in self._told]
        told.sort(key=lambda one: (one.published_at or date.min, one.statement_id))
        return [
            one.article_id if one.dataset is None else one.record_id or one.statement_id
            for one in told
        ]

    def _verdict(
        self, articles: int, conduct: Balance | None, *, friendly: int
    ) -> tuple[Verdict, str]:
        helping = [one.obligation for one in self._treaties if one.obligation in _HELPING]
        if len(helping) > 0:
            return "supported", f"{helping[0]} treaty in force"
        if friendly == 0:
            return "not enough evidence", "a treaty that promises no help"
        if articles <= 1 or conduct is None:
            return "not enough evidence", "one article"
        publishers = {one for relation in self._relations for one in relation.publishers}
        enough = articles >= _ENOUGH_ARTICLES and len(publishers) >= _ENOUGH_PUBLISHERS
        because = (
            f"{articles} articles, {len(publishers)} publishers; "
            f"friendlier than usual: {conduct.friendlier:.2f}"
        )
        if conduct.friendlier < _EVEN:
            return "not enough evidence", because
        sure = enough and conduct.friendlier >= _ENOUGH_PROBABILITY
        return ("supported" if sure else "weak"), because


def _is_friendly(relation: Relation) -> bool:
    if relation.relation == _DEPENDENCE:
        return True
    return relation.plover in _FRIENDLY and relation.intensity > 0


def _rows(ally: Ally) -> list[dict[str, Any]]:
    head = {"actor_id": ally.actor_id, "name": ally.name, "verdict": ally.verdict}
    treaties = [
        head
        | {"ground": "treaty", "what": f"{treaty.name} ({treaty.obligation})"}
        | {"when": f"since {treaty.since}", "confidence": None, "says": treaty.source}
        | {"quote": None, "reference": treaty.treaty_id}
        for treaty in ally.treaties
    ]
    told: tuple[tuple[Ground | Literal["against"], tuple[Fact, ...]], ...] = (
        ("act", ally.acts),
        ("claim", ally.claims),
        ("own claim", ally.own_claims),
        ("against", ally.against),
    )
    facts = [
        head
        | {"ground": ground, "what": fact.text, "when": fact.when, "confidence": fact.confidence}
        | {"says": fact.says, "quote": fact.quote, "reference": fact.relation_id}
        for ground, found in told
        for fact in found
    ]
    return treaties + facts
