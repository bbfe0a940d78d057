"""What actors did to each other, day by day: what the questions about alliances count."""

# Acts are statements, not relations: whoever counts them takes those of one pair, day and code for
# one event, so that an event counts once, whoever repeats it.

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from detente.graph.statements import LIVE

if TYPE_CHECKING:
    import polars

__all__ = ["COLUMNS", "acts_of"]

#: What an act has.
COLUMNS = (
    *("statement_id", "source", "target", "day", "quad", "intensity", "weight", "relation"),
    *("publisher", "dataset"),
)
#: The last CAMEO root code of each quad class: verbal and material cooperation, then conflict
#: (GDELT Event Codebook 2.0, QuadClass).
_LAST_ROOTS = {"05": 1, "08": 2, "13": 3, "20": 4}


def acts_of(
    statements: polars.DataFrame,
    actors: Collection[str],
    *,
    until: date | None = None,
    known_on: date | None = None,
    said_by: str | None = None,
    without_publisher: Collection[str] = (),
    without_claims: bool = False,
) -> polars.DataFrame:
    """The acts among some actors, in order of their days; `statements` are those of `Columns`.

    Counted is what is claimed to have happened between two of `actors`, on the day that the
    statement names, else on that of its publication. A coded row has the quad class of its CAMEO
    code, so that mere statements of one state about another (01x) count as verbal cooperation, as
    event data have it; what was read has that of its type. `known_on` leaves out what was recorded
    or published later; `said_by` keeps what this actor said; `without_claims` leaves out what is
    somebody's word.

    Columns: those of `COLUMNS`; `relation` is the CAMEO code where there is one, else the type, and
    every act weighs 1.
    """
    import polars as pl

    named = sorted(actors)
    standing = pl.col("standing")
    if known_on is not None:
        standing |= pl.col("retracted_at").dt.date() > known_on
    wanted = (
        standing
        & (pl.col("kind") == "event")
        & pl.col("modality").is_in(sorted(LIVE))
        & pl.col("subject").is_in(named)
        & pl.col("object").is_in(named)
        & (pl.col("subject") != pl.col("object"))
    )
    if known_on is not None:
        recorded = pl.col("recorded_at").dt.date()
        wanted &= recorded.is_null() | (recorded <= known_on)
    if said_by is not None:
        wanted &= pl.col("said_by").list.contains(said_by)
    if without_claims:
        wanted &= pl.col("said_by").list.len() == 0
    for publisher in without_publisher:
        wanted &= pl.col("publisher").ne_missing(publisher)
    exact = pl.col("event_date").str.len_chars() == len("2018-06-01")
    day = pl.when(exact).then(pl.col("event_from")).otherwise(pl.col("published_at"))
    found = (
        statements.lazy()
        .filter(wanted)
        .with_columns(day.alias("day"), _quad().alias("quad"))
        .filter(pl.col("day").is_not_null() & pl.col("quad").is_not_null())
    )
    if until is not None:
        found = found.filter(pl.col("day") <= until)
    return (
        found.with_columns(
            pl.lit(1.0).alias("weight"), pl.coalesce("cameo", "relation").alias("relation")
        )
        .rename({"subject": "source", "object": "target"})
        .select(COLUMNS)
        .sort("day", "statement_id")
        .collect()
    )


def _quad() -> polars.Expr:
    import polars as pl

    root = pl.col("cameo").str.slice(0, 2)
    of_code = pl.lit(None, dtype=pl.Int64)
    for last, quad in reversed(_LAST_ROOTS.items()):
        of_code = pl.when(root <= last).then(quad).otherwise(of_code)
    return pl.when(root.is_null()).then(pl.col("quad").cast(pl.Int64)).otherwise(of_code)
