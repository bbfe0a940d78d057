"""How fast a graph is read as columns, and what is counted and written from them.

    python benchmarks/columns.py [--rows 468558] [--stores embedded,neo4j] [--home FOLDER]

Fills a fresh store with made-up coded rows, or takes the graph that a home holds already. Each step
runs in a process of its own, as a user's would, so that imports count and nothing is warm but the
server. The first time is read over Bolt; the second finds the file of the first. Seconds, with the
processor seconds of the client beside them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

import coded_rows
import polars

import detente
from detente.graph.columns import columns
from detente.graph.servers.arcadedb import ensure_server, stop_server
from detente.graph.servers.neo4j import start_neo4j, stop_neo4j
from detente.queries import exports
from detente.queries.dyads import dyads

#: Rows of a real data set, ICEWS 2018 as the benchmark of temporal graphs has it.
ROWS = 468_558


class Measured(NamedTuple):
    """What a step took: seconds, those of the processor, and what it gave."""

    step: str
    seconds: float
    processor: float
    rows: int


# ------------------------------------------------------------ in a process of its own


def measure(kind: str, home: Path, cache: Path) -> Iterator[Measured]:
    """Read both frames, count and write; one line a step."""
    with detente.open(home=home, store=kind) as graph:
        frames = columns(graph.store, folder=cache)
        yield timed("relations", lambda: frames.relations.height)
        yield timed("statements", lambda: frames.statements.height)
        again = columns(graph.store, before=frames, folder=cache)
        yield timed("relations, same process", lambda: again.relations.height)
        yield timed("dyads by month", lambda: dyads(frames.relations, by="month").height)
        yield timed("dyads by week", lambda: dyads(frames.relations, by="week").height)
        for form in get_args(exports.TableForm):
            yield timed(f"relations as {form}", partial(write, frames.relations, cache, form))


def write(frame: polars.DataFrame, folder: Path, form: exports.TableForm) -> int:
    """Write a frame in a format; how many rows that were."""
    with exports.written(folder / f"relations.{form}") as file:
        exports.write_table(frame, file, form=form)
    return frame.height


def timed(step: str, work: Callable[[], int]) -> Measured:
    """Measure one step, which tells how many rows it gave."""
    begun, spent = time.perf_counter(), time.process_time()
    rows = work()
    return Measured(step, time.perf_counter() - begun, time.process_time() - spent, rows)


# ------------------------------------------------------------ the table


def main() -> None:
    """Measure on each store and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--stores", default="embedded")
    parser.add_argument("--home", type=Path, help="a home that is filled already")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure is not None:
        kind, home, cache = given.measure
        found = list(measure(kind, Path(home), Path(cache)))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([memory, found]))
        return
    for kind in given.stores.split(","):
        with tempfile.TemporaryDirectory() as folder, filled(kind, Path(folder), given) as home:
            for when in ("first time", "next process"):
                show(f"{kind}, {when}", kind, home, Path(folder) / "cache")


@contextmanager
def filled(kind: str, folder: Path, given: argparse.Namespace) -> Iterator[Path]:
    """The home of a running server with the rows; one of the user's own is left as it is."""
    if given.home is not None:
        yield given.home
        return
    home = folder / "home"
    if kind == "embedded":
        ensure_server(home)
    else:
        start_neo4j(home)
    try:
        with detente.open(home=home, store=kind) as graph:
            graph.add_statements(coded_rows.statements(given.rows))
        yield home
    finally:
        stop_server(home)
        stop_neo4j(home)


def show(title: str, kind: str, home: Path, cache: Path) -> None:
    """Measure in a process of its own and print a line for each step."""
    command = [sys.executable, __file__, "--measure", kind, str(home), str(cache)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf8")
    memory, found = json.loads(done.stdout)
    print(f"{title} ({memory:.0f} MB){'rows':>44}{'seconds':>10}{'processor':>11}")
    for step, seconds, processor, rows in found:
        print(f"  {step:<40}{rows:>20,}{seconds:>10.3f}{processor:>11.3f}")


if __name__ == "__main__":
    main()
