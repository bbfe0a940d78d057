"""Who an actor's allies are, and on what grounds."""

# A partner known from a single article is shown, never ranked.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from detente.graph.actors import state_of
from detente.graph.relations import Relation
from detente.graph.statements import Statement
from detente.graph.treaties import SharedTreaty
from detente.queries.answers import Answer, read_day
from detente.queries.captions import Named, the
from detente.queries.ends import End, end_of, names_of
from detente.queries.findings import Fact
from detente.queries.weighing import (
    OBLIGATIONS,
    Ally,
    Ground,
    Weighing,
    from_one_source,
    grounds_of,
)
from detente.queries.wording import is_fact

if TYPE_CHECKING:
    from detente.graph.graph import Graph
    from detente.queries.friendliness import Dyad

__all__ = ["Allies", "allies", "weigh"]

_NONE: Mapping[str, Dyad] = MappingProxyType({})
#: From so many coded acts of the actor on, they are measured against the habits of all.
_ENOUGH_ACTS = 20


class Allies(Answer, frozen=True):
    """The allies of an actor, the firmest first; apart, what is not enough to call an ally.

    `told` are those of whom some friendly act or claim is told, often by one source, and `pacts`
    those bound by treaties that promise peace and no help. Both are sorted by name, not ranked.
    `ordinary` counts those with whom a table has friendly acts too, no more than is expected, or a
    single one.
    """

    actor: End
    ranked: tuple[Ally, ...] = ()
    told: tuple[Ally, ...] = ()
    pacts: tuple[Ally, ...] = ()
    ordinary: int = 0

    def title(self) -> str:
        """Whose allies."""
        return f"Allies of {the(self.actor.name)}"

    def lines(self) -> Iterable[str]:
        """The ranked ones first, then what is told of others, then pacts."""
        yield from map(str, self.ranked)
        for ally in self.told:
            for fact in grounds_of(ally):
                source = "one source says: " if from_one_source(ally, fact) else ""
                yield f"{ally.name}: {source}{fact}"
        yield from map(str, self.pacts)

    def table(self) -> list[dict[str, Any]]:
        """A row for each ally, with one of the grounds."""
        return [
            {
                "partner": ally.name,
                "verdict": ally.verdict,
                "because": ally.because,
                "for example": _example(ally),
            }
            for ally in (*self.ranked, *self.told, *self.pacts)
        ]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each ground of each ally; treaties have no confidence and no sentence."""
        found = (*self.ranked, *self.told, *self.pacts)
        return [row for ally in found for row in _rows(ally)]

    def columns(self) -> Mapping[str, Any]:
        """Who, the verdict, and the ground in words."""
        words = ("actor_id", "name", "verdict", "ground", "what", "when")
        return (
            dict.fromkeys(words, str)
            | {"confidence": float}
            | dict.fromkeys(("says", "quote", "reference"), str)
        )


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
    the probability that the share of conflict with them is below the usual one (see `balance`), or
    where a table tells of many acts, below what is expected of the two (see `friendliness`).
    `as_of` is today if not given; `known_on` asks by what the graph had learnt by that day.
    """
    day, known = read_day(as_of, option="as_of"), read_day(known_on, option="known_on")
    on = day or datetime.now(UTC).date()
    end = end_of(graph, actor, on=on)
    relations = graph.relations(actor=end.actor_id, as_of=on, known_on=known)
    return weigh(
        Allies(actor=end, as_of=on, known_on=known),
        relations,
        graph.treaties(actor=end.actor_id, as_of=on),
        graph.statements(actor=end.actor_id, known_on=known, coded_facts=False),
        names=names_of(graph.roster),
        dyads=_dyads(graph, end.actor_id, relations, on=on, known_on=known),
    )


def _dyads(
    graph: Graph,
    actor_id: str,
    relations: Iterable[Relation],
    *,
    on: date,
    known_on: date | None,
) -> Mapping[str, Dyad]:
    """How the actor gets on with each partner, by coded acts; none where they are few."""
    coded = [one for one in relations if len(one.datasets) > 0 and one.quad is not None]
    if len(coded) < _ENOUGH_ACTS:
        return {}
    # These import the numerical libraries, which answers from a few articles do without.
    from detente.queries.backing import named_actors
    from detente.queries.friendliness import ENOUGH_DYADS, friendliness
    from detente.queries.scope import Scope, acts_in

    partners = {end for one in coded for end in (one.subject, one.object)}
    named = named_actors(graph.roster, actor_id, *partners, labels=("Organization",))
    heard = Scope(known_on=known_on, without_claims=True)
    found = friendliness(acts_in(graph, heard, until=on, actors=named), as_of=on)
    if len(found.n) < ENOUGH_DYADS:
        return {}
    dyads = ((one, found.dyad(actor_id, one, top=0)) for one in sorted(partners - {actor_id}))
    return {partner: dyad for partner, dyad in dyads if dyad is not None}


def weigh(
    answer: Allies,
    relations: Iterable[Relation],
    treaties: Iterable[SharedTreaty],
    statements: Iterable[Statement],
    *,
    names: Named,
    dyads: Mapping[str, Dyad] = _NONE,
) -> Allies:
    """Fill `answer` from the relations of its actor and their statements, and from treaties.

    `dyads` are how the actor gets on with its partners, where many acts tell of it.
    """
    actor_id = answer.actor.actor_id
    told = {one.statement_id: one for one in statements}
    bound: defaultdict[str, list[SharedTreaty]] = defaultdict(list)
    for treaty in treaties:
        bound[treaty.partner].append(treaty)
    seen: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        partner = relation.object if relation.subject == actor_id else relation.subject
        if is_fact(relation.relation, relation.modality) and state_of(partner) != state_of(
            actor_id
        ):
            seen[partner].append(relation)
    weighed = [
        Weighing(
            actor_id,
            seen[partner],
            bound[partner],
            told,
            on=answer.as_of or date.max,
            names=names,
            dyad=dyads.get(partner),
        ).ally(partner)
        for partner in sorted({*seen, *bound})
    ]
    grounded = [ally for ally in weighed if len(ally.treaties) + len(grounds_of(ally)) > 0]
    ranked = [ally for ally in grounded if ally.verdict != "not enough evidence"]
    apart = [ally for ally in grounded if ally.verdict == "not enough evidence"]
    ordinary = [ally for ally in apart if _is_ordinary(ally) and len(ally.treaties) == 0]
    others = sorted(
        (ally for ally in apart if len(ally.treaties) > 0 or not _is_ordinary(ally)),
        key=lambda one: one.name,
    )
    found = answer.model_copy(
        update={
            "ranked": tuple(sorted(ranked, key=_rank)),
            "told": tuple(
                ally for ally in others if len(grounds_of(ally)) > 0 and not _is_ordinary(ally)
            ),
            "pacts": tuple(
                ally for ally in others if len(grounds_of(ally)) == 0 or _is_ordinary(ally)
            ),
            "ordinary": len(ordinary),
        }
    )
    return found.model_copy(update={"note": _note(found)})


def _example(ally: Ally) -> str | None:
    """The first of the grounds that rest on sentences."""
    for fact in grounds_of(ally):
        return f"{'one source says: ' if from_one_source(ally, fact) else ''}{fact}"
    return None


def _is_ordinary(ally: Ally) -> bool:
    """Whether all that speaks for an ally are coded acts, no more friendly than is expected."""
    weighed = ally.expected is not None and len(ally.claims) + len(ally.own_claims) == 0
    return weighed and ally.coded == ally.articles


def _note(answer: Allies) -> str | None:
    if len(answer.ranked) > 0 and answer.ordinary > 0:
        more = f"{answer.ordinary} more do friendly things too"
        return f"{more}: no more than is expected of them, or a single one"
    if len(answer.ranked) > 0:
        return None
    if any(ally.articles == 1 for ally in answer.told):
        return "not enough evidence: one article is no ground for calling anybody an ally"
    if len(answer.told) > 0:
        return "not enough evidence: nobody is told of often enough to be called an ally"
    return f"not enough evidence: nothing speaks of an ally of {the(answer.actor.name)}"


def _rank(ally: Ally) -> tuple[int, float, str]:
    obligation = min(
        (OBLIGATIONS.index(treaty.obligation) for treaty in ally.treaties),
        default=len(OBLIGATIONS),
    )
    return obligation, -(0.0 if ally.conduct is None else ally.conduct.friendlier), ally.name


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
