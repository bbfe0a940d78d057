"""The command line on a Neo4j server given by URI: the same commands, the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.seeds import articles_folder
from tests.detente.conftest import Cli
from tests.neo4j_server import Neo4jServer
from tests.stores import empty, open_neo4j

QUESTIONS = [
    ("between", "Statele Unite", "Belarus", "--format", "json"),
    ("between", "PAK", "AFG", "--as-of", "2025-12-31", "--format", "json"),
    ("allies", "BLR", "--as-of", "2025-12-18", "--format", "json"),
    ("timeline", "RUS", "--format", "jsonl"),
    ("saved", "--format", "json"),
    ("check",),
]


@pytest.fixture(scope="module")
def loaded(neo4j_server: Neo4jServer) -> Neo4jServer:
    with open_neo4j(neo4j_server) as store:
        empty(store)
    return neo4j_server


@pytest.fixture
def by_uri(loaded: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", loaded.uri)
    monkeypatch.setenv("NEO4J_USERNAME", loaded.user)
    monkeypatch.setenv("NEO4J_PASSWORD", loaded.password)


@pytest.mark.usefixtures("by_uri")
def test_the_same_answers_on_both_stores(
    cli: Cli, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("load", articles_folder()).status == 0
    assert ": 0 new statements" in cli("load", articles_folder()).out
    on_neo4j = [cli(*question) for question in QUESTIONS]
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("DETENTE_HOME", str(samples))
    assert on_neo4j == [cli(*question) for question in QUESTIONS]
    assert {ran.status for ran in on_neo4j} == {0}
