"""Files of coded events as statements, all about one pair of actors together."""

# The graph derives the edges of a pair from all that is known about it, so what comes pair by pair
# is loaded fastest. Rows wait in memory for that, up to two million at once: some 800 MB.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from detente.graph.statements import Statement, pair_of
from detente.loaders.events.coding import statements_of
from detente.loaders.events.layouts import Layout, layout_of, recognise
from detente.loaders.events.reading import rows_of
from detente.loaders.events.rollup import Placed, RollUp
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
    coded: Callable[[CodedRow, Placed, Placed], Statement]
    row: CodedRow
    source: Placed
    target: Placed

    @property
    def pair(self) -> str:
        return pair_of(self.source.actor_id, self.target.actor_id) or ""

    def statement(self) -> Statement:
        return self.coded(self.row, self.source, self.target)


def event_file(
    path: Path, *, layout: str | None = None, columns: Mapping[str, str] | None = None
) -> EventFile:
    """What a file is, as told or recognised; a table of the user's own is named by its file.

    Raises `LoadError` for a file that is of no known layout, or not of the one told, and
    `ConfigError` for a layout that does not exist.
    """
    if layout is not None:
        # A layout that does not exist is told even if the file does not exist either.
        layout_of(layout)
    found = recognise(path, layout=layout, columns=columns)
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
        coded = statements_of(dataset=file.dataset, layout=file.layout, recorded_at=recorded_at)
        given = None if file.layout.name == "table" else file.layout.name
        for row in rows_of(
            file.path, layout=given, columns=file.columns, min_confidence=min_confidence
        ):
            if isinstance(row, Reject):
                reject(row)
                continue
            source, target = rollup.place(row.source, row.day), rollup.place(row.target, row.day)
            waiting[file.dataset, row.record_id] = _Waiting(coded, row, source, target)
            number += 1
            if number % 10_000 == 0:
                seen(number)
            if len(waiting) >= _WINDOW:
                yield from _sorted(waiting)
                waiting = {}
    seen(number)
    yield from _sorted(waiting)


def _sorted(waiting: Mapping[tuple[str, str], _Waiting]) -> Iterator[Statement]:
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, one in waiting.items():
        pairs[one.pair].append(key)
    for pair in sorted(pairs):
        for key in sorted(pairs[pair]):
            yield waiting[key].statement()
