"""Analyses of graphs that tell too little: an answer that says so, and no error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.graph.store import Store
from detente.queries.analyses.bridges import bridges
from detente.queries.analyses.camps import camps
from detente.queries.analyses.changed import changed
from detente.queries.analyses.closer import closer
from detente.queries.analyses.follows import follows
from detente.queries.analyses.outlook import outlook
from detente.queries.analyses.polarisation import polarisation
from detente.queries.analyses.switched import switched
from detente.queries.analyses.triads import triads
from detente.queries.analysis import Analysis
from detente.seeds import roster
from detente.session import Graph
from tests.queries.analyses.coded import rows_of, written

__all__: list[str] = []

Ask = Callable[[Graph], Analysis]

ASKED: dict[str, Ask] = {
    "bridges": bridges,
    "camps": camps,
    "changed": lambda graph: changed(graph, since="2018-02-01"),
    "closer": lambda graph: closer(graph, to="DEU", without_leaving="RUS"),
    "follows": lambda graph: follows(graph, "DEU"),
    "outlook": lambda graph: outlook(graph, "DEU", "RUS"),
    "polarisation": polarisation,
    "series": lambda graph: polarisation(graph, since="2018-02-01"),
    "switched": lambda graph: switched(graph, since="2018-02-01"),
    "triads": triads,
    "under pressure": lambda graph: triads(graph, under_pressure=True),
}


@pytest.fixture
def graph(store: Store) -> Graph:
    return Graph(store, roster())


def checked(answer: Analysis) -> Analysis:
    """What every answer without evidence has."""
    assert answer.verdict == "not enough evidence"
    assert answer.summary != ""
    assert answer.note is not None
    assert answer.to_frame().columns == list(answer.columns())
    assert answer.summary in str(answer)
    return answer


def test_an_empty_graph(graph: Graph) -> None:
    for ask in ASKED.values():
        answer = checked(ask(graph))
        assert "no acts between states or bodies are known" in answer.summary
        assert (answer.n, answer.found, answer.sources) == (0, (), ())


def test_one_pair(graph: Graph, tmp_path: Path) -> None:
    days = [date(2018, 1, 1) + timedelta(days=30 * at) for at in range(5)]
    graph.load(written(rows_of(["France"], ["Poland"], "061", days), tmp_path / "events.tab"))
    for name, ask in ASKED.items():
        answer = checked(ask(graph))
        if name != "outlook":
            assert answer.n in {0, 5}
    answer = camps(graph)
    assert answer.pairs().height == len(answer.edges) == 1
    assert "1 pair only" in answer.summary
