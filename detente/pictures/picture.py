"""A picture that can be saved as SVG or PNG and shows itself in a notebook."""

# The same picture gives the same bytes: no date of making, no ids of chance, no settings of the
# user. Bytes may differ between releases of matplotlib.

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from detente.graph.errors import ConfigError
from detente.pictures.style import PAPER, PER_INCH, drawing, head, head_height, say_instead
from detente.queries.exports import written

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SUFFIXES", "Picture", "in_words"]

SUFFIXES = (".svg", ".png")
#: Pixels of a PNG for one unit of the SVG: sharp on paper and on dense screens.
_SCALE = 2
#: matplotlib styles every element of the page, which in a notebook is not its own.
_GLOBAL_STYLE = re.compile(r"<style[^>]*>\*\{([^}]*)\}</style>")


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture with its title, and a caption that holds its days and how much is counted.

    >>> picture = dyad_timeline(graph, "RUS", "TUR")  # doctest: +SKIP
    >>> picture.save("russia-turkey.svg")  # doctest: +SKIP

    `width` and `height` are in pixels; a PNG has twice as many each way. `draw` draws on an empty
    page and is given where the head ends.
    """

    title: str
    caption: str
    width: float
    height: float
    draw: Callable[[Figure, float], None] = field(repr=False)

    def svg(self) -> str:
        """The picture as SVG; texts are texts."""
        told = {"Date": None, "Creator": None, "Title": self.title, "Description": self.caption}
        text = self._saved("svg", told).decode()
        style = _GLOBAL_STYLE.search(text)
        if style is not None:
            text = text.replace(style[0], "")
            ours = f"{style[1]}; max-width: 100%; height: auto"
            text = text.replace("<svg ", f'<svg role="img" style="{ours}" ', 1)
        return text

    def png(self) -> bytes:
        """The picture as PNG."""
        return self._saved("png", {"Software": None, "Title": self.title})

    def save(self, path: str | Path) -> Path:
        """Write the picture as its suffix says, .svg or .png; the path.

        The file gets its name when it is complete. Raises `ConfigError` for another suffix and
        `GraphError` where it cannot be written.
        """
        path = Path(path)
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            raise ConfigError(f"{path}: a picture is saved as {' or '.join(SUFFIXES)}")
        content = self.png() if suffix == ".png" else self.svg().encode()
        with written(path) as file:
            file.write(content)
        return path

    def _repr_html_(self) -> str:
        svg = self.svg()
        inline = svg[svg.index("<svg ") :]
        return f'<div title="{escape(self.caption)}" style="overflow-x:auto">{inline}</div>'

    def __str__(self) -> str:
        return f"{self.title}\n{self.caption}"

    def _saved(self, form: str, metadata: dict[str, str | None]) -> bytes:
        with drawing(), warnings.catch_warnings():
            # A letter that the font does not have is drawn as a box, or by the reader's own font.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            from matplotlib.figure import Figure

            figure = Figure((self.width / PER_INCH, self.height / PER_INCH), dpi=PER_INCH)
            self.draw(figure, head(figure, self.title, self.caption, self.width))
            file = BytesIO()
            scale = _SCALE if form == "png" else 1
            figure.savefig(
                file, format=form, dpi=PER_INCH * scale, facecolor=PAPER, metadata=metadata
            )
        return file.getvalue()


def in_words(title: str, caption: str, text: str, *, width: float) -> Picture:
    """A picture that says why there is nothing to see."""
    height = head_height(title, caption, width) + 90.0
    return Picture(
        title, caption, width, height, lambda page, top: say_instead(page, top, text, width)
    )
