"""How well camps tell who stands together, on pairs from the public record, and how fast.

    python benchmarks/camps.py [--data FOLDER] [--errors]

The pairs of `benchmarks/camps/` were written before any output was seen. One random half of each
list served to set the slack, the weight of treaties and that of a pair's own acts in
`queries/camps.py`; the other half is what counts. `--errors` prints the pairs judged otherwise.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import time
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from detente.graph.actors import state_of
from detente.loaders.events.rollup import RollUp
from detente.loaders.events.rows import Party
from detente.queries.camps import CAMP_HALF_LIFE, camps
from detente.queries.friendliness import Friendliness
from detente.seeds import actors, parties, roster, treaties

HERE = Path(__file__).resolve().parent
SETS = {"icews18": ("2018", date(2018, 10, 31)), "icews14": ("2014", date(2014, 12, 31))}
#: Sides that act for their state.
OFFICIAL = frozenset({"GOV", "MIL", "LEG"})
#: Other starts of the chance that is in the search.
RANDOM_SEEDS = (0, 1, 2)
EVEN = 0.5


class Pair(NamedTuple):
    """Two actors, and whether they stood in the same camp."""

    a: str
    b: str
    same: bool


def main() -> None:
    """Read, sort into camps and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--errors", action="store_true")
    chosen = parser.parse_args()
    data = chosen.data or Path(os.environ.get("DETENTE_DATA") or HERE.parent.parent / "shared")
    files = {name: data / "data" / name / "tidy.tsv.gz" for name in SETS}
    if not all(file.exists() for file in files.values()):
        print("reference data absent: nothing measured (name its folder in DETENTE_DATA)")
        return
    ties = treaty_ties()
    for name, (year, day) in SETS.items():
        measure(acts_of(files[name]), ties, pairs_of(year), day, errors=chosen.errors)


def pairs_of(year: str) -> dict[str, list[Pair]]:
    """The pairs of a year in two halves, each with half of the pairs in the same camp."""
    with (HERE / "camps" / f"pairs_{year}.csv").open(encoding="utf8", newline="") as source:
        rows = list(csv.DictReader(line for line in source if not line.startswith("#")))
    halves: dict[str, list[Pair]] = {"tuned on": [], "held out": []}
    for same in (True, False):
        pairs = [Pair(row["a"], row["b"], same) for row in rows if (row["same"] == "yes") == same]
        random.Random(7).shuffle(pairs)
        middle = len(pairs) // 2
        halves["tuned on"] += pairs[:middle]
        halves["held out"] += pairs[middle:]
    return halves


def acts_of(file: Path) -> pl.DataFrame:
    """The acts between two states or bodies, rolled up as on their day."""
    rows = pl.read_csv(
        file, separator="\t", schema_overrides={"cameo": pl.String}, quote_char=None
    ).with_columns(pl.col("date").str.to_date(), pl.int_range(pl.len()).alias("row"))
    ends = [rows.select(pl.col(end).alias("name"), "date") for end in ("source", "target")]
    named = pl.concat(ends).unique().sort("name", "date")
    placed = named.with_columns(pl.Series("actor", [*places(named)], dtype=pl.String))
    for end in ("source", "target"):
        rows = rows.join(placed.rename({"name": end, "actor": f"{end}_id"}), on=[end, "date"])
    return rows.filter(pl.col("source_id") != pl.col("target_id")).select(
        pl.format("{}:{}", pl.lit(file.parent.name), "row").alias("statement_id"),
        pl.col("source_id").alias("source"),
        pl.col("target_id").alias("target"),
        pl.col("date").alias("day"),
        pl.col("quad").cast(pl.Int64),
        pl.col("goldstein").cast(pl.Float64).alias("intensity"),
        pl.lit(1.0).alias("weight"),
        "relation",
    )


def places(named: pl.DataFrame) -> Iterator[str | None]:
    """For each name and day the state or body that is meant, or None."""
    roll_up = RollUp(roster())
    known = {actor.actor_id for actor in actors() if actor.label in {"Country", "Bloc"}}
    for name, day in named.iter_rows():
        actor_id = roll_up.place(Party(name), day).actor_id
        side = (actor_id or "").partition(":")[2]
        state = state_of(actor_id) if actor_id is not None and side in OFFICIAL else actor_id
        yield state if state in known else None


def treaty_ties() -> pl.DataFrame:
    """Every two parties of each treaty of the seeds, for the time that both are bound."""
    bound: dict[str, list[tuple[str, date, date | None]]] = {}
    for party in parties():
        until = None if party.until is None else party.until.start
        bound.setdefault(party.treaty_id, []).append((party.actor_id, party.since.start, until))
    rows = []
    for treaty in treaties():
        end = None if treaty.until is None else treaty.until.start
        for (a, since, until), (b, begun, over) in combinations(bound[treaty.treaty_id], 2):
            ends = [day for day in (until, over, end) if day is not None]
            start = max(since, begun, treaty.since.start)
            rows.append((a, b, treaty.obligation, start, min(ends, default=None)))
    columns = {"a": pl.String, "b": pl.String, "obligation": pl.String}
    return pl.DataFrame(
        rows, schema={**columns, "valid_from": pl.Date, "valid_to": pl.Date}, orient="row"
    )


def measure(
    acts: pl.DataFrame,
    ties: pl.DataFrame,
    halves: dict[str, list[Pair]],
    day: date,
    *,
    errors: bool,
) -> None:
    """Print the scores of one set."""
    scores: dict[tuple[str, str], list[tuple[float, float]]] = {}
    seconds = []
    for seed in RANDOM_SEEDS:
        begun = time.perf_counter()
        answer = camps(acts, ties, as_of=day, random_seed=seed)
        seconds.append(time.perf_counter() - begun)
        bare = camps(acts, as_of=day, random_seed=seed)
        ways = {
            "sign of the dyad alone": signs(answer.friendliness),
            "camps, without treaties": (bare.actors, bare.together),
            "camps": (answer.actors, answer.together),
            "probability of the pair, without treaties": (bare.actors, bare.same),
            "probability of the pair": (answer.actors, answer.same),
        }
        for way, (names, matrix) in ways.items():
            for half, pairs in halves.items():
                scores.setdefault((way, half), []).append(score(names, matrix, pairs))
    print(
        f"\n{day}: {acts.height:,} acts, {len(answer.actors)} actors, {len(answer.camps)} camps, "
        f"{len(answer.unassigned)} unassigned, {min(seconds):.2f} s, half-lives {CAMP_HALF_LIFE}"
    )
    print(
        f"{'balanced accuracy, AUC (mean of 3 starts)':<44}" + "".join(f"{h:>18}" for h in halves)
    )
    for way in ways:
        cells = [np.mean(scores[way, half], axis=0) for half in halves]
        print(f"{way:<44}" + "".join(f"{accuracy:>11.3f} {auc:.3f} " for accuracy, auc in cells))
    if errors:
        for half, pairs in halves.items():
            for pair in pairs:
                (share,) = shares(answer.actors, answer.same, [pair])
                if (share > EVEN) != pair.same:
                    print(f"  {half}: {pair.a} {pair.b} same={pair.same} probability {share:.2f}")


def signs(seen: Friendliness) -> tuple[tuple[str, ...], np.ndarray]:
    """The weight of each dyad, with nought at a half."""
    return seen.actors, seen.matrix(seen.weight) + EVEN


def shares(names: tuple[str, ...], matrix: np.ndarray, pairs: list[Pair]) -> np.ndarray:
    """The cell of each pair; an even half for a pair that is not there."""
    place = {name: at for at, name in enumerate(names)}
    return np.array(
        [
            matrix[place[pair.a], place[pair.b]] if {pair.a, pair.b} <= place.keys() else EVEN
            for pair in pairs
        ]
    )


def score(names: tuple[str, ...], matrix: np.ndarray, pairs: list[Pair]) -> tuple[float, float]:
    """Balanced accuracy over a half, and the area under the curve."""
    found, same = shares(names, matrix, pairs), np.array([pair.same for pair in pairs])
    yes, no = found[same], found[~same]
    accuracy = (float((yes > EVEN).mean()) + float((no <= EVEN).mean())) / 2.0
    above = float((yes[:, None] > no).mean()) + float((yes[:, None] == no).mean()) / 2.0
    return accuracy, above


if __name__ == "__main__":
    main()
