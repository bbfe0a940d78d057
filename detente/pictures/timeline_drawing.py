"""How a timeline is drawn: three panels with their legend, and the events that are named."""

# Three panels share one axis of days. What is friendly is blue and points up, what is hostile is
# vermilion and points down; deeds are full, words are hatched; what is supported is filled, what is
# weak is hollow. So the picture reads the same without colours.

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

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
    number_of,
    write,
)
from detente.pictures.timeline_lanes import (
    MARGIN,
    RIGHT,
    SMALL,
    WIDTH,
    Label,
    label_of,
    lane_height,
    place_of,
    track_height,
)
from detente.pictures.timeline_seen import Seen
from detente.queries.shifts import Shift

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


__all__ = ["draw", "height_of"]

_LEVEL, _BARS, _LINE, _GAP = 190.0, 150.0, 16.0, 14.0


def height_of(title: str, caption: str, labels: Sequence[Label], marked: int) -> float:
    """How high the picture is, with so many events that are named."""
    below = 30.0 + _LINE * (marked + 1) + 52.0 if marked > 0 else 74.0
    panels = track_height(labels) + _LEVEL + _BARS + 3 * _GAP
    return head_height(title, caption, WIDTH) + panels + below


def draw(figure: Figure, top: float, seen: Seen, labels: Sequence[Label]) -> None:
    """Draw the panels on an empty page from `top` on, with the legend and the events below them."""
    wide = WIDTH - MARGIN - RIGHT
    track = track_height(labels)
    turns = axes_at(figure, MARGIN, top, wide, track)
    write(figure, LEFT, top + track - 18.0, "turns", size=SMALL)
    top += track + _GAP / 2
    level = axes_at(figure, MARGIN, top, wide, _LEVEL)
    top += _LEVEL + _GAP
    bars = axes_at(figure, MARGIN, top, wide, _BARS)
    top += _BARS + 30.0
    _draw_level(level, seen)
    _draw_bars(bars, seen)
    _draw_turns(turns, level, bars, seen, labels)
    _number(bars, seen)
    for number, line in enumerate(_legend()):
        write(figure, LEFT, top + number * _LINE, line, size=SMALL, colour=NEITHER)
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
    axes.set_ylabel("share of\ncooperation", fontsize=SMALL)
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
    axes.set_ylabel(f"events a {period}", fontsize=SMALL)
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
    axes.set_ylim(0.0, track_height(labels))
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
            fontsize=SMALL,
            color=NEITHER,
        )
    lane_of = {id(one.turn): one.lane for one in labels}
    for turn in seen.turns:
        _draw_turn(axes, (level, bars), turn, lane_height(lane_of.get(id(turn))))
    for one in labels:
        colour = HOSTILE if one.turn.direction == "colder" else FRIENDLY
        across = (one.left - MARGIN) / (WIDTH - MARGIN - RIGHT)
        axes.text(
            across,
            lane_height(one.lane) / track_height(labels),
            label_of(one.turn),
            transform=axes.transAxes,
            ha="left",
            va="center",
            fontsize=SMALL,
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
        place = max(place_of(seen, one.day), reached[one.hostile] + 15.0)
        reached[one.hostile] = place
        axes.text(
            (place - MARGIN) / (WIDTH - MARGIN - RIGHT),
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
