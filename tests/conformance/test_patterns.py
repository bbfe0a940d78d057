"""Random patterns on random graphs: every store answers what trying everything gives.

A failure names the seed: `random_graph` and `random_query` of `random.Random(seed)`.
"""

from __future__ import annotations

import random
from typing import Any

import neo4j
import pytest

from detente.graph.store import Store
from tests.conformance.graphs import Probe, creating, grouped, random_graph, random_query

PER_GRAPH = 10


def draw(store: Store, probe: Probe) -> None:
    """Put a graph in the place of the last one; labels and types cannot be parameters."""
    nodes, edges = creating(probe)

    def work(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run("MATCH (n:Probe) DETACH DELETE n").consume()
        for label, rows in grouped(nodes, "label").items():
            transaction.run(
                f"UNWIND $rows AS row CREATE (n:Probe:{label} "
                "{key: row.key, kind: row.kind, size: row.size})",
                rows=rows,
            ).consume()
        for kind, rows in grouped(edges, "type").items():
            transaction.run(
                "UNWIND $rows AS row MATCH (a:Probe {key: row.start}), (b:Probe {key: row.end}) "
                f"CREATE (a)-[:{kind} {{key: row.key, weight: row.weight, "
                "day: CASE WHEN row.day IS NULL THEN null ELSE date(row.day) END}]->(b)",
                rows=rows,
            ).consume()

    store.write(work)


def compare(store: Store, seeds: range) -> None:
    """Ask ten queries of each graph."""
    wrong: list[str] = []
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - the same each time
        probe = random_graph(chance)
        draw(store, probe)
        for number in range(PER_GRAPH):
            query = random_query(chance)
            expected = query.rows(probe)
            answer: list[Any] = [tuple(row.values()) for row in store.read_only(query.text)]
            if answer != expected:
                wrong.append(
                    f"seed {seed}, query {number}: {query.text}\n  on {probe}\n"
                    f"  expected {expected}\n  answered {answer}"
                )
    assert wrong == [], f"{len(wrong)} differ:\n" + "\n".join(wrong[:3])


def test_a_hundred_patterns(store: Store) -> None:
    compare(store, range(10))


@pytest.mark.long
def test_a_thousand_patterns(store: Store) -> None:
    compare(store, range(1000, 1100))
