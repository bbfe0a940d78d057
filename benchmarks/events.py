"""How fast a published set of coded events is loaded, and again, with the memory that it takes.

    python benchmarks/events.py [--data FOLDER] [--rows N] [--stores embedded,neo4j] [--times 1]

Loads ICEWS18 (468,558 rows) into a new store, then again, each in a process of its own. `--times 4`
repeats the rows with their dates shifted by years, to see what a row costs in a larger graph.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from loading import highest_memory, server

import detente

ROOT = Path(__file__).resolve().parent.parent
_HEAD = len("2018-")


def rows_of(data: Path, folder: Path, *, rows: int, times: int) -> Path:
    """The rows to load as one file: the first of the set, several times with other years."""
    with gzip.open(data / "icews18" / "tidy.tsv.gz", "rt", encoding="utf8") as text:
        header, *lines = text.read().splitlines()
    lines = lines[:rows]
    file = folder / "events.tsv"
    with file.open("w", encoding="utf8") as out:
        out.write(f"{header}\n")
        for number in range(times):
            out.writelines(f"{2018 - number}-{line[_HEAD:]}\n" for line in lines)
    return file


def load(file: Path, kind: str, home: str) -> None:
    """Load in this process, and print what came of it."""
    with detente.open(home=home, store=kind) as graph:
        begun = time.perf_counter()
        report = graph.load(file, layout="tkg")
        seconds = time.perf_counter() - begun
    told = {"seconds": seconds, "read": report.read, "new": report.statements}
    told["relations"] = report.relations
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def main() -> None:
    """Load on each store, twice, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given = os.environ.get("DETENTE_DATA") or ROOT.parent / "shared"
    parser.add_argument("--data", type=Path, default=Path(given) / "data")
    parser.add_argument("--rows", type=int, default=468_558)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--stores", default="embedded,neo4j")
    parser.add_argument("--load", nargs=3, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.load is not None:
        load(Path(told.load[0]), *told.load[1:])
        return
    print(f"{'':<28}{'rows':>10}{'seconds':>9}{'rows/s':>9}{'new edges':>11}{'memory, both':>14}")
    for kind in told.stores.split(","):
        with tempfile.TemporaryDirectory() as folder, server(kind, Path(folder) / "home") as pid:
            file = rows_of(told.data, Path(folder), rows=told.rows, times=told.times)
            for name in (kind, f"{kind}, again"):
                command = [sys.executable, __file__, "--load", str(file), kind, f"{folder}/home"]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf8")
                found = json.loads(done.stdout)
                memory = found["memory"] + highest_memory(pid)
                print(
                    f"{name:<28}{found['read']:>10,}{found['seconds']:>9.1f}"
                    f"{found['read'] / found['seconds']:>9,.0f}{found['relations']:>11,}"
                    f"{memory:>11,.0f} MB"
                )


if __name__ == "__main__":
    main()
