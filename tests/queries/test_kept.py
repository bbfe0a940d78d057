"""What is kept of a graph, and for how long. All statements are made up."""

from __future__ import annotations

from datetime import date

import pytest

from detente.graph.graph import Graph
from detente.graph.store import Store
from detente.queries.analyses.ground import ground_of
from detente.queries.kept import kept
from detente.queries.scope import Scope, acts_in
from detente.seeds import roster
from tests.queries.test_acts import told


@pytest.fixture
def graph(store: Store) -> Graph:
    return Graph(store, roster())


def test_the_same_question_is_computed_once_until_the_graph_changes(graph: Graph) -> None:
    graph.add_statements([told("s1", "MET_WITH")])
    day = date(2018, 7, 1)
    first, again = (ground_of(graph, None, until=day) for _ in range(2))
    assert first.friendliness(day) is again.friendliness(day)
    assert first.camps(day) is again.camps(day)
    assert acts_in(graph, Scope()) is acts_in(graph, Scope())
    graph.add_statements([told("s2", "ATTACKED")])
    later = ground_of(graph, None, until=day)
    assert later.friendliness(day).n.tolist() == [2]
    assert first.friendliness(day).n.tolist() == [1]


def test_who_is_heard_and_since_when_is_kept_apart(graph: Graph) -> None:
    graph.add_statements(
        [
            told("s1", "MET_WITH", publisher="Daily"),
            told("s2", "ATTACKED", event_date="2018-06-05"),
        ]
    )
    day = date(2018, 7, 1)
    every = ground_of(graph, None, until=day)
    some = ground_of(graph, Scope(without_publisher=("Daily",)), until=day)
    assert every.friendliness(day).n.tolist() == [2]
    assert some.friendliness(day).n.tolist() == [1]
    assert every.friendliness(day, since=date(2018, 6, 2)).n.tolist() == [1]
    assert every.friendliness(date(2018, 6, 2)).n.tolist() == [1]


def test_only_the_last_results_stay(graph: Graph) -> None:
    columns = graph.columns()
    made: list[int] = []

    def add(number: int) -> int:
        made.append(number)
        return number

    def make(number: int) -> int:
        return kept(columns, "numbers", number, lambda: add(number))

    assert [make(number) for number in (0, *range(1, 16), 0, 16)] == [0, *range(1, 16), 0, 16]
    assert made == [*range(17)]
    # 0 was used lately, and 1 was not.
    make(0)
    make(1)
    assert made == [*range(17), 1]
