"""Every saved question gives the same rows, in the same order, on every store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import detente
from detente.graph.graph import Graph
from detente.queries.saved import saved
from detente.seeds import roster
from tests.conftest import ROOT
from tests.neo4j_server import Neo4jServer
from tests.stores import empty, open_embedded, open_neo4j

OTHERS = {"actor": "RUS", "left": "RUS", "right": "UKR", "body": "NATO", "limit": "7"}


@pytest.fixture
def graphs(request: pytest.FixtureRequest) -> Iterator[tuple[Graph, Graph]]:
    """The samples with some corrections, on the embedded store and on Neo4j."""
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    home = request.getfixturevalue("embedded_home")
    for opened in (open_embedded(home), open_neo4j(server)):
        with opened:
            empty(opened)
    with (
        detente.open(home=home) as left,
        detente.open(server.uri, user=server.user, password=server.password) as right,
    ):
        for graph in (left, right):
            graph.load(ROOT / "seeds" / "articles")
            told = [one for one in graph.statements() if one.dataset is None]
            graph.reject(told[0].statement_id, because="tested", judged_by="ana")
            graph.accept(told[-1].statement_id, because="tested", judged_by="ana")
        yield left, right


def test_every_saved_question_answers_alike(graphs: tuple[Graph, Graph]) -> None:
    left, right = graphs
    differing, empty = [], []
    for one in saved():
        known = {parameter.name for parameter in one.parameters}
        for given in ({}, {name: value for name, value in OTHERS.items() if name in known}):
            bound = one.bind(given, roster())
            rows = [moments_apart(graph.cypher(one.cypher, bound)) for graph in (left, right)]
            if rows[0] != rows[1]:
                differing.append((one.name, given))
            if given == {} and len(rows[0]) == 0:
                empty.append(one.name)
    assert (differing, empty) == ([], [])


def moments_apart(rows: list[dict[str, Any]]) -> Any:
    """Rows without the moments at which each graph learnt things: those are two."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            moments = ("recorded_at", "retracted_at", "judged_at", "revision", "judgement_id")
            return {key: plain(part) for key, part in value.items() if key not in moments}
        return [plain(part) for part in value] if isinstance(value, list | tuple) else value

    return plain(rows)
