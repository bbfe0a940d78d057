"""How two actors got on: level with its interval, acts of each period, turns, intense events."""

# Three panels share one axis of days. What is friendly is blue and points up, what is hostile is
# vermilion and points down; deeds are full, words are hatched; what is supported is filled, what is
# weak is hollow. So the picture reads the same without colours.

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from detente.graph.errors import GraphError
from detente.graph.registry import CONFLICT
from detente.graph.statements import Modality
from detente.pictures.acts import Told, events_in, told
from detente.pictures.picture import Picture, in_words
from detente.pictures.style import (
    DASHES,
    FAINT,
    FRIENDLY,
    HOSTILE,
    INK,
    LEFT,
    NEITHER,
    PAPER,
    axes_at,
    day_axis,
    head_height,
    need_matplotlib,
    number_of,
    width_of,
    write,
)
from detente.queries.answers import read_day
from detente.queries.balance import PRIOR_WEIGHT, USUAL
from detente.queries.captions import caption as sentence
from detente.queries.captions import the
from detente.queries.friendliness import friendliness, weighed
from detente.queries.shifts import Shift
from detente.queries.shifts import shifts as turns_of

if TYPE_CHECKING:
    import polars
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["Label", "Level", "Marked", "Seen", "dyad_timeline"]

_WIDTH, _MARGIN, _RIGHT = 1000.0, 76.0, 26.0
_LEVEL, _BARS, _LANE, _LINE, _GAP = 190.0, 150.0, 19.0, 16.0, 14.0
#: On so many days the level is computed; what to expect of the two changes slowly, and is found
#: at these shares of the time.
_POINTS, _KNOTS = 90, (0.0, 0.15, 0.4, 0.7, 1.0)
#: Over more days than these, at so many places.
_YEARS, _MOST_KNOTS = 1000, 12
#: How many events are named, turns labelled, and lanes of labels there are.
_NAMED, _LABELLED, _LANES = 6, 8, 3
#: Under so many events there is no level to draw.
_ENOUGH = 3


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


def dyad_timeline(
    graph: Graph,
    left: str,
    right: str,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    scope: Scope | None = None,
) -> Picture:
    """How two actors got on: the share of cooperation, what happened, and when they turned.

    >>> dyad_timeline(graph, "Russia", "Turkey").save("timeline.svg")  # doctest: +SKIP

    `since` and `until` are the first and the last day shown; acts before `since` still count for
    the level. The level is the posterior share of cooperation, old acts fading by their half-life,
    with its 90 % interval, beside what the two's dealings with everybody else let one expect.
    """
    need_matplotlib()
    begin, end = read_day(since, option="since"), read_day(until, option="until")
    if begin is not None and end is not None and begin > end:
        raise GraphError(f"since: {begin} is later than until, {end}")
    a, b = _ends(graph, left, right)
    heard = told(graph, scope, until=end, actors=_beyond_states(graph, a, b))
    names = the(heard.names(a)), the(heard.names(b))
    of_pair = _between(heard.acts, a, b)
    shown = of_pair if begin is None else of_pair.filter(of_pair["day"] >= begin)
    title = f"How {names[0]} and {names[1]} got on"
    caption = heard.caption(shown, begin)
    events = events_in(shown)
    if events.height < _ENOUGH:
        few = f"Too little is told of {names[0]} and {names[1]} to draw"
        text = f"{few}: {_how_many(events.height)} in this time, {_ENOUGH} are needed."
        return in_words(title, caption, text, width=_WIDTH)
    first = begin or min(events["day"])
    last = heard.until or max(events["day"])
    seen = _seen(graph, heard, (a, b), events, (first, last))
    lanes = _lanes(seen)
    height = _height(title, caption, lanes, len(seen.marked))
    return Picture(title, caption, _WIDTH, height, lambda page, top: _draw(page, top, seen, lanes))


def _how_many(events: int) -> str:
    return "no event" if events == 0 else "one event" if events == 1 else f"{events} events"


def _ends(graph: Graph, left: str, right: str) -> tuple[str, str]:
    a, b = (graph.roster.resolve(one) for one in (left, right))
    if a == b:
        raise GraphError(f"'{left}' and '{right}' are the same actor: name two")
    return a, b


def _beyond_states(graph: Graph, a: str, b: str) -> set[str] | None:
    """The two where one of them is no state or body: these are not asked about otherwise."""
    known = (graph.roster.actor(one) for one in (a, b))
    states = all(one is not None and one.label in {"Country", "Bloc"} for one in known)
    return None if states else {a, b}


def _between(acts: polars.DataFrame, a: str, b: str) -> polars.DataFrame:
    import polars as pl

    ends = pl.col("source"), pl.col("target")
    return acts.filter(ends[0].is_in([a, b]) & ends[1].is_in([a, b]))


def _seen(
    graph: Graph,
    heard: Told,
    ends: tuple[str, str],
    events: polars.DataFrame,
    window: tuple[date, date],
) -> Seen:
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

    own, days = _between(acts, *ends), _days(begin, end, _POINTS)
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


class Label(NamedTuple):
    """The label of a turn: its lane, counted from below, and where it begins, in pixels."""

    turn: Shift
    lane: int
    left: float


def _lanes(seen: Seen) -> tuple[Label, ...]:
    """A place for the labels of the likeliest turns that find one, none over another."""
    found: list[Label] = []
    taken: list[tuple[int, float, float]] = []
    for turn in seen.turns[:_LABELLED]:
        wide = width_of(_label(turn), _SMALL) + 14.0
        at = _place(seen, turn.date)
        # To the right of its mark, or where the page ends to the left of it.
        left = at + 7.0 if at + wide < _WIDTH - 6.0 else at - wide
        lane = _free(taken, min(left, at) - 4.0, max(left + wide, at) + 4.0)
        if lane is not None:
            found.append(Label(turn, lane, left))
    return tuple(found)


_SMALL = 9.5


def _free(taken: list[tuple[int, float, float]], low: float, high: float) -> int | None:
    for lane in range(_LANES):
        if not any(where == lane and low < end and begin < high for where, begin, end in taken):
            taken.append((lane, low, high))
            return lane
    return None


def _label(turn: Shift) -> str:
    # Most turns have too little evidence: a small mark says so.
    verdict = "" if turn.verdict == "not enough evidence" else f", {turn.verdict}"
    return f"{turn.direction} {turn.date}, p {turn.probability:.2f}{verdict}"


def _place(seen: Seen, day: date) -> float:
    """Where a day lies on the page, in pixels from the left."""
    span = number_of(seen.end) - number_of(seen.begin) + 1.0
    across = (number_of(day) - number_of(seen.begin) + 0.5) / span
    return _MARGIN + across * (_WIDTH - _MARGIN - _RIGHT)


def _track(labels: Sequence[Label]) -> float:
    lanes = max((one.lane for one in labels), default=0) + 1
    return _STRIP + lanes * _LANE


#: Where marks stand that found no room for a label, below the lanes.
_STRIP = 13.0


def _lane_height(lane: int | None) -> float:
    return _STRIP / 2.0 if lane is None else _STRIP + lane * _LANE + _LANE / 2.0


def _height(title: str, caption: str, labels: Sequence[Label], marked: int) -> float:
    below = 30.0 + _LINE * (marked + 1) + 52.0 if marked > 0 else 74.0
    panels = _track(labels) + _LEVEL + _BARS + 3 * _GAP
    return head_height(title, caption, _WIDTH) + panels + below


def _draw(figure: Figure, top: float, seen: Seen, labels: Sequence[Label]) -> None:
    wide = _WIDTH - _MARGIN - _RIGHT
    track = _track(labels)
    turns = axes_at(figure, _MARGIN, top, wide, track)
    write(figure, LEFT, top + track - 18.0, "turns", size=_SMALL)
    top += track + _GAP / 2
    level = axes_at(figure, _MARGIN, top, wide, _LEVEL)
    top += _LEVEL + _GAP
    bars = axes_at(figure, _MARGIN, top, wide, _BARS)
    top += _BARS + 30.0
    _draw_level(level, seen)
    _draw_bars(bars, seen)
    _draw_turns(turns, level, bars, seen, labels)
    _number(bars, seen)
    for number, line in enumerate(_legend()):
        write(figure, LEFT, top + number * _LINE, line, size=_SMALL, colour=NEITHER)
    top += len(list(_legend())) * _LINE + 6.0
    if len(seen.marked) > 0:
        write(figure, LEFT, top, _NUMBERED, size=10.5, weight="bold")
    for at, one in enumerate(seen.marked, start=1):
        colour = HOSTILE if one.hostile else FRIENDLY
        line = f"{one.number}  {'−' if one.hostile else '+'}  {one.text}"
        write(figure, LEFT, top + at * _LINE + 2.0, line, size=10.0, colour=colour)


_NUMBERED = "Events that carry most of the likeliest turns, and the most intense of each type"


def _legend() -> Iterator[str]:
    yield (
        "Level: posterior share of cooperation, older acts fading, with its 90 % interval. Dashed: "
        "what to expect of the two from their dealings with others."
    )
    yield (
        "Acts: an event counts once; deeds full, words hatched. Turns: ▲ warmer, ▼ colder; filled: "
        "supported; small: not enough evidence; band: 90 % window of the day."
    )


def _draw_level(axes: Axes, seen: Seen) -> None:
    level = seen.level
    days = [number_of(day) for day in level.days]
    axes.fill_between(days, level.low, level.high, color="#bcbcbc", alpha=0.55, linewidth=0)
    axes.plot(days, level.mean, color=INK, linewidth=1.8)
    axes.plot(days, level.expected, color=NEITHER, linewidth=1.3, linestyle=DASHES)
    low = min(*level.low, *level.expected)
    axes.set_ylim(max(low - 0.06, 0.0), 1.0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_ylabel("share of\ncooperation", fontsize=_SMALL)
    day_axis(axes, seen.begin, seen.end, labelled=False)


#: The quad classes, drawn from the middle outwards, with how they are drawn.
_KINDS: tuple[tuple[int, str, bool, str], ...] = (
    (2, FRIENDLY, True, "cooperation in deeds"),
    (1, FRIENDLY, False, "cooperation in words"),
    (4, HOSTILE, True, "conflict in deeds"),
    (3, HOSTILE, False, "conflict in words"),
)


def _draw_bars(axes: Axes, seen: Seen) -> None:
    from matplotlib.patches import Patch
    from matplotlib.ticker import MaxNLocator

    period, days = _period(seen)
    counts = _counts(seen, period)
    height: dict[str, dict[float, float]] = {FRIENDLY: {}, HOSTILE: {}}
    for quad, colour, deeds, _ in _KINDS:
        sign = 1.0 if colour == FRIENDLY else -1.0
        places = sorted(at for kind, at in counts if kind == quad)
        base = [height[colour].get(at, 0.0) for at in places]
        sizes = [sign * counts[quad, at] for at in places]
        axes.bar(
            [at + days / 2 - 0.5 for at in places],
            sizes,
            bottom=base,
            width=days * 0.84,
            facecolor=colour if deeds else PAPER,
            edgecolor=colour,
            hatch=None if deeds else "////",
            linewidth=0.7,
        )
        for at, before, size in zip(places, base, sizes, strict=True):
            height[colour][at] = before + size
    axes.axhline(0.0, color=INK, linewidth=0.8)
    up, down = (max(map(abs, height[one].values()), default=0.0) for one in (FRIENDLY, HOSTILE))
    most = max(up, down)
    axes.set_ylim(-max(down, most / 3) * 1.22, max(up, most / 3) * 1.3)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylabel(f"events a {period}", fontsize=_SMALL)
    axes.legend(
        handles=[
            Patch(
                facecolor=colour if deeds else PAPER,
                edgecolor=colour,
                hatch=None if deeds else "////",
                label=name,
            )
            for _, colour, deeds, name in _KINDS
        ],
        loc="upper left",
        ncols=4,
        frameon=True,
        framealpha=0.85,
        edgecolor="none",
        fancybox=False,
        fontsize=9.0,
        handlelength=1.6,
        columnspacing=1.4,
        borderaxespad=0.1,
    )
    day_axis(axes, seen.begin, seen.end, labelled=True)


def _period(seen: Seen) -> tuple[str, float]:
    """What the bars are of, and the days in it."""
    span = (seen.end - seen.begin).days
    return next(((name, days) for name, days, most in _PERIODS if span <= most), ("year", 365.0))


_PERIODS = (("day", 1.0, 45), ("week", 7.0, 500), ("month", 30.4, 2600))
_TRUNCATED = {"day": "1d", "week": "1w", "month": "1mo", "year": "1y"}


def _counts(seen: Seen, period: str) -> dict[tuple[int, float], int]:
    """Events of each kind and period, by the place of its first day."""
    import polars as pl

    table = (
        seen.events.with_columns(pl.col("day").dt.truncate(_TRUNCATED[period]))
        .group_by("quad", "day")
        .len()
    )
    return {(int(quad), number_of(day)): int(size) for quad, day, size in table.iter_rows()}


def _draw_turns(axes: Axes, level: Axes, bars: Axes, seen: Seen, labels: Sequence[Label]) -> None:
    day_axis(axes, seen.begin, seen.end, labelled=False)
    axes.grid(visible=False)
    axes.set_ylim(0.0, _track(labels))
    axes.set_yticks([])
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    if len(seen.turns) == 0:
        axes.text(
            0.5,
            0.5,
            "no turn is likelier than one in twenty",
            transform=axes.transAxes,
            ha="center",
            va="center",
            fontsize=_SMALL,
            color=NEITHER,
        )
    lane_of = {id(one.turn): one.lane for one in labels}
    for turn in seen.turns:
        _draw_turn(axes, (level, bars), turn, _lane_height(lane_of.get(id(turn))))
    for one in labels:
        colour = HOSTILE if one.turn.direction == "colder" else FRIENDLY
        across = (one.left - _MARGIN) / (_WIDTH - _MARGIN - _RIGHT)
        axes.text(
            across,
            _lane_height(one.lane) / _track(labels),
            _label(one.turn),
            transform=axes.transAxes,
            ha="left",
            va="center",
            fontsize=_SMALL,
            color=colour,
        )


def _draw_turn(axes: Axes, below: tuple[Axes, Axes], turn: Shift, height: float) -> None:
    colder = turn.direction == "colder"
    colour, at = (HOSTILE if colder else FRIENDLY), number_of(turn.date)
    supported, likely = turn.verdict == "supported", turn.verdict != "not enough evidence"
    axes.plot(
        [at],
        [height],
        marker="v" if colder else "^",
        markersize=8.0 if likely else 5.0,
        markerfacecolor=colour if supported else PAPER,
        markeredgecolor=colour,
        markeredgewidth=1.3,
        clip_on=False,
    )
    for one in below if likely else ():
        one.axvspan(
            number_of(turn.date_low), number_of(turn.date_high), color=colour, alpha=0.10, lw=0
        )
        one.axvline(at, color=colour, linewidth=1.3, linestyle=DASHES if colder else "solid")


def _number(axes: Axes, seen: Seen) -> None:
    """The numbers of named events, at the upper and lower edge, each beside the last."""
    low, high = axes.get_ylim()
    reached = {False: float("-inf"), True: float("-inf")}
    for one in seen.marked:
        place = max(_place(seen, one.day), reached[one.hostile] + 15.0)
        reached[one.hostile] = place
        axes.text(
            (place - _MARGIN) / (_WIDTH - _MARGIN - _RIGHT),
            0.05 if one.hostile else 0.82,
            str(one.number),
            transform=axes.transAxes,
            ha="center",
            va="center",
            fontsize=8.5,
            color=PAPER,
            fontweight="bold",
            bbox={
                "boxstyle": "square,pad=0.25" if one.hostile else "circle,pad=0.25",
                "facecolor": HOSTILE if one.hostile else FRIENDLY,
                "edgecolor": PAPER,
            },
        )
    axes.set_ylim(low, high)
