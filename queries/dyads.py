"""Dyads by period: how often, and how, one actor acted towards another in each week or month."""

# Counts of cooperation and of conflict, in words and in deeds, stand beside the mean intensity: the
# mean alone mixes how much is told with how it is meant.

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from detente.graph.errors import GraphError
from detente.graph.statements import LIVE

if TYPE_CHECKING:
    import polars

__all__ = ["PERIODS", "Period", "dyads"]

Period = Literal["day", "week", "month", "year"]

#: The periods, shortest first.
PERIODS: tuple[Period, ...] = get_args(Period)

_EVERY: dict[Period, str] = {"day": "1d", "week": "1w", "month": "1mo", "year": "1y"}
#: The quad classes, with the columns that count them.
_COUNTS = {
    1: "verbal_cooperation",
    2: "material_cooperation",
    3: "verbal_conflict",
    4: "material_conflict",
}


def dyads(
    relations: polars.DataFrame,
    *,
    by: Period = "week",
    directed: bool = True,
    between: frozenset[str] | set[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> polars.DataFrame:
    """One row for each two actors and each period in which something happened between them.

    `relations` are those of `Columns`. Only events count that are claimed to have happened or to be
    happening; states, plans and threats yet to be carried out do not. An event belongs to the
    period in which its window begins, and one that nobody dates to that in which it was first
    reported; one with neither day is left out. `approximate` counts those of a row that need not
    have happened in its period: only reported, or dated to more days than the period has. Events
    that have no quad class, such as mere statements, count in `events` alone.

    `a` acts on `b`; with `directed=False` `a` is the lower id, whoever acts. Weeks begin on Monday.
    With `between` both ends are among these actors, such as all states; sides (`BLR:OPP`) are
    actors of their own. `since` and `until` (itself left out) bound the days.

    >>> import polars
    >>> relations = polars.DataFrame([
    ...     {"source": "USA", "target": "BLR", "kind": "event", "modality": "actual", "quad": quad,
    ...      "valid_from": date(2025, 12, day), "valid_to": date(2025, 12, day + 1),
    ...      "reported_on": None, "intensity": intensity}
    ...     for day, quad, intensity in ((9, 1, 2.0), (13, 2, 7.0), (15, 3, -2.0))
    ... ], schema_overrides={"reported_on": polars.Date})
    >>> dyads(relations).select("a", "b", "period", "events", "mean_intensity").rows()
    [('USA', 'BLR', datetime.date(2025, 12, 8), 2, 4.5),
     ('USA', 'BLR', datetime.date(2025, 12, 15), 1, -2.0)]
    """
    import polars as pl

    if by not in _EVERY:
        raise GraphError(f"'{by}' is no period: use {', '.join(PERIODS[:-1])} or {PERIODS[-1]}")
    source, target = pl.col("source"), pl.col("target")
    wanted = (pl.col("kind") == "event") & pl.col("modality").is_in(sorted(LIVE))
    if between is not None:
        named = sorted(between)
        wanted &= source.is_in(named) & target.is_in(named)
    day = pl.coalesce("valid_from", "reported_on")
    found = (
        relations.lazy()
        .filter(wanted & day.is_not_null())
        .select(
            (source if directed else pl.min_horizontal(source, target)).alias("a"),
            (target if directed else pl.max_horizontal(source, target)).alias("b"),
            day.alias("day"),
            "valid_from",
            "valid_to",
            "quad",
            "intensity",
        )
    )
    if since is not None:
        found = found.filter(pl.col("day") >= since)
    if until is not None:
        found = found.filter(pl.col("day") < until)
    period = pl.col("period")
    loose = pl.col("valid_from").is_null() | (pl.col("valid_to") > period.dt.offset_by(_EVERY[by]))
    return (
        found.with_columns(pl.col("day").dt.truncate(_EVERY[by]).alias("period"))
        .with_columns(loose.alias("approximate"))
        .group_by("a", "b", "period")
        .agg(
            pl.len().cast(pl.Int32).alias("events"),
            *(
                (pl.col("quad") == quad).sum().cast(pl.Int32).alias(n)
                for quad, n in _COUNTS.items()
            ),
            pl.col("approximate").sum().cast(pl.Int32),
            # In a fixed order: what is added in another order is not quite the same.
            pl.col("intensity").sort().sum().alias("sum_intensity"),
            pl.col("day").min().alias("first_event"),
            pl.col("day").max().alias("last_event"),
        )
        .with_columns((pl.col("sum_intensity") / pl.col("events")).alias("mean_intensity"))
        .select(
            *("a", "b", "period", "events"),
            *_COUNTS.values(),
            *("approximate", "mean_intensity", "sum_intensity", "first_event", "last_event"),
        )
        .sort("a", "b", "period")
        .collect()
    )
