"""The camps on a day as a map: who stands together, and the ties for and against."""

# A camp is a frame with a letter, and its members have a mark of its own; friendly ties are solid,
# thin and blue, hostile ones dashed and vermilion. Whoever stands in no camp is a grey ring. Near
# each other is who was often in the same cluster; the exact place means nothing.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.pictures.acts import heaviest, told, weight_of
from detente.pictures.layout import Box, Floats, flat, rounds, spread
from detente.pictures.picture import Picture, in_words
from detente.pictures.style import (
    DASHES,
    DOTS,
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
from detente.queries.analyses.ground import ties_of
from detente.queries.answers import read_day
from detente.queries.camps import Camps
from detente.queries.camps import camps as camps_of
from detente.queries.friendliness import ENOUGH_DYADS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.queries.captions import Named
    from detente.queries.friendliness import Dyad
    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["Group", "Map", "camp_map"]

#: As many actors are shown, and so many ties each way of every actor.
MOST, TIES = 40, 2
_LEAST_WIDTH, _MARGIN, _PAD, _GAP = 900.0, 34.0, 14.0, 30.0
_NAME, _NAME_WIDTH = 9.5, 92.0
#: Marks and fills of the camps; none is a colour of the ties. Those past the last begin again, with
#: a letter of their own.
_MARKS = (
    ("o", "#009E73"),
    ("s", "#CC79A7"),
    ("D", "#F0E442"),
    ("^", "#56B4E9"),
    ("p", "#000000"),
    ("h", "#B8A9C9"),
    ("v", "#7A5C00"),
)


class Group(NamedTuple):
    """A camp, or one who is in none: places in `shown`, and what is written above the frame."""

    members: tuple[int, ...]
    label: str | None
    weak: bool
    mark: str
    fill: str


class Map(NamedTuple):
    """All that the map shows: actors with their names and places, groups, ties."""

    names: tuple[str, ...]
    sizes: tuple[float, ...]
    places: Floats
    groups: tuple[Group, ...]
    frames: tuple[tuple[float, float, float, float], ...]
    ties: tuple[tuple[int, int, float], ...]
    width: float
    height: float


def camp_map(
    graph: Graph,
    *,
    as_of: date | str | None = None,
    scope: Scope | None = None,
    most: int = MOST,
    ties_each: int = TIES,
) -> Picture:
    """The camps on a day (without one: the last of which anything is told), with their ties.

    >>> camp_map(graph, as_of="2018-10-31").save("camps.png")  # doctest: +SKIP

    Shown are the `most` actors of whom most is told; of the ties that are sure, the strongest
    `ties_each` each way of every actor. With under 20 dyads there are ties only, and no camps.
    """
    need_matplotlib()
    heard = told(graph, scope, until=read_day(as_of, option="as_of"))
    title = "Camps" if heard.until is None else f"Camps as of {heard.until}"
    if heard.until is None or heard.acts.height == 0:
        return in_words(title, heard.caption(heard.acts, None), _NOTHING, width=_LEAST_WIDTH)
    found = camps_of(heard.acts, ties_of(graph, heard.acts), as_of=heard.until)
    shown = heaviest(found.friendliness, most)
    sure = _sure(found)
    drawn = _strongest(sure, shown, found.actors, ties_each)
    page = _map(found, shown, drawn, heard.names)
    left_out = (
        f"{len(shown)} of {count(len(found.actors), 'actor')}, {len(drawn)} of "
        f"{count(len(sure), 'sure tie')}"
    )
    caption = f"{heard.caption(heard.acts, None)}; shown: {left_out}"
    notes = _notes(found)
    room = head_height(title, caption, page.width) + page.height
    height = room + 46.0 + 15.0 * len(_note_lines(notes, page.width))
    return Picture(
        title, caption, page.width, height, lambda figure, top: _draw(figure, top, page, notes)
    )


_NOTHING = "Nothing is told up to this day of any two states: there are no camps to draw."


def _sure(found: Camps) -> list[Dyad]:
    """The dyads whose sign is supported."""
    seen = found.friendliness
    sure = (seen.friendlier > _SURE) | (seen.friendlier < 1.0 - _SURE)
    dyads = (seen.dyad_at(int(at), top=0) for at in np.flatnonzero(sure))
    return [one for one in dyads if one.verdict == "supported"]


_SURE = 0.9


def _strongest(
    dyads: Iterable[Dyad], shown: Sequence[int], actors: Sequence[str], most: int
) -> list[Dyad]:
    """Those ties that are among the strongest of their sign of either end."""
    named = {actors[at] for at in shown}
    used: dict[tuple[str, bool], int] = {}
    found = []
    within = (one for one in dyads if one.a in named and one.b in named)
    for one in sorted(within, key=lambda dyad: (-abs(dyad.weight), dyad.a, dyad.b)):
        ends = [(end, one.weight > 0) for end in (one.a, one.b)]
        if min(used.get(end, 0) for end in ends) < most:
            found.append(one)
            for end in ends:
                used[end] = used.get(end, 0) + 1
    return found


def _notes(found: Camps) -> tuple[str, ...]:
    if len(found.camps) == 0 and len(found.friendliness.left) < ENOUGH_DYADS:
        few = len(found.friendliness.left)
        return (
            f"Too little is told to speak of camps: acts of {few} dyads, {ENOUGH_DYADS} are "
            "needed. Ties only.",
        )
    if len(found.camps) == 0:
        return ("No two actors stand together in four runs of five: there are no camps.",)
    return (
        f"Frames: every two members were in one cluster in at least 80 % of {len(found.labels)} "
        f"runs (share: mean of all pairs). Clusters in a run: {found.value:.0f} "
        f"({found.low:.0f} to {found.high:.0f}). Dotted frame: weak. Grey: in no camp, "
        "which is not neutral. Marks grow with what is told of an actor.",
    )


def _note_lines(notes: Iterable[str], width: float) -> list[str]:
    return [line for note in notes for line in wrapped(note, width - 2 * LEFT, size=9.5)]


def _map(found: Camps, shown: Sequence[int], ties: Iterable[Dyad], names: Named) -> Map:
    seen = found.friendliness
    weight = weight_of(seen)
    largest = max(float(weight.max(initial=0.0)), 1e-9)
    sizes = [7.0 + 13.0 * float(np.sqrt(weight[at] / largest)) for at in shown]
    lines = ["\n".join(wrapped(names(found.actors[at]), _NAME_WIDTH, size=_NAME)) for at in shown]
    boxes = [_box(name, size) for name, size in zip(lines, sizes, strict=True)]
    at_of = {found.actors[at]: place for place, at in enumerate(shown)}
    groups = _groups(found, at_of, [float(weight[at]) for at in shown])
    together = found.together[np.ix_(shown, shown)]
    places, frames = _placed(groups, boxes, together)
    width = max(float(frames[:, 2].max()), _LEAST_WIDTH - 2 * _MARGIN)
    shift = (width - float(frames[:, 2].max())) / 2.0
    places[:, 0] += shift
    frames[:, [0, 2]] += shift
    return Map(
        names=tuple(lines),
        sizes=tuple(sizes),
        places=places,
        groups=groups,
        frames=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in frames),
        ties=tuple((at_of[one.a], at_of[one.b], one.weight) for one in ties),
        width=width + 2 * _MARGIN,
        height=float(frames[:, 3].max()) + 2 * _PAD,
    )


def _box(name: str, size: float) -> Box:
    """The mark of an actor with its name below."""
    lines = name.split("\n")
    wide = max(width_of(line, _NAME) for line in lines)
    return Box(max(wide, size) + 8.0, size + 4.0 + len(lines) * _NAME * 1.25)


def _groups(found: Camps, at_of: dict[str, int], weight: Sequence[float]) -> tuple[Group, ...]:
    """The camps with a member that is shown, then everybody else alone; the heaviest first."""
    groups: list[Group] = []
    for camp in found.camps:
        members = sorted(
            (at_of[one] for one in camp.members if one in at_of), key=lambda at: (-weight[at], at)
        )
        if len(members) > 0:
            mark, fill = _MARKS[len(groups) % len(_MARKS)]
            some = f"{len(members)} of " if len(members) < len(camp.members) else ""
            label = f"{_letter(len(groups))}: {some}{len(camp.members)}, share {camp.together:.2f}"
            weak = "" if camp.verdict == "supported" else f", {camp.verdict}"
            groups.append(Group(tuple(members), label + weak, weak != "", mark, fill))
    inside = {at for group in groups for at in group.members}
    alone = [
        Group(members=(at,), label=None, weak=True, mark="o", fill=PAPER)
        for at in at_of.values()
        if at not in inside
    ]
    return (*groups, *alone)


def _letter(number: int) -> str:
    """A, B and so on to Z, then A2."""
    again, letter = divmod(number, 26)
    return chr(ord("A") + letter) + (str(again + 1) if again > 0 else "")


def _placed(
    groups: Sequence[Group], boxes: Sequence[Box], together: Floats
) -> tuple[Floats, Floats]:
    """Places of the actors and frames of the groups (left, top, right, bottom), from 0, 0."""
    inner, outer = [], []
    for group in groups:
        own = [boxes[at] for at in group.members]
        places = rounds(own, gap=6.0)
        half = np.array([[one.width, one.height] for one in own]) / 2.0
        low, high = (places - half).min(axis=0), (places + half).max(axis=0)
        pad = _PAD if group.label is not None else 0.0
        above = 16.0 if group.label is not None else 0.0
        wide = max(high[0] - low[0], width_of(group.label or "", _NAME, bold=True)) + 2 * pad
        inner.append(places - (low + high) / 2.0 + np.array([0.0, above / 2.0]))
        outer.append(Box(float(wide), float(high[1] - low[1] + 2 * pad + above)))
    middles = _middles(groups, outer, together)
    size = np.array([[one.width, one.height] for one in outer])
    frames = np.hstack([middles - size / 2.0, middles + size / 2.0])
    corner = frames[:, :2].min(axis=0)
    places = np.zeros((len(boxes), 2))
    for group, own, middle in zip(groups, inner, middles, strict=True):
        places[list(group.members)] = own + middle - corner
    return places, frames - np.tile(corner, 2)


def _middles(groups: Sequence[Group], outer: Sequence[Box], together: Floats) -> Floats:
    """The middle of each group: near those with whom its members were often in one cluster."""
    mean = np.array(
        [[together[np.ix_(a.members, b.members)].mean() for b in groups] for a in groups]
    ).reshape(len(groups), len(groups))
    distances = np.sqrt(np.maximum(1.0 - mean, 0.0)) + 0.05
    np.fill_diagonal(distances, 0.0)
    places = flat(distances)
    # The page is about one and a half times as wide as it is high.
    area = sum((one.width + _GAP) * (one.height + _GAP) for one in outer)
    side = float(np.sqrt(area))
    reach = np.maximum(np.abs(places).max(axis=0, initial=0.0), 1e-9)
    return spread(places / reach * np.array([0.62, 0.40]) * side, outer, gap=_GAP)


def _draw(figure: Figure, top: float, page: Map, notes: Sequence[str]) -> None:
    axes = axes_at(figure, 0.0, top, page.width, page.height)
    axes.set_axis_off()
    axes.set_xlim(-_MARGIN, page.width - _MARGIN)
    axes.set_ylim(page.height - _PAD, -_PAD)
    _draw_frames(axes, page)
    _draw_ties(axes, page)
    _draw_actors(axes, page)
    below = top + page.height + 6.0
    _draw_legend(figure, below, page)
    for number, line in enumerate(_note_lines(notes, page.width)):
        write(figure, LEFT, below + 24.0 + number * 15.0, line, size=9.5, colour=NEITHER)


def _draw_frames(axes: Axes, page: Map) -> None:
    from matplotlib.patches import FancyBboxPatch

    for group, (left, top, right, bottom) in zip(page.groups, page.frames, strict=True):
        if group.label is None:
            continue
        axes.add_patch(
            FancyBboxPatch(
                (left, top),
                right - left,
                bottom - top,
                boxstyle="round,pad=0,rounding_size=10",
                facecolor="#f4f4f4",
                edgecolor=NEITHER,
                linewidth=1.0,
                linestyle=DOTS if group.weak else "solid",
                zorder=0,
            )
        )
        axes.text(
            left + 8.0,
            top + 5.0,
            group.label,
            fontsize=_NAME,
            fontweight="bold",
            va="top",
            zorder=5,
            bbox={"boxstyle": "square,pad=0.05", "facecolor": "#f4f4f4", "edgecolor": "none"},
        )


def _draw_ties(axes: Axes, page: Map) -> None:
    strongest = max((abs(weight) for _, _, weight in page.ties), default=1.0)
    for one, other, weight in page.ties:
        share = abs(weight) / strongest
        axes.plot(
            [page.places[one, 0], page.places[other, 0]],
            [_mark_at(page, one), _mark_at(page, other)],
            color=FRIENDLY if weight > 0 else HOSTILE,
            linestyle="solid" if weight > 0 else DASHES,
            linewidth=0.6 + 0.9 * share if weight > 0 else 0.8 + 1.2 * share,
            alpha=0.75,
            zorder=1,
        )


def _mark_at(page: Map, at: int) -> float:
    """How far down the mark of an actor is: its name stands below it."""
    box = _box(page.names[at], page.sizes[at])
    return float(page.places[at, 1]) - box.height / 2.0 + page.sizes[at] / 2.0


def _draw_actors(axes: Axes, page: Map) -> None:
    for group in page.groups:
        for at in group.members:
            x, y = float(page.places[at, 0]), _mark_at(page, at)
            axes.plot(
                [x],
                [y],
                marker=group.mark,
                markersize=page.sizes[at],
                markerfacecolor=group.fill if group.label is not None else "#bdbdbd",
                markeredgecolor=INK if group.label is not None else NEITHER,
                markeredgewidth=0.9,
                zorder=3,
            )
            axes.text(
                x,
                y + page.sizes[at] / 2.0 + 3.0,
                page.names[at],
                fontsize=_NAME,
                color=INK if group.label is not None else "#4d4d4d",
                ha="center",
                va="top",
                linespacing=1.1,
                zorder=4,
                bbox={
                    "boxstyle": "square,pad=0.08",
                    "facecolor": PAPER if group.label is None else "#f4f4f4",
                    "edgecolor": "none",
                    "alpha": 0.8,
                },
            )


def _draw_legend(figure: Figure, top: float, page: Map) -> None:
    from matplotlib.lines import Line2D

    samples = [
        Line2D([], [], color=FRIENDLY, linewidth=1.3, label="friendlier than expected"),
        Line2D(
            [], [], color=HOSTILE, linewidth=1.9, linestyle=DASHES, label="colder than expected"
        ),
        Line2D(
            [],
            [],
            color="none",
            marker="o",
            markersize=9,
            markerfacecolor="#bdbdbd",
            markeredgecolor=NEITHER,
            label="in no camp",
        ),
    ]
    axes = axes_at(figure, LEFT - 4.0, top, page.width - 2 * LEFT, 20.0)
    axes.set_axis_off()
    axes.legend(
        handles=samples,
        loc="center left",
        ncols=3,
        frameon=False,
        fontsize=9.5,
        handlelength=3.2,
        borderaxespad=0.0,
        borderpad=0.0,
    )
