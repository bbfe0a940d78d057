"""The layout of tables: findings in three columns, or two where the page is narrow."""

# Whatever is shown goes through `text`: as text and never as markup, without control characters.
# Words are wrapped and never cut.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.plain import plain

__all__ = ["Findings", "columns", "table_of", "text"]

#: Below so many columns of the page, what stands at the right moves below what stands beside it.
_WIDE = 96
_SIDE = 21


class Findings:
    """Rows with lines in the middle and at the right: when, what, says who.

    On a narrow page the lines at the right become the last line in the middle.
    """

    def __init__(self, left: str, middle: str, right: str, *, spaced: bool = False) -> None:
        self._headings = (left, middle, right)
        self._spaced = spaced
        self._rows: list[tuple[Text, list[Text], list[Text]]] = []

    def add(self, left: Text, middle: Iterable[Text], right: Iterable[Text]) -> None:
        """Add a row at the bottom."""
        self._rows.append((left, list(middle), list(right)))

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        wide = options.max_width >= _WIDE
        left, middle, right = self._headings
        table = columns(*((left, middle, right) if wide else (left, middle)), expand=True)
        table.leading = int(self._spaced)
        table.columns[0].max_width = _SIDE
        table.columns[1].ratio = 1
        if wide:
            table.columns[2].width = _SIDE
        for at, said, by in self._rows:
            if wide:
                table.add_row(at, Group(*said), Group(*by))
            else:
                table.add_row(at, Group(*said, Text("; ").join(by)))
        yield table


def columns(*headings: str, expand: bool = False) -> Table:
    """An empty table in the style of all."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=expand)
    table.header_style = "dim"
    for heading in headings:
        table.add_column(plain(heading), overflow="fold")
    return table


def text(value: object, style: str = "") -> Text:
    """One line of text; the style is for terminals."""
    return Text(plain(value), style)


def table_of(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Rows with the same keys as a table, for answers without a layout of their own."""
    table = columns(*(rows[0] if len(rows) > 0 else ()))
    for row in rows:
        table.add_row(*(text(_cell(value)) for value in row.values()))
    return table


def _cell(value: Any) -> str:
    """A value of a query's row: nodes by their names, paths as chains of arrows."""
    match value:
        case None:
            return ""
        case {"nodes": [first, *others], "relationships": [*links]}:
            steps = zip(links, others, strict=True)
            return _cell(first) + "".join(f" {_arrow(*step)} {_cell(step[1])}" for step in steps)
        case {"type": kind, "properties": _}:
            return str(kind)
        case {"labels": [*labels], "properties": properties}:
            return _named(labels, properties)
        case list() | tuple():
            return ", ".join(_cell(part) for part in value)
        case _:
            return str(value)


def _arrow(link: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    forward = link["end"] in target["properties"].values()
    return f"–{link['type']}→" if forward else f"←{link['type']}–"


def _named(labels: Sequence[str], properties: Mapping[str, Any]) -> str:
    keys = ("name", "title", "quote", "article_id", "statement_id", "judgement_id")
    return next((str(properties[key]) for key in keys if key in properties), "/".join(labels))
