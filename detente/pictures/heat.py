"""Who is friendly to whom as a table of colours: actors by actors, or dyads by months."""

# A cell is blue where two show less conflict than is to be expected of them, vermilion where they
# show more, and carries a plus or a minus where that is sure: the table can be read in grey. Where
# nothing is told the cell is hatched; that is not neutral.

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from detente.graph.errors import GraphError
from detente.graph.registry import CONFLICT
from detente.pictures.acts import Told, events_in, heaviest, told
from detente.pictures.layout import Floats
from detente.pictures.picture import Picture, in_words
from detente.pictures.style import (
    FRIENDLY,
    HOSTILE,
    INK,
    LEFT,
    NEITHER,
    PAPER,
    axes_at,
    count,
    head_height,
    need_matplotlib,
    width_of,
    wrapped,
    write,
)
from detente.queries.answers import read_day
from detente.queries.friendliness import Friendliness, friendliness, verdict_of

if TYPE_CHECKING:
    import polars
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["By", "Table", "heat_map"]

By = Literal["actors", "months"]

#: As many actors, or dyads, are shown; and so many months, the last ones.
MOST, MOST_MONTHS = 30, 36
_LEAST_WIDTH, _CELL, _MONTH, _NAME = 720.0, 22.0, 40.0, 9.5
_FEW_MONTHS = 18
#: The difference, in shares of conflict, that has the full colour.
_FULL = 0.5


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
        return in_words(title, heard.caption(shown, begin), _NOTHING, width=_LEAST_WIDTH)
    seen = friendliness(heard.acts, as_of=heard.until)
    make = _of_actors if by == "actors" else _of_months
    table, drawn = make(heard, seen, named, shown, most)
    if len(table.rows) == 0:
        return in_words(title, heard.caption(shown, begin), _NOTHING, width=_LEAST_WIDTH)
    caption = f"{heard.caption(shown, begin)}; shown: {drawn}"
    return _picture(title, caption, table)


_TWO = 2
_NOTHING = "Nothing is told of any two of these actors in this time: there is nothing to draw."


def _shown(
    acts: polars.DataFrame, named: Sequence[str] | None, begin: date | None
) -> polars.DataFrame:
    import polars as pl

    found = acts if begin is None else acts.filter(pl.col("day") >= begin)
    if named is None:
        return found
    return found.filter(pl.col("source").is_in(named) & pl.col("target").is_in(named))


def _of_actors(
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
        wide=_CELL,
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


def _of_months(
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
            wide=_MONTH if len(months) <= _FEW_MONTHS else _CELL,
        ),
        drawn,
    )


def _latest(begin: date | None, until: date | None) -> date | None:
    """The first day of which there is room for a column."""
    if until is None:
        return begin
    at = until.year * 12 + until.month - MOST_MONTHS
    earliest = date(at // 12, at % 12 + 1, 1)
    return earliest if begin is None else max(begin, earliest)


def _months(first: object, until: date | None) -> list[date]:
    if not isinstance(first, date) or until is None:
        return []
    begin, end = first.year * 12 + first.month - 1, until.year * 12 + until.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(begin, end + 1)]


def _picture(title: str, caption: str, table: Table) -> Picture:
    left = LEFT + max(width_of(name, _NAME) for name in table.rows) + 10.0
    above = max(width_of(name, _NAME) for name in table.columns) + 12.0
    upright = len(table.groups) > 0
    above = 32.0 if upright else above
    wide, high = len(table.columns) * table.wide, len(table.rows) * _CELL
    width = max(left + wide + 24.0, _LEAST_WIDTH)
    notes = wrapped(_NOTE, width - 2 * LEFT, size=_NAME)
    height = head_height(title, caption, width) + above + high + 74.0 + 15.0 * len(notes)

    def draw(figure: Figure, top: float) -> None:
        axes = axes_at(figure, left, top + above, wide, high)
        _cells(axes, table)
        _names(axes, table, upright=upright)
        below = top + above + high + 16.0
        _scale(figure, below)
        for number, line in enumerate(notes):
            write(figure, LEFT, below + 46.0 + number * 15.0, line, size=_NAME, colour=NEITHER)

    return Picture(title, caption, width, height, draw)


_NOTE = (
    "Colour: the share of conflict that is to be expected of the two from their dealings with "
    "others, less their own (posterior mean). + and −: the sign is sure (probability over 0.9, on "
    "three days or more). "
    "Hatched: nothing is told, which is not neutral."
)


def _colours() -> Callable[[Floats], Floats]:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("detente", [HOSTILE, "#f7f7f7", FRIENDLY], N=256)


def _colour(value: float) -> tuple[float, float, float, float]:
    """The colour of a value; small differences show, as the root is taken."""
    share = float(np.clip(value / _FULL, -1.0, 1.0))
    red, green, blue, _ = _colours()(np.array(0.5 + 0.5 * np.sign(share) * abs(share) ** 0.6))
    return (float(red), float(green), float(blue), 1.0)


def _cells(axes: Axes, table: Table) -> None:
    from matplotlib.patches import Rectangle

    for row in range(len(table.rows)):
        for column in range(len(table.columns)):
            value = float(table.values[row, column])
            own = len(table.groups) == 0 and row == column
            nothing = np.isnan(value)
            axes.add_patch(
                Rectangle(
                    (column, row),
                    1.0,
                    1.0,
                    facecolor="#8a8a8a" if own else PAPER if nothing else _colour(value),
                    edgecolor="#c4c4c4" if nothing and not own else PAPER,
                    hatch="////" if nothing and not own else None,
                    linewidth=0.5,
                )
            )
            if not nothing and table.sure[row, column] > 0:
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    "+" if value > 0 else "−",
                    ha="center",
                    va="center",
                    fontsize=10.5,
                    fontweight="bold",
                    color=PAPER if abs(value) > _FULL * 0.5 else INK,
                )


def _names(axes: Axes, table: Table, *, upright: bool) -> None:
    axes.set_xlim(0, len(table.columns))
    axes.set_ylim(len(table.rows), 0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=_NAME)
    axes.set_xticks(np.arange(len(table.columns)) + 0.5)
    axes.set_xticklabels(table.columns, rotation=0 if upright else 90)
    axes.set_yticks(np.arange(len(table.rows)) + 0.5)
    axes.set_yticklabels(table.rows)
    for at, name in table.groups:
        axes.text(at + 0.1, -1.0, name, fontsize=_NAME, fontweight="bold", va="bottom")
        if at > 0:
            axes.axvline(at, color=INK, linewidth=0.9)


def _scale(figure: Figure, top: float) -> None:
    """What the colours mean, with the sign beside the colour."""
    from matplotlib.patches import Rectangle

    steps = (-0.5, -0.3, -0.15, -0.05, 0.0, 0.05, 0.15, 0.3, 0.5)
    before, after = "− more conflict than expected", "less conflict than expected +"
    left = LEFT + width_of(before, _NAME) + 10.0
    write(figure, LEFT, top + 3.0, before, size=_NAME, colour=HOSTILE)
    axes = axes_at(figure, left, top, 36.0 * len(steps), 16.0)
    axes.set_xlim(0, len(steps))
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)
    for at, value in enumerate(steps):
        axes.add_patch(Rectangle((at, 0), 1, 1, facecolor=_colour(value), edgecolor=PAPER))
    axes.set_xticks(np.arange(len(steps)) + 0.5)
    axes.set_xticklabels([f"{value:+.0%}".replace("-", "−") if value else "0" for value in steps])
    axes.tick_params(length=0, labelsize=8.5, pad=2)
    write(figure, left + 36.0 * len(steps) + 10.0, top + 3.0, after, size=_NAME, colour=FRIENDLY)
