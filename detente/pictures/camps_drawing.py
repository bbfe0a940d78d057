"""How the map of camps is drawn."""

# A camp is a frame with a letter, and its members have a mark of its own; friendly ties are solid,
# thin and blue, hostile ones dashed and vermilion. Whoever stands in no camp is a grey ring.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.pictures.camps_map import MARGIN, NAME, PAD, Map, box_of
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
    head_height,
    wrapped,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


__all__ = ["draw", "height_of"]


def _note_lines(notes: Iterable[str], width: float) -> list[str]:
    return [line for note in notes for line in wrapped(note, width - 2 * LEFT, size=9.5)]


def height_of(title: str, caption: str, page: Map, notes: Sequence[str]) -> float:
    """How high the picture is: its head, the map, the legend and the notes below it."""
    room = head_height(title, caption, page.width) + page.height
    return room + 46.0 + 15.0 * len(_note_lines(notes, page.width))


def draw(figure: Figure, top: float, page: Map, notes: Sequence[str]) -> None:
    """Draw the map on an empty page from `top` on, with the legend and the notes below it."""
    axes = axes_at(figure, 0.0, top, page.width, page.height)
    axes.set_axis_off()
    axes.set_xlim(-MARGIN, page.width - MARGIN)
    axes.set_ylim(page.height - PAD, -PAD)
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
            fontsize=NAME,
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
    box = box_of(page.names[at], page.sizes[at])
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
                fontsize=NAME,
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
