"""The managed Neo4j, as tests start it: fetched once for all of them, its data thrown away."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from detente.graph.errors import GraphError
from detente.graph.servers.neo4j import USER, pid_of, start_neo4j

__all__ = ["QUICK_JAVA", "Neo4jServer", "Neo4jUnavailableError", "running"]

# Servers of tests live for minutes: the quick compiler alone halves their start.
QUICK_JAVA = "-XX:TieredStopAtLevel=1"


class Neo4jUnavailableError(Exception):
    """Neo4j could not be fetched or started here; the message says why."""


class Neo4jServer(NamedTuple):
    """Where the server answers and who may enter."""

    uri: str
    user: str
    password: str
    http: str


@contextmanager
def running(home: Path, *, version: str | None = None) -> Iterator[Neo4jServer]:
    """Run the managed Neo4j of a new home for the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)
        patch.setenv("DETENTE_HEAP", "512m")
        try:
            server = start_neo4j(home, version=version)
        except GraphError as error:
            raise Neo4jUnavailableError(str(error)) from error
    try:
        yield Neo4jServer(server.uri, USER, server.password, server.http)
    finally:
        # Its data is thrown away: an orderly end would only take ten seconds more.
        pid = pid_of(home)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
