"""Each invariant, broken on purpose behind the graph's back, is reported in a line of its own."""

from __future__ import annotations

import pytest

from detente.graph.graph import Graph
from detente.graph.store import Store
from tests.graph.statements import ROSTER, article, said, statement

TEXT = article("a1", "Poland met Belarus. Minsk denied that Poland met Belarus.")
MET = said(TEXT, "Poland met Belarus.", "POL", "MET_WITH", "BLR", said_by=("POL", "RUS"))
DENIED = said(
    TEXT, "Minsk denied that Poland met Belarus.", "POL", "MET_WITH", "BLR", modality="denied"
)
SPAN = statement("s1", "RUS", "ALLIED_WITH", "BLR", event_date="1999", event_end="2005-01-01")

S, D = MET.statement_id, DENIED.statement_id


@pytest.fixture
def graph(store: Store) -> Graph:
    """A meeting that is denied, and an alliance: three statements, two relations."""
    store.write(
        lambda run: run.run("MATCH (n) WHERE NOT n:SchemaVersion DETACH DELETE n").consume()
    )
    graph = Graph(store, ROSTER)
    graph.add_article(TEXT, [MET, DENIED])
    graph.add_statements([SPAN])
    return graph


def broken(graph: Graph, query: str) -> list[str]:
    """What the check says after a change behind the graph's back, without the ids of relations."""
    before = {one.relation: one.relation_id for one in graph.relations()}
    graph.cypher(query, {"met": S, "denied": D}, write=True)
    found = graph.check()
    for name, relation_id in before.items():
        found = [line.replace(relation_id, name) for line in found]
    return found


def test_a_sound_graph_has_nothing_to_report(graph: Graph) -> None:
    assert graph.check() == []


DIFFERS = "differs from what follows from the evidence"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "MATCH (:Actor {actor_id: 'BLR'})-[r:MET_WITH]->() SET r.confidence = 0.9",
            [f"relation MET_WITH: {DIFFERS}"],
        ),
        (
            "MATCH (:Actor {actor_id: 'BLR'})-[r:MET_WITH]->() DELETE r",
            ["relation MET_WITH: follows from the evidence but is not stored"],
        ),
        (
            "MATCH (a:Actor {actor_id: 'BLR'}) MATCH (b:Actor {actor_id: 'RUS'}) "
            "CREATE (a)-[r:MET_WITH {relation_id: 'MET_WITH:BLR:RUS:0', modality: 'actual', "
            "intensity: 0.1, confidence: 0.1, support: 1, statement_ids: ['s0']}]->(b)",
            [
                "relation MET_WITH:BLR:RUS:0: does not follow from the evidence",
                "relation MET_WITH:BLR:RUS:0: rests on statement s0, which does not exist",
            ],
        ),
        (
            "MATCH (a:Actor {actor_id: 'BLR'})-[r:MET_WITH]->(b) "
            "WITH a, b, r, properties(r) AS kept DELETE r "
            "CREATE (b)-[turned:MET_WITH]->(a) SET turned = kept",
            [
                f"relation MET_WITH: {DIFFERS}",
                "relation MET_WITH: is symmetric, yet its lower actor does not come first",
            ],
        ),
        (
            "MATCH (:Actor {actor_id: 'BLR'})-[r:ALLIED_WITH]->() SET r.valid_to = r.valid_from",
            [f"relation ALLIED_WITH: {DIFFERS}", "relation ALLIED_WITH: ends before it begins"],
        ),
        (
            "MATCH (s:Statement {statement_id: $denied})-[l:CONTRADICTS]->() DELETE l",
            [f"statement {D}: its link CONTRADICTS to {S} is missing or out of place"],
        ),
        (
            "MATCH (s:Statement {statement_id: $met}) SET s.quote = 'Poland met.'",
            [
                f"relation MET_WITH: {DIFFERS}",
                f"statement {S}: its quote is not the text of article a1",
            ],
        ),
        (
            "MATCH (s:Statement {statement_id: $met})-[l:SUBJECT]->() DELETE l",
            [f"statement {S}: its links name other actors than it does"],
        ),
        (
            "MATCH (s:Statement {statement_id: $met})-[l:SAID_BY]->() SET l.order = l.order + 1",
            [f"statement {S}: its speakers are not linked in order"],
        ),
        (
            "MATCH (s:Statement {statement_id: $met})-[l:STATED_IN]->() DELETE l",
            [f"statement {S}: is not linked to its article, once"],
        ),
        (
            "MATCH (s:Statement {statement_id: $denied}) SET s.relation = 'LIKED'",
            [
                f"relation MET_WITH: {DIFFERS}",
                f"statement {D}: LIKED is no relation type",
                f"statement {D}: its link CONTRADICTS to {S} is missing or out of place",
            ],
        ),
        (
            "CREATE (a:Actor {actor_id: 'NEW', name: 'New'})",
            ["actor NEW: has labels [], not exactly one of its kind"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_invariant_is_named(graph: Graph, query: str, expected: list[str]) -> None:
    assert broken(graph, query) == expected


def test_labels_that_the_registry_does_not_allow_are_reported(graph: Graph) -> None:
    """relations.yaml: only a Person holds an office, and in no Person."""
    graph.add_statements([statement("s9", "POL", "HOLDS_OFFICE", "A_LEADER")])
    (relation,) = graph.relations(actor="A_LEADER")
    assert graph.check() == [
        f"relation {relation.relation_id}: A_LEADER cannot be its object",
        f"relation {relation.relation_id}: POL cannot be its subject",
    ]
