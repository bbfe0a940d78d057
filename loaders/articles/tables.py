"""CSV and its kin: an article a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import BinaryIO

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.columns import is_known, places
from detente.loaders.articles.days import is_month_first
from detente.loaders.articles.decoding import decode, whole
from detente.loaders.articles.records import Hints, article_of
from detente.loaders.articles.rows import Row, Rows

__all__ = ["is_table", "read_table"]


def read_table(stream: BinaryIO, source: str, hints: Hints) -> Iterator[Article | LoadError]:
    r"""The article of every row; a header names the columns.

    >>> from io import BytesIO
    >>> table = BytesIO(b'nr;titlu;continut\n1;Talks;"They met;\nthey left."\n2;Talks\n')
    >>> article, rejected = read_table(table, "a.csv", Hints())
    >>> article.title, article.text, str(rejected)
    ('Talks', 'They met;\nthey left.', 'a.csv, line 4: has 2 cells, the header 3')
    """
    try:
        rows = Rows(decode(whole(stream)), fits=partial(_fits, hints))
        columns = places(rows.header, hints)
    except ValueError as error:
        yield LoadError(source, str(error))
        return
    month_first = is_month_first(_days(rows, columns))
    empty = True
    for row in rows:
        empty = False
        where = f"{source}, line {row.line}"
        try:
            yield _article(row, columns, where, hints, month_first=month_first)
        except LoadError as error:
            yield error
    if empty:
        yield LoadError(source, "holds no rows: give an article a row, below a line of names")


def is_table(start: str, hints: Hints) -> bool:
    r"""Whether a text begins with a header that names the columns of articles.

    >>> is_table("date,title,text\n2025-12-18,Talks,They met.\n", Hints())
    True
    >>> is_table("Talks, text and dates.\n", Hints())
    False
    """
    header = Rows(start.partition("\n")[0], fits=partial(_fits, hints)).header
    try:
        columns = places(header, hints)
    except ValueError:
        return False
    return len({*columns.values()}) > 1


def _fits(hints: Hints, header: list[str]) -> int:
    """How many cells of a header are names of columns."""
    told = {name for column in hints.columns.values() for name in (column, *column.split("+"))}
    return sum(cell in told or is_known(cell) for cell in header)


def _days(rows: Rows, columns: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
    for row in rows if "date" in columns else ():
        if row.problem is None:
            yield from (row.cells[place] for place in columns["date"])


def _article(
    row: Row,
    columns: Mapping[str, tuple[int, ...]],
    where: str,
    hints: Hints,
    *,
    month_first: bool | None,
) -> Article:
    if row.problem is not None:
        raise LoadError(where, row.problem)
    cells = {field: _joined(row, columns[field]) for field in columns}
    record = {
        field: cell if field == "text" else cell.strip() or None for field, cell in cells.items()
    }
    return article_of(record, where, lang=hints.lang, month_first=month_first)


def _joined(row: Row, columns: tuple[int, ...]) -> str:
    cells = [row.cells[place] for place in columns]
    return "\n\n".join(cell for cell in cells if cell.strip() != "")
