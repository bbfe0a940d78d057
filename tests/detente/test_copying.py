"""The command `detente copy`: a graph that went to Neo4j and back gives every answer as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import detente
from tests.detente.conftest import Cli, sample_home
from tests.neo4j_server import Neo4jServer
from tests.stores import empty, open_neo4j


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A graph with the sample articles that these tests may change."""
    with sample_home(tmp_path_factory.mktemp("samples")) as home:
        yield home


@pytest.fixture
def there(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty Neo4j that lets us in."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    with open_neo4j(neo4j_server) as opened:
        empty(opened)
    return neo4j_server.uri


@pytest.fixture
def corrected(cli: Cli, samples: Path) -> Iterator[Path]:
    """The samples with a rejected statement, a retracted article, and a correction undone."""
    home = ("--home", samples)
    found = [json.loads(row) for row in lines(cli, *home, "between", "USA", "BLR")]
    why = [json.loads(row) for row in lines(cli, *home, "why", found[0]["relation_id"])]
    assert cli(*home, "reject", why[0]["statement_id"], "--because", "misread").status == 0
    assert cli(*home, "retract", why[-1]["article_id"]).status == 0
    assert cli(*home, "merge", "HAMAS", "HEZBOLLAH").status == 0
    assert cli(*home, "undo").status == 0
    yield samples
    assert cli(*home, "undo").status == 0
    assert cli(*home, "undo").status == 0


def lines(cli: Cli, *arguments: str | Path) -> list[str]:
    return cli(*arguments, "--format", "jsonl").out.splitlines()


def answers(graph: detente.Graph) -> list[str]:
    """Answers to the byte: relations, their evidence, what was known, and the state of it all."""
    today = datetime.now(UTC).date()
    found = [
        *(detente.between(graph, left, "BLR") for left in ("USA", "LTU")),
        *(
            detente.between(graph, "USA", "BLR", known_on=day)
            for day in (today, date(2025, 12, 31))
        ),
        detente.between(graph, "USA", "BLR", as_of="2025-12-15"),
        detente.allies(graph, "BLR"),
        detente.timeline(graph, "BLR"),
        detente.timeline(graph, "BLR", known_on=today),
    ]
    told = graph.statements(actor="BLR", standing=False)
    asked = [one.relation_id for one in graph.relations(actor="BLR")]
    asked += [one.statement_id for one in told if one.dataset is None]
    assert len(asked) > 20
    found += [detente.why(graph, one) for one in asked]
    return [
        *(answer.model_dump_json() for answer in found),
        *(one.model_dump_json() for one in told),
        *graph.check(),
        graph.digest(),
    ]


def at_home(home: Path) -> list[str]:
    with detente.open(home=home, store="embedded") as graph:
        return answers(graph)


def test_there_and_back(
    cli: Cli, corrected: Path, home: Path, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = cli("--home", corrected, "copy", "--from", "embedded", "--to", there)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].endswith(" statements: both graphs are the same")
    expected = at_home(corrected)
    with detente.open(there) as graph:
        assert answers(graph) == expected
    # "embedded" is the embedded store, whatever the environment says.
    monkeypatch.setenv("NEO4J_URI", there)
    ran = cli("--home", home, "copy", "--from", there, "--to", "embedded", "--format", "jsonl")
    assert (ran.status, ran.err) == (0, "")
    rows = [json.loads(row) for row in ran.out.splitlines()]
    assert all(row["source"] == row["target"] for row in rows)
    assert {row["part"]: row["source"] for row in rows}["judgements"] == 3
    monkeypatch.delenv("NEO4J_URI")
    assert at_home(home) == expected
    again = cli("--home", home, "copy", "--from", there, "--to", "embedded").out
    assert again.splitlines()[-1] == "nothing to copy: both graphs are the same"


def test_what_the_target_alone_holds_is_not_lost(
    cli: Cli, samples: Path, home: Path, tmp_path: Path, there: str
) -> None:
    text = "date 2025-12-18\n\nThe United States eased sanctions on Belarus.\n"
    (tmp_path / "own.txt").write_text(text, encoding="utf8")
    assert cli("--home", home, "load", tmp_path / "own.txt").status == 0
    assert cli("--home", samples, "copy", "--from", "embedded", "--to", there).status == 0
    command = ("--home", home, "copy", "--from", there, "--to", "embedded")
    ran = cli(*command)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "detente: the target holds 1 article, 1 statement that the source has not: "
        "--merge keeps them, or empty it first\n"
    )
    ran = cli(*command, "--merge")
    assert (ran.status, ran.err) == (0, "")
    more = "the target holds 1 article, 1 statement more, and all that the source holds"
    assert more in " ".join(ran.out.split())
    with detente.open(home=home) as graph:
        assert graph.check() == []


@pytest.mark.parametrize(
    ("stores", "message"),
    [
        ("embedded embedded", "source and target are the same graph, at bolt://"),
        ("embeded embedded", "'embeded' is no database address: write neo4j://HOST:PORT"),
        ("neo4j embedded", "there is no Neo4j here yet: 'detente neo4j start'"),
    ],
)
def test_what_cannot_be_copied_is_said_in_a_line(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch, stores: str, message: str
) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(home / "no cache"))
    source, target = stores.split()
    ran = cli("--home", home, "copy", "--from", source, "--to", target)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"detente: {message}")
    assert ran.err.count("\n") == 1
