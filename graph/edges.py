"""The typed edges in the database."""

# Edges are written from what `derive` gives and from nothing else. Relationship types cannot be
# parameters in Cypher: there is one text a type, made from the registry, never from user input.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, LiteralString, NamedTuple

from detente.graph.errors import GraphError
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import ends_of_pair
from detente.graph.transaction import Run, run_rows

__all__ = [
    "EdgeChange",
    "read_edge",
    "read_edge_rows",
    "read_edges",
    "read_edges_between",
    "read_edges_of",
    "read_edges_of_pairs",
    "relation_of",
    "replace_edges",
]

_ANY: LiteralString = "|".join(REGISTRY)

_READ_BETWEEN: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(b:Actor) WHERE a.actor_id IN $left AND b.actor_id IN $right
RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, properties(r) AS edge
"""

_READ_FROM: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(b:Actor) WHERE a.actor_id IN $actors
RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, properties(r) AS edge
"""

_READ_TO: LiteralString = f"""
MATCH (b:Actor)<-[r:{_ANY}]-(a:Actor) WHERE b.actor_id IN $actors
RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, properties(r) AS edge
"""

_READ_ALL: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(b:Actor)
RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, properties(r) AS edge
"""

# Ends without label and the id in WHERE: only so does ArcadeDB use the index of the type.
_READ_ONE: dict[str, LiteralString] = {
    name: f"""
MATCH (a)-[r:{name}]->(b) WHERE r.relation_id = $relation_id
RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, properties(r) AS edge
"""
    for name in REGISTRY
}

_DELETE: dict[str, LiteralString] = {
    name: f"MATCH (a)-[r:{name}]->(b) WHERE r.relation_id IN $ids DELETE r" for name in REGISTRY
}

_CREATE: dict[str, LiteralString] = {
    name: f"""
UNWIND $rows AS row
MATCH (a:Actor {{actor_id: row.subject}})
MATCH (b:Actor {{actor_id: row.object}})
CREATE (a)-[r:{name} {{relation_id: row.edge.relation_id}}]->(b)
SET r += row.edge
SET r.valid_from = date(row.valid_from), r.valid_to = date(row.valid_to),
    r.reported_on = date(row.reported_on)
"""
    for name in REGISTRY
}

# A property that is null is not stored.
_UNCODED = {"plover": None, "quad": None}
_DATED = ("valid_from", "valid_to", "reported_on")


class EdgeChange(NamedTuple):
    """How many relations a write made, altered and removed."""

    new: int = 0
    changed: int = 0
    gone: int = 0


def replace_edges(run: Run, before: Iterable[Relation], after: Iterable[Relation]) -> EdgeChange:
    """Make the edges `after` stand where `before` stood; equal ones are not touched."""
    old = {relation.relation_id: relation for relation in before}
    new = {relation.relation_id: relation for relation in after}
    stale = [one for key, one in old.items() if new.get(key) != one]
    fresh = [one for key, one in new.items() if old.get(key) != one]
    for name, relations in _by_type(stale).items():
        run(_DELETE[name], ids=[one.relation_id for one in relations])
    for name, relations in _by_type(fresh).items():
        run_rows(run, _CREATE[name], [_row(one) for one in relations])
    changed = sum(one.relation_id in old for one in fresh)
    return EdgeChange(len(fresh) - changed, changed, len(stale) - changed)


def _by_type(relations: Iterable[Relation]) -> dict[str, list[Relation]]:
    groups: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        groups[relation.relation].append(relation)
    return groups


def _row(relation: Relation) -> dict[str, Any]:
    edge = relation.model_dump(mode="json", exclude_none=True)
    row: dict[str, Any] = {name: edge.pop(name, None) for name in _DATED}
    row |= {"subject": edge.pop("subject"), "object": edge.pop("object")}
    del edge["relation"]
    return row | {"edge": {key: value for key, value in edge.items() if value != []}}


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


def read_edges_of_pairs(run: Run, pairs: Iterable[str]) -> list[Relation]:
    """The stored relations of unordered pairs of actors, each written `A|B`."""
    partners: defaultdict[str, list[str]] = defaultdict(list)
    for left, right in map(ends_of_pair, sorted(pairs)):
        partners[left].append(right)
    return [
        relation
        for left, rights in partners.items()
        for relation in read_edges_between(run, [left], rights)
    ]


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
    ends = {end: row[end] for end in ("subject", "relation", "object")}
    return Relation.model_validate(_UNCODED | row["edge"] | ends)


def _relations(rows: Iterable[dict[str, Any]]) -> list[Relation]:
    found = {row["edge"]["relation_id"]: relation_of(row) for row in rows}
    return [found[key] for key in sorted(found)]
