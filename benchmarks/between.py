"""How quickly one question is answered: from Python, and as a command.

The embedded store runs already and holds the sample articles. Times are medians of several runs;
beside them stands what starting Python alone takes, as both depend on the machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import detente
from detente.graph.servers.arcadedb import stop_server
from detente.seeds import articles_folder

COMMAND = str(Path(sys.executable).with_name("detente"))
RUNS = 15
#: What the project promises.
CALL_SECONDS, COMMAND_SECONDS = 0.1, 1.0


def median(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def command(*arguments: str) -> None:
    """Run a command and drop what it prints."""
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)


def row(name: str, seconds: float, start: float, promise: str = "") -> None:
    """Print one line of the table."""
    print(f"{name:<34} {seconds * 1000:8.1f} ms {seconds / start:7.1f} x {promise}")


def main() -> None:
    """Load the samples into a new store and measure."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        try:
            measure(home)
        finally:
            stop_server(home)


def measure(home: Path) -> None:
    """Print the table for the graph in `home`."""
    start = median(lambda: command(sys.executable, "-c", "pass"))
    print(f"{'':<34} {'median':>11} {'start-ups of Python':>20}")
    row("python -c pass", start, start)
    begun = time.perf_counter()
    with detente.open(home=home, store="embedded") as graph:
        row("first open, with the seeds", time.perf_counter() - begun, start)
        begun = time.perf_counter()
        report = graph.load(articles_folder())
        row(f"load {report.added} articles", time.perf_counter() - begun, start)
        call = median(lambda: detente.between(graph, "USA", "BLR"))
        row("detente.between(…)", call, start, verdict(call, CALL_SECONDS))
        row("detente.allies(…)", median(lambda: detente.allies(graph, "BLR")), start)
        row("detente.timeline(…)", median(lambda: detente.timeline(graph, "BLR")), start)
        words = median(lambda: command(COMMAND, "--home", str(home), "between", "USA", "BLR"))
        row("detente between USA BLR", words, start, verdict(words, COMMAND_SECONDS))


def verdict(seconds: float, promised: float) -> str:
    """Whether the promise is kept."""
    return f"{'within' if seconds < promised else 'over'} {promised * 1000:.0f} ms"


if __name__ == "__main__":
    main()
