"""Which words a reading query may not hold. Expected values: by hand from the Cypher manual."""

from __future__ import annotations

import pytest

from detente.graph.errors import StoreError
from detente.graph.readonly import check_harmless, check_reads_only, shows, without_profile


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
    check_harmless(query)


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


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("load csv FROM 'file:///etc/hosts' AS line RETURN line", "reads files (LOAD)"),
        ("TERMINATE TRANSACTION 'neo4j-transaction-1'", "ends what others run (TERMINATE)"),
        (
            "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id",
            "ends what others run (TERMINATE)",
        ),
        (r"\u004cOAD CSV FROM 'file:///etc/hosts' AS line RETURN line", "reads files (LOAD)"),
        (r"// \u000aLOAD CSV FROM 'file:///etc/hosts' AS line RETURN line", "reads files (LOAD)"),
        ("CALL apoc.load.json('http://10.0.0.1/')", "uses apoc.load"),
        ("CALL `apoc` . `Load`.json('http://10.0.0.1/')", "uses apoc.Load"),
        ("RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV …', {})", "uses apoc.cypher"),
        ("CALL apoc/**/.export.csv.all('/tmp/x', {})", "uses apoc.export"),
    ],
)
def test_reaching_beyond_the_graph_is_refused_everywhere(query: str, reason: str) -> None:
    with pytest.raises(StoreError) as caught:
        check_harmless(query)
    assert str(caught.value).startswith(f"the query {reason}")


@pytest.mark.parametrize(
    ("query", "explained"),
    [
        ("PROFILE CREATE (n)", " CREATE (n)"),
        (
            "// why\n/* PROFILE */ profile MATCH (n) RETURN n",
            "// why\n/* PROFILE */  MATCH (n) RETURN n",
        ),
        ("CYPHER runtime = slotted PROFILE RETURN 1", "CYPHER runtime = slotted  RETURN 1"),
        ("MATCH (profile) RETURN profile", "MATCH (profile) RETURN profile"),
        ("RETURN 'PROFILE'", "RETURN 'PROFILE'"),
    ],
)
def test_a_profile_is_taken_off_the_query_that_is_explained(query: str, explained: str) -> None:
    assert without_profile(query) == explained


@pytest.mark.parametrize(
    "query", ["SHOW DATABASES", "  // all\n/* of */ show indexes YIELD name", "Show users"]
)
def test_a_show_command_begins_with_the_word(query: str) -> None:
    assert shows(query)


@pytest.mark.parametrize(
    "query",
    [
        "// SHOW\nCREATE (n)",
        "/* */ CREATE ( /* */ SHOW :Evil)",
        r"// \u000aCREATE (n) // \u000a",
        "// \\u000aCREATE (n) /*\nSHOW */",
        "MATCH (show) RETURN show",
        "",
    ],
)
def test_what_only_looks_like_a_show_command_is_none(query: str) -> None:
    assert not shows(query)


def test_what_begins_a_query_is_read_in_one_go() -> None:
    """Doubling the time with each blank would take years."""
    assert without_profile(" " * 5_000 + "/*" * 5_000) == " " * 5_000 + "/*" * 5_000
