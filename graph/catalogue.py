"""What stands in a database: its labels and types, how often, and what they are found by."""

# The same rows on every store: an index is told by what it is on, as stores name them differently.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from detente.graph.schema import EntityKind, Rule, rules
from detente.graph.transaction import Run

__all__ = ["Entry", "read_catalogue"]

_LABELS = "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS number"
_TYPES = "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS number"
_INDEXES = "SHOW INDEXES YIELD entityType, labelsOrTypes, properties, owningConstraint"


class Entry(NamedTuple):
    """A label, or a type of relationship, as a database has it.

    `unique` and `indexed` are the properties that it is found by; `missing` names the constraints
    and indexes that the schema has and the database has not.
    """

    kind: EntityKind
    name: str
    number: int
    unique: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def read_catalogue(run: Run) -> list[Entry]:
    """Every label and type that is in use, or that the schema knows; by name, labels first."""
    numbers: dict[tuple[EntityKind, str], int] = {}
    numbers |= {("label", row["name"]): row["number"] for row in run(_LABELS)}
    numbers |= {("type", row["name"]): row["number"] for row in run(_TYPES)}
    found: defaultdict[tuple[EntityKind, str], list[Rule]] = defaultdict(list)
    for rule in _stored(run):
        found[rule.kind, rule.on].append(rule)
    known: defaultdict[tuple[EntityKind, str], list[Rule]] = defaultdict(list)
    for rule in rules():
        known[rule.kind, rule.on].append(rule)
    return [
        Entry(
            *key,
            numbers.get(key, 0),
            unique=_properties(rule for rule in found[key] if rule.unique),
            indexed=_properties(rule for rule in found[key] if not rule.unique),
            missing=_missing(known[key], found[key]),
        )
        for key in sorted({*numbers, *found, *known})
    ]


def _stored(run: Run) -> Iterable[Rule]:
    """The constraints and indexes of the database, without their names."""
    for row in run(_INDEXES):
        # The index that finds all nodes of a label is on none, and every Neo4j has it.
        for on in row["labelsOrTypes"] or ():
            yield Rule(
                name="",
                kind="label" if row["entityType"] == "NODE" else "type",
                on=on,
                properties=tuple(row["properties"]),
                unique=row["owningConstraint"] is not None,
            )


def _properties(rules_: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(sorted({", ".join(rule.properties) for rule in rules_}))


def _missing(known: Iterable[Rule], found: Iterable[Rule]) -> tuple[str, ...]:
    stands = {(rule.properties, rule.unique) for rule in found}
    return tuple(rule.name for rule in known if (rule.properties, rule.unique) not in stands)
