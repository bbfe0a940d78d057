"""The command line in this process, and a graph with the sample articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

import detente
from detente.cli.program import run
from detente.graph.servers.arcadedb import stop_server
from detente.seeds import articles_folder

__all__ = ["Cli", "Ran", "cli", "sample_home", "samples"]


class Ran(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


Cli: TypeAlias = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line as the installed command does, without a terminal."""

    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        return Ran(status, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a graph with the sample articles, shared: no test may change it."""
    with sample_home(tmp_path_factory.mktemp("samples")) as home:
        yield home


@contextmanager
def sample_home(home: Path) -> Iterator[Path]:
    """Load the sample articles into a graph of one's own."""
    with detente.open(home=home, store="embedded") as graph:
        graph.load(articles_folder())
    yield home
    stop_server(home)
