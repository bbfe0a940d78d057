"""How many rows of ICEWS18 tie two states after roll-up, by which rules, and how often it is right.

    python benchmarks/rollup.py --data ../shared/data

`--data` is the folder that holds `icews18/tidy.tsv.gz`. Right is judged on both ends of rows drawn
at random: in tests/golden/rollup.csv 300 of ICEWS18, judged by hand before the roll-up existed; in
rollup_fresh.csv 300 of ICEWS18 and 100 of ICEWS14, judged before the roll-up was run on them. Names
that were missing were added afterwards, so rows that nobody has looked at come out a little worse.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections import Counter
from datetime import date
from pathlib import Path

from detente.graph.actors import SIDES, state_of
from detente.loaders.events.rollup import Placed, RollUp
from detente.loaders.events.rows import Party
from detente.seeds import roster

_GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden"
GOLDEN = (_GOLDEN / "rollup.csv", _GOLDEN / "rollup_fresh.csv")
_Ends = tuple[Party, Party, date]


def rows(path: Path) -> list[_Ends]:
    """The two ends and the day of every row of a tidy file."""
    with gzip.open(path, "rt", encoding="utf8", newline="") as text:
        table = csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (Party(row["source"]), Party(row["target"]), date.fromisoformat(row["date"]))
            for row in table
        ]


def between_states(placed: list[tuple[Placed, Placed]], sides: frozenset[str] = frozenset()) -> int:
    """How many pairs are two different states; `sides` are counted as their state."""
    states = {actor.actor_id for actor in roster().actors if actor.label == "Country"}

    def state(end: Placed) -> str | None:
        actor_id, _, side = (end.actor_id or "").partition(":")
        return actor_id if actor_id in states and (side == "" or side in sides) else None

    ends = Counter((state(source), state(target)) for source, target in placed)
    return sum(
        count
        for (source, target), count in ends.items()
        if source is not None and target is not None and source != target
    )


def wrong(rollup: RollUp, golden: Path) -> tuple[int, int, list[str]]:
    """Of the ends judged by hand: all, those of the wrong state or body, and every wrong one."""
    with golden.open(encoding="utf8", newline="") as text:
        judged = list(csv.DictReader(text))
    other_state = 0
    misses = []
    for row in judged:
        placed = rollup.place(Party(row["name"]), date.fromisoformat(row["day"]))
        given = placed.actor_id or ""
        if given != row["expected"]:
            other_state += state_of(given) != state_of(row["expected"])
            misses.append(
                f"{row['name']} {row['day']}: {given or '-'} by {placed.rule!r}, "
                f"not {row['expected'] or '-'}: {row['reason']}"
            )
    return len(judged), other_state, misses


def _report(data: Path, unplaced: int) -> None:
    read = rows(data / "icews18" / "tidy.tsv.gz")
    started = time.perf_counter()
    rollup = RollUp(roster())
    built = time.perf_counter()
    for source, target, day in read:
        rollup.place(source, day)
        rollup.place(target, day)
    first = time.perf_counter()
    placed = [
        (rollup.place(source, day), rollup.place(target, day)) for source, target, day in read
    ]
    again = time.perf_counter()
    tied = between_states(placed)
    print(f"built in {built - started:.2f} s; {2 * len(read) / (first - built):,.0f} calls/s at")
    print(f"first, {2 * len(read) / (again - first):,.0f} calls/s once warm")
    print(f"between two states: {tied:,} of {len(read):,} rows ({tied / len(read):.1%})")
    for what, sides in (("parliaments", {"LEG"}), ("every side", set(SIDES))):
        more = between_states(placed, frozenset(sides))
        print(f"  with {what} counted as the state: {more:,} ({more / len(read):.1%})")
    ends = Counter(end.rule for pair in placed for end in pair)
    for rule, count in ends.most_common():
        print(f"  {rule:<14} {count / (2 * len(read)):6.1%}")
    lost = Counter(
        (end.name, given.rule)
        for (source, target, _), pair in zip(read, placed, strict=True)
        for end, given in zip((source, target), pair, strict=True)
        if given.actor_id is None
    )
    print(f"not placed: {sum(lost.values()) / (2 * len(read)):.1%} of the ends")
    for (name, rule), count in lost.most_common(unplaced):
        print(f"  {count:6,} {name} ({rule})")
    for golden in GOLDEN:
        judged, other_state, misses = wrong(rollup, golden)
        print(f"right: {1 - len(misses) / judged:.1%} of {judged} ends of {golden.name};")
        print(f"{1 - other_state / judged:.1%} to the right state or body, its side left out")
        for miss in misses:
            print(f"  {miss}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with icews18/tidy.tsv.gz")
    parser.add_argument("--unplaced", type=int, default=20, help="how many names to list")
    options = parser.parse_args()
    _report(options.data, options.unplaced)
