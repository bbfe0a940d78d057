"""Treaty tables in a graph: what stands there after a load, a second one, and a later table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente import seeds
from detente.graph.graph import Graph
from detente.graph.statements import Statement
from detente.graph.store import Store
from detente.loaders.treaties import Pact, read_pacts, read_treaty_table
from tests.graph.statements import statement
from tests.loaders.treaties.test_atop import table

ROWS = (
    "2,20,1942,1,1,0,0,0,,",
    "2,20,1943,1,0,0,0,0,,",
    "2,365,1943,0,0,0,1,0,,",
    "200,365,1942,1,0,0,0,0,,",
)


def load(graph: Graph, path: Path) -> tuple[int, int]:
    """Load a table as treaties and as statements; how much of each was new or changed."""
    roster = seeds.roster()
    pacts = [one for one in read_pacts(path, roster) if isinstance(one, Pact)]
    stored = graph.add_treaties(
        [pact.treaty() for pact in pacts], [party for pact in pacts for party in pact.parties()]
    )
    said = [one for one in read_treaty_table(path, roster) if isinstance(one, Statement)]
    revision = graph.revision
    graph.add_statements(said)
    return stored, graph.revision - revision


def test_a_table_is_stored_once_and_a_later_one_moves_the_ends(
    store: Store, tmp_path: Path
) -> None:
    graph = Graph(store, seeds.roster())
    path = table(tmp_path, *ROWS)
    assert load(graph, path) == (4 + 8, 1)
    assert load(graph, path) == (0, 0)
    assert graph.check() == []
    (allied,) = graph.relations(between=("USA", "CAN"))
    assert (allied.relation, allied.valid_from, allied.valid_to, allied.support) == (
        "ALLIED_WITH",
        date(1942, 1, 1),
        date(1944, 1, 1),
        2,
    )
    bound = graph.treaties(actor="USA", as_of=date(1943, 12, 31))
    assert [(one.partner, one.obligation) for one in bound] == [
        ("CAN", "defence"),
        ("RUS", "non-aggression"),
    ]
    assert graph.relations(between=("USA", "RUS")) == []

    later = table(tmp_path, *ROWS, "2,20,1944,1,0,0,0,0,,")
    assert load(graph, later)[1] == 1
    (allied,) = graph.relations(between=("USA", "CAN"))
    assert (allied.valid_to, allied.support) == (date(1945, 1, 1), 2)
    assert graph.treaties(actor="USA", as_of=date(1944, 6, 1))[0].partner == "CAN"
    assert len(graph.treaties(actor="USA")) == 3
    assert graph.check() == []


def test_where_a_table_stops_an_alliance_that_is_told_of_goes_on(
    store: Store, tmp_path: Path
) -> None:
    """By hand: the table stops in 1943, within one pact and after the other."""
    graph = Graph(store, seeds.roster())
    load(graph, table(tmp_path, *ROWS))
    told = {"relation": "ALLIED_WITH", "event_date": "1941", "published_at": "1941-06-01"}
    graph.add_statements(
        [
            statement("s1", "CAN", object_="USA", dataset="notes", **told),
            statement("s2", "GBR", object_="RUS", dataset="notes", **told),
        ]
    )
    (allied,) = graph.relations(between=("USA", "CAN"))
    assert (allied.valid_from, allied.valid_to) == (date(1941, 1, 1), None)
    (ended,) = graph.relations(between=("GBR", "RUS"))
    assert (ended.valid_from, ended.valid_to) == (date(1941, 1, 1), date(1943, 1, 1))
    assert graph.check() == []
