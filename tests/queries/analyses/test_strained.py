"""Treaties against conduct, from made-up rows and made-up treaties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.graph.dates import PartialDate
from detente.graph.pacts import Obligation, Party, Treaty
from detente.graph.store import Store
from detente.queries.analyses.strained import StrainedFinding, strained
from detente.queries.analysis import Analysis
from detente.seeds import roster
from detente.session import Graph
from tests.graph.statements import article, said
from tests.queries.analyses.foes import FRIENDLY, HOSTILE, blocs, graph_of

__all__: list[str] = []


def bind(graph: Graph, key: str, obligation: Obligation, since: str, *parties: str) -> None:
    """Store a treaty of these parties; a `key` with a colon is the row of a table."""
    begun = PartialDate(since)
    treaty = Treaty(treaty_id=key, name=key.title(), obligation=obligation, since=begun, source="x")
    graph.add_treaties(
        [treaty], [Party(treaty_id=key, actor_id=one, since=begun) for one in parties]
    )


@pytest.fixture(scope="module")
def graph(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Foes and friends with and without a treaty; no test here may change it.

    Poland has a defence pact with its friend Germany and its foe Russia, a pact of peace alone with
    its foe Cuba, one with Nepal that a single row tells of, one with Fiji that nothing tells of.
    """
    rows = [*blocs(), ("Nepal", "112", "Poland", date(2018, 10, 20))]
    file = tmp_path_factory.mktemp("rows") / "events.tab"
    with graph_of(embedded_home, rows, file) as opened:
        bind(opened, "west", "defence", "1999", "POL", "DEU")
        bind(opened, "odd", "defence", "1999", "POL", "RUS")
        bind(opened, "ATOP:POL/RUS/defence/1998", "defence", "1998", "POL", "RUS")
        bind(opened, "peace", "non-aggression", "1999", "POL", "CUB")
        bind(opened, "far", "consultation", "1999", "POL", "NPL", "FJI")
        bind(opened, "late", "defence", "2018-09-01", "POL", "IRN")
        yield opened


def pairs(answer: Analysis, kind: str) -> dict[tuple[str, str], StrainedFinding]:
    found = (one for one in answer.found if isinstance(one, StrainedFinding))
    return {(one.a, one.b): one for one in found if one.kind == kind}


def test_allies_who_quarrel_are_strained(graph: Graph) -> None:
    answer = strained(graph, actor="Poland")
    found = pairs(answer, "strained alliance")
    assert found["POL", "RUS"].verdict == "supported"
    # The row of the table repeats the named treaty; a pact of peace makes no ally to be strained.
    assert found["POL", "RUS"].treaties == ("Odd (defence)",)
    assert set(found) - {("NPL", "POL")} == {("IRN", "POL"), ("POL", "RUS")}
    assert answer.silent == (("FJI", "NPL"), ("FJI", "POL"), ("NPL", "POL"))[1:]
    assert answer.note == "of 2 alliances too little is told: silent is not strained"


def test_a_treaty_counts_from_its_first_day(graph: Graph) -> None:
    found = pairs(strained(graph, actor="POL", as_of="2018-08-31"), "strained alliance")
    assert set(found) == {("POL", "RUS")}
    assert found["POL", "RUS"].last_day == date(2018, 8, 29)


def test_friends_without_a_treaty_are_aligned(graph: Graph) -> None:
    found = pairs(strained(graph), "alignment without treaty")
    supported = {pair for pair, one in found.items() if one.verdict == "supported"}
    assert {("BLR", "RUS"), ("FRA", "POL"), ("IRN", "SYR")} <= supported
    assert ("DEU", "POL") not in found
    assert all(one.treaties == () for one in found.values())
    assert all(one.conflict < one.expected for one in found.values())


def test_cooperation_must_last(graph: Graph) -> None:
    """By 15 March there were acts in two of the last three spans of sixty days."""
    early = strained(graph, as_of="2018-03-15")
    assert pairs(early, "alignment without treaty") == {}


def test_one_row_supports_nothing(graph: Graph) -> None:
    found = pairs(strained(graph, actor="NPL"), "strained alliance")
    for one in found.values():
        assert one.verdict == "not enough evidence"
        assert one.because.startswith("one source says: ")


def test_tables_and_rows(graph: Graph) -> None:
    answer = strained(graph)
    assert answer.to_frame().height == len(answer.found)
    assert len(answer.table()) == min(20, len(answer.found))
    told = graph.statements(ids=[one.statement_id for one in answer.found[0].drivers])
    assert {one.cameo for one in told} == {HOSTILE}
    last = [one for one in answer.found if isinstance(one, StrainedFinding)][-1]
    assert last.kind == "alignment without treaty"
    told = graph.statements(ids=[one.statement_id for one in last.drivers])
    assert {one.cameo for one in told} == {FRIENDLY}


def test_one_article_strains_no_alliance(store: Store) -> None:
    graph = Graph(store, roster())
    bind(graph, "west", "defence", "1999", "POL", "DEU")
    source = article("a", "Germany attacked Poland.")
    graph.add_article(source, [said(source, "Germany attacked Poland.", "DEU", "ATTACKED", "POL")])
    answer = strained(graph)
    assert [one.verdict for one in pairs(answer, "strained alliance").values()] == [
        "not enough evidence"
    ]
    assert answer.verdict == "not enough evidence"
    assert answer.silent == (("DEU", "POL"),)


def test_treaties_alone_are_not_enough(store: Store) -> None:
    graph = Graph(store, roster())
    bind(graph, "west", "defence", "1999", "POL", "DEU")
    answer = strained(graph)
    assert (answer.verdict, answer.found) == ("not enough evidence", ())
    assert answer.summary.startswith("too little is told of any two allies")
    assert answer.note == "of 1 alliance too little is told: silent is not strained"
