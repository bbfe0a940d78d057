"""Which statements count as acts. All are made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from detente.graph.graph import Graph
from detente.graph.statements import Statement
from detente.graph.store import Store
from detente.queries.scope import Scope, acts_in, sources_of
from detente.seeds import roster


def told(key: str, relation: str, **fields: object) -> Statement:
    return Statement.model_validate(
        {
            "statement_id": key,
            "event_id": f"e{key}",
            "article_id": "made-up",
            "subject": "RUS",
            "object": "TUR",
            "relation": relation,
            "event_date": "2018-06-02",
            "published_at": "2018-06-03",
            "recorded_at": datetime(2018, 6, 4, tzinfo=UTC),
            **fields,
        }
    )


@pytest.fixture
def graph(store: Store) -> Graph:
    return Graph(store, roster())


def ids(graph: Graph, scope: Scope | None = None, *, until: date | None = None) -> list[str]:
    acts = acts_in(graph, scope or Scope(), until=until)
    return sorted(acts["statement_id"].to_list())


def test_what_happened_between_two_states_counts(graph: Graph) -> None:
    graph.add_statements(
        [
            told("s1", "MET_WITH"),
            told("s2", "ATTACKED", event_date="2018-06"),
            told("s3", "MET_WITH", modality="planned"),
            told("s4", "MET_WITH", modality="denied"),
            told("s5", "ALLIED_WITH"),
            told("s6", "MET_WITH", object="TUR:OPP"),
            told("s7", "MET_WITH", object=None),
            told("s8", "STATED"),
            told("s9", "STATED", cameo="010", dataset="icews"),
        ]
    )
    acts = acts_in(graph, Scope()).sort("statement_id")
    assert acts.select("statement_id", "day", "quad").rows() == [
        ("s1", date(2018, 6, 2), 1),
        # Dated to a month only, it is placed on the day of its report.
        ("s2", date(2018, 6, 3), 4),
        ("s9", date(2018, 6, 2), 1),
    ]
    assert sources_of(acts) == ("icews",)


def test_who_is_heard_can_be_chosen(graph: Graph) -> None:
    graph.add_statements(
        [
            told("s1", "MET_WITH", publisher="Daily"),
            told("s2", "MET_WITH", publisher="Herald", said_by=["RUS"]),
            told("s3", "MET_WITH", said_by=["TUR"]),
        ]
    )
    assert ids(graph, Scope(without_publisher=("Daily",))) == ["s2", "s3"]
    assert ids(graph, Scope(said_by="RUS")) == ["s2"]
    assert ids(graph, Scope(without_claims=True)) == ["s1"]


def test_what_was_learnt_later_changes_nothing_that_was_known(graph: Graph) -> None:
    graph.add_statements([told("s1", "MET_WITH")])
    known = Scope(known_on=date(2018, 6, 30))
    before = acts_in(graph, known)
    later = datetime(2018, 7, 9, tzinfo=UTC)
    graph.add_statements([told("s2", "ATTACKED", recorded_at=later)])
    assert acts_in(graph, known).equals(before)
    assert ids(graph) == ["s1", "s2"]
    assert ids(graph, until=date(2018, 6, 1)) == []


def test_what_was_rejected_does_not_count(graph: Graph) -> None:
    graph.add_statements([told("s1", "MET_WITH"), told("s2", "ATTACKED")])
    graph.reject("s2", because="a test", judged_by="ana")
    assert ids(graph) == ["s1"]
    graph.undo()
    assert ids(graph) == ["s1", "s2"]
