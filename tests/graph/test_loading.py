"""Loads of many statements: several transactions, each of which leaves a sound graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.graph import loading
from detente.graph.errors import GraphError
from detente.graph.graph import Graph
from detente.graph.statements import Statement
from detente.graph.store import Store
from detente.graph.transaction import Run, inside
from tests.graph.statements import ROSTER, at, statement, statements
from tests.stores import empty

ANA: Any = {"because": "tested", "judged_by": "ana"}
STATES = ("BLR", "POL", "RUS", "USA")


@pytest.fixture
def graph(store: Store) -> Graph:
    """An empty graph."""
    return Graph(store, ROSTER)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three statements a transaction, seven at once in memory."""
    monkeypatch.setattr("detente.graph.loads._BATCH", 3)
    monkeypatch.setattr("detente.graph.loads._MOST", 5)
    monkeypatch.setattr("detente.graph.loads._WINDOW", 7)


def rows(count: int) -> list[Statement]:
    """Statements about six pairs and about none, so that each pair comes again and again."""
    ends = [(one, other) for one in STATES for other in (*STATES, None) if one != other]
    return [
        statement(
            f"s{n:02}",
            ends[n * 5 % len(ends)][0],
            ("EASED_SANCTIONS_ON", "MET_WITH", "ALLIED_WITH")[n % 3],
            ends[n * 5 % len(ends)][1],
            event_date=f"2025-12-{n % 28 + 1:02}",
            recorded_at=at("2025-12-31"),
        )
        for n in range(count)
    ]


@pytest.mark.usefixtures("small")
def test_many_statements_are_several_transactions(graph: Graph) -> None:
    done: list[int] = []
    added = graph.add_statements(iter(rows(20)), watch=done.append)
    # Windows of 7, 7 and 6; in each, parts of 3 or a few more where a pair is not divided.
    assert (added.new, added.revision, graph.revision) == (20, len(done), len(done))
    assert done[-1] == 20
    assert all(later - sooner <= 5 for sooner, later in zip([0, *done], done, strict=False))
    assert graph.statements() == rows(20)
    assert graph.check() == []
    again = graph.add_statements(reversed(rows(20)))
    assert (again.new, again.changed, graph.revision) == (0, 0, added.revision)


def test_the_size_of_transactions_does_not_matter(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = graph.add_statements(rows(40))
    digest = graph.digest()
    assert whole.revision == 1
    for batch, window in ((1, 1), (3, 7), (100, 9)):
        empty(graph.store)
        monkeypatch.setattr("detente.graph.loads._BATCH", batch)
        monkeypatch.setattr("detente.graph.loads._MOST", batch)
        monkeypatch.setattr("detente.graph.loads._WINDOW", window)
        added = graph.add_statements(rows(40))
        assert added.new == 40
        assert added.new_relations - added.gone_relations == len(graph.relations())
        assert (graph.digest(), graph.check()) == (digest, [])


@pytest.mark.usefixtures("small")
def test_a_load_that_was_stopped_is_a_smaller_one(graph: Graph) -> None:
    """Stopped after each transaction in turn, and completed by the same load."""
    graph.add_statements(rows(20))
    digest = graph.digest()
    for stop in range(1, 5):
        empty(graph.store)
        with pytest.raises(KeyboardInterrupt):
            graph.add_statements(rows(20), watch=stopping(stop))
        stored = {one.statement_id for one in graph.statements()}
        assert 0 < len(stored) < 20
        assert graph.check() == []
        assert graph.add_statements(rows(20)).new == 20 - len(stored)
        assert (graph.digest(), graph.check()) == (digest, [])


def stopping(number: int) -> Any:
    """Something to call after each transaction, that ends the load at one of them."""
    left = iter(range(number - 1))

    def watch(_done: int) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    return watch


@pytest.mark.usefixtures("small")
def test_others_may_write_meanwhile(graph: Graph) -> None:
    """What others write between the plan of a transaction and its writing is seen by it."""
    other = Graph(graph.store, ROSTER)

    def interrupted() -> Iterator[Statement]:
        for number, row in enumerate(rows(30)):
            yield row
            if number == 7:
                other.add_statements([statement("x1", "BLR", "MET_WITH", "USA")])
            if number == 14:
                other.reject("s02", **ANA)
            if number == 15:
                other.merge("HAMAS", "NATO", **ANA)
            if number == 21:
                moved = rows(30)[3].model_copy(update={"object": "HAMAS", "subject": "NATO"})
                other.add_statements([moved])
            if number == 22:
                other.cypher("MATCH (m:Meta) SET m.note = 'seen'", write=True)

    graph.add_statements(interrupted())
    assert graph.check() == []
    assert {one.statement_id for one in graph.statements(standing=False)} == {
        "x1",
        *(one.statement_id for one in rows(30)),
    }


def test_a_plan_that_came_true_is_not_made_again(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside the transaction nothing is read but the revision, and each query runs once."""
    asked = recorded(monkeypatch)
    graph.add_statements(rows(15))
    written = [query for query in asked if "RETURN" in query]
    assert len(written) == 1
    assert "revision" in written[0]
    # The lock; actors of two kinds; statements with both ends and without; subjects; and each of
    # three types of relation once, however many pairs there are.
    few = len(asked)
    asked.clear()
    empty(graph.store)
    graph.add_statements(rows(80))
    assert len(asked) == few


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that write transactions run from now on."""
    asked: list[str] = []

    def recording(transaction: Any) -> Run:
        run = inside(transaction)

        def tell(query: Any, /, **parameters: Any) -> list[dict[str, Any]]:
            asked.append(str(query))
            return run(query, **parameters)

        return tell

    monkeypatch.setattr(loading, "inside", recording)
    return asked


def facts_of(graph: Graph) -> tuple[str | None, int]:
    """The digest of the facts, and how many statements there are."""
    return graph.facts_digest, len(graph.statements())


@pytest.mark.usefixtures("small")
def test_facts_have_their_digest_when_all_are_there(graph: Graph) -> None:
    facts = [one.model_copy(update={"recorded_at": None}) for one in rows(20)]
    with pytest.raises(KeyboardInterrupt):
        graph.add_statements(facts, facts_digest="v1", watch=stopping(3))
    assert facts_of(graph)[0] is None
    graph.add_statements(facts, facts_digest="v1")
    assert facts_of(graph) == ("v1", 20)
    newer = graph.add_statements(facts[:11], facts_digest="v2", recorded_at=at("2026-01-01"))
    assert (newer.retired, *facts_of(graph)) == (9, "v2", 11)
    assert graph.check() == []


def test_one_id_for_two_statements_writes_nothing(graph: Graph) -> None:
    twice = [*rows(3), statement("s01", "POL", "VISITED", "BLR")]
    with pytest.raises(GraphError, match="statement s01 is given twice, with different content"):
        graph.add_statements(twice)
    assert (graph.revision, graph.statements()) == (0, [])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_division_gives_one_graph(graph: Graph, data: st.DataObject) -> None:
    told = data.draw(statements(max_size=12))
    digests = set()
    for size in (100, data.draw(st.integers(1, 4))):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("detente.graph.loads._BATCH", size)
            patch.setattr("detente.graph.loads._WINDOW", size * 2)
            empty(graph.store)
            graph.add_statements(told)
        assert graph.check() == []
        digests.add(graph.digest())
    assert len(digests) == 1
