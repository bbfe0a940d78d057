"""A store named by `neo4j://`, as a cluster or Aura is: routed, and reading what it wrote.

One server answers as a cluster of one: it gives a routing table with itself in every role.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from detente import seeds
from detente.graph.graph import Graph
from detente.graph.store import Store, open_store
from tests.graph.statements import at
from tests.neo4j_server import Neo4jServer
from tests.queries.conftest import COURIER, IN_COURIER
from tests.stores import Collecting, empty


@pytest.fixture
def routed(neo4j_server: Neo4jServer) -> Iterator[Store]:
    """The Neo4j of the tests, by an address that asks for routing."""
    with open_routed(neo4j_server) as opened:
        empty(opened)
        yield opened
        empty(opened)


def open_routed(server: Neo4jServer) -> Store:
    uri = server.uri.replace("bolt://", "neo4j://")
    return open_store(uri=uri, user=server.user, password=server.password)


@contextmanager
def sent() -> Iterator[list[str]]:
    """What the driver sends meanwhile, message by message."""
    logger, handler = logging.getLogger("neo4j.io"), Collecting(logging.DEBUG)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def bookmarks(messages: list[str]) -> list[list[str]]:
    """The bookmarks that each transaction began with."""
    begun = [message for message in messages if re.search(r" C: (BEGIN|RUN) ", message)]
    return [re.findall(r"FB:[^'\"]+", message) for message in begun]


def test_servers_are_asked_for_by_what_is_to_be_done(neo4j_server: Neo4jServer) -> None:
    with sent() as messages, open_routed(neo4j_server) as store:
        store.read("MATCH (a:Actor) RETURN count(a) AS n")
        store.write(lambda transaction: transaction.run("CREATE (n:Note) DELETE n").consume())
    assert any(" C: ROUTE " in message for message in messages)
    begun = [message for message in messages if " C: BEGIN " in message]
    assert ["'mode': 'r'" in message for message in begun[-2:]] == [True, False]


def test_a_graph_works_through_routing(routed: Store) -> None:
    graph = Graph(routed, seeds.roster())
    added = graph.add_article(COURIER, IN_COURIER, recorded_at=at("2025-12-19"))
    assert (added.revision, graph.revision) == (1, 1)
    assert len(graph.relations(between=("USA", "BLR"))) == 1
    assert graph.cypher("MATCH (x:Article) RETURN count(x) AS n") == [{"n": 1}]
    assert graph.check() == []


@pytest.mark.parametrize("reading", ["read", "read_only", "write"])
def test_what_was_written_is_awaited_by_what_comes_next(routed: Store, reading: str) -> None:
    """On a cluster the next query may meet a server that lags behind: it waits for the bookmark."""
    routed.write(lambda transaction: transaction.run("CREATE (:Actor {actor_id: 'A'})").consume())
    (written,) = routed._driver.execute_query_bookmark_manager.get_bookmarks()
    with sent() as messages:
        query = "MATCH (a:Actor) RETURN a.actor_id AS id"
        if reading == "write":
            found = routed.write(lambda transaction: transaction.run(query).data())
        else:
            found = getattr(routed, reading)(query)
    assert found == [{"id": "A"}]
    assert bookmarks(messages)[0] == [written]
