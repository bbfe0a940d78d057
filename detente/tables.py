"""The layout of tables: findings in three columns, or two where the page is narrow."""

# Whatever is shown goes through `text`: as text and never as markup, without control characters.
# Words are wrapped and never cut.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.plain import plain

__all__ = ["Findings", "Rows", "columns", "table_of", "text", "whole"]

#: Below so many columns of the page, what stands at the right moves below what stands beside it.
_WIDE = 96
_SIDE = 21
#: Blank columns between two columns of a table.
_GAP = 3


class Findings:
    """Rows with lines in the middle and at the right: when, what, says who; below them an id.

    On a narrow page the lines at the right become the last line in the middle. The id stands on a
    line of its own and is never broken, so that it can be copied.
    """

    def __init__(self, left: str, middle: str, right: str, *, spaced: bool = False) -> None:
        self._headings = (left, middle, right)
        self._spaced = spaced
        self._rows: list[tuple[Text, list[Text], list[Text], Text | None]] = []

    def add(
        self, left: Text, middle: Iterable[Text], right: Iterable[Text], *, key: Text | None = None
    ) -> None:
        """Add a row at the bottom; `key` is its id."""
        self._rows.append((left, list(middle), list(right), key))

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        wide = options.max_width >= _WIDE
        side = min(_SIDE, max(len(cell) for cell in (self._headings[0], *self._lefts())))
        yield self._table(side, wide=wide, heading=True)
        middle = options.max_width - side - _GAP - wide * (_SIDE + _GAP)
        for number, (at, said, by, key) in enumerate(self._rows):
            if number > 0 and self._spaced:
                yield Text()
            fits = key is not None and key.cell_len <= middle
            shown = [*said, key] if key is not None and fits else said
            row = self._table(side, wide=wide, heading=False)
            if wide:
                row.add_row(at, Group(*shown), Group(*by))
            else:
                row.add_row(at, Group(*shown, Text("; ").join(by)))
            yield row
            if key is not None and not fits:
                indent = max(0, min(side + _GAP, options.max_width - key.cell_len))
                yield whole(Text.assemble(" " * indent, key))

    def _lefts(self) -> Iterator[str]:
        return (left.plain for left, *_ in self._rows)

    def _table(self, side: int, *, wide: bool, heading: bool) -> Table:
        """One row of the table, or its heading: all have the same columns."""
        table = columns(*(self._headings if wide else self._headings[:2]), expand=True)
        table.show_header = heading
        table.columns[0].width = side
        table.columns[1].ratio = 1
        if wide:
            table.columns[2].width = _SIDE
        return table


def whole(line: Text) -> Text:
    """A line that is not broken where the page ends."""
    line.no_wrap, line.overflow = True, "ignore"
    return line


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


class Rows:
    """Rows with the same keys, for answers without a layout of their own.

    No word is broken: where the columns are too many, or an id too long, for the page, every row
    is printed as a list of its values.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._keys = [plain(key) for key in (rows[0] if len(rows) > 0 else ())]
        self._rows = [[plain(_cell(value)) for value in row.values()] for row in rows]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        widest = [
            max(cell_len(word) for cell in column for word in cell.split() or [""])
            for column in zip(self._keys, *self._rows, strict=True)
        ]
        if sum(widest) + _GAP * len(widest) <= options.max_width:
            table = columns(*self._keys)
            for column, width in zip(table.columns, widest, strict=True):
                column.min_width = width
            for row in self._rows:
                table.add_row(*map(Text, row))
            yield table
            return
        for number, row in enumerate(self._rows):
            if number > 0:
                yield Text()
            for key, cell in zip(self._keys, row, strict=True):
                line = Text.assemble((f"{key}: ", "dim"), cell)
                yield line if " " in cell else whole(line)


def table_of(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Rows with the same keys, as a table if the page is wide enough."""
    return Rows(rows)


def _cell(value: Any) -> str:
    """A value of a query's row: nodes by their names, paths as chains of arrows."""
    match value:
        case {"nodes": [first, *others], "relationships": [*links]}:
            steps = zip(links, others, strict=True)
            return _cell(first) + "".join(f" {_arrow(*step)} {_cell(step[1])}" for step in steps)
        case {"type": kind, "properties": _}:
            return str(kind)
        case {"labels": [*labels], "properties": properties}:
            return _named(labels, properties)
        case dict():
            return ", ".join(f"{key}: {_cell(part)}" for key, part in value.items())
        case list() | tuple():
            return ", ".join(_cell(part) for part in value)
        case _:
            return "" if value is None else str(value)


def _arrow(link: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    """An arrow that says so where it stands for no fact: a plan, a threat."""
    forward = link["end"] in target["properties"].values()
    mode = link.get("properties", {}).get("modality")
    kind = link["type"]
    if mode == "planned" or (mode == "threatened" and not kind.startswith("THREATENED")):
        kind = f"{kind} ({mode})"
    return f"–{kind}→" if forward else f"←{kind}–"


def _named(labels: Sequence[str], properties: Mapping[str, Any]) -> str:
    keys = ("name", "title", "quote", "article_id", "statement_id", "judgement_id")
    return next((str(properties[key]) for key in keys if key in properties), "/".join(labels))
