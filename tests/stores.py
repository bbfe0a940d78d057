"""The stores that tests run on: an embedded server and a real Neo4j, one of each for a whole run.

`store` runs a test once on each, with an empty graph: on those that DETENTE_TEST_STORES names, of
embedded, neo4j (the newest release known) and neo4j-lts (an older one, on a Java of its time).
Where a Neo4j cannot be had, its tests are skipped and the summary says why; with `CI=true` the
newest one must be there.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from detente.graph.servers.arcadedb import ensure_server, stop_server
from detente.graph.store import Store, open_store
from tests.neo4j_server import QUICK_JAVA, Neo4jServer, Neo4jUnavailableError, running

__all__ = [
    "embedded_home",
    "home",
    "neo4j_lts_server",
    "neo4j_server",
    "open_embedded",
    "open_neo4j",
    "store",
]

_STORES = os.environ.get("DETENTE_TEST_STORES", "") or "embedded,neo4j"
_LTS = "5.26.29"

_NAMED = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_DATABASE")
_UNAVAILABLE = "nothing ran on a Neo4j: "


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud which store a green run did not run on."""
    skipped = (str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()))
    reasons = sorted({reason for reason in skipped if _UNAVAILABLE in reason})
    if len(reasons) > 0:
        terminalreporter.section("stores absent", yellow=True)
        for reason in reasons:
            terminalreporter.line(reason.removeprefix("Skipped: "))


@pytest.fixture(autouse=True)
def no_store_of_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test away from the databases and the data folder of whoever runs it."""
    for name in (*_NAMED, "DETENTE_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "detente-home"))
    # Neo4j itself is fetched into the cache of the user, once.
    monkeypatch.setattr("detente.graph.columns.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setenv("ARCADEDB_JVM_ARGS", QUICK_JAVA)
    yield
    stop_server(tmp_path / "detente-home")


@pytest.fixture(scope="session")
def embedded_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder whose embedded server runs as long as the tests."""
    folder = tmp_path_factory.mktemp("embedded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCADEDB_JVM_ARGS", QUICK_JAVA)
        ensure_server(folder)
    yield folder
    stop_server(folder)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A real Neo4j that runs as long as the tests."""
    try:
        with running(tmp_path_factory.mktemp("neo4j")) as server:
            yield server
    except Neo4jUnavailableError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"Neo4j {error}", pytrace=False)
        pytest.skip(f"{_UNAVAILABLE}{error}")


@pytest.fixture(scope="session")
def neo4j_lts_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The oldest Neo4j that detente works with; it needs a Java that detente does not bring."""
    try:
        with running(tmp_path_factory.mktemp("neo4j-lts"), version=_LTS) as server:
            yield server
    except Neo4jUnavailableError as error:
        pytest.skip(f"{_UNAVAILABLE}{_LTS}: {error}")


@pytest.fixture
def home(embedded_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shared embedded home with an empty graph, as DETENTE_HOME: for tests of commands."""
    monkeypatch.setenv("DETENTE_HOME", str(embedded_home))
    with open_embedded(embedded_home) as opened:
        empty(opened)
    return embedded_home


@pytest.fixture(params=_STORES.split(","))
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An open store with an empty graph, once on each database; what it warns of is an error."""
    if request.param == "embedded":
        opened = open_embedded(request.getfixturevalue("embedded_home"))
    else:
        name = "neo4j_lts_server" if request.param == "neo4j-lts" else "neo4j_server"
        opened = open_neo4j(request.getfixturevalue(name))
    with opened, heard("neo4j.notifications") as warnings:
        empty(opened)
        yield opened
    assert warnings == []


@contextmanager
def heard(logger: str) -> Iterator[list[str]]:
    """Collect the warnings of a logger, which is where the driver leaves those of the database."""
    handler = Collecting(logging.WARNING)
    logging.getLogger(logger).addHandler(handler)
    try:
        yield handler.messages
    finally:
        logging.getLogger(logger).removeHandler(handler)


class Collecting(logging.Handler):
    """Keeps messages in a list."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message of `record`."""
        self.messages.append(record.getMessage())


def open_embedded(home: Path) -> Store:
    """Open the embedded store of `home`."""
    return open_store(home=home, kind="embedded")


def open_neo4j(server: Neo4jServer) -> Store:
    """Open the store that a Neo4j server holds."""
    return open_store(uri=server.uri, user=server.user, password=server.password)


def empty(store: Store) -> None:
    """Take everything out of a graph except what its schema notes about itself."""
    store.write(
        lambda transaction: transaction.run(
            "MATCH (n) WHERE NOT n:SchemaVersion DETACH DELETE n"
        ).consume()
    )
