"""Where actors, camps and ties stand on the map of camps."""

# Near each other is who was often in the same cluster; the exact place means nothing.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.pictures.acts import weight_of
from detente.pictures.layout import Box, Floats, flat, rounds, spread
from detente.pictures.style import PAPER, width_of, wrapped
from detente.queries.camps import Camps

if TYPE_CHECKING:
    from detente.queries.captions import Named
    from detente.queries.friendliness import Dyad

__all__ = ["LEAST_WIDTH", "MARGIN", "NAME", "PAD", "Group", "Map", "box_of", "map_of"]

LEAST_WIDTH, MARGIN, PAD, _GAP = 900.0, 34.0, 14.0, 30.0
NAME, _NAME_WIDTH = 9.5, 92.0
#: Marks and fills of the camps; none is a colour of the ties. Past the last the marks begin again,
#: each with the fill of the next.
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


def map_of(found: Camps, shown: Sequence[int], ties: Iterable[Dyad], names: Named) -> Map:
    """The map of the actors at the places `shown`, in their camps, with these ties."""
    seen = found.friendliness
    weight = weight_of(seen)
    largest = max(float(weight.max(initial=0.0)), 1e-9)
    sizes = [7.0 + 13.0 * float(np.sqrt(weight[at] / largest)) for at in shown]
    lines = ["\n".join(wrapped(names(found.actors[at]), _NAME_WIDTH, size=NAME)) for at in shown]
    boxes = [box_of(name, size) for name, size in zip(lines, sizes, strict=True)]
    at_of = {found.actors[at]: place for place, at in enumerate(shown)}
    groups = _groups(found, at_of, [float(weight[at]) for at in shown])
    together = found.together[np.ix_(shown, shown)]
    places, frames = _placed(groups, boxes, together)
    width = max(float(frames[:, 2].max()), LEAST_WIDTH - 2 * MARGIN)
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
        width=width + 2 * MARGIN,
        height=float(frames[:, 3].max()) + 2 * PAD,
    )


def box_of(name: str, size: float) -> Box:
    """The mark of an actor with its name below."""
    lines = name.split("\n")
    wide = max(width_of(line, NAME) for line in lines)
    return Box(max(wide, size) + 8.0, size + 4.0 + len(lines) * NAME * 1.25)


def _groups(found: Camps, at_of: dict[str, int], weight: Sequence[float]) -> tuple[Group, ...]:
    """The camps with a member that is shown, then everybody else alone; the heaviest first."""
    groups: list[Group] = []
    for camp in found.camps:
        members = sorted(
            (at_of[one] for one in camp.members if one in at_of), key=lambda at: (-weight[at], at)
        )
        if len(members) > 0:
            mark, fill = _look(len(groups))
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


def _look(number: int) -> tuple[str, str]:
    """Mark and fill of a camp; of the first 49 no two look the same.

    >>> _look(0), _look(7)
    (('o', '#009E73'), ('o', '#CC79A7'))
    """
    again, at = divmod(number, len(_MARKS))
    return _MARKS[at][0], _MARKS[(at + again) % len(_MARKS)][1]


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
        pad = PAD if group.label is not None else 0.0
        above = 16.0 if group.label is not None else 0.0
        wide = max(high[0] - low[0], width_of(group.label or "", NAME, bold=True)) + 2 * pad
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
