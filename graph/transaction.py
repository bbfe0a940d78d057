"""How the modules that hold Cypher reach the database: one function that runs one query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, LiteralString, Protocol, TypeVar

from detente.graph.values import native

if TYPE_CHECKING:
    import neo4j

__all__ = ["Run", "batched", "inside", "pages", "run_rows"]

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
    return [found for batch in batched(rows) for found in run(query, rows=batch)]


def batched(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    """Rows, as many at a time as one query carries."""
    for first in range(0, len(rows), _BATCH):
        yield rows[first : first + _BATCH]


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
