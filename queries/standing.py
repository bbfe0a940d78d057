"""What is in force on a day, whatever is done on it: wars, alliances, treaties and sanctions."""

# A state holds on a day by what those say who are heard. Whoever is not heard leaves no state.

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from detente.graph.registry import CONFLICT, REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import Statement
from detente.queries.backing import is_one_article
from detente.queries.captions import caption
from detente.queries.ends import names_of
from detente.queries.sanctions import sanctions_in_force
from detente.queries.scope import Scope
from detente.queries.weighing import OBLIGATIONS, obligations_once
from detente.queries.wording import is_fact, when_held

if TYPE_CHECKING:
    from detente.graph.graph import Graph
    from detente.queries.captions import Named

__all__ = ["ALLIANCES", "WARS", "State", "in_force", "states_on"]

#: States in which two are adversaries, or allies, whatever else they do.
WARS = frozenset(
    name for name, kind in REGISTRY.items() if kind.kind == "state" and kind.quad in CONFLICT
)
ALLIANCES = frozenset({"ALLIED_WITH"})
_HELPING = frozenset(OBLIGATIONS[:3])


class State(NamedTuple):
    """A state of two actors, and what is heard of it: "Chile is at war with Peru", by two."""

    relation: Relation
    told: tuple[Statement, ...]

    def words(self, names: Named) -> str:
        """The state with its days, and whether one source tells of it."""
        relation = self.relation
        words = caption(relation.relation, relation.subject, relation.object, names)
        said = f"{words}, {when_held(relation)}"
        return f"one source says: {said}" if is_one_article(self.told) else said


def states_on(
    graph: Graph, actor: str, types: Collection[str], *, scope: Scope, on: date
) -> Iterator[State]:
    """The states of an actor of some types on a day, by what those say who are heard."""
    import polars as pl

    if scope.known_on is None:
        # The frames know only of today's relations.
        relations = graph.columns().relations
        ends = (pl.col("source") == actor) | (pl.col("target") == actor)
        if relations.filter(ends & pl.col("relation").is_in(sorted(types))).height == 0:
            return
    for relation in graph.relations(actor=actor, as_of=on, known_on=scope.known_on):
        if relation.relation not in types or not is_fact(relation.relation, relation.modality):
            continue
        told = graph.statements(ids=relation.statement_ids, known_on=scope.known_on)
        heard = tuple(one for one in told if scope.hears(one))
        if len(heard) > 0:
            yield State(relation, heard)


def in_force(
    graph: Graph, left: str, right: str, *, on: date, scope: Scope | None = None
) -> tuple[str, ...]:
    """What is in force between two actors on a day, in words: wars, alliances, sanctions.

    >>> in_force(graph, "POL", "USA", on=date(2025, 12, 18))  # doctest: +SKIP
    ('bound by the North Atlantic Treaty (defence) since 1999-03-12',)

    Wars come first, then treaties of defence, offence or consultation, alliances that sources tell
    of where there is no such treaty, and sanctions either way.
    """
    who = scope or Scope()
    names = names_of(graph.roster)
    states = [
        one
        for one in states_on(graph, left, WARS | ALLIANCES, scope=who, on=on)
        if right in (one.relation.subject, one.relation.object)
    ]
    wars = [one.words(names) for one in states if one.relation.relation in WARS]
    treaties = [
        f"bound by the {one.name} ({one.obligation}) since {one.since}"
        for one in obligations_once(
            one for one in graph.treaties(actor=left, as_of=on) if one.partner == right
        )
        if one.obligation in _HELPING
    ]
    allied = [one.words(names) for one in states if one.relation.relation in ALLIANCES]
    sanctions = [
        one.words(names) for one in sanctions_in_force(graph, who, on=on, actors=(left, right))
    ]
    return (*wars, *(treaties or allied), *sanctions)
