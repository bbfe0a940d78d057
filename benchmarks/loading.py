"""How fast coded rows are loaded, beside a plain driver loop that writes the same nodes and edges.

    python benchmarks/loading.py [--rows 100000] [--stores embedded,neo4j]

Every load is a process of its own and goes into a new store of the same schema, whose server was
started for it. The plain loop is what a careful programmer writes with the driver alone: it has all
rows ready before the clock starts, sends 5,000 at once, nodes before relationships, one query a
type. It compares nothing with what is stored and derives nothing. Detente is given the rows one by
one, and the clock runs while they are made. Memory is the highest of the client and of the server.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

import coded_rows
import neo4j

import detente
from detente.graph.dates import PartialDate
from detente.graph.projection import project
from detente.graph.relations import Relation
from detente.graph.servers.arcadedb import ensure_server, stop_server
from detente.graph.servers.neo4j import pid_of, start_neo4j, stop_neo4j
from detente.graph.statements import Statement
from detente.graph.store import Store

BATCH = 5_000
WARMED = 5_000
#: What the project promises: this part of the rate of the plain loop.
PROMISED = 0.5

ACTORS: LiteralString = """
UNWIND $rows AS row
MERGE (a:Actor {actor_id: row})
"""
STATEMENTS: LiteralString = """
UNWIND $rows AS row
MATCH (a:Actor {actor_id: row.node.subject})
MATCH (b:Actor {actor_id: row.node.object})
CREATE (s:Statement) SET s = row.node
SET s.published_at = date(row.published_at), s.recorded_at = datetime(row.recorded_at),
    s.event_from = date(row.event_from), s.event_to = date(row.event_to)
CREATE (s)-[:SUBJECT]->(a)
CREATE (s)-[:OBJECT]->(b)
"""
EDGES: LiteralString = """
UNWIND $rows AS row
MATCH (a:Actor {actor_id: row.subject})
MATCH (b:Actor {actor_id: row.object})
CREATE (a)-[r:%s]->(b) SET r = row.edge
SET r.valid_from = date(row.valid_from), r.valid_to = date(row.valid_to),
    r.reported_on = date(row.reported_on)
"""
STORED: LiteralString = """
MATCH (s:Statement) WHERE s.dataset = $dataset
WITH count(s) AS statements
MATCH (:Actor)-[r]->(:Actor) WHERE r.support = 1 AND r.reported_on IS NOT NULL
RETURN statements, count(r) AS relations
"""

Row = dict[str, Any]


class Measured(NamedTuple):
    """What one process did: seconds of the load, and of the same again; its memory in MB."""

    seconds: float
    again: float | None
    memory: float


# ------------------------------------------------------------ in a process of its own


def load(how: str, kind: str, home: Path, rows: int) -> Measured:
    """Load in one of the two ways into an open store and measure."""
    again = None
    with detente.open(home=home, store=kind) as graph:
        # Java gets faster as it runs: both have loaded some other rows before.
        if how == "plain":
            plain_loop(graph.store, WARMED, seed=1)()
            seconds = timed(plain_loop(graph.store, rows))
        else:
            graph.add_statements(coded_rows.statements(WARMED, seed=1))
            seconds = timed(lambda: graph.add_statements(coded_rows.statements(rows)))
            again = timed(lambda: graph.add_statements(coded_rows.statements(rows)))
        (stored,) = graph.store.read(STORED, dataset=coded_rows.DATASET)
    if stored != dict.fromkeys(("statements", "relations"), rows + WARMED):
        sys.exit(f"{how}: stored are {stored}, and not {rows} + {WARMED} of each")
    return Measured(seconds, again, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def plain_loop(store: Store, rows: int, *, seed: int = 0) -> Callable[[], None]:
    """The plain driver loop, with all that it sends made ready."""
    told = list(coded_rows.statements(rows, seed=seed))
    nodes = [_node(one) for one in told]
    actors = sorted({end for one in told for end in (one.subject, one.object) if end is not None})
    edges: defaultdict[str, list[Row]] = defaultdict(list)
    for relation in project(told, []):
        edges[relation.relation].append(_edge(relation))

    def loop() -> None:
        _send(store, ACTORS, actors)
        _send(store, STATEMENTS, nodes)
        for name, group in edges.items():
            _send(store, EDGES % name, group)

    return loop


def _send(store: Store, query: LiteralString, rows: Sequence[object]) -> None:
    def work(run: neo4j.ManagedTransaction) -> None:
        run.run(query, rows=part).consume()

    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        store.write(work)


def _node(one: Statement) -> Row:
    node = _content(one)
    row = {name: node.pop(name, None) for name in ("published_at", "recorded_at")}
    day = PartialDate(node["event_date"])
    row |= {"event_from": day.start.isoformat(), "event_to": day.end.isoformat()}
    return row | {"node": node | {"pair": one.pair, "date_precision": day.precision}}


def _edge(relation: Relation) -> Row:
    edge = _content(relation)
    del edge["relation"]
    names = ("subject", "object", "valid_from", "valid_to", "reported_on")
    return {name: edge.pop(name, None) for name in names} | {"edge": edge}


def _content(model: Statement | Relation) -> Row:
    given = model.model_dump(mode="json", exclude_none=True)
    return {key: value for key, value in given.items() if value != []}


# ------------------------------------------------------------ the table


def main() -> None:
    """Load on each store in both ways and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--stores", default="embedded,neo4j")
    parser.add_argument("--load", nargs=3, metavar=("HOW", "STORE", "HOME"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.load is not None:
        how, kind, home = given.load
        print(json.dumps(load(how, kind, Path(home), given.rows)._asdict()))
        return
    print(f"{given.rows:,} statements and as many typed relations")
    print(f"{'':<28}{'seconds':>9}{'rows/s':>9}{'client':>10}{'server':>10}")
    for kind in given.stores.split(","):
        plain = line(kind, "plain", given.rows)
        ours = line(kind, "detente", given.rows)
        ratio = plain.seconds / ours.seconds
        kept = "as promised" if ratio >= PROMISED else f"less than the promised {PROMISED}"
        print(f"{kind}: {ratio:.2f} of the rate of the plain loop, {kept}")


def line(kind: str, how: str, rows: int) -> Measured:
    """Load in a process of its own, with a server of its own; print what it took."""
    with tempfile.TemporaryDirectory() as folder, server(kind, Path(folder)) as pid:
        command = [sys.executable, __file__, "--rows", str(rows), "--load", how, kind, folder]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf8")
        measured = Measured(**json.loads(done.stdout))
        memory = highest_memory(pid)
    name = f"{kind}, {'plain driver loop' if how == 'plain' else how}"
    clients = f"{measured.memory:>7.0f} MB{memory:>7.0f} MB"
    print(f"{name:<28}{measured.seconds:>9.1f}{rows / measured.seconds:>9,.0f}{clients}")
    if measured.again is not None:
        print(f"{'  the same again':<28}{measured.again:>9.1f}{rows / measured.again:>9,.0f}")
    return measured


@contextmanager
def server(kind: str, home: Path) -> Iterator[int]:
    """A server of one's own; its process."""
    if kind == "embedded":
        pid: int | None = ensure_server(home).pid
    else:
        start_neo4j(home)
        pid = pid_of(home)
    try:
        yield pid or 0
    finally:
        stop_server(home)
        stop_neo4j(home)


def highest_memory(pid: int) -> float:
    """The most memory that a process has had, in MB; only Linux tells that of another process."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return float("nan")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
