"""Usual questions are answered through an index, as the plans of the database show.

The plans are those for a graph of some size: for a few nodes, reading them all is the better plan.
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from detente.graph.packing import Batch
from detente.graph.schema import rules
from detente.graph.store import Store
from detente.queries.saved import saved
from detente.queries.scripts import read_script
from tests.conftest import ROOT
from tests.layout import modules

FILL = (
    "UNWIND range(0, 999) AS i CREATE (:Actor:Country {actor_id: 'A' + toString(i), "
    "name: 'Actor ' + toString(i)})",
    "UNWIND range(0, 999) AS i CREATE (:Article {article_id: 'a' + toString(i), "
    "published_at: date('2020-01-01') + duration({days: i})})",
    "UNWIND range(0, 3999) AS i CREATE (:Statement {statement_id: 's' + toString(i), "
    "event_id: 'e' + toString(i / 2), article_id: 'a' + toString(i / 5), "
    "pair: 'A' + toString(i % 900) + '|A' + toString(i % 900 + 1)})",
    "UNWIND range(0, 3999) AS i MATCH (s:Statement {statement_id: 's' + toString(i)}) "
    "MATCH (x:Article {article_id: 'a' + toString(i / 5)}) "
    "MATCH (a:Actor {actor_id: 'A' + toString(i % 900)}) "
    "MATCH (b:Actor {actor_id: 'A' + toString(i % 900 + 1)}) "
    "CREATE (s)-[:STATED_IN]->(x) CREATE (s)-[:SUBJECT]->(a) CREATE (s)-[:OBJECT]->(b) "
    "CREATE (s)-[:SAID_BY]->(a) "
    "CREATE (a)-[:MET_WITH {relation_id: 'MET_WITH:' + toString(i)}]->(b)",
    "UNWIND range(0, 1999) AS i MATCH (s:Statement {statement_id: 's' + toString(i)}) "
    "MATCH (t:Statement {statement_id: 's' + toString(i + 2000)}) "
    "CREATE (s)-[:CONTRADICTS]->(t) CREATE (s)-[:SAME_EVENT {judged_by: 'reader'}]->(t)",
)
# What people write when they know their way: the indexes beside those of the constraints are there
# for these, and for detente's own queries.
WRITTEN = {
    "a country by its id": "MATCH (a:Country {actor_id: $id}) RETURN a",
    "a person by his id": "MATCH (a:Person {actor_id: $id}) RETURN a",
    "a body by its id": "MATCH (a:Bloc {actor_id: $id}) RETURN a",
    "an organization by its id": "MATCH (a:Organization {actor_id: $id}) RETURN a",
    "an actor by its name": "MATCH (a:Actor {name: $name}) RETURN a",
    "who tells of an event": "MATCH (s:Statement {event_id: $id})-[:STATED_IN]->(x:Article) "
    "RETURN s, x",
    "what was published since a day": "MATCH (x:Article)<-[:STATED_IN]-(s:Statement) "
    "WHERE x.published_at >= $day RETURN x, s",
}


#: Asked once where a person adds names: it may look at every statement.
RARE = {"graph.evidence._BY[surfaces]"}


class Plan(NamedTuple):
    """The operators of a plan, and the indexes that they use: label or type with property."""

    operators: tuple[str, ...]
    indexes: frozenset[str]

    @property
    def scans(self) -> tuple[str, ...]:
        """The operators that read all nodes, or all of a label, a type or an index."""
        return tuple(name for name in self.operators if name.endswith("Scan"))

    @property
    def seeks(self) -> bool:
        """Whether something is looked up."""
        return any("Seek" in name for name in self.operators)


@pytest.fixture
def filled(store: Store) -> Store:
    """A graph that is large enough for its plans to matter."""
    for query in FILL:
        run(store, query)
    if store.is_neo4j:
        # What it counts for its plans lags behind what was written.
        store.read("CALL db.resampleOutdatedIndexes()")
        store.read("CALL db.awaitIndexes(60)")
    return store


def run(store: Store, query: str) -> None:
    store.write(lambda transaction: transaction.run(query).consume())


def explain(store: Store, query: str) -> Plan:
    given: dict[str, Any] = {name: [] for name in re.findall(r"\$(\w+)", query)}
    # A day as a date: ArcadeDB looks nothing up by what a function like `date($day)` gives.
    given |= {"limit": 10, "day": dt.date(2025, 12, 18), "since": "2025-12-18"}
    given |= {"separator": "|", "least": "s1", "bound": "s2"}
    given |= {"batch": Batch([], [], [])._asdict()}
    with store._session(store._driver) as session:
        plan = session.run("EXPLAIN " + query, given).consume().plan
    assert plan is not None
    if not store.is_neo4j:
        text = plan["args"]["string-representation"]
        # What it calls a scan here is one of a range, found in the index.
        steps = re.findall(r"\+ (\w+)\(", text.replace("NodeIndexRangeScan", "NodeIndexSeek"))
        return Plan(tuple(steps), frozenset(re.findall(r"index=(\S+),", text)))
    told = list(walk(plan))
    details = "\n".join(detail for _, detail in told)
    used = re.findall(r"(?:RANGE INDEX|UNIQUE) \S*?:(\w+)\((\w+)\)", details)
    return Plan(tuple(name for name, _ in told), frozenset(f"{on}[{key}]" for on, key in used))


def walk(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"].split("@")[0], str(plan["args"].get("Details", ""))
    for child in plan.get("children", ()):
        yield from walk(child)


def own_queries() -> dict[str, str]:
    """Detente's own queries, by the names of their constants; one of those that differ by type."""
    found = {}
    for module in modules():
        if "MATCH" not in module.path.read_text(encoding="utf8"):
            continue
        prefix = module.name.removeprefix("detente.")
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, str):
                found[f"{prefix}.{name}"] = value
            elif isinstance(value, dict):
                keys = ["MET_WITH"] if "MET_WITH" in value else list(value)
                found |= {f"{prefix}.{name}[{key}]": value[key] for key in keys}
    return {name: text for name, text in found.items() if looks_up(text) and name not in RARE}


def looks_up(query: object) -> bool:
    """Whether it is a query that finds something by what it is given.

    Who judged (`$reader`) finds nothing: that is for all links of the reader.
    """
    return (
        isinstance(query, str)
        and re.match(r"\s*(MATCH|UNWIND|MERGE|OPTIONAL|WITH)\b", query) is not None
        and "MATCH" in query
        and re.search(r"\$(?!reader\b)|\brow\b", query) is not None
    )


def asked_questions() -> dict[str, str]:
    """The saved questions about one actor, or a pair."""
    return {
        f"saved {one.name}": one.cypher
        for one in saved()
        if any(parameter.kind == "actor" for parameter in one.parameters)
    }


def shown_questions() -> dict[str, str]:
    """The queries of docs/cypher.md about some actors, or since a day."""
    page = (ROOT / "docs" / "cypher.md").read_text(encoding="utf8")
    fences = re.findall(r"^```cypher\n(.*?)^```$", page, re.M | re.S)
    queries = [read_script(fence).query for fence in fences]
    given = re.compile(r"\$(left|name|since)\b")
    return {query.splitlines()[0]: query for query in queries if given.search(query) is not None}


def test_what_is_looked_up_goes_through_an_index_and_every_index_is_used(filled: Store) -> None:
    asked = WRITTEN
    if filled.is_neo4j:
        # ArcadeDB tells its plan in full only for a single pattern.
        asked = WRITTEN | own_queries() | asked_questions() | shown_questions()
        assert len(asked) > 50
    plans = {name: explain(filled, query) for name, query in asked.items()}
    slow = {name: plan.operators for name, plan in plans.items() if plan.scans or not plan.seeks}
    assert slow == {}
    if filled.is_neo4j:
        used = {index for plan in plans.values() for index in plan.indexes}
        made = {f"{rule.on}[{', '.join(rule.properties)}]" for rule in rules() if not rule.unique}
        assert made - used == set()
