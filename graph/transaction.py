"""How the modules that hold Cypher reach the database: one function that runs one query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, LiteralString, Protocol, TypeVar

from detente.graph.values import native

if TYPE_CHECKING:
    import neo4j

__all__ = ["Run", "by_dyad", "inside", "pages", "run_dated", "run_rows"]

R = TypeVar("R")

#: Rows that one UNWIND carries.
_BATCH = 2_000


class Run(Protocol):
    """Runs a query and returns its rows as plain values: `Store.read`, or `inside` a write."""

    def __call__(self, query: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run `query`; parameters are never pasted into it."""


def inside(transaction: neo4j.ManagedTransaction) -> Run:
    """Run queries within one unit of work: all of them happen, or none."""

    def run(query: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        return [native(dict(record)) for record in transaction.run(query, parameters)]

    return run


def run_rows(run: Run, query: LiteralString, rows: Sequence[object]) -> list[dict[str, Any]]:
    """Run a query that begins with `UNWIND $rows AS row`, in batches; without rows, not at all."""
    return [found for batch in _batches(rows) for found in run(query, rows=batch)]


def _batches(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    """Rows, some thousands at a time."""
    for first in range(0, len(rows), _BATCH):
        yield rows[first : first + _BATCH]


def run_dated(
    run: Run,
    query: LiteralString,
    rows: Sequence[dict[str, Any]],
    dated: Collection[str],
    *,
    shape: Callable[[Sequence[dict[str, Any]]], Sequence[dict[str, Any]]] = lambda rows: rows,
) -> None:
    """Do as `run_rows` does for rows that have days as texts, in the fields `dated`.

    The query writes `$days[row.day]` for such a day. Each one travels once and not with every row:
    as a value it costs the driver ten times as much as a text, which the database has to read.
    `shape` is applied to the rows of each batch.
    """
    for batch in _batches(rows):
        places: dict[str, int] = {}
        numbered = [
            {
                name: places.setdefault(value, len(places)) if name in dated else value
                for name, value in row.items()
            }
            for row in batch
        ]
        run(query, rows=shape(numbered), days=[date.fromisoformat(day) for day in places])


def by_dyad(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that name a subject and an object, together with the others that name the same two.

    >>> by_dyad([{"subject": "USA", "object": "BLR", "relation": "PHONED"}])
    [{'subject': 'USA', 'object': 'BLR', 'rows': [{'subject': 'USA', 'object': 'BLR', ...}]}]
    """
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["subject"], row["object"]), []).append(row)
    return [
        {"subject": subject, "object": object_, "rows": mine}
        for (subject, object_), mine in found.items()
    ]


def pages(counted: Mapping[str, int], size: int) -> Iterator[list[str]]:
    """Keys in order, together as many as stand for about `size` rows.

    >>> list(pages({"b": 2, "a": 2, "c": 9, "d": 1}, 4))
    [['a', 'b'], ['c'], ['d']]
    """
    page: list[str] = []
    rows = 0
    for key in sorted(counted):
        if len(page) > 0 and rows + counted[key] > size:
            yield page
            page, rows = [], 0
        page.append(key)
        rows += counted[key]
    if len(page) > 0:
        yield page
