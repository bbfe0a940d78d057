"""Load the invented year that the pages of this folder ask about.

    python docs/questions/invented.py

Thirteen states named after trees do to each other in 2018 what `story.csv` says, each line on days
chosen by a chance with a fixed seed: every run gives the same rows. `actors.csv` has been given to
`detente actors add` before; `treaties.csv` and `parties.csv` hold treaties between them.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import detente
from detente.seeds.treaties import read_parties, read_treaties

FOLDER = Path(__file__).resolve().parent
FIELDS = ("source", "target", "date", "code")


def main() -> None:
    """Load acts and treaties into the graph of DETENTE_HOME."""
    acts = sorted(set(invented()))
    with tempfile.TemporaryDirectory() as folder, detente.open() as graph:
        table = Path(folder) / "invented.csv"
        with table.open("w", encoding="utf8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows([FIELDS, *acts])
        report = graph.load(table, columns={name: name for name in FIELDS}, strict=True)
        bound = read_treaties(FOLDER / "treaties.csv"), read_parties(FOLDER / "parties.csv")
        graph.add_treaties(*bound)
    print(f"{report.read:,} invented acts and {len(bound[0])} treaties")


def invented() -> Iterator[tuple[str, str, date, str]]:
    """The acts of the story: source, target, day, CAMEO code."""
    with (FOLDER / "story.csv").open(encoding="utf8", newline="") as text:
        for number, line in enumerate(csv.DictReader(text)):
            # Each line has a chance of its own, so that a new one changes no other.
            chance = random.Random(number)
            codes = line["codes"].split()
            for a, b in pairs(line["a"].split(), line["b"].split()):
                for begin in map(date.fromisoformat, line["since"].split()):
                    for day in range(int(line["days"])):
                        if chance.random() < float(line["a_month"]) / 30.0:
                            source, target = (a, b) if chance.random() < 0.5 else (b, a)
                            code = codes[int(chance.random() * len(codes))]
                            yield source, target, begin + timedelta(days=day), code


def pairs(ones: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Every two of whom one is among the first and the other among the second.

    >>> pairs(["A", "B"], ["B", "C"])
    [('A', 'B'), ('A', 'C'), ('B', 'C')]
    """
    return sorted({(min(a, b), max(a, b)) for a in ones for b in others if a != b})


if __name__ == "__main__":
    main()
