"""One partner on the scales: the grounds for calling it an ally, and the verdict."""

# Grounds are kept apart: treaties in force, what is reported as fact, what others claim, and what
# the actor claims itself. A partner known from a single article is no ally by that.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from detente.graph.episodes import age
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import Statement
from detente.graph.treaties import SharedTreaty
from detente.queries.balance import Balance, Observation, balance
from detente.queries.between import began
from detente.queries.captions import Named
from detente.queries.findings import Fact, articles_of, fact_of

if TYPE_CHECKING:
    from detente.queries.friendliness import Dyad

__all__ = [
    "OBLIGATIONS",
    "Ally",
    "Ground",
    "Verdict",
    "Weighing",
    "from_one_source",
    "grounds_of",
    "obligations_once",
]

Verdict = Literal["supported", "weak", "not enough evidence"]
Ground = Literal["treaty", "act", "claim", "own claim"]

#: What makes somebody a friend; talks, concessions and relief between rivals do not.
_FRIENDLY = frozenset({"SUPPORT", "COOPERATE", "AID", "MOBILIZE"})
_DEPENDENCE = "DEPENDS_ON"
_ALLIANCE = "ALLIED_WITH"
#: The strongest obligation first; the last two promise no help, only peace.
OBLIGATIONS = ("defence", "offence", "consultation", "neutrality", "non-aggression")
_HELPING = frozenset(OBLIGATIONS[:3])
#: What it takes to call conduct alone an alliance.
_ENOUGH_ARTICLES, _ENOUGH_PUBLISHERS, _ENOUGH_PROBABILITY = 3, 2, 0.9
#: Where many acts are coded: the days that they must be of, and the probability to be named at all.
_ENOUGH_DAYS, _LIKELY = 3, 0.7
#: How friendly two are of whom nothing is known: it takes more to be called a friend.
_UNKNOWN = balance([], on=date.max).friendlier


class Ally(BaseModel, frozen=True):
    """One partner with the grounds for calling it an ally, and what speaks against it.

    `articles` counts those that tell of the pair (a coded row counts as one), `coded` the rows
    among them; `conduct` is the share of conflict in what they tell, None where they tell of no
    event. It is measured against what the habits of the two let one `expect`, where enough is known
    of others to tell, else against the usual.
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
    coded: int = 0
    conduct: Balance | None = None
    expected: float | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict} ({self.because})"


def from_one_source(ally: Ally, fact: Fact) -> bool:
    """Whether a ground rests on a single article."""
    return ally.articles <= 1 or fact.articles == 1


def grounds_of(ally: Ally) -> tuple[Fact, ...]:
    """The grounds that rest on sentences: acts, then claims of others, then own claims."""
    return (*ally.acts, *ally.claims, *ally.own_claims)


def obligations_once(treaties: Iterable[SharedTreaty]) -> tuple[SharedTreaty, ...]:
    """The treaties of two states, the strongest obligation first, without what repeats them.

    A table has a row for each obligation and names no treaty. Its strongest row stands for all, and
    only where it promises more than the named treaties of that time do.

    >>> from detente.graph.dates import PartialDate
    >>> pact = SharedTreaty(treaty_id="CSTO", name="Collective Security Treaty", partner="BLR",
    ...     obligation="defence", since=PartialDate("1994"), source="text")
    >>> row = pact.model_copy(update={"treaty_id": "ATOP:BLR/RUS/defence/1992"})
    >>> [one.treaty_id for one in obligations_once([row, pact])]
    ['CSTO']
    """
    ordered = sorted(treaties, key=_strength)
    named = [one for one in ordered if not _is_row(one)]
    rows = [
        one for one in ordered if _is_row(one) and not any(_covers(treaty, one) for treaty in named)
    ]
    return tuple(sorted((*named, *rows[:1]), key=_strength))


def _strength(treaty: SharedTreaty) -> tuple[int, str, str]:
    return OBLIGATIONS.index(treaty.obligation), str(treaty.since), treaty.treaty_id


def _is_row(treaty: SharedTreaty) -> bool:
    """Whether it is a row of a table: its id begins with that of the data set."""
    return ":" in treaty.treaty_id


def _covers(named: SharedTreaty, row: SharedTreaty) -> bool:
    """Whether a named treaty promises as much as a row does, at some of the same time."""
    begun = row.until is None or named.since.start < row.until.over
    lasted = named.until is None or row.since.start < named.until.over
    as_much = OBLIGATIONS.index(named.obligation) <= OBLIGATIONS.index(row.obligation)
    return as_much and begun and lasted


class Weighing:
    """The relations and treaties of one actor and one partner.

    `told` are the statements that the relations rest on, by id: what is missing there are rows of
    data sets that tell what happened. `on` is the day asked about.
    `dyad` is how the two get on against what is expected of them, where enough is known to tell.
    """

    def __init__(
        self,
        actor_id: str,
        relations: Sequence[Relation],
        treaties: Sequence[SharedTreaty],
        told: Mapping[str, Statement],
        *,
        on: date,
        names: Named,
        dyad: Dyad | None = None,
    ) -> None:
        self._own = actor_id
        self._day = on
        self._told = told
        known = (self._without_tables(one) for one in sorted(relations, key=began))
        self._relations = [one for one in known if one is not None]
        self._treaties = obligations_once(treaties)
        self._names = names
        self._dyad = dyad

    def ally(self, partner: str) -> Ally:
        """What the scales say about the partner."""
        grounds: defaultdict[Ground, list[Fact]] = defaultdict(list)
        against: list[Fact] = []
        for relation in self._relations:
            if _is_friendly(relation):
                grounds[self._ground(relation)].append(self._fact(relation))
            elif relation.intensity < 0:
                against.append(self._fact(relation))
        articles = {one for relation in self._relations for one in self._articles(relation)}
        conduct = self._conduct()
        friends = {
            one
            for relation in self._relations
            if _is_friendly(relation)
            for one in self._articles(relation)
        }
        verdict, because = self._verdict(len(articles), conduct, friendly=len(friends))
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
            coded=self._coded(),
            conduct=conduct,
            expected=None if self._dyad is None else self._dyad.expected,
        )

    def _without_tables(self, relation: Relation) -> Relation | None:
        """A relation without the rows that only repeat a treaty; None where nothing is left.

        A table of alliances states them a second time, as a relation: the treaty is the ground.
        """
        if relation.relation != _ALLIANCE:
            return relation
        left = [one for one in self._statements(relation) if one.dataset is None]
        if len(left) == len(relation.statement_ids):
            return relation
        if len(left) == 0:
            return None
        best = max(left, key=lambda one: (one.confidence, one.statement_id))
        publishers = sorted({one.publisher for one in left if one.publisher is not None})
        return relation.model_copy(
            update={
                "statement_ids": tuple(one.statement_id for one in left),
                "support": len({one.event_id or one.statement_id for one in left}),
                "datasets": (),
                "publishers": tuple(publishers),
                "confidence": best.confidence,
                "quote": best.quote,
                "url": best.url,
            }
        )

    def _conduct(self) -> Balance | None:
        """How the two get on: against their own habits if those are known, else the usual."""
        if self._dyad is None:
            seen = [one for one in map(self._observation, self._relations) if one is not None]
            return balance(seen, on=self._day) if len(seen) > 0 else None
        dyad = self._dyad
        return Balance(
            n=dyad.effective_n,
            conflict=round(dyad.conflict * dyad.effective_n, 3),
            mean=dyad.conflict,
            low=dyad.low,
            high=dyad.high,
            friendlier=dyad.friendlier,
        )

    def _coded(self) -> int:
        rows = {one for relation in self._relations for one in relation.statement_ids}
        return sum(one not in self._told or self._told[one].dataset is not None for one in rows)

    def _fact(self, relation: Relation) -> Fact:
        return fact_of(relation, self._names, articles=articles_of(self._statements(relation)))

    def _statements(self, relation: Relation) -> list[Statement]:
        return [self._told[one] for one in relation.statement_ids if one in self._told]

    def _ground(self, relation: Relation) -> Ground:
        """An act if any statement is the report's own; else a claim, by whoever makes it."""
        speakers = [one.said_by for one in self._statements(relation)]
        if len(speakers) < len(relation.statement_ids) or () in speakers:
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
        told = sorted(self._statements(relation), key=age)
        rows = [one for one in relation.statement_ids if one not in self._told]
        return [one.article_id if one.dataset is None else one.statement_id for one in told] + rows

    def _verdict(
        self, articles: int, conduct: Balance | None, *, friendly: int
    ) -> tuple[Verdict, str]:
        helping = [one.obligation for one in self._treaties if one.obligation in _HELPING]
        if len(helping) > 0:
            return "supported", f"{helping[0]} treaty in force"
        if friendly == 0:
            return "not enough evidence", "a treaty that promises no help"
        if friendly == 1 or conduct is None:
            return "not enough evidence", "one article"
        return self._by_conduct(articles, conduct, friendly=friendly)

    def _by_conduct(self, articles: int, conduct: Balance, *, friendly: int) -> tuple[Verdict, str]:
        publishers = {one for relation in self._relations for one in relation.publishers}
        told = f"{articles:,} {'coded rows' if self._coded() == articles else 'articles'}"
        if self._dyad is not None:
            days = "one day" if self._dyad.days == 1 else f"{self._dyad.days} days"
            because = f"{told}, {days}; friendlier than expected: {conduct.friendlier:.2f}"
            if conduct.friendlier < _LIKELY:
                return "not enough evidence", because
            enough = friendly >= _ENOUGH_ARTICLES and self._dyad.days >= _ENOUGH_DAYS
        else:
            by = f"{len(publishers)} publishers" if len(publishers) != 1 else "one publisher"
            because = (
                f"{told}, {by if len(publishers) > 0 else 'no publisher named'}; "
                f"friendlier than usual: {conduct.friendlier:.2f}"
            )
            if conduct.friendlier <= _UNKNOWN:
                return "not enough evidence", because
            enough = friendly >= _ENOUGH_ARTICLES and len(publishers) >= _ENOUGH_PUBLISHERS
        sure = enough and conduct.friendlier >= _ENOUGH_PROBABILITY
        return ("supported" if sure else "weak"), because


def _is_friendly(relation: Relation) -> bool:
    if relation.relation == _DEPENDENCE:
        return True
    return relation.plover in _FRIENDLY and relation.intensity > 0
