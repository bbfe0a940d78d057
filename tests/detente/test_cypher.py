"""`detente cypher` on every store. Expected values: by hand from tests/queries/conftest.py."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO

import pytest

from detente import seeds
from detente.graph.graph import Graph
from detente.graph.store import Store
from detente.seeding import seeds_digest
from tests.detente.conftest import Cli
from tests.graph.statements import at
from tests.queries.conftest import COURIER, IN_COURIER
from tests.stores import empty, open_embedded, open_neo4j

PAIR = "MATCH path = (a:Country {actor_id: $left})-[r:EASED_SANCTIONS_ON]->(b) "
VALUES = (
    "RETURN date('2025-12-13') AS day, datetime('2025-12-13T10:00:00+02:00') AS moment, "
    "duration('P1M2D') AS span, null AS nothing, [1, 'a', null] AS list, "
    "{day: date('2025-12-13'), deep: [{n: 1}]} AS map, true AS yes, 0.5 AS half, 'a;b' AS text"
)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def graph(request: pytest.FixtureRequest) -> Iterator[Graph]:
    """One article about Belarus, in a graph that believes to have the seeds."""
    if request.param == "embedded":
        store = open_embedded(request.getfixturevalue("embedded_home"))
    else:
        store = open_neo4j(request.getfixturevalue("neo4j_server"))
    with store:
        empty(store)
        opened = Graph(store, seeds.roster())
        opened.add_article(COURIER, IN_COURIER, recorded_at=at("2025-12-19"))
        opened.add_statements([], facts_digest=seeds_digest())
        yield opened
        empty(store)


@pytest.fixture
def store(graph: Graph, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of `graph`, which is also where commands go."""
    if graph.store.is_neo4j:
        server = request.getfixturevalue("neo4j_server")
        monkeypatch.setenv("NEO4J_URI", server.uri)
        monkeypatch.setenv("NEO4J_USERNAME", server.user)
        monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    else:
        monkeypatch.setenv("DETENTE_HOME", str(request.getfixturevalue("embedded_home")))
    return graph.store


@pytest.mark.usefixtures("store")
class TestReading:
    """What a query prints."""

    def test_parameters_are_text_or_json(self, cli: Cli) -> None:
        query = "RETURN $text AS text, $number + 1 AS number, $list[1] AS part, $map.a AS a"
        given = ("text=USA", "number=41", 'list=["x", "y"]', 'map={"a": [1]}')
        options = [word for one in given for word in ("--param", one)]
        ran = cli("cypher", query, *options, "--format", "csv")
        assert ran == (0, "text,number,part,a\nUSA,42,y,[1]\n", "")

    def test_a_missing_parameter_is_named(self, cli: Cli) -> None:
        ran = cli("cypher", "RETURN $left AS left")
        assert ran == (
            *(1, ""),
            "detente: the database refused the query: Expected parameter(s): left\n",
        )

    def test_nodes_edges_and_paths_are_told_by_name(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "160")
        ran = cli("cypher", f"{PAIR} RETURN a, r, path, [a, b] AS both", "--param", "left=USA")
        heads, _, row = ran.out.splitlines()
        assert heads.split() == ["a", "r", "path", "both"]
        assert re.split(r" {3,}", row) == [
            "United States",
            "EASED_SANCTIONS_ON",
            "United States –EASED_SANCTIONS_ON→ Belarus",
            "United States, Belarus",
        ]

    def test_nodes_edges_and_paths_are_whole_in_json(self, cli: Cli) -> None:
        ran = cli(*("cypher", f"{PAIR} RETURN path", "--param", "left=USA", "--format", "jsonl"))
        path = json.loads(ran.out)["path"]
        assert [node["properties"]["actor_id"] for node in path["nodes"]] == ["USA", "BLR"]
        assert [node["labels"] for node in path["nodes"]] == [["Actor", "Country"]] * 2
        (edge,) = path["relationships"]
        assert (edge["type"], edge["start"], edge["end"]) == ("EASED_SANCTIONS_ON", "USA", "BLR")
        assert edge["properties"]["valid_from"] == "2025-12-13"

    def test_values_of_every_kind(self, cli: Cli) -> None:
        told = {
            "day": "2025-12-13",
            "moment": "2025-12-13T10:00:00+02:00",
            "span": "P1M2D",
            "nothing": None,
            "list": [1, "a", None],
            "map": {"day": "2025-12-13", "deep": [{"n": 1}]},
            "yes": True,
            "half": 0.5,
            "text": "a;b",
        }
        assert json.loads(cli("cypher", VALUES, "--format", "json").out) == [told]
        (row,) = csv.DictReader(StringIO(cli("cypher", VALUES, "--format", "csv").out))
        assert (row["moment"], row["nothing"]) == (told["moment"], "")
        assert json.loads(row["map"]) == told["map"]
        page = cli("cypher", VALUES).out
        for shown in ("2025-12-13", "P1M2D", "deep: n: 1", "a;b", "1, a,"):
            assert shown in page

    def test_json_has_no_word_for_what_is_no_number(self, cli: Cli) -> None:
        ran = cli("cypher", "RETURN 0.0 / 0.0 AS odd, [1.0 / 0.0] AS far", "--format", "jsonl")
        assert json.loads(ran.out) == {"odd": None, "far": [None]}

    def test_nothing_found_is_no_failure(self, cli: Cli, store: Store) -> None:
        query = "MATCH (a:Actor {actor_id: 'NARNIA'}) RETURN a.name AS name, a"
        assert cli("cypher", query) == (0, "nothing found\n", "")
        assert cli("cypher", query, "--format", "json") == (0, "[]\n", "")
        assert cli("cypher", query, "--format", "jsonl") == (0, "", "")
        # ArcadeDB does not name the columns of nothing.
        head = "name,a\n" if store.is_neo4j else ""
        assert cli("cypher", query, "--format", "csv") == (0, head, "")

    def test_many_rows_are_all_printed(self, cli: Cli) -> None:
        query = "UNWIND range(1, 5000) AS n RETURN n, 'row ' + toString(n) AS text"
        assert len(cli("cypher", query).out.splitlines()) == 5002
        last = cli("cypher", query, "--format", "jsonl").out.splitlines()[-1]
        assert json.loads(last) == {"n": 5000, "text": "row 5000"}

    def test_a_plan_is_shown(self, cli: Cli, store: Store) -> None:
        query = "MATCH (a:Actor {actor_id: $id}) RETURN a.name AS name"
        seek = "NodeUniqueIndexSeek" if store.is_neo4j else "NodeIndexSeek"
        explained = cli("cypher", f"EXPLAIN {query}", "--param", "id=BLR")
        assert (explained.status, explained.err) == (0, "")
        assert seek in explained.out
        assert "Belarus" not in explained.out
        profiled = cli("cypher", f"// how\nPROFILE {query}", "--param", "id=BLR").out
        assert profiled.index("Belarus") < profiled.index(seek)
        row = cli("cypher", f"EXPLAIN {query}", "--param", "id=BLR", "--format", "jsonl")
        assert seek in json.loads(row.out)["plan"]
        rows = cli("cypher", f"PROFILE {query}", "--param", "id=BLR", "--format", "csv")
        assert rows.out == "name\nBelarus\n"

    @pytest.mark.parametrize(
        "query", ["SHOW INDEXES", "SHOW CONSTRAINTS", "SHOW DATABASES", "CALL db.labels()"]
    )
    def test_the_database_tells_about_itself(self, cli: Cli, query: str) -> None:
        ran = cli("cypher", query, "--format", "jsonl")
        assert (ran.status, ran.err) == (0, "")
        assert len(ran.out.splitlines()) > 0


@pytest.mark.usefixtures("store")
class TestScripts:
    """Queries as they come from a file, from Neo4j Browser, from a saved question."""

    @pytest.mark.parametrize(
        "text",
        [
            "RETURN 'a;b' AS x;",
            "// a comment; with a semicolon\nRETURN 'a;b' /* ; */ AS x // the end;\n;\n",
            ":param x => 'a;b'\n\nRETURN $x AS x",
            ":param x: 'a;b';\r\nRETURN $x AS x;\r\n",
            ":params {y: 1, x: 'a;b'}\nRETURN $x AS x",
            "\ufeff  :param x => 'a' + ';' + 'b'\nRETURN $x AS x",
        ],
    )
    def test_what_stands_around_a_query(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        monkeypatch.setattr("sys.stdin", StringIO(text))
        assert cli("cypher", "-", "--format", "csv") == (0, "x\na;b\n", "")
        assert cli("cypher", text, "--format", "csv") == (0, "x\na;b\n", "")

    def test_a_parameter_may_be_any_expression(self, cli: Cli) -> None:
        query = ":param since => date('2025-01-01')\nRETURN $since + duration('P1D') AS day"
        assert cli("cypher", query, "--format", "csv").out == "day\n2025-01-02\n"
        script = ":param since => date('2025-01-01')\nRETURN $since AS day"
        given = cli("cypher", script, "--param", "since=soon", "--format", "csv")
        assert given.out == "day\nsoon\n"

    def test_the_heading_of_a_saved_question_declares_parameters(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = (
            "// title: Who\n// about: An actor.\n// params: who (actor) = BLR; n (number) = 1\n"
            "MATCH (a:Actor {actor_id: $who}) RETURN a.name AS name LIMIT $n;\n"
        )
        monkeypatch.setattr("sys.stdin", StringIO(text))
        assert cli("cypher", "-", "--format", "csv").out == "name\nBelarus\n"
        monkeypatch.setattr("sys.stdin", StringIO(text))
        named = cli("cypher", "-", "--param", "who=Rusia", "--format", "csv")
        assert named.out == "name\nRussia\n"
        monkeypatch.setattr("sys.stdin", StringIO(text))
        unknown = cli("cypher", "-", "--param", "who=Narnia")
        assert unknown.err.startswith("detente: 'Narnia' is no known actor")

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "there is no query: write one, or - to read it from standard input"),
            ("// nothing\n;", "there is no query: write one, or - to read it from standard input"),
            ("RETURN 1; RETURN 2", "there are 2 queries: give one at a time"),
            ("RETURN 1 AS a; CREATE (:Evil)", "there are 2 queries: give one at a time"),
            (
                ":play movies\nRETURN 1",
                "':play movies' is no Cypher: of the commands of Neo4j Browser only :param is "
                "known here",
            ),
            (":param x\nRETURN $x", "':param x': write :param name => value"),
            ("// params: x (colour) = 1\nRETURN $x", "'// params: x (colour) = 1': write 'name "),
            (":param x => nonsense\nRETURN $x", "the database refused the query: "),
            (":param x => 1} AS y CREATE (:Evil) //\nRETURN $x", "the "),
        ],
    )
    def test_what_is_no_query_is_told_in_one_line(self, cli: Cli, text: str, told: str) -> None:
        ran = cli("cypher", text, "--write")
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert ran.err.startswith(f"detente: {told}")


class TestWriting:
    """What a query may change, and how."""

    @pytest.mark.parametrize(
        "query",
        [
            "CREATE (:Evil)",
            "EXPLAIN CREATE (:Evil)",
            "PROFILE CREATE (:Evil)",
            "/* PROFILE */ profile\nMERGE (:Evil {x: 1})",
            "CYPHER runtime=slotted CREATE (:Evil)",
            "USE neo4j CREATE (:Evil)",
            "MATCH (a:Actor) SET a.x = 1",
            "MATCH (a:Actor) SET a:Evil",
            "MATCH (a:Actor) REMOVE a.name",
            "MATCH (a:Actor) DETACH DELETE a",
            "MATCH ()-[r]->() DELETE r",
            "INSERT (:Evil)",
            "FOREACH (n IN [1, 2] | CREATE (:Evil))",
            "CALL { CREATE (:Evil) } IN TRANSACTIONS",
            "UNWIND [1] AS n CALL (n) { CREATE (:Evil) } IN 2 CONCURRENT TRANSACTIONS OF 1 ROWS",
            "MATCH (a:Actor) CALL (a) { SET a.x = 1 } RETURN count(*)",
            "CALL db.createLabel('Evil')",
            "CALL db.clearQueryCaches()",
            "CALL apoc.cypher.doIt('CREATE (:Evil)', {})",
            "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n:Evil) RETURN n', {})",
            "LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line",
            "LOAD CSV FROM 'http://127.0.0.1:1/' AS line CREATE (:Evil)",
            r"\u004cOAD CSV FROM 'file:///etc/hosts' AS line RETURN line",
            "/* */ // \\u000a CREATE (:Evil) /*\nSHOW DATABASES */",
            "CREATE INDEX evil IF NOT EXISTS FOR (e:Evil) ON (e.x)",
            "DROP CONSTRAINT actor_id_unique",
            "CREATE USER evil SET PASSWORD 'abcdefgh'",
            "ALTER CURRENT USER SET PASSWORD FROM 'abcdefgh' TO 'hgfedcba'",
            "CREATE DATABASE evil",
            "TERMINATE TRANSACTION 'neo4j-transaction-1'",
            "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTION id",
        ],
    )
    def test_reading_changes_nothing(
        self, cli: Cli, graph: Graph, store: Store, query: str
    ) -> None:
        before = graph.digest(), graph.revision, len(store.read("SHOW INDEXES"))
        ran = cli("cypher", query)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1), ran
        assert (graph.digest(), graph.revision, len(store.read("SHOW INDEXES"))) == before
        assert store.read("MATCH (e:Evil) RETURN count(e) AS n") == [{"n": 0}]
        assert store.read("MATCH (a:Actor) WHERE a.x IS NOT NULL RETURN count(a) AS n") == [
            {"n": 0}
        ]

    def test_writing_tells_what_changed_and_raises_the_revision(
        self, cli: Cli, graph: Graph, store: Store
    ) -> None:
        revision = graph.revision
        made = cli(
            *("cypher", "CREATE (n:Note {text: $text})-[:ABOUT]->(:Note) RETURN n.text AS text"),
            *("--param", "text=x", "--write"),
        )
        assert made.out == (
            "text\n────\nx\nnodes created: 2, relationships created: 1, properties set: 1, "
            "labels added: 2\n"
        )
        assert graph.revision == revision + 1
        gone = cli("cypher", "MATCH (n:Note) DETACH DELETE n", "--write")
        assert (gone.status, gone.out.splitlines()[0][:16]) == (0, "nodes deleted: 2")
        nothing = cli("cypher", "MATCH (n:Note) DETACH DELETE n", "--write")
        assert nothing == (0, "nothing changed\n", "")
        rows = cli("cypher", "MERGE (n:Note) RETURN 1 AS one", "--write", "--format", "csv")
        assert rows == (0, "one\n1\n", "")
        store.write(lambda transaction: transaction.run("MATCH (n:Note) DELETE n").consume())

    @pytest.mark.usefixtures("store")
    def test_a_write_that_fails_changes_nothing(self, cli: Cli, graph: Graph) -> None:
        revision = graph.revision
        ran = cli("cypher", "CREATE (:Note) WITH 1 AS n RETURN n / 0 AS x", "--write")
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert graph.revision == revision
        assert graph.cypher("MATCH (n:Note) RETURN count(n) AS n") == [{"n": 0}]
