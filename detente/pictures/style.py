"""What all pictures look like: colours, letters, head and axes of days."""

# Lengths are in pixels of the page, counted from its top left corner, as a reader of the code sees
# them: at 72 dots an inch a point of text is a pixel and a unit of the SVG.

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from detente.graph.errors import ConfigError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "DASHES",
    "DOTS",
    "FAINT",
    "FRIENDLY",
    "HOSTILE",
    "INK",
    "LEFT",
    "NEITHER",
    "PAPER",
    "PER_INCH",
    "axes_at",
    "count",
    "day_axis",
    "drawing",
    "head",
    "head_height",
    "need_matplotlib",
    "number_of",
    "say_instead",
    "tick_days",
    "width_of",
    "wrapped",
    "write",
]

INK, PAPER, FAINT = "#1a1a1a", "#ffffff", "#d9d9d9"
# Blue, vermilion and grey of Okabe and Ito: told apart with every kind of colour vision. Whatever
# has one of the first two also differs by its line, its place or a sign.
FRIENDLY, HOSTILE, NEITHER = "#0072B2", "#C44E00", "#6b6b6b"
DASHES, DOTS = (0.0, (5.0, 2.5)), (0.0, (1.0, 2.0))
PER_INCH = 72
#: Where titles begin.
LEFT = 20.0
_TITLE, _CAPTION = 15.0, 10.5
#: What a letter of DejaVu Sans is wide, on average, as a share of its size.
_LETTER = 0.56


def need_matplotlib() -> None:
    """Raise `ConfigError` where the library that draws is missing."""
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise ConfigError(
            "pictures are drawn by matplotlib, which is not installed: "
            "pip install 'detente[pictures]'"
        ) from error
    del mpl


@contextmanager
def drawing() -> Iterator[None]:
    """The same look whatever the user has set, and nothing of it left afterwards."""
    need_matplotlib()
    from matplotlib import style

    ours: dict[str, Any] = {
        "svg.hashsalt": "detente",
        # Text stays text: it can be found, copied and read aloud.
        "svg.fonttype": "none",
        # A name may hold a dollar sign.
        "text.parse_math": False,
        # The first comes with matplotlib; the others are what a reader of an SVG may have instead.
        "font.family": ["sans-serif"],
        "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
        "hatch.linewidth": 0.6,
        "axes.edgecolor": NEITHER,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    with style.context(["default", ours]):
        yield


def wrapped(text: str, width: float, *, size: float) -> list[str]:
    """Lines of a text that are about as wide as they may be.

    >>> wrapped("Bosnia and Herzegovina", 80, size=10)
    ['Bosnia and', 'Herzegovina']
    """
    letters = max(int(width / (size * _LETTER)), 8)
    return textwrap.wrap(text, letters, break_long_words=False) or [""]


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "statement"), count(1200, "act"), count(2, "tie")
    ('1 statement', '1,200 acts', '2 ties')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0])


def head(figure: Figure, title: str, caption: str, width: float) -> float:
    """Write title and caption; where the picture below them may begin."""
    top = 14.0
    for text, size, weight in ((title, _TITLE, "bold"), (caption, _CAPTION, "normal")):
        for line in wrapped(text, width - 2 * LEFT, size=size):
            write(figure, LEFT, top, line, size=size, weight=weight)
            top += size * 1.45
        top += 2.0
    return top + 8.0


def head_height(title: str, caption: str, width: float) -> float:
    """How much of a page title and caption take."""
    lines = (
        (len(wrapped(title, width - 2 * LEFT, size=_TITLE)), _TITLE),
        (len(wrapped(caption, width - 2 * LEFT, size=_CAPTION)), _CAPTION),
    )
    return 14.0 + sum(number * size * 1.45 + 2.0 for number, size in lines) + 8.0


def write(
    figure: Figure,
    left: float,
    top: float,
    text: str,
    *,
    size: float,
    weight: str = "normal",
    colour: str = INK,
) -> None:
    """Write a line whose top left corner is at a place of the page."""
    across, down = _page(figure)
    figure.text(
        left / across,
        1 - top / down,
        text,
        fontsize=size,
        fontweight=weight,
        color=colour,
        va="top",
        ha="left",
    )


def axes_at(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place of the page, with light frames."""
    across, down = _page(figure)
    axes = figure.add_axes(
        (left / across, 1 - (top + height) / down, width / across, height / down)
    )
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=9.5, length=3, color=NEITHER)
    return axes


def say_instead(figure: Figure, top: float, text: str, width: float) -> None:
    """Say in words what cannot be drawn."""
    for number, line in enumerate(wrapped(text, width - 2 * LEFT, size=12)):
        write(figure, LEFT, top + 18 + number * 18, line, size=12)


def tick_days(begin: date, end: date, *, most: int = 11) -> list[date]:
    """Days to write below an axis: the first of years or months where that is enough, else days.

    >>> [str(day) for day in tick_days(date(2018, 1, 20), date(2018, 4, 2))]
    ['2018-02-01', '2018-03-01', '2018-04-01']
    >>> [day.year for day in tick_days(date(2001, 5, 1), date(2018, 4, 2))]
    [2002, 2004, 2006, 2008, 2010, 2012, 2014, 2016, 2018]
    >>> [day.day for day in tick_days(date(2018, 1, 20), date(2018, 1, 23))]
    [20, 21, 22, 23]
    """
    months = (end.year - begin.year) * 12 + end.month - begin.month
    if months < _FEW_MONTHS:
        step = max(-(-(end - begin).days // most), 1)
        return [begin + timedelta(days=at) for at in range(0, (end - begin).days + 1, step)]
    step = next((one for one in _STEPS if months <= one * most), 120)
    first = begin.year * 12 + begin.month - 1
    found = (
        date(at // 12, at % 12 + 1, 1)
        for at in range(first - first % step, first + months + 1, step)
    )
    return [day for day in found if begin <= day <= end]


_FEW_MONTHS, _STEPS = 2, (1, 2, 3, 6, 12, 24, 60, 120)


def day_axis(axes: Axes, begin: date, end: date, *, labelled: bool) -> None:
    """Make the axis below one of days; the last of several axes is labelled."""
    import numpy as np

    ticks = tick_days(begin, end)
    yearly = all((day.month, day.day) == (1, 1) for day in ticks) and len(ticks) > 1
    monthly = all(day.day == 1 for day in ticks) and len(ticks) > 1
    told = [f"{day.year}" if yearly else str(day)[:7] if monthly else str(day) for day in ticks]
    axes.set_xlim(number_of(begin) - 0.5, number_of(end) + 0.5)
    axes.set_xticks(np.array([number_of(day) for day in ticks]))
    axes.set_xticklabels(told if labelled else [""] * len(told))
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def number_of(day: date) -> float:
    """A day as a place on an axis."""
    return float(day.toordinal())


def _page(figure: Figure) -> tuple[float, float]:
    width, height = figure.get_size_inches()
    return float(width) * PER_INCH, float(height) * PER_INCH
