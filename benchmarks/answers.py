"""How long each answer takes on a published set of coded events, the store being warm.

    python benchmarks/answers.py [--data FOLDER] [--home FOLDER] [--only camps,bridges]

Loads ICEWS18 (468,558 rows) into a new store, or takes the graph that a home holds already. Each
question is asked in a process of its own, as a command would, so that the first call imports what
it needs and reads the columns from their file; then a second time in the same open graph. The last
column is a call in one graph of which all the questions have been asked before. Seconds, with the
processor seconds of the client beside those of the first.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from events import ROOT, rows_of
from loading import server

import detente

#: Rows of the set.
ROWS = 468_558
#: The questions, with what they are asked about.
SINCE = "2018-06-01"
QUESTIONS: dict[str, Callable[[detente.Graph], Any]] = {
    "allies": lambda graph: detente.allies(graph, "IRN", as_of=SINCE),
    "adversaries": lambda graph: detente.adversaries(graph, "USA"),
    "between": lambda graph: detente.between(graph, "USA", "RUS"),
    "bridges": detente.bridges,
    "camps": detente.camps,
    "changed": lambda graph: detente.changed(graph, since=SINCE),
    "closer": lambda graph: detente.closer(graph, to="CHN"),
    "closer, without leaving": lambda graph: detente.closer(
        graph, to="CHN", without_leaving="USA", since=SINCE
    ),
    "follows": lambda graph: detente.follows(graph, "RUS"),
    "level": lambda graph: detente.level(graph, "RUS", "TUR"),
    "outlook": lambda graph: detente.outlook(graph, "USA", "RUS"),
    "polarisation": detente.polarisation,
    "polarisation, by month": lambda graph: detente.polarisation(graph, since="2018-01-01"),
    "shifts": detente.shifts,
    "shifts, of two": lambda graph: detente.shifts(graph, between=("RUS", "TUR")),
    "strained": detente.strained,
    "switched": lambda graph: detente.switched(graph, since=SINCE),
    "timeline": lambda graph: detente.timeline(graph, "TUR"),
    "treaties": lambda graph: detente.treaties(graph, changed_since="2010-01-01"),
    "triads": detente.triads,
}


class Timed(NamedTuple):
    """How long a call took: seconds, and those of the processor."""

    seconds: float
    processor: float


def timed(question: str, graph: detente.Graph) -> Timed:
    """Ask once."""
    begun, spent = time.perf_counter(), time.process_time()
    QUESTIONS[question](graph)
    return Timed(time.perf_counter() - begun, time.process_time() - spent)


def apart(question: str, home: Path) -> list[Timed]:
    """Ask twice in a process of its own."""
    command = [sys.executable, __file__, "--home", str(home), "--ask", question]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf8")
    return [Timed(*one) for one in json.loads(done.stdout)]


def main() -> None:
    """Ask and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given = os.environ.get("DETENTE_DATA") or ROOT.parent / "shared"
    parser.add_argument("--data", type=Path, default=Path(given) / "data")
    parser.add_argument("--home", type=Path, help="a home that is filled already")
    parser.add_argument("--only", help="some of the questions")
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.ask is not None:
        with detente.open(home=told.home) as graph:
            print(json.dumps([timed(told.ask, graph) for _ in range(2)]))
        return
    asked = list(QUESTIONS) if told.only is None else told.only.split(",")
    with filled(told.home, told.data) as home:
        measure(home, asked)


def measure(home: Path, asked: list[str]) -> None:
    """Print a line for each question."""
    with detente.open(home=home) as graph:
        begun = time.perf_counter()
        rows = graph.columns().statements.height
        print(f"{rows:,} statements as columns in {time.perf_counter() - begun:.2f} s")
        alone = {question: apart(question, home) for question in asked}
        for question in asked:
            timed(question, graph)
        ready = {question: timed(question, graph) for question in asked}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'':<28}{'first':>9}{'processor':>11}{'second':>9}{'among others':>14}")
    for question in asked:
        first, second = alone[question]
        print(
            f"{question:<28}{first.seconds:>9.3f}{first.processor:>11.3f}{second.seconds:>9.3f}"
            f"{ready[question].seconds:>14.3f}"
        )
    print(f"{memory:,.0f} MB in the process that asked all of them")


@contextmanager
def filled(home: Path | None, data: Path) -> Iterator[Path]:
    """The home of a running server with the set; one of the user's own is left as it is."""
    if home is not None:
        yield home
        return
    with tempfile.TemporaryDirectory() as folder, server("embedded", Path(folder) / "home"):
        file = rows_of(data, Path(folder), rows=ROWS, times=1)
        with detente.open(home=Path(folder) / "home", store="embedded") as graph:
            graph.load(file, layout="tkg")
        yield Path(folder) / "home"


if __name__ == "__main__":
    main()
