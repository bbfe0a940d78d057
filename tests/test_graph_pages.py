"""What docs/schema.md and docs/cypher.md say is true of real graphs, on every store."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import neo4j.time
import pytest
import yaml

from detente import seeds
from detente.graph.actors import ActorLabel
from detente.graph.loaded_files import LoadedFile
from detente.graph.registry import REGISTRY
from detente.graph.servers.arcadedb import find_server
from detente.graph.store import Store
from detente.queries.scripts import read_script
from detente.seeding import facts, seeds_digest
from detente.seeds import articles_folder
from detente.session import Graph
from tests.conftest import ROOT
from tests.graph.statements import article, at, said, statement
from tests.stores import empty, open_embedded, open_neo4j

DOCS = ROOT / "docs"
PAGE = yaml.safe_load((DOCS / "schema.yaml").read_text(encoding="utf8"))
LABELS = {label["name"]: label["properties"] for label in PAGE["labels"]}
LINKS = {link["type"]: link for link in PAGE["links"]}
KINDS = set(get_args(ActorLabel))
# How the driver gives the values of each type of Cypher.
VALUES = {
    str: "STRING",
    int: "INTEGER",
    float: "FLOAT",
    bool: "BOOLEAN",
    neo4j.time.Date: "DATE",
    neo4j.time.DateTime: "ZONED DATETIME",
}
NOTE = article(
    "note",
    "Washington eased sanctions on Belarus, an agency reports. Minsk had freed 52 prisoners.",
    title="A deal",
    url="https://courier.example/1",
)
#: The samples that have everything between them: a denial, a deal, dates and speakers of all kinds.
SAMPLES = [
    path for name in ("belarus", "khost") for path in articles_folder().glob(f"*{name}*.txt")
]
#: Belarus, and Uzbekistan, which left a treaty.
SEEDED = {"BLR", "UZB"}
WITHDRAWN = article("withdrawn", "Nothing happened.")
NODES = "MATCH (n) RETURN labels(n) AS labels, n AS found"
EDGES = """
MATCH (a)-[r]->(b) RETURN labels(a) AS start, type(r) AS type, labels(b) AS end, r AS found
"""
Found = dict[str, set[str]]


def test_the_page_is_what_make_docs_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "docs/schema.py", tmp_path], cwd=ROOT, check=True)
    for name in ("schema.md", "schema.svg"):
        kept = (DOCS / name).read_text(encoding="utf8")
        assert kept == (tmp_path / name).read_text(encoding="utf8"), "run `make docs`"


def test_the_page_lists_every_type_of_relation() -> None:
    page = (DOCS / "schema.md").read_text(encoding="utf8")
    assert [kind for kind in REGISTRY if f"| `{kind}` |" not in page] == []


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def graph(request: pytest.FixtureRequest) -> Iterator[Graph]:
    """Samples, and every kind of correction."""
    if request.param == "embedded":
        store = open_embedded(request.getfixturevalue("embedded_home"))
    else:
        store = open_neo4j(request.getfixturevalue("neo4j_server"))
    with store:
        empty(store)
        yield filled(store)
        empty(store)


@pytest.fixture(scope="module")
def rows(graph: Graph) -> dict[str, list[Any]]:
    """All its nodes and edges."""
    store = graph.store
    return {"nodes": driver_rows(store, NODES), "edges": driver_rows(store, EDGES)}


def filled(store: Store) -> Graph:
    """Load samples, and what they leave out: fields of coded data, corrections, a whole note."""
    graph = Graph(store, seeds.roster())
    # Enough of the seeds to have everything once.
    graph.add_treaties(seeds.treaties(), (one for one in seeds.parties() if one.actor_id in SEEDED))
    some = (one for one in facts() if {one.subject, one.object} & SEEDED)
    # What opens it next must not take it for a graph without them.
    graph.add_statements(some, facts_digest=seeds_digest())
    assert graph.load(SAMPLES).added == 4
    read = [
        said(
            NOTE,
            "Washington eased sanctions on Belarus, an agency reports.",
            *("USA", "EASED_SANCTIONS_ON", "BLR"),
            event_date="2025-12-13",
            said_by=("BLR",),
            object_person="ALEKSANDR_LUKASHENKO",
        ),
        said(
            NOTE,
            "Minsk had freed 52 prisoners.",
            "BLR",
            "RELEASED_PRISONERS_OF",
            "USA",
            quantity=52,
        ),
    ]
    graph.add_article(NOTE, read, recorded_at=at("2025-12-19"))
    row: dict[str, Any] = {"dataset": "events", "record_id": "1", "cameo": "085", "intensity": 6.0}
    graph.add_statements([statement("row", **row)])
    one, two = (each.statement_id for each in read)
    because: dict[str, Any] = {"because": "tested", "judged_by": "ana"}
    for link in (
        ("same_event", one, "row"),
        ("distinct_event", one, two),
        ("merge", "HAMAS", "PSE:REB"),
    ):
        graph.judge(*link, **because)
        graph.undo()
        graph.judge(*link, **because)
    graph.accept(one, **because)
    graph.reject(two, **because)
    graph.retract(NOTE.article_id, **because)
    graph.undo()
    # Read again without its second sentence: the reader takes that statement back.
    graph.add_article(NOTE, read[:1], recorded_at=at("2025-12-20"))
    graph.add_article(WITHDRAWN, [])
    graph.retract(WITHDRAWN.article_id, **because)
    assert graph.check() == []
    graph.note_file("d1", LoadedFile(1, 0))
    # Asking for its columns marks the state that they are of.
    graph.columns()
    return graph


def driver_rows(store: Store, query: str) -> list[dict[str, Any]]:
    """Rows as the driver gives them, for what `Store.read` makes plain."""
    with store._session(store._driver) as session:
        return [dict(record) for record in session.run(query)]


def value_type(value: Any) -> str:
    if isinstance(value, list):
        (inner,) = {value_type(part) for part in value}
        return f"LIST<{inner}>"
    if isinstance(value, neo4j.time.DateTime):
        assert value.tzinfo is not None
    return VALUES[type(value)]


def typed(found: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Found]:
    """The types of the values of each property of each name."""
    types: defaultdict[str, Found] = defaultdict(lambda: defaultdict(set))
    for name, properties in found:
        held = types[name]
        for key, value in properties.items():
            held[key].add(value_type(value))
    return {name: dict(held) for name, held in types.items()}


def stated(properties: Mapping[str, list[Any]]) -> Found:
    return {name: {kind} for name, (kind, *_) in properties.items()}


def test_nodes_have_the_properties_of_the_page(rows: dict[str, list[Any]]) -> None:
    found = typed((label_of(row["labels"]), row["found"]) for row in rows["nodes"])
    assert found == {name: stated(properties) for name, properties in LABELS.items()}


def label_of(labels: list[str]) -> str:
    """The label that says what it is: an actor has one of four beside it."""
    further = set(labels) - {"Actor"}
    assert len(further) == 1
    assert further < KINDS or "Actor" not in labels
    return "Actor" if "Actor" in labels else further.pop()


def test_relations_have_the_properties_of_the_page(rows: dict[str, list[Any]]) -> None:
    edges = [row for row in rows["edges"] if row["type"] in REGISTRY]
    found = typed(("", row["found"]) for row in edges)
    assert found == {"": stated(PAGE["relation"])}
    assert {label_of(row[end]) for row in edges for end in ("start", "end")} == {"Actor"}


def test_links_have_the_ends_and_properties_of_the_page(rows: dict[str, list[Any]]) -> None:
    edges = [row for row in rows["edges"] if row["type"] not in REGISTRY]
    found = typed((row["type"], row["found"]) for row in edges)
    assert found == {name: stated(link.get("properties", {})) for name, link in LINKS.items()}
    ends = {(row["type"], label_of(row["start"]), label_of(row["end"])) for row in edges}
    assert ends == {(name, link["from"], link["to"]) for name, link in LINKS.items()}


def test_the_examples_are_of_their_type() -> None:
    python = {"STRING": str, "INTEGER": int, "FLOAT": float, "DATE": dt.date}
    listed = [
        *LABELS.values(),
        PAGE["relation"],
        *(one.get("properties", {}) for one in PAGE["links"]),
    ]
    wrong = [
        (name, kind, example)
        for properties in listed
        for name, (kind, _, example) in properties.items()
        if not isinstance(example, python.get(kind, str))
    ]
    assert wrong == []


def fences(language: str) -> list[str]:
    """The blocks of docs/cypher.md in a language."""
    page = (DOCS / "cypher.md").read_text(encoding="utf8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


@pytest.mark.parametrize("number", range(len(fences("cypher"))))
def test_queries_shown_find_something(graph: Graph, number: int) -> None:
    script = read_script(fences("cypher")[number])
    bound = script.bind({}, roster=graph.roster, run=graph.cypher)
    assert len(graph.cypher(script.query, bound)) > 0


@pytest.fixture
def environment(graph: Graph, request: pytest.FixtureRequest) -> dict[str, str]:
    """The variables that name the store of `graph`, and its login that reads if there is one."""
    if graph.store.is_neo4j:
        server = request.getfixturevalue("neo4j_server")
        login = (server.uri, server.user, server.password, "neo4j")
    else:
        embedded = find_server(request.getfixturevalue("embedded_home"))
        assert embedded is not None
        login = (embedded.uri, embedded.reader, embedded.reader_password, embedded.database)
    names = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
    return {**os.environ, **dict(zip(names, login, strict=True)), "PYTHONUTF8": "1"}


@pytest.mark.parametrize("number", range(len(fences("python"))))
def test_programs_shown_run(environment: dict[str, str], number: int) -> None:
    program = fences("python")[number]
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment,
        capture_output=True,
        encoding="utf8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Belarus" in ran.stdout or "actors, " in ran.stdout or "EASED_SANCTIONS_ON" in ran.stdout


def test_the_commands_shown_run(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "question.cypher").write_text(fences("cypher")[0], encoding="utf8")
    (commands,) = fences("sh")
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    for command in commands.splitlines():
        ran = subprocess.run(
            ["sh", "-c", command],
            cwd=tmp_path,
            env=environment | {"PATH": path},
            capture_output=True,
            encoding="utf8",
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "EASED_SANCTIONS_ON" in ran.stdout
