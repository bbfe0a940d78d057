"""Reading the graph: which statements and relations belong to a question."""

# Actors that a judgement merged count as one. What was known on an earlier day is computed from the
# statements of that day, never read from edges.

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from detente.graph.actors import SIDES, state_of
from detente.graph.asof import as_known_on, as_of
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.edges import read_edges, read_edges_between, read_edges_of
from detente.graph.errors import GraphError
from detente.graph.evidence import read_statements
from detente.graph.judgements import Verdicts, in_force
from detente.graph.projection import project
from detente.graph.relations import Relation
from detente.graph.statements import LIVE, Statement, pair_of
from detente.graph.transaction import Run

__all__ = ["Conditions", "find_relations", "find_statements"]


class Conditions(NamedTuple):
    """What statements must fit; None asks for nothing.

    `sides` are those of the actor, where it is a state; `coded_facts` what a data set tells as
    having happened.
    """

    between: tuple[str, str] | None = None
    actor: str | None = None
    article_id: str | None = None
    ids: Collection[str] | None = None
    sides: bool = False
    coded_facts: bool = True

    def actors(self) -> list[str]:
        """The actor, with its sides where those are wanted too."""
        if self.actor is None:
            return []
        return _with_sides(self.actor) if self.sides else [self.actor]

    def wants(self, statement: Statement) -> bool:
        """Whether it is no coded fact, where those are not wanted."""
        return self.coded_facts or statement.dataset is None or statement.modality not in LIVE

    def fitting(self, run: Run, verdicts: Verdicts) -> list[list[Statement]]:
        """The statements that fit, for each condition by itself."""
        found = []
        if self.between is not None:
            pairs = _pairs(*self.between, verdicts)
            found.append(read_statements(run, pairs, by="pairs", coded_facts=self.coded_facts))
        if self.actor is not None:
            named = sorted({alias for one in self.actors() for alias in verdicts.aliases(one)})
            found.append(read_statements(run, named, by="actors", coded_facts=self.coded_facts))
        if self.article_id is not None:
            found.append(read_statements(run, [self.article_id], by="articles"))
        if self.ids is not None:
            found.append(read_statements(run, self.ids))
        return found if len(found) > 0 else [read_statements(run)]


def find_statements(
    run: Run, conditions: Conditions, *, known_on: date | None, standing: bool
) -> list[Statement]:
    """The statements that fit all conditions, as they stood at the end of `known_on`.

    Only those that support something, unless `standing` is false.
    """
    verdicts = Verdicts(in_force(read_judgements(run), known_on=known_on))
    first, *others = conditions.fitting(run, verdicts)
    for told in others:
        ids = {one.statement_id for one in told}
        first = [one for one in first if one.statement_id in ids]
    wanted = [one for one in first if conditions.wants(one)]
    known = wanted if known_on is None else as_known_on(wanted, known_on)
    return [one for one in known if not standing or verdicts.apply(one) is not None]


def find_relations(
    run: Run, conditions: Conditions, *, day: date | None, known_on: date | None
) -> list[Relation]:
    """The relations of a pair, of an actor or of all, as of `day` and as known on `known_on`."""
    if conditions.between is not None and conditions.actor is not None:
        raise GraphError("relations: give either between or actor, not both")
    if known_on is None:
        found = _stored_relations(run, conditions)
    else:
        found = _known_relations(run, conditions, known_on)
    return found if day is None else as_of(found, day)


def _stored_relations(run: Run, conditions: Conditions) -> list[Relation]:
    verdicts = Verdicts(read_judgements(run))
    if conditions.between is not None:
        left, right = _sides(*conditions.between)
        return read_edges_between(run, _counted(left, verdicts), _counted(right, verdicts))
    if conditions.actor is not None:
        return read_edges_of(run, _counted(conditions.actors(), verdicts))
    return read_edges(run)


def _counted(actors: Collection[str], verdicts: Verdicts) -> list[str]:
    return sorted({verdicts.actor(one) for one in actors})


def _known_relations(run: Run, conditions: Conditions, known_on: date) -> list[Relation]:
    told = find_statements(run, conditions, known_on=known_on, standing=True)
    links = read_reader_links(run, [one.statement_id for one in told])
    return project(told, in_force([*read_judgements(run), *links], known_on=known_on))


def _pairs(left: str, right: str, verdicts: Verdicts) -> list[str]:
    lefts, rights = (
        {alias for one in side for alias in verdicts.aliases(one)} for side in _sides(left, right)
    )
    named = {pair_of(one, other) for one in lefts for other in rights}
    return sorted(pair for pair in named if pair is not None)


def _sides(left: str, right: str) -> tuple[list[str], list[str]]:
    """The ids to look for at each end: a state stands for its sides too.

    Not so between a state and a side of its own, as these are told apart.
    """
    if state_of(left) == state_of(right):
        return [left], [right]
    return _with_sides(left), _with_sides(right)


def _with_sides(actor_id: str) -> list[str]:
    if actor_id != state_of(actor_id):
        return [actor_id]
    return [actor_id, *(f"{actor_id}:{side}" for side in SIDES)]
