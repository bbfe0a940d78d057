"""Invented acts: forty pairs that go on as they always did, and turns put among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import polars as pl

__all__ = ["FIRST", "acts", "calm_world", "day", "spread"]

FIRST = date(2030, 1, 1)
Row = tuple[str, str, str, date, int, float, float, str]

#: CAMEO codes with their quad class and Goldstein score: meet, aid, accuse, attack.
KINDS = {"040": (1, 1.0), "070": (2, 7.0), "112": (3, -2.0), "190": (4, -10.0)}


def day(number: int) -> date:
    """The day with this number; FIRST is day 0."""
    return FIRST + timedelta(days=number)


def acts(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as the frame that `shifts` takes."""
    schema = {
        "statement_id": pl.String, "source": pl.String, "target": pl.String, "day": pl.Date,
        "quad": pl.Int64, "intensity": pl.Float64, "weight": pl.Float64, "relation": pl.String,
    }  # fmt: skip
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def spread(pair: tuple[str, str], code: str, days: range, rate: float, seed: int) -> list[Row]:
    """Acts of one kind at so many a day, at random days."""
    random = np.random.default_rng(seed)
    quad, intensity = KINDS[code]
    return [
        (f"{pair[0]}{pair[1]}-{code}-{number}", *pair, day(number), quad, intensity, 1.0, code)
        for number in days
        if random.random() < rate
    ]


def calm_world(length: int = 300) -> list[Row]:
    """Forty pairs that meet, help and accuse each other at their own steady rates."""
    rows = []
    for number in range(40):
        pair = (f"C{number:02}", f"D{number:02}")
        for place, (code, rate) in enumerate((("040", 0.3), ("070", 0.05), ("112", 0.06))):
            rows += spread(pair, code, range(length), rate, 1000 + 10 * number + place)
    return rows
