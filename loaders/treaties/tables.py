"""A treaty table as rows with their lines: plain, gzipped, or alone in a zip file."""

# Such a table has some hundred thousand short rows, and its only words are names of states.

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast

from detente.graph.errors import LoadError

__all__ = ["Table", "open_table"]

_DELIMITERS = ",\t;"


class Table:
    """The header of a table and the rows below it, read once."""

    def __init__(self, name: str, text: IO[str]) -> None:
        first = text.readline()
        self.name = name
        self.delimiter = max(_DELIMITERS, key=first.count)
        self.header: list[str] = next(csv.reader([first], delimiter=self.delimiter), [])
        self._text = text

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of each row that is not blank."""
        rows = csv.reader(self._text, delimiter=self.delimiter)
        for cells in rows:
            if len(cells) > 0:
                yield rows.line_num + 1, cells

    def check(self, cells: list[str]) -> None:
        """Raise `ValueError` for a row that has not as many cells as the header."""
        if len(cells) != len(self.header):
            raise ValueError(f"{len(cells)} cells, the header has {len(self.header)}")


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a table for reading.

    Raises `LoadError` for a file that cannot be opened or unpacked, is empty, or is a zip file with
    several tables.
    """
    try:
        with _opened(path) as raw:
            # A name that is not UTF-8 spoils no row: the numbers are what is read.
            text = TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
            table = Table(path.name, text)
            if len(table.header) == 0:
                raise LoadError(path.name, "is empty")
            yield table
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, csv.Error) as error:
        raise LoadError(path.name, f"cannot be read: {error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive, archive.open(_only_table(path, archive)) as raw:
            yield raw
    elif path.suffix == ".gz":
        with gzip.open(path) as raw:
            yield cast("IO[bytes]", raw)
    else:
        with path.open("rb") as raw:
            yield raw


def _only_table(path: Path, archive: zipfile.ZipFile) -> str:
    tables = [name for name in archive.namelist() if name.lower().endswith((".csv", ".txt"))]
    if len(tables) == 0:
        raise LoadError(path.name, "is an archive without a table (.csv, .txt)")
    if len(tables) > 1:
        raise LoadError(path.name, f"holds {len(tables)} tables (.csv, .txt): unpack it, load one")
    return tables[0]
