"""Files of coded event data, row by row."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.graph.errors import ConfigError, LoadError
from detente.loaders.events.cells import as_share
from detente.loaders.events.layouts import Layout, fit, recognise
from detente.loaders.events.mentions import Mentions, read_mentions, stem_of
from detente.loaders.events.row_reader import RowReader
from detente.loaders.events.rows import CodedRow, Reject
from detente.loaders.events.tables import tables

__all__ = ["read_coded", "rows_of"]

_WIDE = ("utf-16", "utf-32")
_DISMISSED = "so --min-confidence holds none of its rows back"


def read_coded(
    path: Path,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    min_confidence: float | None = None,
) -> Iterator[CodedRow | Reject]:
    """The rows of a file, plain, gzipped or zipped, in its order, and what could not be read.

    `layout` is recognised unless given; `columns` says which column each field is taken from;
    `encoding` is found out unless given. `min_confidence` (a share, or above 1 in per cent) leaves
    out the rows below it; where a file has no confidence at all, it keeps all and says so. A
    `Reject` of line 0 is about the file as a whole.

    Raises `ConfigError` for a layout or field that does not exist, and `LoadError` for a file that
    cannot be opened or none of whose tables is recognised.
    """
    named = None if encoding is None else _encoding(encoding)
    recognise(path, layout=layout, columns=columns, encoding=named)
    return rows_of(
        path, layout=layout, columns=columns, encoding=named, min_confidence=min_confidence
    )


def rows_of(
    path: Path,
    *,
    layout: str | None,
    columns: Mapping[str, str] | None,
    encoding: str | None = None,
    min_confidence: float | None = None,
) -> Iterator[CodedRow | Reject]:
    """As `read_coded`, of a file that has been recognised."""
    least = None if min_confidence is None else _least(min_confidence)
    return _rows(path, layout, columns, encoding, least)


def _encoding(given: str) -> str:
    try:
        name = codecs.lookup(given).name
    except LookupError as error:
        raise ConfigError(f"no encoding '{given}': give utf-8 or windows-1252") from error
    if name.startswith(_WIDE):
        raise ConfigError(f"{given} cannot be read line by line: save the file as UTF-8")
    return name


def _least(given: float) -> float:
    try:
        return as_share(given)
    except ValueError as error:
        raise ConfigError(f"--min-confidence: {error}") from error


def _rows(
    path: Path,
    layout: str | None,
    columns: Mapping[str, str] | None,
    encoding: str | None,
    least: float | None,
) -> Iterator[CodedRow | Reject]:
    mentions: Mentions | None = None
    is_asked = False
    for table in tables(path, encoding=encoding):
        try:
            found = fit(table, layout=layout, columns=columns)
        except LoadError as error:
            yield Reject(table.source, 0, "; ".join(error.problems))
            continue
        if found.layout.name == "gdelt" and not is_asked:
            is_asked = True
            mentions = yield from read_mentions(path)
        if least is not None and mentions is None and "confidence" not in found.places:
            yield Reject(table.source, 0, f"{_lacking(path, found.layout)}, {_DISMISSED}")
        reading = RowReader(found, mentions)
        rows_of_line = reading.rows
        for line, cells in table.lines(found.separator, found.width, header=found.header):
            if isinstance(cells, str):
                yield Reject(table.source, line, cells)
                continue
            try:
                rows = rows_of_line(line, cells)
            except ValueError as error:
                yield Reject(table.source, line, str(error))
                continue
            for row in rows:
                if least is None or reading.is_kept(row, least):
                    yield row


def _lacking(path: Path, layout: Layout) -> str:
    if layout.name != "gdelt":
        return "has no column of confidence"
    return f"has no Mentions file beside it ({stem_of(path)}.mentions.CSV)"
