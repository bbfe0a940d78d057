"""Who is friendly to whom as a table of colours: actors by actors, or dyads by months."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from detente.graph.errors import GraphError
from detente.pictures.acts import told
from detente.pictures.heat_drawing import LEAST_WIDTH, picture_of
from detente.pictures.heat_table import MOST_MONTHS, of_actors, of_months
from detente.pictures.picture import Picture, in_words
from detente.pictures.style import need_matplotlib
from detente.queries.acts import among
from detente.queries.answers import read_day
from detente.queries.friendliness import friendliness

if TYPE_CHECKING:
    import polars

    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["By", "heat_map"]

By = Literal["actors", "months"]
#: As many actors, or dyads, are shown.
MOST = 30


def heat_map(
    graph: Graph,
    *,
    as_of: date | str | None = None,
    actors: Collection[str] | None = None,
    by: By = "actors",
    since: date | str | None = None,
    scope: Scope | None = None,
    most: int = MOST,
) -> Picture:
    """How much friendlier or colder every two are than is to be expected of them.

    >>> heat_map(graph, actors=["USA", "RUS", "CHN", "IRN"]).save("heat.svg")  # doctest: +SKIP

    `by` "actors" shows every two of `actors` on a day (without one: the last of which anything is
    told), "months" their dyads month by month up to then, from `since` on. Without `actors` those
    of whom most is told are shown, `most` of them.
    """
    need_matplotlib()
    begin, end = read_day(since, option="since"), read_day(as_of, option="as_of")
    if by == "actors" and begin is not None:
        raise GraphError("since: is for months: actors by actors show one day, as_of")
    named = None if actors is None else list(dict.fromkeys(map(graph.roster.resolve, actors)))
    if named is not None and len(named) < _TWO:
        raise GraphError("actors: name two or more")
    heard = told(graph, scope, until=end)
    title = "Who is friendly to whom" if by == "actors" else "Who is friendly to whom, by months"
    if heard.until is not None:
        title = f"{title}, as of {heard.until}" if by == "actors" else title
    shown = _shown(heard.acts, named, begin if by == "actors" else _latest(begin, heard.until))
    if heard.until is None or shown.height == 0:
        return in_words(title, heard.caption(shown, begin), _NOTHING, width=LEAST_WIDTH)
    seen = friendliness(heard.acts, as_of=heard.until)
    make = of_actors if by == "actors" else of_months
    table, drawn = make(heard, seen, named, shown, most)
    if len(table.rows) == 0:
        return in_words(title, heard.caption(shown, begin), _NOTHING, width=LEAST_WIDTH)
    caption = f"{heard.caption(shown, begin)}; shown: {drawn}"
    return picture_of(title, caption, table)


_TWO = 2
_NOTHING = "Nothing is told of any two of these actors in this time: there is nothing to draw."


def _shown(
    acts: polars.DataFrame, named: Sequence[str] | None, begin: date | None
) -> polars.DataFrame:
    import polars as pl

    found = acts if begin is None else acts.filter(pl.col("day") >= begin)
    return found if named is None else among(found, named)


def _latest(begin: date | None, until: date | None) -> date | None:
    """The first day of which there is room for a column."""
    if until is None:
        return begin
    at = until.year * 12 + until.month - MOST_MONTHS
    earliest = date(at // 12, at % 12 + 1, 1)
    return earliest if begin is None else max(begin, earliest)
