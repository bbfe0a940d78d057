"""The typed edges in the database."""

# Edges are written from what `derive` gives and from nothing else. Relationship types cannot be
# parameters in Cypher: there is one text a type, made from the registry, never from user input.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, LiteralString, NamedTuple

from detente.graph.errors import GraphError
from detente.graph.packing import Batch, Packing, send
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.transaction import Run, pages

__all__ = [
    "EdgeChange",
    "EdgeWrite",
    "edge_pages",
    "read_edge",
    "read_edge_rows",
    "read_edges",
    "read_edges_between",
    "read_edges_of",
    "relation_of",
]

#: Dates come back as texts: as values of the driver they cost ten times as much.
_DATED = ("valid_from", "valid_to", "reported_on")
#: Relations that are read at once where all are wanted.
_PAGE = 5_000
_ENDS = ("subject", "relation", "object")

_ANY: LiteralString = "|".join(REGISTRY)

_FOUND: LiteralString = (
    "a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, "
    + "r {.*, plover: r.plover, quad: r.quad, "
    + ", ".join(f"{name}: toString(r.{name})" for name in _DATED)
    + "} AS edge"
)

_READ_BETWEEN: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(b:Actor) WHERE a.actor_id IN $left AND b.actor_id IN $right
RETURN {_FOUND}
"""

_READ_FROM: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(b:Actor) WHERE a.actor_id IN $actors
RETURN {_FOUND}
"""

_READ_TO: LiteralString = f"""
MATCH (b:Actor)<-[r:{_ANY}]-(a:Actor) WHERE b.actor_id IN $actors
RETURN {_FOUND}
"""

_READ_ALL: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(b:Actor)
RETURN {_FOUND}
"""

# Ends without label and the id in WHERE: only so does ArcadeDB use the index of the type.
_READ_ONE: dict[str, LiteralString] = {
    name: f"""
MATCH (a)-[r:{name}]->(b) WHERE r.relation_id = $relation_id
RETURN {_FOUND}
"""
    for name in REGISTRY
}

_COUNTED: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(:Actor) RETURN a.actor_id AS actor_id, count(r) AS edges
"""

_READ_PAGE: LiteralString = f"""
UNWIND $actors AS actor
MATCH (a:Actor {{actor_id: actor}})-[r:{_ANY}]->(b:Actor)
RETURN {_FOUND}
"""

_DELETE: dict[str, LiteralString] = {
    name: f"MATCH (a)-[r:{name}]->(b) WHERE r.relation_id IN $ids DELETE r" for name in REGISTRY
}

_PACKING = Packing(Relation, leaving=_ENDS)

_CREATE: dict[str, LiteralString] = {
    name: f"""
UNWIND $batch.rows AS dyad
MATCH (a:Actor {{actor_id: dyad.subject}})
MATCH (b:Actor {{actor_id: dyad.object}})
UNWIND dyad.rows AS row
WITH a, b, row
CREATE (a)-[r:{name} {{{_PACKING.properties}}}]->(b)
"""
    for name in REGISTRY
}


class EdgeChange(NamedTuple):
    """How many relations a write made, altered and removed."""

    new: int = 0
    changed: int = 0
    gone: int = 0


class EdgeWrite(NamedTuple):
    """How to make some relations stand where others stood, ready to be sent."""

    stale: Mapping[str, Sequence[str]]
    fresh: Mapping[str, Sequence[Batch]]
    change: EdgeChange

    @classmethod
    def of(cls, before: Iterable[Relation], after: Iterable[Relation]) -> EdgeWrite:
        """Make the edges `after` stand where `before` stood; equal ones are not touched."""
        old = {relation.relation_id: relation for relation in before}
        new = {relation.relation_id: relation for relation in after}
        stale = [one for key, one in old.items() if new.get(key) != one]
        fresh = [one for key, one in new.items() if old.get(key) != one]
        changed = sum(one.relation_id in old for one in fresh)
        return cls(
            {name: [one.relation_id for one in some] for name, some in _by_type(stale).items()},
            {name: _PACKING.batches_by_dyad(some) for name, some in _by_type(fresh).items()},
            EdgeChange(len(fresh) - changed, changed, len(stale) - changed),
        )

    def write(self, run: Run) -> EdgeChange:
        """Send it; their actors are there already."""
        for name, ids in self.stale.items():
            run(_DELETE[name], ids=ids)
        for name, batches in self.fresh.items():
            send(run, _CREATE[name], batches)
        return self.change


def _by_type(relations: Iterable[Relation]) -> dict[str, list[Relation]]:
    groups: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        groups[relation.relation].append(relation)
    return groups


def read_edges(run: Run) -> list[Relation]:
    """Every stored relation, in order of their ids."""
    return _relations(read_edge_rows(run))


def read_edge_rows(run: Run) -> list[dict[str, Any]]:
    """Every stored edge as it stands, twice if it is stored twice: what `check` looks at."""
    return run(_READ_ALL)


def read_edges_between(run: Run, left: Collection[str], right: Collection[str]) -> list[Relation]:
    """The stored relations from one of `left` to one of `right` and back."""
    there = run(_READ_BETWEEN, left=list(left), right=list(right))
    return _relations(there + run(_READ_BETWEEN, left=list(right), right=list(left)))


def edge_pages(run: Run) -> Iterator[list[Relation]]:
    """Every stored relation, some thousands at a time, all of one subject together."""
    counted = {row["actor_id"]: row["edges"] for row in run(_COUNTED)}
    for actors in pages(counted, _PAGE):
        yield _relations(run(_READ_PAGE, actors=actors))


def read_edges_of(run: Run, actors: Collection[str]) -> list[Relation]:
    """The stored relations from or to one of `actors`."""
    given = list(actors)
    return _relations(run(_READ_FROM, actors=given) + run(_READ_TO, actors=given))


def read_edge(run: Run, relation_id: str) -> Relation:
    """The stored relation of this id.

    Raises `GraphError` for an id that names none.
    """
    name = relation_id.partition(":")[0]
    rows = run(_READ_ONE[name], relation_id=relation_id) if name in REGISTRY else []
    if len(rows) == 0:
        raise GraphError(f"no such relation: {relation_id} (see 'detente between' for ids)")
    return _relations(rows)[0]


def relation_of(row: dict[str, Any]) -> Relation:
    """The relation that a row of `read_edge_rows` holds."""
    return Relation.model_validate(row["edge"] | {end: row[end] for end in _ENDS})


def _relations(rows: Iterable[dict[str, Any]]) -> list[Relation]:
    found = {row["edge"]["relation_id"]: relation_of(row) for row in rows}
    return [found[key] for key in sorted(found)]
