"""Which words a reading query may not hold. Expected values: by hand from the Cypher manual."""

from __future__ import annotations

import pytest

from detente.graph.errors import StoreError
from detente.graph.readonly import check_loads_nothing, check_reads_only


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n) RETURN n",
        "MATCH (n:Set)-[r:CREATE|MERGE|!DELETE]->(m) RETURN n.create, r . delete",
        "MATCH (n) WHERE n.name = 'it''s \\' SET' OR n.name = \"DROP\" RETURN n",
        "MATCH (n) RETURN n.`DELETE` AS `CREATE ``it`` now`",
        "MATCH (n) // DELETE n\nRETURN n /* SET\nn.x = 1 */",
        "MATCH (n {set: 1, load : 2}) RETURN {merge: $create} AS offset",
        "MATCH (a) CALL (a) { MATCH (a)--(b) RETURN count(b) AS n } RETURN n",
        "CALL { MATCH (n) RETURN n } RETURN n",
        "CALL db.labels() YIELD label RETURN label",
        "call Db . RelationshipTypes()",
        "RETURN EXISTS { (:A)-[:B]->() } AS e, datetime() AS created, toUpper('set') AS reset",
    ],
)
def test_reading_queries_pass(query: str) -> None:
    check_reads_only(query)
    check_loads_nothing(query)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("CREATE (n)", "CREATE"),
        ("match (n) set n.x = 1", "SET"),
        ("MATCH (n)SET n:Label", "SET"),
        ("MATCH (n) DETACH DELETE n", "DETACH"),
        ("MATCH (n) NODETACH DELETE n", "DELETE"),
        ("MATCH (n) REMOVE n.x", "REMOVE"),
        ("MERGE (n)", "MERGE"),
        ("INSERT (n)", "INSERT"),
        ("FOREACH (x IN [1] | CREATE (n))", "FOREACH"),
        ("DROP INDEX i", "DROP"),
        ("/* a comment */CREATE (n)", "CREATE"),
        ("MATCH (n) // a comment\rDELETE n", "DELETE"),
        ("RETURN '\\\\' CREATE (n)", "CREATE"),
        ("RETURN 'never closed SET", "SET"),
        ("CALL (n) { SET n.x = 1 }", "SET"),
        ("GRANT ROLE r TO u", "GRANT"),
        ("CALL apoc.create.node(['A'], {})", "CALL apoc.create.node"),
        ("CALL/**/apoc . create.node(['A'], {})", "CALL apoc.create.node"),
        ("CALL `apoc`.create.node(['A'], {})", "CALL"),
        ("CALL db.createLabel('A')", "CALL db.createLabel"),
    ],
)
def test_writing_queries_are_refused_by_the_word(query: str, word: str) -> None:
    with pytest.raises(StoreError) as caught:
        check_reads_only(query)
    assert str(caught.value) == f"the query would write ({word}): only reading is allowed here"


def test_loading_files_is_refused_everywhere() -> None:
    with pytest.raises(StoreError, match=r"the query reads files \(LOAD\)"):
        check_loads_nothing("load csv FROM 'file:///etc/hosts' AS line RETURN line")
