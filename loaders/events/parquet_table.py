"""A table in a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.graph.errors import LoadError
from detente.loaders.events.lines import Line
from detente.loaders.events.text_table import HEAD_LINES

if TYPE_CHECKING:
    import polars

__all__ = ["ParquetTable"]

_ROWS = 50_000


class ParquetTable:
    """The rows of a Parquet file, numbered from 1; every value is taken as text."""

    def __init__(self, path: Path) -> None:
        self.source = str(path)
        self._path = path

    def head(self, separator: str) -> list[Sequence[str]]:
        """Its names of columns and its first rows; it has no separators, so only tabs give them."""
        if separator != "\t":
            return []
        return [self._names(), *self._texts(0, HEAD_LINES)]

    def lines(self, separator: str, width: int, *, header: bool) -> Iterator[Line]:
        """Its rows, once."""
        del separator, width, header
        start = 0
        while True:
            try:
                rows = self._texts(start, _ROWS)
            except LoadError as error:
                yield start + 1, "; ".join(error.problems)
                return
            if len(rows) == 0:
                return
            yield from enumerate(rows, start=start + 1)
            start += len(rows)

    def _names(self) -> list[str]:
        return self._frame().collect_schema().names()

    def _frame(self) -> polars.LazyFrame:
        import polars

        frame = polars.scan_parquet(self._path)
        try:
            schema = frame.collect_schema()
        except (polars.exceptions.PolarsError, OSError) as error:
            raise LoadError(self.source, f"is no readable Parquet: {error}") from error
        return frame.select(
            polars.lit("").alias(name)
            if kind.is_nested() or kind == polars.Binary
            else polars.col(name).cast(polars.String).fill_null("")
            for name, kind in schema.items()
        )

    def _texts(self, start: int, many: int) -> list[Sequence[str]]:
        import polars

        try:
            rows = self._frame().slice(start, many).collect()
        except (polars.exceptions.PolarsError, OSError) as error:
            raise LoadError(self.source, f"is no readable Parquet: {error}") from error
        return list(rows.rows())
