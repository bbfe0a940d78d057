"""How a heat map is drawn."""

# A cell is blue where two show less conflict than is to be expected of them, vermilion where they
# show more, and carries a plus or a minus where that is sure: the table can be read in grey. Where
# nothing is told the cell is hatched; that is not neutral.

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from detente.pictures.heat_table import CELL, Table
from detente.pictures.layout import Floats
from detente.pictures.picture import Picture
from detente.pictures.style import (
    FRIENDLY,
    HOSTILE,
    INK,
    LEFT,
    NEITHER,
    PAPER,
    axes_at,
    head_height,
    width_of,
    wrapped,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


__all__ = ["LEAST_WIDTH", "picture_of"]

LEAST_WIDTH, _NAME = 720.0, 9.5
#: The difference, in shares of conflict, that has the full colour.
_FULL = 0.5


def picture_of(title: str, caption: str, table: Table) -> Picture:
    """The table as a picture, with the names of rows and columns and what the colours mean."""
    left = LEFT + max(width_of(name, _NAME) for name in table.rows) + 10.0
    above = max(width_of(name, _NAME) for name in table.columns) + 12.0
    upright = len(table.groups) > 0
    above = 32.0 if upright else above
    wide, high = len(table.columns) * table.wide, len(table.rows) * CELL
    width = max(left + wide + 24.0, LEAST_WIDTH)
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
