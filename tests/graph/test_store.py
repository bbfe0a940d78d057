"""What a store promises, on every database. Expected values: by hand from the queries."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import LiteralString

import neo4j
import pytest

from detente.graph.errors import StoreError
from detente.graph.servers.arcadedb import find_server
from detente.graph.servers.neo4j import free_port
from detente.graph.store import Store, open_store
from tests.neo4j_server import Neo4jServer

PAIR = """
CREATE (a:Actor:Country {actor_id: 'USA', since: date('1776-07-04')})
CREATE (b:Actor:Country {actor_id: 'BLR', names: ['Belarus', 'Bielorusia']})
CREATE (a)-[:MET_WITH {relation_id: 'MET_WITH:1', valid_from: date('2025-12-13')}]->(b)
"""


def run(store: Store, query: LiteralString) -> None:
    store.write(lambda transaction: transaction.run(query).consume())


def count(store: Store) -> int:
    (row,) = store.read("MATCH (n) WHERE NOT n:SchemaVersion RETURN count(n) AS n")
    return int(row["n"])


def test_rows_hold_python_values(store: Store) -> None:
    run(store, PAIR)
    rows = store.read(
        """
        MATCH (a:Actor {actor_id: $id})-[r:MET_WITH]->(b)
        RETURN a, b.names AS names, r.valid_from AS day, date($text) AS given,
               datetime('2025-12-13T10:00:00Z') AS moment, null AS nothing
        """,
        id="USA",
        text="2022-02-01",
    )
    assert rows == [
        {
            "a": {"actor_id": "USA", "since": dt.date(1776, 7, 4)},
            "names": ["Belarus", "Bielorusia"],
            "day": dt.date(2025, 12, 13),
            "given": dt.date(2022, 2, 1),
            "moment": dt.datetime(2025, 12, 13, 10, tzinfo=dt.UTC),
            "nothing": None,
        }
    ]


def test_a_unit_of_work_happens_whole_or_not_at_all(store: Store) -> None:
    def fail(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run(PAIR).consume()
        raise ValueError("the second half fails")

    with pytest.raises(ValueError, match="the second half fails"):
        store.write(fail)
    assert count(store) == 0


def test_a_broken_constraint_leaves_nothing_behind(store: Store) -> None:
    run(store, "CREATE (:Actor:Country {actor_id: 'USA'})")
    with pytest.raises(StoreError, match=r"^the database refused the query: .*USA"):
        run(store, "CREATE (:Article {article_id: 'a'}) CREATE (:Actor:Bloc {actor_id: 'USA'})")
    assert count(store) == 1


def test_writers_of_the_same_keys_take_turns(store: Store) -> None:
    """Eight loads of the same twenty actors at once, each counting itself."""

    def load(_: int) -> None:
        def work(transaction: neo4j.ManagedTransaction) -> None:
            transaction.run(
                """
                MERGE (m:Meta {key: 'graph'})
                ON CREATE SET m.revision = 1 ON MATCH SET m.revision = m.revision + 1
                """
            ).consume()
            transaction.run(
                "UNWIND range(1, 20) AS i MERGE (a:Actor {actor_id: 'A' + toString(i)})"
            ).consume()

        store.write(work)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(load, range(8)))
    rows = store.read("MATCH (m:Meta) MATCH (a:Actor) RETURN m.revision AS r, count(a) AS n")
    assert rows == [{"r": 8, "n": 20}]


def test_people_may_read(store: Store) -> None:
    run(store, PAIR)
    rows = store.read_only(
        "MATCH path = (:Country {actor_id: $from})-[]->(:Country) RETURN path, 1 AS one",
        **{"from": "USA"},
    )
    usa = {
        "labels": ["Actor", "Country"],
        "properties": {"actor_id": "USA", "since": dt.date(1776, 7, 4)},
    }
    blr = {
        "labels": ["Actor", "Country"],
        "properties": {"actor_id": "BLR", "names": ["Belarus", "Bielorusia"]},
    }
    met = {
        "type": "MET_WITH",
        "start": "USA",
        "end": "BLR",
        "properties": {"relation_id": "MET_WITH:1", "valid_from": dt.date(2025, 12, 13)},
    }
    assert rows == [{"path": {"nodes": [usa, blr], "relationships": [met]}, "one": 1}]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:Evil)",
        "MATCH (n) SET n.x = 1 RETURN n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) REMOVE n.actor_id",
        "MERGE (n:Evil {x: 1}) RETURN n",
        "MATCH (a:Actor) CALL (a) { SET a.x = 1 } RETURN a",
        "FOREACH (x IN [1] | CREATE (:Evil))",
        "CREATE INDEX evil IF NOT EXISTS FOR (e:Evil) ON (e.x)",
        "DROP CONSTRAINT actor_id_unique",
        "EXPLAIN CREATE (n:Evil)",
        "LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line",
        "CALL db.createLabel('Evil')",
    ],
)
def test_people_may_not_write_when_they_read(store: Store, query: str) -> None:
    run(store, PAIR)
    before = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    with pytest.raises(StoreError, match=r"the query (would write|reads files).* here$"):
        store.read_only(query)
    after = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    assert sorted(map(str, after)) == sorted(map(str, before))


def test_the_embedded_reader_cannot_write_whatever_the_query_says(home: Path) -> None:
    """The words are only the first guard: the login behind them has no right to write."""
    server = find_server(home)
    assert server is not None
    with (
        neo4j.GraphDatabase.driver(
            server.uri, auth=(server.reader, server.reader_password)
        ) as driver,
        pytest.raises(neo4j.exceptions.Neo4jError, match="not allowed"),
    ):
        driver.execute_query("CREATE (n:Evil)", database_=server.database)
    with open_store() as store:
        assert count(store) == 0


@pytest.mark.parametrize("query", ["MATCH (n", "RETURN m", ""])
def test_a_mistaken_query_is_told_in_one_line(store: Store, query: str) -> None:
    with pytest.raises(StoreError) as caught:
        store.read_only(query)
    assert str(caught.value).startswith("the database refused the query: ")
    assert "\n" not in str(caught.value)


def test_a_missing_parameter_is_named(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.read("RETURN $missing AS x")
    assert str(caught.value) == "the database refused the query: Expected parameter(s): missing"


def test_a_wrong_password_is_told_without_it(store: Store) -> None:
    wrong = "not the password"
    with pytest.raises(StoreError) as caught:
        open_store(uri=store.uri, user="ann", password=wrong)
    assert str(caught.value) == (
        f"{store.uri} does not let user 'ann' in: check NEO4J_USERNAME and NEO4J_PASSWORD"
    )


def test_a_missing_password_is_asked_for(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(uri=store.uri)
    assert str(caught.value) == (
        f"{store.uri} asks for a user and a password: set NEO4J_USERNAME and NEO4J_PASSWORD"
    )


def test_a_database_that_is_not_there_is_named(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(
            uri=neo4j_server.uri,
            user=neo4j_server.user,
            password=neo4j_server.password,
            database="elsewhere",
        )
    assert str(caught.value) == (
        f"{neo4j_server.uri} has no database 'elsewhere': set NEO4J_DATABASE"
    )


def test_nothing_at_the_address_is_told_soon() -> None:
    uri = f"bolt://127.0.0.1:{free_port()}"
    with pytest.raises(StoreError) as caught:
        open_store(uri=uri)
    assert str(caught.value) == (
        f"nothing answers at {uri}: start the server, or correct NEO4J_URI"
    )


def test_a_host_that_does_not_exist_is_told() -> None:
    with pytest.raises(StoreError) as caught:
        open_store(uri="neo4j://no-such-host.invalid:7687")
    assert str(caught.value) == (
        "nothing answers at neo4j://no-such-host.invalid:7687: "
        "start the server, or correct NEO4J_URI"
    )
