"""The tables of a file: delimited text or Parquet, plain or packed, read in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from detente.graph.errors import LoadError
from detente.loaders.events.lines import Line
from detente.loaders.events.packing import PARQUET, members
from detente.loaders.events.parquet_table import ParquetTable
from detente.loaders.events.text_table import TextTable

__all__ = ["SEPARATORS", "Table", "tables"]

#: What may stand between two cells; a tab first, for commas stand within its cells.
SEPARATORS = ("\t", ",", ";", "|")


class Table(Protocol):
    """A table of a file: text, or Parquet."""

    source: str

    def head(self, separator: str) -> list[Sequence[str]]:
        """The cells of its first lines, cut at a separator."""

    def lines(self, separator: str, width: int, *, header: bool) -> Iterator[Line]:
        """Its rows, once: each has `width` cells or comes as what is wrong with it."""


def tables(path: Path, *, encoding: str | None = None) -> Iterator[Table]:
    """The tables of a file: one, or one for each member of a ZIP archive.

    Each must be read before the next is asked for. Content decides, not the suffix.

    >>> next(tables(Path("no/such.tsv")))
    Traceback (most recent call last):
        ...
    detente.graph.errors.LoadError: no/such.tsv: does not exist

    Raises `LoadError` for a file that cannot be opened.
    """
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise LoadError(str(path), "does not exist") from error
    except IsADirectoryError as error:
        raise LoadError(str(path), "is a folder: name its files") from error
    except OSError as error:
        raise LoadError(str(path), f"cannot be read: {error.strerror}") from error
    with stream:
        if stream.peek(len(PARQUET)).startswith(PARQUET):
            yield ParquetTable(path)
        else:
            for source, chunks in members(stream, str(path)):
                yield TextTable(source, chunks, encoding=encoding)
