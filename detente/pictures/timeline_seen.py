"""What a timeline shows of two actors: their level day by day, turns, and events that are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from detente.graph.registry import CONFLICT
from detente.graph.statements import Modality
from detente.pictures.acts import Told
from detente.pictures.style import number_of
from detente.queries.acts import among
from detente.queries.balance import PRIOR_WEIGHT, USUAL
from detente.queries.captions import caption as sentence
from detente.queries.friendliness import friendliness, weighed
from detente.queries.shifts import Shift
from detente.queries.shifts import shifts as turns_of

if TYPE_CHECKING:
    import polars

    from detente.session import Graph

__all__ = ["Level", "Marked", "Seen", "seen_of"]

#: On so many days the level is computed; what to expect of the two changes slowly, and is found
#: at these shares of the time.
_POINTS, _KNOTS = 90, (0.0, 0.15, 0.4, 0.7, 1.0)
#: Over more days than these, at so many places.
_YEARS, _MOST_KNOTS = 1000, 12
#: How many events are named.
_NAMED = 6


class Level(NamedTuple):
    """The share of cooperation on some days, its 90 % interval, and what to expect of the two."""

    days: list[date]
    mean: list[float]
    low: list[float]
    high: list[float]
    expected: list[float]


class Marked(NamedTuple):
    """An event that is named below the picture."""

    number: int
    day: date
    hostile: bool
    text: str


class Seen(NamedTuple):
    """All that a timeline shows of two actors from one day to another."""

    begin: date
    end: date
    level: Level
    events: polars.DataFrame
    turns: tuple[Shift, ...]
    marked: tuple[Marked, ...]


def seen_of(
    graph: Graph,
    heard: Told,
    ends: tuple[str, str],
    events: polars.DataFrame,
    window: tuple[date, date],
) -> Seen:
    """What is to be shown of two actors from the first to the last day of the window."""
    first, until = window
    turns = turns_of(heard.acts, since=first, until=until, between=ends).shifts
    return Seen(
        begin=first,
        end=until,
        level=_level(heard.acts, ends, first, until),
        events=events,
        turns=turns,
        marked=_marked(graph, heard, events, turns),
    )


def _expected(acts: polars.DataFrame, ends: tuple[str, str], days: Sequence[date]) -> list[float]:
    """The share of conflict to expect of the two on each day, found on a few days among them."""
    import numpy as np

    begin, span = days[0], (days[-1] - days[0]).days
    early = sorted({begin + timedelta(days=round(at * span)) for at in _KNOTS})
    knots = early if span <= _YEARS else _days(begin, days[-1], _MOST_KNOTS)
    found = []
    for day in knots:
        everybody = friendliness(acts, as_of=day)
        at = everybody.index(*ends)
        share = everybody.usual if at is None else float(everybody.expected[at])
        # Where all that is told has faded, the usual share is to be expected.
        whole = float(everybody.effective_n.sum())
        found.append((whole * share + PRIOR_WEIGHT * USUAL) / (whole + PRIOR_WEIGHT))
    at_days, at_knots = ([number_of(day) for day in some] for some in (days, knots))
    return [float(one) for one in np.interp(at_days, at_knots, found)]


def _level(acts: polars.DataFrame, ends: tuple[str, str], begin: date, end: date) -> Level:
    """The posterior of the pair on each day."""
    import numpy as np
    from scipy.special import betaincinv

    own, days = among(acts, ends), _days(begin, end, _POINTS)
    expected = np.array(_expected(acts, ends, days))
    total, hostile = np.zeros(len(days)), np.zeros(len(days))
    for at, day in enumerate(days):
        seen = weighed(own, as_of=day)
        total[at], hostile[at] = seen.weight.sum(), seen.weight[seen.hostile].sum()
    alpha = PRIOR_WEIGHT * (1.0 - expected) + np.maximum(total - hostile, 0.0)
    beta = PRIOR_WEIGHT * expected + hostile
    return Level(
        days=days,
        mean=(alpha / (alpha + beta)).tolist(),
        low=betaincinv(alpha, beta, 0.05).tolist(),
        high=betaincinv(alpha, beta, 0.95).tolist(),
        expected=(1.0 - expected).tolist(),
    )


def _days(begin: date, end: date, most: int) -> list[date]:
    """Up to so many days from the first to the last, evenly apart."""
    span = (end - begin).days
    steps = min(most - 1, span)
    return [begin + timedelta(days=round(at * span / max(steps, 1))) for at in range(steps + 1)]


def _marked(
    graph: Graph, heard: Told, events: polars.DataFrame, turns: Sequence[Shift]
) -> tuple[Marked, ...]:
    """What carried the likeliest turns, then the most intense events, each type once."""
    import polars as pl

    carried = [turn.drivers[0].statement_id for turn in turns[: _NAMED // 2] if turn.drivers]
    chosen = list(dict.fromkeys([*carried, *_intense(events)]))
    told_of = {row[0]: row for row in heard.acts.select("statement_id", "day", "quad").iter_rows()}
    said = graph.columns().statements.filter(pl.col("statement_id").is_in(chosen))
    rows = {row["statement_id"]: row for row in said.iter_rows(named=True)}
    found: list[tuple[date, bool, str]] = []
    types: set[str] = set()
    begin = min(events["day"])
    for one in chosen:
        (_, day, quad), row = told_of[one], rows[one]
        fresh = one in carried or row["relation"] not in types
        if day < begin or not fresh or len(found) == _NAMED:
            continue
        types.add(row["relation"])
        words = sentence(
            row["relation"],
            row["subject"],
            row["object"],
            heard.names,
            modality=Modality(row["modality"]),
        )
        found.append((day, quad in CONFLICT, f"{day}  {words} ({one})"))
    return tuple(Marked(at, *one) for at, one in enumerate(sorted(found), start=1))


def _intense(events: polars.DataFrame) -> list[str]:
    """The most intense event of each relation, friendly and hostile ones in turn."""
    import polars as pl

    hostile = pl.col("quad").is_in(sorted(CONFLICT))
    found = (
        events.with_columns(hostile.alias("hostile"), pl.col("intensity").abs().fill_null(0.0))
        .sort(-pl.col("intensity"), "day", "statement_id")
        .unique("relation", keep="first", maintain_order=True)
        .with_columns(pl.int_range(pl.len()).over("hostile").alias("rank"))
        .sort("rank", "hostile", maintain_order=True)
    )
    return list(found["statement_id"])
