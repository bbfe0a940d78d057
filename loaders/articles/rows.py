"""The rows of delimited text, cell by cell."""

# A row that cannot be trusted comes with its problem, and reading goes on in the next line: an
# open quotation mark never swallows the rows below it.

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["Row", "Rows"]

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1_000_000
# Excel writes the delimiter into a line of its own above the header.
_SAID = re.compile(r'"?sep=(.)"?\s*', re.I)
_OPEN = "a quotation mark opens and does not close: double it, or close it"
_NOT_DOUBLED = "a quotation mark inside a quoted cell is not doubled"


class Row(NamedTuple):
    """The cells that begin in one line of a file; `problem` says why they cannot be told."""

    line: int
    cells: list[str]
    problem: str | None = None


class Rows:
    r"""Rows below a header, as often as they are asked for.

    >>> rows = Rows('a;b\r\n1;"x\r\ny"\n\n2;"z', fits=len)
    >>> rows.header, [row.cells for row in rows], [row.line for row in rows]
    (['a', 'b'], [['1', 'x\r\ny'], []], [2, 5])

    Of the usual delimiters it takes the one whose header fits best, then the most frequent.
    """

    def __init__(self, text: str, *, fits: Callable[[list[str]], int]) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
        self._lines = list(StringIO(text, newline=""))
        self._escape = "\\" if '\\"' in text else None
        self._begin = next((at for at, line in enumerate(self._lines) if line.strip() != ""), 0)
        said = _SAID.fullmatch(self._lines[self._begin]) if len(self._lines) > 0 else None
        self._begin += 0 if said is None else 1
        tried = _DELIMITERS if said is None else said[1]
        headers = {mark: self._header(mark) for mark in tried}
        self._delimiter = max(tried, key=lambda mark: (fits(headers[mark]), len(headers[mark])))
        self.header = headers[self._delimiter]

    def __iter__(self) -> Iterator[Row]:
        """Every row that is not blank."""
        rows = self._all(self._delimiter)
        next(rows, None)
        for row in rows:
            cells = row.cells
            while len(cells) > len(self.header) and cells[-1].strip() == "":
                cells.pop()
            if row.problem is not None:
                yield row
            elif any(cell.strip() != "" for cell in cells):
                yield self._counted(row)

    def _counted(self, row: Row) -> Row:
        if len(row.cells) == len(self.header):
            return row
        many = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
        return row._replace(problem=f"has {many}, the header {len(self.header)}")

    def _header(self, mark: str) -> list[str]:
        return next(self._all(mark), Row(1, [])).cells

    def _all(self, mark: str) -> Iterator[Row]:
        start = begin = self._begin
        reader = self._reader(begin, mark)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                row = self._broken(begin, mark, error)
                yield row
                # What follows an open mark was part of no cell: it is read anew.
                inside = row.problem == _NOT_DOUBLED
                start = begin = start + reader.line_num if inside else begin + 1
                reader = self._reader(begin, mark)
            else:
                yield Row(begin + 1, cells)
                begin = start + reader.line_num

    def _broken(self, begin: int, mark: str, error: csv.Error) -> Row:
        if mark == "\t":
            # Tables with tabs are also written without quotation marks around cells.
            return Row(begin + 1, self._lines[begin].rstrip("\r\n").split(mark))
        return Row(begin + 1, [], _NOT_DOUBLED if "expected after" in str(error) else _OPEN)

    def _reader(self, begin: int, mark: str) -> Reader:
        return csv.reader(
            (self._lines[at] for at in range(begin, len(self._lines))),
            delimiter=mark,
            escapechar=self._escape,
            skipinitialspace=True,
            strict=True,
        )
