"""What is known of a year, and how well candidates agree with it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.graph.roster import Roster
from detente.loaders.events.rollup import RollUp
from detente.loaders.events.rows import Party
from detente.queries.shifts.answer import LEAST_STATEMENTS
from detente.queries.shifts.series import Events, events_of

__all__ = [
    "ALARMS",
    "SEED",
    "TOLERANCE",
    "Figures",
    "Found",
    "Turn",
    "Year",
    "figures",
    "read_year",
]

LISTS = Path(__file__).resolve().parent / "shifts"
#: What counts as a hit, in days; alarms a stable dyad-year at which hits are compared.
TOLERANCE, ALARMS = 21, 1.5
SEED, SHIFTED = 7, 20
RICH, MEDIUM, NEAR = 60, 15, 60


class Turn(NamedTuple):
    """A known turn."""

    a: str
    b: str
    day: date
    colder: bool


class Found(NamedTuple):
    """A candidate: its dyad, day from the first, direction and how strongly it is held."""

    pair: tuple[str, str]
    day: int
    colder: bool
    strength: float


@dataclass
class Year:
    """The events of a year with what is known of it."""

    number: int
    acts: pl.DataFrame
    events: Events
    turns: list[Turn]
    stable: list[tuple[str, str]]

    def __str__(self) -> str:
        return f"ICEWS{self.number % 100}"

    @property
    def years(self) -> float:
        """The length of the data."""
        return self.events.days / 365.25

    def offset(self, turn: Turn) -> int:
        """The day of a turn, counted from the first."""
        return (turn.day - self.events.first).days

    def dyads(self) -> dict[tuple[str, str], int]:
        """The place of each dyad."""
        return {self.events.pair(one): one for one in range(len(self.events))}


def read_acts(path: Path, seeds: Roster) -> pl.DataFrame:
    """The rows of a benchmark set between states and bodies, each actor rolled up."""
    rows = pl.read_csv(
        path, separator="\t", quote_char=None, schema_overrides={"cameo": pl.String}
    ).with_columns(pl.col("date").str.to_date(), pl.int_range(pl.len()).alias("row"))
    ends = pl.concat(rows.select(pl.col(end).alias("name"), "date") for end in ("source", "target"))
    ends = ends.unique().sort("name", "date")
    place = RollUp(seeds).place
    counted = {actor.actor_id for actor in seeds.actors if actor.label in ("Country", "Bloc")}
    placed = (place(Party(name), day).actor_id for name, day in ends.iter_rows())
    ends = ends.with_columns(
        pl.Series("id", [one if one in counted else None for one in placed], dtype=pl.String)
    ).drop_nulls()
    for end in ("source", "target"):
        rows = rows.join(
            ends.rename({"name": end, "id": f"{end}_id"}), on=[end, "date"], how="inner"
        )
    return rows.select(
        pl.format("{}:{}", pl.lit(path.parent.name), "row").alias("statement_id"),
        pl.col("source_id").alias("source"),
        pl.col("target_id").alias("target"),
        pl.col("date").alias("day"),
        pl.col("quad").cast(pl.Int64),
        pl.col("goldstein").cast(pl.Float64).alias("intensity"),
        pl.lit(1.0).alias("weight"),
        pl.col("cameo").alias("relation"),
    ).filter(pl.col("source") != pl.col("target"))


def read_year(number: int, data: Path, seeds: Roster) -> Year:
    """The events of a year and the lists; pairs that the data do not know are left out."""
    acts = read_acts(data / f"icews{number % 100}" / "tidy.tsv.gz", seeds)
    events = events_of(acts)
    enough = np.flatnonzero(events.statements >= LEAST_STATEMENTS)
    known = {events.pair(int(one)) for one in enough}
    turns = [
        Turn(*_pair(row), date.fromisoformat(row["date"]), row["direction"] == "colder")
        for row in _rows(LISTS / f"turns_{number}.csv")
    ]
    stable = [_pair(row) for row in _rows(LISTS / f"stable_{number}.csv")]
    return Year(
        number,
        acts,
        events,
        [turn for turn in turns if (turn.a, turn.b) in known],
        [pair for pair in stable if pair in known],
    )


def _pair(row: Mapping[str, str]) -> tuple[str, str]:
    return min(row["a"], row["b"]), max(row["a"], row["b"])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as source:
        return list(csv.DictReader(line for line in source if not line.startswith("#")))


class Figures(NamedTuple):
    """What is measured of one detector on one list."""

    hit: float
    rich: float
    medium: float
    sparse: float
    placebo: float
    dating: float
    best: float
    best_alarms: float
    turns: int

    def __str__(self) -> str:
        return (
            f"hit {self.hit:.3f} (rich {self.rich:.2f} medium {self.medium:.2f} "
            f"sparse {self.sparse:.2f}) placebo {self.placebo:.3f} "
            f"J {self.hit - self.placebo:.3f} | best J {self.best:.3f} at {self.best_alarms:.2f} "
            f"alarms | dating {self.dating:.1f} d | n={self.turns}"
        )


def figures(
    year: Year,
    found: Iterable[Found],
    *,
    turns: Sequence[Turn] | None = None,
    stable: Sequence[tuple[str, str]] | None = None,
    tolerance: int = TOLERANCE,
) -> Figures:
    """Hits at the threshold that gives at most 1.5 alarms a stable dyad-year, and the best J."""
    turns = year.turns if turns is None else turns
    stable = year.stable if stable is None else stable
    by_pair: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        by_pair.setdefault(one.pair, []).append(one)
    alarms = np.sort([one.strength for pair in stable for one in by_pair.get(pair, [])])[::-1]
    span = len(stable) * year.years
    allowed = int(ALARMS * span)
    threshold = float(alarms[allowed]) if allowed < len(alarms) else -np.inf

    def best(turn: Turn, day: int) -> tuple[float, int]:
        near = [
            (one.strength, abs(one.day - day))
            for one in by_pair.get((turn.a, turn.b), [])
            if one.colder == turn.colder and abs(one.day - day) <= tolerance
        ]
        return max(near, default=(-np.inf, 0))

    hits = [best(turn, year.offset(turn)) for turn in turns]
    strength = np.array([one for one, _ in hits])
    random = np.random.default_rng(SEED)
    placebo = np.array(
        [best(turn, day)[0] for turn in turns for day in _elsewhere(year, turn, random, tolerance)]
    )
    hit = strength > threshold
    rows = np.array([_rows_near(year, turn) for turn in turns])
    grid = np.unique(np.concatenate([strength[np.isfinite(strength)], alarms]))
    curve = [
        (float((strength >= one).mean() - (placebo >= one).mean()), float((alarms >= one).sum()))
        for one in grid
    ]
    top, count = max(curve, default=(0.0, 0.0))
    errors = [error for (_, error), ok in zip(hits, hit, strict=True) if ok]

    def share(which: NDArray[np.bool_]) -> float:
        return float(hit[which].mean()) if which.any() else float("nan")

    return Figures(
        float(hit.mean()),
        share(rows >= RICH),
        share((rows >= MEDIUM) & (rows < RICH)),
        share(rows < MEDIUM),
        float((placebo > threshold).mean()),
        float(np.median(errors)) if errors else float("nan"),
        top,
        count / span,
        len(turns),
    )


def _elsewhere(
    year: Year, turn: Turn, random: np.random.Generator, tolerance: int
) -> Iterable[int]:
    day = year.offset(turn)
    free = np.array([one for one in range(15, year.events.days - 15) if abs(one - day) > tolerance])
    return [int(one) for one in random.choice(free, SHIFTED)]


def _rows_near(year: Year, turn: Turn) -> int:
    dyad = year.dyads()[turn.a, turn.b]
    mine = slice(int(year.events.begin[dyad]), int(year.events.begin[dyad + 1]))
    near = np.abs(year.events.day[mine] - year.offset(turn)) <= NEAR
    return int(year.events.rows[mine][near].sum())
