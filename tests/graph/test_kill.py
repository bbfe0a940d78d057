"""kill -9 in the middle of a load: of who loads, and of the server that is loaded into.

After each the graph is sound, a rerun completes it, and it is then the graph that an undisturbed
load makes. The blow falls when a number of statements, drawn by a seed, is there.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from detente.graph.graph import Graph
from detente.graph.servers.arcadedb import ensure_server, find_server, stop_server
from detente.graph.servers.neo4j import pid_of
from detente.graph.store import open_store
from detente.seeds import roster
from tests.conftest import ROOT
from tests.neo4j_server import QUICK_JAVA, Neo4jUnavailableError, running

ROWS, PART = 1_500, 150
LOADING = f"""
import sys
sys.path.insert(0, {str(ROOT / "benchmarks")!r})
from coded_rows import statements
from detente.graph import loads
from detente.graph.graph import Graph
from detente.graph.store import open_store
from detente.seeds import roster
home, kind = sys.argv[1:]
# Many small transactions, as a load that is worth killing has.
loads._BATCH = {PART}
with open_store(home=home, kind=kind) as store:
    graph = Graph(store, roster())
    print("loading", flush=True)
    graph.add_statements(statements({ROWS}))
"""
COUNT = "MATCH (s:Statement {dataset: 'made-up'}) RETURN count(s) AS n"


class Local(NamedTuple):
    """A local store of a home: its kind, and how its server is found."""

    kind: str
    home: Path
    pid: Callable[[], int | None]

    def graph(self) -> Graph:
        """The graph in it, without the seeds; a server that was killed is started again."""
        return Graph(open_store(home=self.home, kind=self.kind), roster())

    def load(self) -> subprocess.Popen[str]:
        """A process that loads."""
        return subprocess.Popen(
            [sys.executable, "-P", "-c", LOADING, self.home, self.kind],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def local(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Local]:
    """A store of its own, as its server is killed."""
    home, kind = tmp_path_factory.mktemp("killed"), str(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)
        patch.setenv("ARCADEDB_JVM_ARGS", QUICK_JAVA)
        if kind == "embedded":
            ensure_server(home)
            yield Local(kind, home, lambda: embedded_pid(home))
            stop_server(home)
            return
        try:
            with running(home):
                yield Local(kind, home, lambda: pid_of(home))
        except Neo4jUnavailableError as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"Neo4j {error}", pytrace=False)
            pytest.skip(str(error))


def embedded_pid(home: Path) -> int | None:
    """The process of a running embedded server."""
    server = find_server(home)
    return None if server is None else server.pid


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the graph that an undisturbed load makes."""
    local = Local("embedded", tmp_path_factory.mktemp("undisturbed"), lambda: None)
    loading = local.load()
    assert loading.communicate(timeout=300)[1] == ""
    with local.graph().store as store:
        digest = Graph(store, roster()).digest()
    stop_server(local.home)
    return digest


@pytest.mark.parametrize(
    "rounds", [1, pytest.param(20, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_a_killed_load_and_a_killed_server_leave_a_sound_graph(
    local: Local, undisturbed: str, rounds: int
) -> None:
    chance = random.Random(rounds)  # noqa: S311 - moments, not secrets
    halved = {"client": 0, "server": 0}
    for victim in ("client", "server") * rounds:
        with local.graph().store as store:
            store.write(
                lambda transaction: transaction.run(
                    "MATCH (n) WHERE NOT n:SchemaVersion DETACH DELETE n"
                ).consume()
            )
        loading = local.load()
        assert loading.stdout is not None
        assert loading.stdout.readline() == "loading\n"
        wait_for(local, chance.randint(1, ROWS - 4 * PART))
        pid = loading.pid if victim == "client" else local.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        _, error = loading.communicate(timeout=120)
        # Whoever loads is told in one line of ours, unless all was done by then.
        assert victim == "client" or error == "" or "detente.graph.errors.StoreError" in error
        with local.graph().store as store:
            graph = Graph(store, roster())
            assert graph.check() == []
            there = graph.cypher(COUNT)[0]["n"]
        halved[victim] += 0 < there < ROWS
        assert local.load().communicate(timeout=300)[1] == ""
        with local.graph().store as store:
            assert Graph(store, roster()).digest() == undisturbed
    assert min(halved.values()) > 0, halved


def wait_for(local: Local, number: int) -> None:
    """Wait until a load has stored a number of statements."""
    deadline = time.monotonic() + 120
    with local.graph().store as store:
        graph = Graph(store, roster())
        while graph.cypher(COUNT)[0]["n"] < number:
            assert time.monotonic() < deadline
            time.sleep(0.01)
