"""Files of coded events as statements, all about one pair of actors together."""

# The graph derives the edges of a pair from all that is known about it, so what comes pair by pair
# is loaded fastest. Rows wait in memory for that, up to two million at once: some 800 MB.

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from detente.graph.statements import Statement, pair_of
from detente.loaders.events.coding import statements_of
from detente.loaders.events.layouts import Layout, layout_of, recognise
from detente.loaders.events.reading import read_coded
from detente.loaders.events.rollup import RollUp
from detente.loaders.events.rows import CodedRow, Reject

__all__ = ["EventFile", "event_file", "read_statements"]

_WINDOW = 2_000_000


class EventFile(NamedTuple):
    """A file of coded events: where, in which layout, and the name of its data set."""

    path: Path
    layout: Layout
    dataset: str
    columns: Mapping[str, str] | None = None


class _Waiting(NamedTuple):
    pair: str
    row: CodedRow
    coded: Callable[[CodedRow], Statement]


def event_file(
    path: Path, *, layout: str | None = None, columns: Mapping[str, str] | None = None
) -> EventFile:
    """What a file is, as told or recognised; a table of the user's own is named by its file.

    Raises `LoadError` for a file of no known layout, and `ConfigError` for a layout that does not
    exist.
    """
    if layout is not None:
        found = layout_of(layout)
    else:
        found = layout_of("table") if columns is not None else recognise(path)
    own = found.name == "table"
    return EventFile(path, found, path.name.partition(".")[0] if own else found.name, columns)


def read_statements(
    files: Iterable[EventFile],
    rollup: RollUp,
    *,
    recorded_at: datetime,
    reject: Callable[[Reject], None],
    seen: Callable[[int], None] = lambda _: None,
    min_confidence: float | None = None,
) -> Iterator[Statement]:
    """The statements of files, sorted by their pairs of actors, and within them by record.

    `reject` is given what cannot be read, `seen` the number of rows read so far. Of a record that
    comes several times the last one counts.
    """
    waiting: dict[tuple[str, str], _Waiting] = {}
    number = 0
    for file in files:
        coded = statements_of(
            rollup, dataset=file.dataset, layout=file.layout, recorded_at=recorded_at
        )
        given = None if file.layout.name == "table" else file.layout.name
        for row in read_coded(
            file.path, layout=given, columns=file.columns, min_confidence=min_confidence
        ):
            if isinstance(row, Reject):
                reject(row)
                continue
            ends = rollup.place(row.source, row.day), rollup.place(row.target, row.day)
            pair = pair_of(*(end.actor_id for end in ends)) or ""
            waiting[file.dataset, row.record_id] = _Waiting(pair, row, coded)
            number += 1
            if number % 10_000 == 0:
                seen(number)
            if len(waiting) >= _WINDOW:
                yield from _sorted(waiting)
                waiting = {}
    seen(number)
    yield from _sorted(waiting)


def _sorted(waiting: Mapping[tuple[str, str], _Waiting]) -> Iterator[Statement]:
    for key in sorted(waiting, key=lambda key: (waiting[key].pair, key)):
        one = waiting[key]
        yield one.coded(one.row)
