"""Draw docs/graph.svg: the actors and relations that the sample articles give.

    python docs/picture.py [FILE]

The graph is loaded into a store of its own, or into that of DETENTE_HOME, which must be empty. The
same articles give the same bytes: places stand in docs/picture.csv, and no date of making is kept.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

# What it shares with the other script of this folder, which is run by its path.
from shown import own_home

import detente
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import Modality
from detente.seeds import articles_folder

Point = tuple[float, float]

FOLDER = Path(__file__).resolve().parent
WIDTH, HEIGHT = 900, 700
INK, PAPER = "#1a1a1a", "#ffffff"
# Blue, vermilion and grey of Okabe and Ito: told apart with every kind of colour vision.
FRIENDLY, HOSTILE, NEITHER = "#0072B2", "#C44E00", "#6b6b6b"
# The relations between these are named; room between arcs, in pixels, with and without names.
TRIANGLE = frozenset({"BLR", "RUS", "USA"})
NAMED_GAP, GAP = 23.0, 9.0
DASHES = (0.0, (4.0, 2.2))


class Place:
    """Where an actor stands, and the name beside it if the graph's own is too long."""

    def __init__(self, x: float, y: float, label: str) -> None:
        self.point: Point = (x, y)
        self.label = label


def main() -> None:
    """Load the samples, draw, write."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "graph.svg"
    relations, names = sample_relations()
    figure = draw(relations, names)
    undated = {"Date": None} if out.suffix == ".svg" else None
    figure.savefig(out, dpi="figure", facecolor=PAPER, metadata=undated)


def sample_relations() -> tuple[list[Relation], dict[str, str]]:
    """What the articles say, without the facts of the seeds, and the names of the actors."""
    with own_home() as home, detente.open(home=home, store="embedded") as graph:
        graph.load(articles_folder())
        told = [one for one in graph.relations() if one.reported_on is not None]
        ends = {end for one in told for end in (one.subject, one.object)}
        actors = {end: graph.roster.actor(end) for end in ends}
    return told, {end: end if actor is None else actor.name for end, actor in actors.items()}


def draw(relations: Sequence[Relation], names: dict[str, str]) -> Figure:
    """The whole picture."""
    mpl.rcParams |= {
        "svg.hashsalt": "detente",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
    }
    # At 72 dots an inch, a point of text is a pixel of the page and a unit of the SVG.
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.set_axis_off()
    places = placed(relations, names)
    boxes = {end: actor(axes, end, places[end]) for end in sorted(places)}
    figure.draw_without_rendering()
    refuse_overlaps(boxes)
    for pair, between in by_pair(relations).items():
        for offset, relation in zip(offsets(pair, len(between)), between, strict=True):
            arc(axes, relation, offset, places, boxes, named=TRIANGLE.issuperset(pair))
    caption(axes, relations)
    return figure


def placed(relations: Iterable[Relation], names: dict[str, str]) -> dict[str, Place]:
    """A place for every actor: its own in picture.csv, else one near its partners."""
    with (FOLDER / "picture.csv").open(encoding="utf8", newline="") as text:
        rows = csv.DictReader(line for line in text if not line.startswith("#"))
        known = {
            row["actor_id"]: Place(float(row["x"]), float(row["y"]), row["label"]) for row in rows
        }
    graph = nx.Graph(
        (one.subject, one.object) for one in sorted(relations, key=lambda r: r.relation_id)
    )
    if known.keys() >= set(graph):
        return {end: known[end] for end in graph}
    print("no place in docs/picture.csv:", *sorted(graph.nodes - known.keys()))
    fixed = [end for end in graph if end in known]
    start = {end: known[end].point if end in known else (WIDTH / 2, HEIGHT / 2) for end in graph}
    found = nx.spring_layout(graph, k=90, pos=start, fixed=fixed or None, seed=1)
    return {
        end: known.get(end) or Place(float(found[end][0]), float(found[end][1]), names[end])
        for end in graph
    }


def actor(axes: Axes, end: str, place: Place) -> Text:
    """The name of an actor in its box."""
    central = end in TRIANGLE
    return axes.text(
        *place.point,
        place.label,
        ha="center",
        va="center",
        fontsize=15 if central else 12,
        fontweight="bold" if central else "normal",
        color=INK,
        zorder=3,
        bbox={
            "boxstyle": "round,pad=0.3",
            "facecolor": "#fff3c4" if central else "#f3f3f3",
            "edgecolor": INK if central else "#9a9a9a",
            "linewidth": 1.6 if central else 1.0,
        },
    )


def refuse_overlaps(boxes: dict[str, Text]) -> None:
    """Stop where one name covers another."""
    areas = {end: box.get_window_extent().padded(4) for end, box in boxes.items()}
    hidden = [f"{a} {b}" for a, b in combinations(areas, 2) if areas[a].overlaps(areas[b])]
    if len(hidden) > 0:
        raise SystemExit(f"docs/picture.csv: these actors overlap: {', '.join(hidden)}")


def by_pair(relations: Iterable[Relation]) -> dict[tuple[str, str], list[Relation]]:
    """The relations of each pair of actors, in a steady order."""
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in sorted(relations, key=lambda one: (style(one), one.relation_id)):
        low, high = sorted((relation.subject, relation.object))
        pairs[low, high].append(relation)
    return dict(sorted(pairs.items()))


def offsets(pair: tuple[str, str], number: int) -> list[float]:
    """How far the middle of each arc lies from the straight line."""
    gap = NAMED_GAP if TRIANGLE.issuperset(pair) else GAP
    return [(index - (number - 1) / 2) * gap for index in range(number)]


def style(relation: Relation) -> tuple[str, bool]:
    """The colour, cooperation or conflict; and whether it is words and plans, not deeds."""
    quad = relation.quad
    colour = NEITHER if quad is None else FRIENDLY if quad in {1, 2} else HOSTILE
    words = quad in {1, 3} or relation.modality in {Modality.PLANNED, Modality.THREATENED}
    return colour, words


def arc(
    axes: Axes,
    relation: Relation,
    offset: float,
    places: dict[str, Place],
    boxes: dict[str, Text],
    *,
    named: bool,
) -> None:
    """One relation, from subject to object; symmetric ones have no arrowhead."""
    start, end = places[relation.subject].point, places[relation.object].point
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    side = 1.0 if relation.subject < relation.object else -1.0
    colour, words = style(relation)
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={side * 2 * offset / length:.6f}",
            arrowstyle="-" if REGISTRY[relation.relation].symmetric else "-|>",
            patchA=boxes[relation.subject].get_bbox_patch(),
            patchB=boxes[relation.object].get_bbox_patch(),
            shrinkA=1,
            shrinkB=1,
            mutation_scale=10,
            linewidth=1.6,
            linestyle=DASHES if words else "solid",
            color=colour,
            zorder=2 if named else 1,
        )
    )
    if named:
        name_arc(axes, relation, side * offset, start, end)


def name_arc(axes: Axes, relation: Relation, offset: float, start: Point, end: Point) -> None:
    """The type of a relation, written along the middle of its arc."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = (across**2 + up**2) ** 0.5
    x = (start[0] + end[0]) / 2 + offset * up / length
    y = (start[1] + end[1]) / 2 - offset * across / length
    planned = " (planned)" if relation.modality is Modality.PLANNED else ""
    axes.text(
        x,
        y,
        f"{REGISTRY[relation.relation].caption}{planned}",
        rotation=math.degrees(math.atan(up / across)),
        ha="center",
        va="center",
        fontsize=10.5,
        color=style(relation)[0],
        zorder=4,
        bbox={"boxstyle": "square,pad=0.12", "facecolor": PAPER, "edgecolor": "none"},
    )


def caption(axes: Axes, relations: Sequence[Relation]) -> None:
    """What is shown, and what colours and lines mean."""
    days = [one.reported_on for one in relations if one.reported_on is not None]
    ends = {end for one in relations for end in (one.subject, one.object)}
    axes.text(
        16,
        HEIGHT - 18,
        f"{len(relations)} relations between {len(ends)} actors, read from the sample articles of "
        f"{min(days)} to {max(days)}",
        fontsize=12.5,
        color=INK,
        va="center",
    )
    samples = [
        ("cooperation", FRIENDLY, False),
        ("conflict", HOSTILE, False),
        ("neither", NEITHER, False),
        ("deeds and states", INK, False),
        ("words, plans, threats", INK, True),
    ]
    lines = [
        Line2D([], [], color=colour, linestyle=DASHES if words else "solid", linewidth=1.6)
        for _, colour, words in samples
    ]
    axes.legend(
        lines,
        [text for text, _, _ in samples],
        loc="lower right",
        ncols=5,
        frameon=False,
        fontsize=11.5,
        handlelength=2.4,
        columnspacing=1.4,
    )


if __name__ == "__main__":
    main()
