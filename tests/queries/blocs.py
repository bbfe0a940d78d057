"""Own-made worlds of acts, for the questions that look at all actors at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations

import polars as pl

__all__ = ["DAY", "EAST", "FRIENDLY", "HOSTILE", "MEDIATOR", "WEST", "Act", "acts_of", "two_blocs"]

DAY = date(2018, 10, 31)
WEST, EAST, MEDIATOR = ("W1", "W2", "W3", "W4", "W5"), ("E1", "E2", "E3", "E4", "E5"), "M"
FRIENDLY, HOSTILE = 1, 3

#: Source, target, quad class, days before DAY.
Act = tuple[str, str, int, int]

SCHEMA = {
    "statement_id": pl.String,
    "source": pl.String,
    "target": pl.String,
    "day": pl.Date,
    "quad": pl.Int64,
    "intensity": pl.Float64,
    "weight": pl.Float64,
    "relation": pl.String,
}


def acts_of(acts: Iterable[Act], *, weight: float = 1.0) -> pl.DataFrame:
    """A frame of acts; each has an id that says who did what on which day."""
    relations = {1: "MET", 2: "GAVE_AID_TO", 3: "ACCUSED", 4: "ATTACKED"}
    rows = [
        {
            "statement_id": f"{source}>{target}:{quad}@{ago}#{number}",
            "source": source,
            "target": target,
            "day": DAY - timedelta(days=ago),
            "quad": quad,
            "intensity": 1.0 if quad <= 2 else -1.0,
            "weight": weight,
            "relation": relations[quad],
        }
        for number, (source, target, quad, ago) in enumerate(acts)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def between(
    ones: Sequence[str], others: Sequence[str], quad: int, days: Iterable[int]
) -> list[Act]:
    """The same act between every one and every other, on each of the days."""
    return [(one, other, quad, ago) for one in ones for other in others for ago in days]


def within(ones: Sequence[str], quad: int, days: Iterable[int]) -> list[Act]:
    """The same act between every two, on each of the days."""
    return [(one, other, quad, ago) for one, other in combinations(ones, 2) for ago in days]


def two_blocs(days: Sequence[int] = (1, 2, 3, 4, 5, 6)) -> list[Act]:
    """Friends within each of two blocs, foes across, and a mediator that is everybody's friend."""
    return [
        *within(WEST, FRIENDLY, days),
        *within(EAST, FRIENDLY, days),
        *between(WEST, EAST, HOSTILE, days),
        *between([MEDIATOR], [*WEST, *EAST], FRIENDLY, days),
    ]
