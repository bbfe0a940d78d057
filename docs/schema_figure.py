"""Draw the figure of docs/schema.md: boxes for labels, arrows for what links them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from detente.graph.registry import REGISTRY

WIDTH, HEIGHT = 980, 380
#: The middle of each box.
PLACES = {
    "Publisher": (80, 215),
    "Article": (300, 215),
    "Statement": (520, 215),
    "Actor": (830, 215),
    "Treaty": (830, 345),
    "Judgement": (410, 70),
}
BOX_WIDTH, BOX_HEIGHT, CORNER = 112, 40, 10
LINE = 17
EVIDENCE, RELATION, INK, PAPER = "#5f6b7a", "#0072B2", "#1a1a1a", "#ffffff"


class Drawn(NamedTuple):
    """A link to draw: its type, and the labels that it leads from and to."""

    type: str
    start: str
    end: str


def figure(links: Iterable[Drawn]) -> str:
    """The picture as SVG."""
    between: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links:
        between[link.start, link.end].append(link.type)
    arrows = [
        loop(start, types) if start == end else arrow(start, end, types)
        for (start, end), types in between.items()
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
            ' font-family="Helvetica, Arial, sans-serif" font-size="13">',
            f"<defs>{tip('evidence', EVIDENCE)}{tip('relation', RELATION)}</defs>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
            *arrows,
            relations(),
            *map(box, PLACES),
            "</svg>\n",
        ]
    )


def tip(name: str, colour: str) -> str:
    """The head of an arrow."""
    return (
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7"'
        f' markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
    )


def box(name: str) -> str:
    """A label."""
    x, y = PLACES[name]
    fill, stroke = ("#e6f1f8", RELATION) if name == "Actor" else ("#f3f4f6", EVIDENCE)
    return (
        f'<rect x="{x - BOX_WIDTH / 2:g}" y="{y - BOX_HEIGHT / 2:g}" width="{BOX_WIDTH}"'
        f' height="{BOX_HEIGHT}" rx="{CORNER}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle" font-size="15" font-weight="bold"'
        f' fill="{INK}">{name}</text>'
    )


def arrow(start: str, end: str, types: Sequence[str]) -> str:
    """An arrow from box to box; its names stand above it, or beside it if it is not level."""
    (ax, ay), (bx, by) = edge(start, end), edge(end, start)
    x, y = (ax + bx) / 2, (ay + by) / 2
    line = stroke(f"M{ax:g} {ay:g}L{bx:g} {by:g}")
    if ay == by:
        return line + stacked(types, x, y - 8 - LINE * (len(types) - 1))
    left = bx <= ax
    x, y = x + (-12 if left else 12), y - LINE * (len(types) - 1) / 2 + 4
    return line + stacked(types, x, y, anchor="end" if left else "start")


def edge(name: str, towards: str) -> tuple[float, float]:
    """Where an arrow between two boxes meets the first."""
    (x, y), (to_x, to_y) = PLACES[name], PLACES[towards]
    if y == to_y:
        return x + (BOX_WIDTH / 2 if to_x > x else -BOX_WIDTH / 2), y
    return x + (to_x - x) / 4, y + (BOX_HEIGHT / 2 if to_y > y else -BOX_HEIGHT / 2)


def loop(name: str, types: Sequence[str]) -> str:
    """A link from a label to itself, below its box."""
    x, below = PLACES[name][0], PLACES[name][1] + BOX_HEIGHT / 2
    if name == "Actor":
        # The middle belongs to the treaty.
        return stroke(f"M{x + 14:g} {below:g}c-6 50 52 50 34 2") + stacked(
            types, x + 40, below + 54
        )
    return stroke(f"M{x - 30:g} {below:g}c-25 50 85 50 60 2") + stacked(types, x, below + 56)


def relations() -> str:
    """The typed edges between actors: one thick loop for all of them."""
    x, top = PLACES["Actor"][0], PLACES["Actor"][1] - BOX_HEIGHT / 2
    words = [f"{len(REGISTRY)} types of relation", "MET_WITH", "EASED_SANCTIONS_ON", "MEMBER_OF …"]
    return stroke(
        f"M{x - 34:g} {top:g}c-40 -75 108 -75 68 -3", colour=RELATION, tip="relation", width=2.5
    ) + stacked(words, x, top - 68 - LINE * (len(words) - 1), colour=RELATION)


def stroke(path: str, *, colour: str = EVIDENCE, tip: str = "evidence", width: float = 1.2) -> str:
    """A line with an arrow at its end."""
    return (
        f'<path d="{path}" stroke="{colour}" stroke-width="{width}" fill="none"'
        f' marker-end="url(#{tip})"/>'
    )


def stacked(
    lines: Sequence[str], x: float, y: float, *, anchor: str = "middle", colour: str = EVIDENCE
) -> str:
    """Lines of text, one below the other."""
    return "".join(
        f'<text x="{x:g}" y="{y + number * LINE:g}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
        for number, text in enumerate(lines)
    )
