"""Lines of delimited text, numbered and cut into cells."""

# Lines and cells are cut here and not by polars or the csv module: every line keeps its number, and
# a broken one does not spoil the next. polars cuts faster, but holds a whole gzip file in memory,
# and making the rows of it costs more than the cutting. Only lines with quotation marks go
# through the csv module.

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TypeAlias

__all__ = ["STRAY", "Line", "cut", "numbered", "said"]

#: The number of a line and its cells, or what is wrong with it.
Line: TypeAlias = tuple[int, Sequence[str] | str]

#: A byte that is no character of its encoding, as `surrogateescape` decodes it.
STRAY = re.compile("[\udc80-\udcff]")
# Half a character, which no decoding gives: behind it a problem travels as a line of its own.
_MARK = "\ud800"
_LINES_OF_A_ROW = 200
_OPEN_QUOTE = "a quotation mark opens and does not close: double it, or close it"
_NOT_DOUBLED = "a quotation mark inside a quoted cell is not doubled"


def said(problem: str) -> str:
    """A problem as a line of its own, which no text can be."""
    return f"{_MARK}{problem}"


def numbered(texts: Iterator[str], encoding: str) -> Iterator[tuple[int, str]]:
    r"""Every line with its number; one that cannot be text as what is `said` to be wrong with it.

    >>> list(numbered(iter(["a,b\nc,d"]), "UTF-8"))
    [(1, 'a,b'), (2, 'c,d')]
    """
    number = 0
    for text in texts:
        suspect = "\0" in text or (not text.isascii() and STRAY.search(text) is not None)
        for line in text.split("\n"):
            number += 1
            yield number, _checked(line, encoding) if suspect else line


def _checked(line: str, encoding: str) -> str:
    stray = STRAY.search(line)
    if stray is not None:
        byte = ord(stray[0]) - 0xDC00
        return said(f"character {stray.start() + 1} is byte 0x{byte:02X}, which is no {encoding}")
    if "\0" in line:
        return said(f"character {line.index(chr(0)) + 1} is NUL: no text has it")
    return line


def cut(lines: Iterator[tuple[int, str]], separator: str, width: int | None) -> Iterator[Line]:
    """Numbered lines as cells; with a width each has as many, or comes as what is wrong with it.

    >>> list(cut(iter([(1, '"Iran, Iraq",2018'), (2, "Iran")]), ",", 2))
    [(1, ['Iran, Iraq', '2018']), (2, 'has 1 cell, a row has 2')]

    Blank lines are left out.
    """
    by = _by_tabs if separator == "\t" else _by_marks
    for number, cells in by(lines, separator, width):
        if width is None or len(cells) == width or isinstance(cells, str):
            yield number, cells
        elif len(cells) > width and not any(cells[width:]):
            yield number, cells[:width]
        else:
            yield number, _counted(len(cells), width)


def _counted(many: int, width: int) -> str:
    return f"has {many} {'cell' if many == 1 else 'cells'}, a row has {width}"


def _by_tabs(lines: Iterator[tuple[int, str]], separator: str, width: int | None) -> Iterator[Line]:
    for number, line in lines:
        if '"' in line and line[0] != _MARK:
            yield number, _with_marks(line, separator, width)
        elif line[:1] == _MARK:
            yield number, line[1:]
        elif line != "" and not line.isspace():
            yield number, line.split(separator)


def _with_marks(line: str, separator: str, width: int | None) -> list[str]:
    """The cells of a line with quotation marks, which are letters in most files with tabs.

    A mark holds a tab together only where the line has too many cells otherwise.
    """
    cells = [_bare(cell) for cell in line.split(separator)]
    if width is not None and len(cells) > width:
        quoted = _quoted(line, separator)
        if not isinstance(quoted, str) and len(quoted) == width:
            return quoted
    return cells


def _bare(cell: str) -> str:
    """A cell without the quotation marks around it; some sets quote a quoted name again."""
    while len(cell) > 1 and cell[0] == cell[-1] == '"':
        inner = cell[1:-1].replace('""', "\0")
        if '"' in inner:
            break
        cell = inner.replace("\0", '"')
    return cell


def _by_marks(
    lines: Iterator[tuple[int, str]], separator: str, width: int | None
) -> Iterator[Line]:
    """Cells between commas and the like; a quoted cell may hold line breaks.

    A mark that stays open, or closes so late that the cells are no row, spoils its own line only.
    """
    again: deque[tuple[int, str]] = deque()
    while (item := again.popleft() if again else next(lines, None)) is not None:
        number, line = item
        if line[:1] == _MARK:
            yield number, line[1:]
        elif '"' not in line:
            if line != "" and not line.isspace():
                yield number, line.split(separator)
        else:
            taken = [item]
            cells = _quoted(line, separator)
            while cells == _OPEN_QUOTE and len(taken) < _LINES_OF_A_ROW:
                following = again.popleft() if again else next(lines, None)
                if following is None:
                    break
                taken.append(following)
                if '"' in following[1]:
                    cells = _quoted("\n".join(line for _, line in taken), separator)
            if len(taken) > 1 and (isinstance(cells, str) or width not in {None, len(cells)}):
                again.extendleft(reversed(taken[1:]))
                cells = _OPEN_QUOTE
            yield number, cells


def _quoted(line: str, separator: str) -> list[str] | str:
    reader = csv.reader([line], delimiter=separator, strict=True)
    try:
        return next(reader)
    except csv.Error as error:
        return _NOT_DOUBLED if "expected after" in str(error) else _OPEN_QUOTE
