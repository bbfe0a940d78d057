"""What a heat map shows: a value for every two actors, or for every dyad and month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.graph.registry import CONFLICT
from detente.pictures.acts import Told, events_in, heaviest
from detente.pictures.layout import Floats
from detente.pictures.style import count
from detente.queries.friendliness import Friendliness, verdict_of

if TYPE_CHECKING:
    import polars


__all__ = ["CELL", "MOST_MONTHS", "Table", "of_actors", "of_months"]

#: So many months are shown, the last ones.
MOST_MONTHS = 36
#: How wide and high a cell is, and how wide a month is as long as there are few.
CELL, _MONTH, _FEW_MONTHS = 22.0, 40.0, 18


class Table(NamedTuple):
    """Rows and columns with their names, values (nan: nothing is told), and which signs are sure.

    `groups` are names over columns, with the column at which each begins.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    groups: tuple[tuple[int, str], ...]
    values: Floats
    sure: Floats
    wide: float


_TWO = 2


def of_actors(
    heard: Told,
    seen: Friendliness,
    named: Sequence[str] | None,
    shown: polars.DataFrame,
    most: int,
) -> tuple[Table, str]:
    """Every two of the actors; who gets on alike with the others stands side by side."""
    del shown
    places = heaviest(seen, most) if named is None else None
    actors = [seen.actors[at] for at in places] if places is not None else sorted(named or ())
    size = len(actors)
    values, sure, weights = (np.full((size, size), np.nan) for _ in range(3))
    for one, a in enumerate(actors):
        for other, b in enumerate(actors[:one]):
            at = seen.index(a, b)
            if at is None:
                continue
            gap = float(seen.expected[at] - seen.conflict[at])
            certain = _certain(float(seen.friendlier[at]), int(seen.days[at]))
            values[one, other] = values[other, one] = gap
            sure[one, other] = sure[other, one] = float(certain)
            weights[one, other] = weights[other, one] = float(seen.weight[at])
    order = _alike(weights)
    names = [heard.names(actors[at]) for at in order]
    table = Table(
        rows=tuple(_row_name(name, actors[at]) for name, at in zip(names, order, strict=True)),
        columns=tuple(actors[at] for at in order),
        groups=(),
        values=values[np.ix_(order, order)],
        sure=sure[np.ix_(order, order)],
        wide=CELL,
    )
    known = int((~np.isnan(values)).sum()) // 2
    return table, f"{size} of {count(len(seen.actors), 'actor')}, {count(known, 'dyad')}"


def _certain(friendlier: float, days: int) -> bool:
    """Whether the sign is sure, by the measure that calls a dyad supported."""
    return verdict_of(max(friendlier, 1.0 - friendlier), days=days) == "supported"


def _row_name(name: str, actor_id: str) -> str:
    return actor_id if name == actor_id else f"{name} ({actor_id})"


def _alike(weights: Floats) -> list[int]:
    """An order in which those with the same friends and foes are neighbours."""
    from scipy.cluster.hierarchy import leaves_list, linkage

    filled = np.nan_to_num(weights)
    if len(filled) <= _TWO:
        return list(range(len(filled)))
    # Each is on the side of itself.
    np.fill_diagonal(filled, np.abs(filled).max(initial=0.0))
    tree = linkage(np.round(filled, 6), method="average", optimal_ordering=True)
    return [int(at) for at in leaves_list(tree)]


def of_months(
    heard: Told,
    seen: Friendliness,
    named: Sequence[str] | None,
    shown: polars.DataFrame,
    most: int,
) -> tuple[Table, str]:
    """The dyads of which most is told, month by month, beside what is to be expected of each."""
    import polars as pl
    from scipy.special import betainc

    ends = pl.col("source"), pl.col("target")
    table = (
        events_in(shown)
        .with_columns(
            pl.min_horizontal(*ends).alias("a"),
            pl.max_horizontal(*ends).alias("b"),
            pl.col("day").dt.truncate("1mo").alias("month"),
            pl.col("quad").is_in(sorted(CONFLICT)).alias("hostile"),
        )
        .group_by("a", "b", "month")
        .agg(pl.len().alias("n"), pl.col("hostile").sum(), pl.col("day").n_unique().alias("days"))
    )
    months = _months(table["month"].min(), heard.until)
    dyads = (
        table.group_by("a", "b")
        .agg(pl.col("n").sum())
        .sort([-pl.col("n").cast(pl.Int64), "a", "b"])
    )
    chosen = [(a, b) for a, b, _ in dyads.head(most).iter_rows()]
    values, sure = (np.full((len(chosen), len(months)), np.nan) for _ in range(2))
    row_of = {pair: at for at, pair in enumerate(chosen)}
    column_of = {month: at for at, month in enumerate(months)}
    prior = float(seen.parameters["prior"])
    for a, b, month, n, hostile, days in table.iter_rows():
        row, column, at = row_of.get((a, b)), column_of.get(month), seen.index(a, b)
        if row is None or column is None or at is None:
            continue
        expected = float(seen.expected[at])
        alpha, beta = prior * expected + hostile, prior * (1.0 - expected) + n - hostile
        values[row, column] = expected - alpha / (alpha + beta)
        sure[row, column] = float(_certain(float(betainc(alpha, beta, expected)), days))
    del named
    drawn = f"{len(chosen)} of {count(dyads.height, 'dyad')}, {count(len(months), 'month')}"
    years = [
        (at, str(month.year)) for at, month in enumerate(months) if at == 0 or month.month == 1
    ]
    return (
        Table(
            rows=tuple(f"{heard.names(a)} – {heard.names(b)}" for a, b in chosen),
            columns=tuple(f"{month.month:02}" for month in months),
            groups=tuple(years),
            values=values,
            sure=sure,
            wide=_MONTH if len(months) <= _FEW_MONTHS else CELL,
        ),
        drawn,
    )


def _months(first: object, until: date | None) -> list[date]:
    if not isinstance(first, date) or until is None:
        return []
    begin, end = first.year * 12 + first.month - 1, until.year * 12 + until.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(begin, end + 1)]
